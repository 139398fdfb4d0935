"""Interrupted runs: whatever ends them, --resume finishes with the weights of a run that nothing
ended.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
import torch
from msgspec.structs import replace
from safetensors.torch import load_file
from transformers import Trainer

from pipeline.errors import ConfigError, PipelineError
from pipeline.training import stage
from pipeline.training.checkpoints import MARKER, last_whole, mark_whole, read_run
from pipeline.training.config import train_config
from pipeline.training.interruption import Interrupted
from pipeline.training.stage import run_training
from tests.training.conftest import short_settings
from tests.training.training_command import command

ROOT = Path(__file__).parents[2]


def weights(out: str) -> dict[str, torch.Tensor]:
    return load_file(Path(out) / "model.safetensors")


def same(one: dict[str, torch.Tensor], two: dict[str, torch.Tensor]) -> bool:
    return one.keys() == two.keys() and all(torch.equal(one[name], two[name]) for name in one)


def work_of(config) -> Path:
    out = Path(config.out)
    return out.parent / f".{out.name}-run"


@pytest.fixture(scope="module")
def whole_run(tmp_path_factory, data_folder, tiny_base):
    """The run of `config`, not interrupted."""
    folder = tmp_path_factory.mktemp("whole")
    whole = train_config(**short_settings(folder, data_folder, tiny_base))
    run_training(whole)
    return weights(whole.out)


def interrupt_at(monkeypatch, step: int, number: int) -> None:
    """Send this process a signal in the middle of a step."""
    original = Trainer.training_step

    def training_step(self, *args, **kwargs):
        if self.state.global_step == step:
            os.kill(os.getpid(), number)
        return original(self, *args, **kwargs)

    monkeypatch.setattr(Trainer, "training_step", training_step)


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_saves_and_resume_is_bit_identical(config, whole_run, monkeypatch, number, code):
    with monkeypatch.context() as patch:
        interrupt_at(patch, 13, number)
        with pytest.raises(Interrupted, match=r"interrupted at step 14.*--resume") as caught:
            run_training(config)
    assert caught.value.exit_code == code
    assert not Path(config.out).exists()
    run_training(config, resume=True)
    assert same(weights(config.out), whole_run)


@pytest.mark.slow
def test_resume_in_the_second_epoch_with_accumulation(config, tmp_path, monkeypatch):
    config = replace(
        config, accumulation=3, micro_batch=4, eval_steps=4, save_steps=4, mask_share=0.1
    )
    other = replace(config, out=str(tmp_path / "whole"))
    run_training(other)
    with monkeypatch.context() as patch:
        interrupt_at(patch, 18, signal.SIGTERM)
        with pytest.raises(Interrupted):
            run_training(config)
    run_training(config, resume=True)
    assert same(weights(config.out), weights(other.out))


@pytest.mark.slow
def test_a_half_written_checkpoint_is_passed_over(config, whole_run, monkeypatch, capsys):
    with monkeypatch.context() as patch:
        interrupt_at(patch, 23, signal.SIGTERM)
        with pytest.raises(Interrupted):
            run_training(config)
    newest = work_of(config) / "checkpoint-24"
    (newest / "optimizer.pt").write_bytes(b"cut off")
    start, halves = last_whole(work_of(config))
    assert start is not None
    assert halves == [newest]
    run_training(config, resume=True)
    assert "checkpoint-24 is half-written" in capsys.readouterr().err
    assert same(weights(config.out), whole_run)


def test_a_checkpoint_without_its_marker_is_half_written(tmp_path):
    for step in (5, 10):
        (tmp_path / f"checkpoint-{step}").mkdir()
        (tmp_path / f"checkpoint-{step}" / "model.safetensors").write_bytes(b"weights")
    assert last_whole(tmp_path)[0] is None
    mark_whole(tmp_path / "checkpoint-5", {"step": 5})
    assert last_whole(tmp_path)[0] == tmp_path / "checkpoint-5"
    (tmp_path / "checkpoint-5" / MARKER).write_text("{")
    assert last_whole(tmp_path)[0] is None


def test_resume_with_other_settings_names_the_key(config, monkeypatch):
    with monkeypatch.context() as patch:
        interrupt_at(patch, 3, signal.SIGTERM)
        with pytest.raises(Interrupted):
            run_training(config)
    with pytest.raises(
        ConfigError, match=r"learning_rate: the interrupted run had 0.003, now it is 0.1"
    ):
        run_training(replace(config, learning_rate=0.1), resume=True)


@pytest.mark.slow
def test_eight_bit_steps_saves_and_resumes(config, wide_base, tmp_path, monkeypatch):
    """On bitsandbytes' CPU backend; the embeddings' state stays in 32 bits."""
    config = replace(config, optimizer="8bit", base=str(wide_base))
    other = replace(config, out=str(tmp_path / "whole"))
    run_training(other)
    with monkeypatch.context() as patch:
        interrupt_at(patch, 13, signal.SIGTERM)
        with pytest.raises(Interrupted):
            run_training(config)
    saved = torch.load(work_of(config) / "checkpoint-14" / "optimizer.pt", weights_only=False)
    moments = [v for state in saved["state"].values() for k, v in tensors(state) if k == "state1"]
    assert {v.dtype for v in moments} == {torch.uint8, torch.float32}
    assert {v.dtype for v in moments if v.numel() > 64 * 512} == {torch.float32}, (
        "the word embeddings"
    )
    run_training(config, resume=True)
    assert same(weights(config.out), weights(other.out))


def tensors(state):
    """(name, tensor) pairs of a parameter's state, nested ones included."""
    for key, value in state.items():
        if isinstance(value, dict):
            yield from tensors(value)
        elif isinstance(value, torch.Tensor):
            yield key, value


