"""The toy model, sure of its plain words as a trained one is."""

from __future__ import annotations

import pytest

from pipeline.redaction import Redactor
from tests.redaction.toy_tagger import build_model, word_scores


@pytest.fixture(scope="session")
def redactor(tmp_path_factory: pytest.TempPathFactory) -> Redactor:
    """A redactor that passes plain words at once."""
    scores = word_scores()
    scores[scores[:, 1:].max(axis=1) <= 0, 0] = 14.0
    folder = build_model(tmp_path_factory.mktemp("sure") / "model", scores, max_length=64)
    return Redactor.load(folder, threads=1)
