"""Operating points: the least span score of each label, chosen on dev."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence

import numpy as np

from pipeline.export.config import ExportConfig
from pipeline.labels import redacted_labels
from pipeline.scores import hides, scored
from pipeline.spans import Span

#: Thresholds tried; a finer grid would fit dev rather than the model.
GRID = np.round(np.arange(0.0, 0.96, 0.05), 2)


def worth_hiding(
    gold: Sequence[Sequence[Span]], found: Sequence[Sequence[Span]], labels: Sequence[str]
) -> dict[str, tuple[np.ndarray, np.ndarray, int]]:
    """Of each of `labels` the scores of its found spans, which of them are right, and how many
    there were to find. Right is what a score and a threshold are for (`pipeline.scores.hides`):
    that ordinary words stay and personal ones go.
    """
    own: defaultdict[str, list[tuple[float, bool]]] = defaultdict(list)
    for span, hit in scored(gold, found, hides):
        own[span.label].append((span.score, hit))
    labelled = Counter(span.label for spans in gold for span in spans)
    redacted = redacted_labels(labels)
    worth = {}
    for label in labels:
        scores, hits = np.array(own[label], dtype=float).reshape(-1, 2).T
        right = hits.astype(bool)
        worth[label] = scores, right, int(right.sum()) if label in redacted else labelled[label]
    return worth


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
    for label, (scores, right, total) in worth_hiding(gold, found, labels).items():
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
