"""Operating points: the least span score of each label, chosen on dev."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from pipeline.export.config import ExportConfig
from pipeline.labels import redacted_labels
from pipeline.scores import hides
from pipeline.spans import Span

#: Thresholds tried; a finer grid would fit dev rather than the model.
GRID = np.round(np.arange(0.0, 0.96, 0.05), 2)


def worth_hiding(
    gold: Sequence[Sequence[Span]], found: Sequence[Sequence[Span]], label: str
) -> tuple[np.ndarray, np.ndarray, int]:
    """Scores of the found spans of `label`, which of them are right, and how many there were to
    find. Right is what a score and a threshold are for (`pipeline.scores.hides`): that ordinary
    words stay and personal ones go.
    """
    own = [
        (span.score, hit)
        for golds, founds in zip(gold, found, strict=True)
        for span, hit in zip(founds, hides(golds, founds), strict=True)
        if span.label == label
    ]
    right = np.array([hit for _, hit in own], dtype=bool)
    labelled = sum(span.label == label for spans in gold for span in spans)
    total = int(right.sum()) if redacted_labels([label]) else labelled
    return np.array([score for score, _ in own]), right, total


def precise_threshold(
    scores: np.ndarray, right: np.ndarray, target: float, recall_floor: float
) -> float:
    """The least threshold whose spans reach precision `target`, keeping `recall_floor` of the right
    spans.

    Where no threshold reaches the target, the most precise one that keeps the floor (the least of
    equals).
    """
    best, best_precision = 0.0, -1.0
    for threshold in GRID:
        kept = scores >= threshold
        if right[kept].sum() < recall_floor * right.sum():
            break
        precision = float(right[kept].mean()) if kept.any() else 1.0
        if precision >= target:
            return float(threshold)
        if precision > best_precision + 1e-9:
            best, best_precision = float(threshold), precision
    return best


def best_f1_threshold(scores: np.ndarray, right: np.ndarray, total: int) -> float:
    """The least threshold with the highest F1."""
    best, best_f1 = 0.0, -1.0
    for threshold in GRID:
        kept = scores >= threshold
        f1 = 2 * float(right[kept].sum()) / max(1.0, float(kept.sum() + total))
        if f1 > best_f1 + 1e-9:
            best, best_f1 = float(threshold), f1
    return best


def operating_points(
    gold: Sequence[Sequence[Span]],
    found: Sequence[Sequence[Span]],
    labels: Sequence[str],
    config: ExportConfig,
) -> dict[str, dict[str, float]]:
    """precision (first), balanced (best F1) and recall (every span the decoder emits), by label."""
    points: dict[str, dict[str, float]] = {"precision": {}, "balanced": {}, "recall": {}}
    for label in labels:
        scores, right, total = worth_hiding(gold, found, label)
        points["balanced"][label] = best_f1_threshold(scores, right, total) if len(scores) else 0.0
        points["precision"][label] = (
            max(
                points["balanced"][label],
                precise_threshold(scores, right, config.precision_target, config.recall_floor),
            )
            if len(scores)
            else 0.0
        )
        points["recall"][label] = 0.0
    return points
