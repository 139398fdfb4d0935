"""`settings.json` of artifacts/model: written by the export stage, read by the redactor."""

from __future__ import annotations

import math
from pathlib import Path

import msgspec

from pipeline.config import Config
from pipeline.errors import DataError
from pipeline.labels import all_labels

SETTINGS = "settings.json"
ONNX_MODEL = "model.onnx"
TOKENIZER = "tokenizer.json"
METRICS = "metrics.json"
MODEL_CARD = "README.md"


#: Scores are bounded by this, which a float32 softmax can just tell from 0 and 1.
LEAST_CHANCE = 1e-6


class Curve(Config, frozen=True):
    """What the scores of a label are worth: a logistic curve over their log-odds."""

    slope: float = 1.0
    offset: float = 0.0

    def __call__(self, score: float) -> float:
        """The share of spans with `score` that are right, 0 to 1."""
        bounded = min(max(score, LEAST_CHANCE), 1 - LEAST_CHANCE)
        odds = self.slope * math.log(bounded / (1 - bounded)) + self.offset
        return 1 / (1 + math.exp(-odds))


class ModelSettings(Config, frozen=True):
    """What the redactor must know of a model beside its graph and tokenizer.

    `labels` are its entity types, in the order of its tags (`pipeline.labels.TagSet`).
    `max_length` is the window in tokens, [CLS] and [SEP] included. `operating_points` maps the name
    of a point (precision, balanced, recall) to the least score a span of each label needs to be
    reported. `calibration`: what the mean probability of a span's tokens is worth, by label; that
    is its score.
    """

    base_model: str
    labels: tuple[str, ...]
    max_length: int = 128
    calibration: dict[str, Curve] = {}
    operating_points: dict[str, dict[str, float]] = {}
    operating_point: str = "precision"


def read_settings(folder: str | Path) -> ModelSettings:
    """Read `settings.json` from a model folder.

    Raises DataError saying what is missing or wrong.
    """
    path = Path(folder) / SETTINGS
    try:
        settings = msgspec.json.decode(path.read_bytes(), type=ModelSettings)
    except OSError:
        raise DataError(f"{folder}: no model here ({SETTINGS} is missing or unreadable)") from None
    except (msgspec.DecodeError, msgspec.ValidationError) as error:
        raise DataError(f"{path}: {error}") from None
    unknown = sorted(set(settings.labels).difference(all_labels()))
    if unknown or not settings.labels:
        raise DataError(
            f"{path}: label {(unknown or ['?'])[0]!r} is not a registered entity type; export it"
            " again"
        )
    return settings
