"""Fixtures: the toy model's folder, and the redactor that it loads as."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from pipeline.redaction import Redactor
from tests.redaction.running import REDACT
from tests.redaction.toy_tagger import build_model


@pytest.fixture(scope="session")
def toy_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy model's folder, with windows of 16 tokens."""
    points = {
        "precision": {"PHONE": 0.6},
        "balanced": {},
        "recall": {},
        "never": {"PERSON_NAME": 1.0},
    }
    return build_model(
        tmp_path_factory.mktemp("toy") / "model",
        operating_points=points,
        operating_point="balanced",
    )


@pytest.fixture(scope="session")
def redactor(toy_model: Path) -> Redactor:
    """The toy model, loaded."""
    return Redactor.load(toy_model, threads=1)


@pytest.fixture()
def redact(toy_model: Path, tmp_path: Path) -> Any:
    """Run `redact` on the toy model with `data` as standard input; returns (exit code, lines of
    output, stderr).
    """

    def call(*args: str, data: bytes | None = b"", **options: Any) -> tuple[int, list[Any], str]:
        source = {"stdin": subprocess.DEVNULL} if data is None else {"input": data}
        done = subprocess.run(
            [*REDACT, "--model", str(toy_model), *args],
            capture_output=True,
            timeout=60,
            cwd=tmp_path,
            **source,
            **options,
        )
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        return done.returncode, rows, done.stderr.decode()

    return call
