"""Fixtures: the toy model's folder, and the redactor that it loads as."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.redaction import Redactor
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
