"""Whether scores mean what they say: of the spans with score 0.8 eight in ten should hide something
personal (`pipeline.scores.hides`).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from pipeline.scores import hides, scored
from pipeline.spans import Span


def calibration(
    gold: Sequence[Sequence[Span]], found: Sequence[Sequence[Span]], bins: int
) -> dict[str, Any]:
    """Reliability of span scores over all labels, and under "labels" of each.

    {"ece", "spans", "bins": [[lower edge, spans, mean score, share right], ...], "labels": {label:
    the same}}. ECE is the expected calibration error over `bins` bins of equal width (Naeini et al.
    2015); None without spans.
    """
    pairs = list(scored(gold, found, hides))
    labels = sorted({span.label for span, _ in pairs})
    by_label = {
        label: _reliability([(span.score, hit) for span, hit in pairs if span.label == label], bins)
        for label in labels
    }
    return _reliability([(span.score, hit) for span, hit in pairs], bins) | {"labels": by_label}


def _reliability(pairs: list[tuple[float, bool]], bins: int) -> dict[str, Any]:
    if not pairs:
        return {"ece": None, "spans": 0, "bins": []}
    scores, right = np.array(pairs, dtype=float).T
    which = np.clip((scores * bins).astype(int), 0, bins - 1)
    rows = [
        [
            int(b) / bins,
            int(inside.sum()),
            float(scores[inside].mean()),
            float(right[inside].mean()),
        ]
        for b in np.unique(which)
        for inside in [which == b]
    ]
    ece = sum(n * abs(score - share) for _, n, score, share in rows) / len(pairs)
    return {"ece": ece, "spans": len(pairs), "bins": rows}
