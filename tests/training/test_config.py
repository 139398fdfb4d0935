"""Configuration: profiles, quick, overrides, and errors that name file, line and key."""

from __future__ import annotations

import pytest
import yaml

from pipeline.config import config_dir
from pipeline.errors import ConfigError
from pipeline.training.config import load_train_config, profiles


def test_the_profiles_that_the_makefile_offers():
    assert set(profiles()) == {"4gb", "8gb", "24gb", "80gb", "auto", "cpu"}


@pytest.mark.parametrize("profile", ["4gb", "8gb", "24gb", "80gb", "auto", "cpu"])
@pytest.mark.parametrize("quick", [False, True])
def test_every_profile_loads(profile, quick):
    config = load_train_config(profile, quick)
    assert config.base == ("minilm-l3-f768" if profile == "cpu" else "distilbert-base-uncased")


def test_the_4gb_profile_keeps_the_seeds_settings_and_leaves_the_batch_to_sizing():
    config = load_train_config("4gb")
    assert (config.micro_batch, config.accumulation, config.precision) == ("auto", "auto", "fp16")
    assert (config.effective_batch, config.gpu_memory, config.max_length, config.clip) == (
        16,
        "4gb",
        128,
        1.0,
    )
    assert (config.adam_eps, config.warmup, config.schedule) == (1e-8, 0.1, "linear")


def test_quick_then_overrides_win():
    full, quick = load_train_config("cpu"), load_train_config("cpu", quick=True)
    assert quick.max_minutes < full.max_minutes
    assert load_train_config("cpu", True, ["max_minutes=1", "lora.rank=4"]).max_minutes == 1
    assert load_train_config("cpu", True, ["lora.rank=4"]).lora.rank == 4


def test_unknown_profile_names_those_there_are():
    with pytest.raises(ConfigError, match=r"'16gb' is not one of .*cpu"):
        load_train_config("16gb")


def test_overrides_are_checked():
    with pytest.raises(ConfigError, match="max_steps"):
        load_train_config("cpu", overrides=["max_steps=0"])
    with pytest.raises(ConfigError, match="multiple of eval_steps"):
        load_train_config("cpu", overrides=["eval_steps=300", "save_steps=500"])


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("learning_rat: 1.0e-4", "learning_rat`"),
        ("learning_rate: fast", "learning_rate"),
        ("schedule: wavy", "schedule"),
    ],
)
def test_an_error_in_the_file_names_file_line_and_key(tmp_path, monkeypatch, line, message):
    (tmp_path / "gpu").mkdir()
    (tmp_path / "train.yaml").write_text((config_dir() / "train.yaml").read_text())
    (tmp_path / "gpu" / "cpu.yaml").write_text(f"# a comment\n{line}\nmicro_batch: 8\n")
    monkeypatch.setenv("PII_REDACT_CONFIGS", str(tmp_path))
    with pytest.raises(ConfigError, match=rf"cpu\.yaml, line 2: .*{message}"):
        load_train_config("cpu")


def test_a_key_that_the_file_lacks_is_named(tmp_path, monkeypatch):
    """The defaults stand in train.yaml alone."""
    values = yaml.safe_load((config_dir() / "train.yaml").read_text())
    del values["clip"]
    (tmp_path / "gpu").mkdir()
    (tmp_path / "gpu" / "cpu.yaml").touch()
    (tmp_path / "train.yaml").write_text(yaml.safe_dump(values))
    monkeypatch.setenv("PII_REDACT_CONFIGS", str(tmp_path))
    with pytest.raises(ConfigError, match=r"train\.yaml.*field `clip`"):
        load_train_config("cpu")
