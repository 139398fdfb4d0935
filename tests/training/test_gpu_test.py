"""`make gpu-test` where there is no GPU: its parts that train, on the CPU, and its report."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from transformers import DistilBertConfig

from pipeline.errors import DataError, DeviceError
from pipeline.labels import label_set
from pipeline.manifest import write_manifest
from pipeline.sizing.count import Step, count_step
from pipeline.training import check_runs, gpu_test
from pipeline.training.checks import Job
from pipeline.training.config import load_train_config, train_config
from pipeline.training.excerpt import excerpt
from pipeline.training.fake_cuda import count_forward
from pipeline.training.recipes import fewest, scaled
from pipeline.training.setup import data_labels


@pytest.fixture
def job(data_folder, tiny_base, tmp_path):
    return Job(str(data_folder), False, str(tiny_base), tmp_path)


def test_an_excerpt_is_data(data_folder, tmp_path, config):
    import shutil

    from msgspec.structs import replace

    whole = tmp_path / "whole"
    shutil.copytree(data_folder, whole)
    write_manifest(whole, "data", {"labels": list(label_set("calls"))})
    small = excerpt(whole, tmp_path / "small", 30, 5, longest=40)
    rows = [json.loads(line) for line in (small / "train.jsonl").read_text().splitlines()]
    assert len(rows) == 30 and max(len(row["text"]) for row in rows) <= 40
    assert len((small / "dev" / "clean.jsonl").read_text().splitlines()) == 5
    assert data_labels(replace(config, data=str(small))).labels == tuple(label_set("calls"))
    with pytest.raises(DataError, match="python -m pipeline data"):
        excerpt(tmp_path / "nothing", tmp_path / "out", 1, 1)


@pytest.mark.slow
def test_memory_that_runs_out_in_a_run_is_survived(job):
    assert check_runs.forced(job)["why"] == "micro-batch 8 became 4 x 2, all 12 steps done"


@pytest.mark.slow
def test_a_killed_run_goes_on_to_the_same_weights(job):
    found = check_runs.resume(job)
    assert "status" not in found and "differs by up to 0.0e+00" in found["why"]


def test_a_card_asked_for_that_is_not_there_is_no_reason_to_test_without(tmp_path):
    """A report on the CPU would not be what was asked for."""
    line = ["--gpu-index", "7", "--out", str(tmp_path / "out")]
    found = CliRunner().invoke(gpu_test.gpu_test, line)
    assert isinstance(found.exception, DeviceError) and not (tmp_path / "out").exists()


def test_the_report_says_that_there_was_no_gpu():
    parts = [
        {"name": "sizes", "status": "passed", "why": "off by at most 1.0%", "seconds": 3.1},
        {"name": "cap-4gb", "status": "left out", "why": "it needs a GPU"},
    ]
    report = {"device": "no GPU", "gpu": False, "environment": {"torch": "2"}, "parts": parts}
    text = gpu_test.markdown(report)
    assert "**Nothing here ran on a GPU.**" in text
    assert "| cap-4gb | left out it needs a GPU |" in text
    assert "Nothing here" not in gpu_test.markdown(report | {"gpu": True})


@pytest.mark.parametrize("profile", ["4gb", "8gb", "24gb", "80gb"])
def test_a_recipe_scaled_down_keeps_its_batch_rate_and_steps(profile):
    config = load_train_config(profile)
    examples = fewest(config, 6400)
    small = scaled(profile, "minilm-l2", examples)
    assert small.micro_batch * small.accumulation == config.effective_batch
    assert small.rate == pytest.approx(2.4e-4 * (config.effective_batch / 16) ** 0.5, rel=0.01)
    assert small.max_steps >= config.min_steps


def test_what_a_forward_pass_keeps_is_counted_as_the_step_counts_it():
    shape = DistilBertConfig(vocab_size=600, dim=64, hidden_dim=128, n_layers=2, n_heads=4)
    kept = []
    for checkpointing in (False, True):
        config = train_config(
            optimizer="fused", attention="eager", gradient_checkpointing=checkpointing
        )
        step = Step(config, 8, 32, half=True)
        kept.append(count_forward(shape.to_dict(), step))
        whole = count_step(shape.to_dict(), step)
        assert whole.parameters < kept[-1] < whole.peak
    assert kept[1] < kept[0]
