import json
import os

import pytest
from click.testing import CliRunner

from pipeline.errors import ConfigError, DeviceError
from pipeline.sizing.cli import size
from pipeline.sizing.command import write_settings


def run(*arguments):
    return CliRunner().invoke(size, arguments, catch_exceptions=False).output


@pytest.fixture
def configs(tmp_path, monkeypatch):
    """A copy of configs/ that may be written."""
    import shutil

    from pipeline.config import config_dir

    shutil.copytree(config_dir(), tmp_path / "configs")
    monkeypatch.setenv("PII_REDACT_CONFIGS", str(tmp_path / "configs"))
    return tmp_path / "configs"


TINY = ("--set", "base=minilm-l2", "--set", "effective_batch=8")


def test_json_adds_up():
    found = json.loads(run("--gpu", "t4", "--json", *TINY))
    assert found["total"] == sum(found["components"].values())
    assert found["micro_batch"] * found["accumulation"] == found["effective_batch"] == 8
    assert found["device"]["capability"] == [7, 5] and found["precision"] == "fp16"


def test_the_table_has_every_component():
    text = run("--gpu", "t4", *TINY)
    for word in (
        "parameters",
        "gradients",
        "optimiser state",
        "activations",
        "CUDA context",
        "allocator",
        "total",
    ):
        assert word in text


@pytest.mark.slow
def test_suggestions_are_several_and_fit():
    found = json.loads(run("--gpu", "gtx-1650", "--suggest", "--json", *TINY))
    assert 3 <= len(found) <= 5
    assert all(plan["utilisation"] <= 0.85 for plan in found.values())
    assert found["safest"]["total"] <= found["planned"]["total"]
    assert found["longest"]["max_length"] == 512


def test_apply_keeps_comments_and_order(configs):
    path = configs / "gpu" / "auto.yaml"
    path.write_text(
        "# head\nbase: minilm-l2   # small\nmicro_batch: auto\naccumulation: auto  # later\nquick:"
        " {epochs: 1}\n"
    )
    before = path.read_text()
    text = run("--gpu", "t4", "--config", "auto", "--apply", "--set", "effective_batch=8")
    after = path.read_text()
    assert after.startswith("# head\nbase: minilm-l2   # small\nmicro_batch: 8\naccumulation: 1")
    assert "# later" in after and "quick: {epochs: 1}" in after
    (backup,) = path.parent.glob("auto.yaml.*.bak")
    assert backup.read_text() == before and backup.name in text
    assert "nothing changed" in run(
        "--gpu", "t4", "--config", "auto", "--apply", "--set", "effective_batch=8"
    )


def test_show_tells_what_the_yaml_takes(configs):
    (configs / "gpu" / "auto.yaml").write_text(
        "base: minilm-l2\nmicro_batch: 6\naccumulation: 3\noptimizer: fused\n"
    )
    found = json.loads(run("--gpu", "t4", "--config", "auto", "--show", "--json"))
    assert (found["micro_batch"], found["accumulation"], found["optimizer"]) == (6, 3, "fused")


def test_profile_measures_here():
    found = json.loads(
        run(
            "--gpu-memory",
            "cpu",
            "--profile",
            "--json",
            "--set",
            "effective_batch=2",
            "--set",
            "optimizer=fused",
        )
    )
    for part in ("parameters", "gradients", "optimiser state", "activations"):
        assert found["predicted"][part] == pytest.approx(found["measured"][part], rel=0.10)
    with pytest.raises(DeviceError, match="not here"):
        run("--gpu", "t4", "--profile", *TINY)


def test_profile_runs_on_the_gpu_that_was_asked_for(driver, monkeypatch):
    driver({"total": 8}, {"total": 24})
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0,1")
    with pytest.raises(DeviceError, match="PyTorch sees none"):  # there is no card in fact
        run("--index", "1", "--profile", *TINY)
    assert os.environ["CUDA_VISIBLE_DEVICES"] == "GPU-1"


def test_a_gpu_that_is_busy_is_one_sentence(driver):
    driver({"total": 8, "used": 7.5, "pids": [5]})
    with pytest.raises(DeviceError, match=r"busy: 7\.5 of 8\.0 GiB are taken by processes 5"):
        run("--gpu-memory", "auto", *TINY)


def test_bad_yaml_is_left_alone(tmp_path):
    path = tmp_path / "x.yaml"
    path.write_text("a: [1")
    with pytest.raises(ConfigError, match="not valid YAML"):
        write_settings(path, {"micro_batch": 4})
    assert path.read_text() == "a: [1" and len(list(tmp_path.iterdir())) == 1