def test_resume_where_bitsandbytes_has_gone_is_one_sentence(config, monkeypatch):
    config = replace(config, optimizer="8bit")
    with monkeypatch.context() as patch:
        interrupt_at(patch, 3, signal.SIGTERM)
        with pytest.raises(Interrupted):
            run_training(config)
    monkeypatch.setitem(sys.modules, "bitsandbytes", None)
    with pytest.raises(ConfigError, match=r"had 8bit AdamW .* bitsandbytes fails here"):
        run_training(config, resume=True)
    assert last_whole(work_of(config))[0] is not None, "nothing is deleted"


def test_an_interrupted_run_stays_until_the_base_is_at_hand(config, monkeypatch):
    with monkeypatch.context() as patch:
        interrupt_at(patch, 3, signal.SIGTERM)
        with pytest.raises(Interrupted):
            run_training(config)
    with pytest.raises(ConfigError, match="nor a folder"):
        run_training(replace(config, base="no-such-base"))
    assert last_whole(work_of(config))[0] is not None


@pytest.mark.slow
def test_resume_keeps_what_was_settled(config, monkeypatch):
    """Batch, rate and length are those of the first start, whatever is free now."""
    config = replace(
        config,
        micro_batch="auto",
        accumulation="auto",
        effective_batch=16,
        min_steps=20,
        learning_rate="auto",
        rates={"default": 6e-3},
    )
    with monkeypatch.context() as patch:
        interrupt_at(patch, 3, signal.SIGTERM)
        with pytest.raises(Interrupted):
            run_training(config)
    before = read_run(work_of(config))
    monkeypatch.setattr(
        "pipeline.training.setup.size_training", lambda *a: pytest.fail("sized again")
    )
    run_training(config, resume=True)
    made = json.loads((Path(config.out) / "manifest.json").read_text())
    assert made["settings"]["learning_rate"] == before.settled["learning_rate"] == 6e-3
    assert made["figures"]["batch"]["micro_batch"] == before.batch.micro_batch


@pytest.mark.slow
def test_resume_keeps_the_precision(config, monkeypatch):
    """A run that began in bf16 goes on in it where `auto` would say fp32."""
    config = replace(config, precision="auto", max_steps=8)
    monkeypatch.setattr("pipeline.training.device.cpu_bf16", lambda: "AMX")
    with monkeypatch.context() as patch:
        interrupt_at(patch, 3, signal.SIGTERM)
        with pytest.raises(Interrupted):
            run_training(config)
    monkeypatch.setattr("pipeline.training.device.cpu_bf16", lambda: None)
    run_training(config, resume=True)
    made = json.loads((Path(config.out) / "manifest.json").read_text())
    assert made["figures"]["precision"] == "bf16"


@pytest.mark.slow
def test_two_checkpoints_are_kept(config, monkeypatch):
    config = replace(config, eval_steps=5, save_steps=5)
    with monkeypatch.context() as patch:
        interrupt_at(patch, 32, signal.SIGTERM)
        with pytest.raises(Interrupted):
            run_training(config)
    assert len(list(work_of(config).glob("checkpoint-*"))) == 2


def test_a_full_disk_is_one_sentence(config, monkeypatch):
    def full(*args, **kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(torch, "save", full)
    with pytest.raises(PipelineError, match=r"the disk is full.*--resume"):
        run_training(config)


def test_too_little_room_is_said_before_training(config, monkeypatch):
    monkeypatch.setattr(
        "pipeline.training.checkpoints.shutil.disk_usage", lambda _: SimpleNamespace(free=10**6)
    )
    monkeypatch.setattr(
        stage.TaggerTrainer, "train", lambda *a, **k: pytest.fail("trained all the same")
    )
    with pytest.raises(PipelineError, match="GB free, training needs"):
        run_training(config)


@pytest.mark.slow
def test_kill_9_and_resume_through_the_command_line(settings, tmp_path):
    settings |= {"epochs": 6, "eval_steps": 25, "save_steps": 25}
    whole = settings | {"out": str(tmp_path / "whole")}
    line, environment = command(whole, tmp_path)
    subprocess.run(line, env=environment, cwd=ROOT, check=True, capture_output=True)

    line, environment = command(settings, tmp_path)
    process = subprocess.Popen(line, env=environment, cwd=ROOT, stderr=subprocess.PIPE)
    work = tmp_path / ".checkpoint-run"
    deadline = time.monotonic() + 120
    while last_whole(work)[0] is None and process.poll() is None and time.monotonic() < deadline:
        time.sleep(0.01)
    process.kill()
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    assert last_whole(work)[0] is not None
    subprocess.run([*line, "--resume"], env=environment, cwd=ROOT, check=True, capture_output=True)
    assert same(weights(settings["out"]), weights(whole["out"]))
    assert json.loads((Path(settings["out"]) / "manifest.json").read_text())["stage"] == "train"
