"""Span quality by nervaluate, leak and over-redaction by characters, bootstrap confidence intervals.

Schemes of nervaluate (SemEval-2013 task 9.1): `strict` wants start, end and label right and is the headline;
`exact` wants start and end right whatever the label; `partial` gives half a point for an overlap, label-blind.
PII figures count the five PII labels alone: a PERSON_NAME tagged CITY is missed, a CITY tagged PERSON_NAME spurious.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from pipeline.errors import DataError, PipelineError
from pipeline.labels import LABELS, PII_LABELS
from pipeline.spans import Span
from pipeline.verification.evalset import Part

SCHEMES = ("strict", "exact", "partial")
#: columns of the table that `tally` makes, one row an utterance
COLUMNS = ("correct", "predicted", "gold", "gold_chars", "pred_chars", "shared_chars", "quiet", "alarms")
Spans = Sequence[Span]


def _evaluate(gold: Sequence[Spans], pred: Sequence[Spans], labels: Sequence[str]) -> dict[str, Any]:
    """Run nervaluate over documents of spans. Its `end` is inclusive, ours is not."""
    try:
        from nervaluate import Evaluator
    except ImportError:
        raise PipelineError("the scorer is missing; install it with `pip install nervaluate`") from None

    def dicts(docs: Sequence[Spans]) -> list[list[dict[str, Any]]]:
        return [[{"label": s.label, "start": s.start, "end": s.end - 1} for s in doc] for doc in docs]

    return Evaluator(dicts(gold), dicts(pred), tags=list(labels), loader="dict").evaluate()


def _figures(result: Any) -> dict[str, float | int]:
    names = ("precision", "recall", "f1", "correct", "incorrect", "partial", "missed", "spurious")
    return {name: getattr(result, name) for name in names}


def span_scores(gold: Sequence[Spans], pred: Sequence[Spans]) -> dict[str, Any]:
    """{"pii": {scheme: figures}, "labels": {label: {scheme: figures}}}; a label seen nowhere is left out."""
    pii = _evaluate(gold, pred, PII_LABELS)["overall"]
    by_label = _evaluate(gold, pred, LABELS)["entities"]
    return {
        "pii": {scheme: _figures(pii[scheme]) for scheme in SCHEMES},
        "labels": {
            label: {scheme: _figures(by_label[label][scheme]) for scheme in SCHEMES}
            for label in LABELS
            if label in by_label
        },
    }


def _pii_characters(spans: Spans) -> set[int]:
    return {i for s in spans if s.label in PII_LABELS for i in range(s.start, s.end)}


def tally(gold: Sequence[Spans], pred: Sequence[Spans]) -> np.ndarray:
    """Counts of the PII labels, int64 [utterances, len(COLUMNS)]: all that the headline figures are sums of.

    `correct` comes from nervaluate's strict scheme, so the bootstrap resamples the very counts that are reported.
    """
    table = np.zeros((len(gold), len(COLUMNS)), dtype=np.int64)
    for document, _ in _evaluate(gold, pred, PII_LABELS)["overall_indices"]["strict"].correct_indices:
        table[document, 0] += 1
    for row, want, got in zip(table, gold, pred, strict=True):
        want_chars, got_chars = _pii_characters(want), _pii_characters(got)
        predicted = sum(s.label in PII_LABELS for s in got)
        spans = sum(s.label in PII_LABELS for s in want)
        row[1:6] = predicted, spans, len(want_chars), len(got_chars), len(want_chars & got_chars)
        row[6:8] = spans == 0, predicted if spans == 0 else 0
    return table


def rates(sums: np.ndarray) -> dict[str, np.ndarray]:
    """Headline figures from sums over utterances, [..., len(COLUMNS)] -> {name: [...]}; NaN where undefined.

    leak = PII characters left standing / PII characters; over_redaction = redacted characters that were no PII /
    redacted characters. Precision of a model that finds nothing is 0, not undefined: silence must not pass a gate.
    """
    correct, predicted, gold, gold_chars, pred_chars, shared, quiet, alarms = np.moveaxis(sums.astype(float), -1, 0)

    def share(part: np.ndarray, whole: np.ndarray, empty: float) -> np.ndarray:
        return np.where(whole > 0, part / np.where(whole > 0, whole, 1), empty)

    return {
        "pii_precision": share(correct, predicted, 0.0),
        "pii_recall": share(correct, gold, np.nan),
        "pii_f1": np.where(gold > 0, share(2 * correct, predicted + gold, np.nan), np.nan),
        "leak": share(gold_chars - shared, gold_chars, np.nan),
        "over_redaction": share(pred_chars - shared, pred_chars, 0.0),
        "false_alarms_per_100": 100 * share(alarms, quiet, np.nan),
    }


def bootstrap(table: np.ndarray, resamples: int, confidence: float, seed: int) -> dict[str, tuple[float, float]]:
    """Percentile interval of each headline figure, resampling whole utterances with replacement (seeded)."""
    rng, count = np.random.default_rng(seed), len(table)
    sums = [
        rng.multinomial(count, np.full(count, 1 / count), size=min(100, resamples - done)) @ table
        for done in range(0, resamples, 100)
    ]
    tail = 50 * (1 - confidence)
    bounds = {}
    for name, values in rates(np.concatenate(sums)).items():
        seen = values[~np.isnan(values)]
        low, high = np.percentile(seen, [tail, 100 - tail]) if len(seen) else (np.nan, np.nan)
        bounds[name] = (float(low), float(high))
    return bounds


def confusion(gold: Sequence[Spans], pred: Sequence[Spans]) -> list[list[int]]:
    """Span confusion, int [8][8]: rows gold labels then `none`, columns predicted labels then `none`.

    A gold span is counted once, against the predicted span that shares most characters with it; predicted spans
    that touch no gold span are counted in the last row.
    """
    none = len(LABELS)
    matrix = np.zeros((none + 1, none + 1), dtype=int)
    for want, got in zip(gold, pred, strict=True):
        for span in want:
            shared = [(min(span.end, p.end) - max(span.start, p.start), p.label) for p in got]
            best = max(shared, default=(0, ""))
            matrix[LABELS.index(span.label), LABELS.index(best[1]) if best[0] > 0 else none] += 1
        for p in got:
            if not any(s.start < p.end and p.start < s.end for s in want):
                matrix[none, LABELS.index(p.label)] += 1
    return matrix.tolist()


def calibration(gold: Sequence[Spans], pred: Sequence[Spans], bins: int) -> dict[str, Any]:
    """Reliability of span scores: per bin [lower edge, spans, mean score, share strictly right]; ECE over bins."""
    pairs = [(p.score, p[:3] in {s[:3] for s in want}) for want, got in zip(gold, pred, strict=True) for p in got]
    if not pairs:
        return {"bins": [], "ece": None}
    scores, right = np.array([p[0] for p in pairs], dtype=float), np.array([p[1] for p in pairs], dtype=float)
    which = np.clip((scores * bins).astype(int), 0, bins - 1)
    rows = []
    for b in range(bins):
        inside = which == b
        if inside.any():
            rows.append([b / bins, int(inside.sum()), float(scores[inside].mean()), float(right[inside].mean())])
    ece = sum(n * abs(score - share) for _, n, score, share in rows) / len(pairs)
    return {"bins": rows, "ece": ece}


def quality(
    parts: Sequence[Part], found: Sequence[Sequence[Spans]], resamples: int, confidence: float, seed: int, bins: int
) -> dict[str, Any]:
    """All quality figures: headline with intervals, by label, by part, confusion and calibration.

    `found` holds the predicted spans, shaped as `parts` (part, utterance). Raises DataError on an empty evaluation.
    """
    gold = [row.spans for part in parts for row in part.rows]
    pred = [spans for part in found for spans in part]
    if not gold:
        raise DataError("the evaluation holds no utterance")
    table = tally(gold, pred)
    bounds = bootstrap(table, resamples, confidence, seed)
    headline = {
        name: {"value": float(value), "low": bounds[name][0], "high": bounds[name][1]}
        for name, value in rates(table.sum(axis=0)).items()
    }
    return {
        "utterances": len(gold),
        "gold_pii_spans": int(table[:, 2].sum()),
        "quiet_utterances": int(table[:, 6].sum()),
        "headline": headline,
        **span_scores(gold, pred),
        "parts": _by_part(parts, table),
        "confusion": confusion(gold, pred),
        "calibration": calibration(gold, pred, bins),
    }


def _by_part(parts: Sequence[Part], table: np.ndarray) -> dict[str, Any]:
    by_part, at = {}, 0
    for part in parts:
        sums = table[at : at + len(part.rows)].sum(axis=0)
        at += len(part.rows)
        by_part[part.name] = {
            "utterances": len(part.rows),
            "noise": part.noise,
            "gold_pii_spans": int(sums[2]),
            **{name: float(value) for name, value in rates(sums).items()},
        }
    return by_part
