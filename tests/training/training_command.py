"""The training stage as a program of its own."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import yaml

from pipeline.config import config_dir


def command(settings: dict, tmp_path: Path, *more: str) -> tuple[list[str], dict[str, str]]:
    """The training command over a configuration folder of its own."""
    folder = tmp_path / "configs"
    (folder / "gpu").mkdir(parents=True, exist_ok=True)
    (folder / "gpu" / "cpu.yaml").write_text(yaml.safe_dump(settings))
    for name in ("train.yaml", "sizing.yaml"):
        shutil.copy(config_dir() / name, folder)
    environment = os.environ | {"PII_REDACT_CONFIGS": str(folder), "OMP_NUM_THREADS": "1"}
    return [sys.executable, "-m", "pipeline", "train", *more], environment
