"""Quality of what `redact` does: right spans, characters left standing, wrong redactions, with
bootstrap intervals.

PII is what the policy redacts. A span is right where start, end and label are (`pipeline.scores`):
a PERSON_NAME tagged CITY is missed, a CITY tagged PERSON_NAME spurious. A labelled type that the
model does not know cannot be found rightly; its characters count as leaked where they stand, the
redactions over it are neither right nor wrong, and what is left of it is told apart
(`other_types_left`).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

import numpy as np

from pipeline.errors import DataError
from pipeline.labels import all_labels
from pipeline.scores import count_spans
from pipeline.spans import Span, touches
from pipeline.verification.bootstrap import Interval, intervals
from pipeline.verification.calibration import calibration
from pipeline.verification.config import VerifyConfig
from pipeline.verification.counts import (
    COLUMNS,
    Known,
    Measured,
    Spans,
    characters,
    figures,
    tally,
)

#: Figures of conversations and of what engines heard stand beside those of all rows under these
#: prefixes.
CONVERSATION, HEARD = "conversation_", "heard_"


def quality(rows: Sequence[Measured], known: Known, config: VerifyConfig) -> dict[str, Any]:
    """All figures of quality: headline with intervals, by label, by part, confusion and
    calibration.

    Raises DataError on an empty evaluation.
    """
    if not rows:
        raise DataError("the evaluation holds no utterance")
    table = tally(rows, known)
    gold = [turn.spans for one in rows for turn in one.row.turns]
    found = [spans for one in rows for spans in one.found]
    names = _names(gold, found, known)
    judged = [
        [span for span in spans if not touches(span, _foreign(want, known))]
        for want, spans in zip(gold, found, strict=True)
    ]
    return {
        "texts": len(rows),
        "conversations": sum(one.row.conversation for one in rows),
        "gold_pii_spans": _sum(table, "pii"),
        "no_entity_texts": _sum(table, "no_entity"),
        "labels_of_the_model": [name for name in all_labels() if name in known.model],
        "headline": headline(rows, table, config),
        "labels": by_label(gold, found, names, known),
        "parts": by_part(rows, table),
        "confusion": {"labels": names, "counts": confusion(gold, found, names)},
        "calibration": calibration(gold, judged, config.calibration_bins),
    }


def headline(
    rows: Sequence[Measured], table: np.ndarray, config: VerifyConfig
) -> dict[str, Interval]:
    """Each figure with its interval over all rows; of conversations, by the kind (part) that
    does worst.
    """

    def measured(chosen: list[int]) -> dict[str, Interval]:
        return intervals(table[chosen], figures, config.bootstrap, config.seed)

    result = measured(list(range(len(rows))))
    kinds = [
        measured([i for i, one in enumerate(rows) if one.part == part and one.row.conversation])
        for part in dict.fromkeys(one.part for one in rows if one.row.conversation)
    ]
    result |= _prefixed(CONVERSATION, kinds)
    heard = [i for i, one in enumerate(rows) if one.part == "heard"]
    return result | _prefixed(HEARD, [measured(heard)] if heard else [])


def _prefixed(prefix: str, kinds: list[dict[str, Interval]]) -> dict[str, Interval]:
    """The lowest share of PII touched and the highest leak of some kinds of rows; NaN where
    there are none.
    """
    if not kinds:
        return {prefix + name: Interval() for name in ("recall", "leak")}
    return {
        prefix + "recall": min((kind["pii_touched"] for kind in kinds), key=lambda one: one.low),
        prefix + "leak": max((kind["leak"] for kind in kinds), key=lambda one: one.high),
    }


def by_label(
    gold: Sequence[Spans], found: Sequence[Spans], names: Sequence[str], known: Known
) -> dict[str, Any]:
    """Strict figures of each type, the share of its spans that are touched and of its characters
    left standing.

    `left` counts characters under no redaction for types that are redacted, under no span for the
    others.
    """
    result = {}
    for name, count in count_spans(gold, found, names).items():
        pii = name in known.redacted
        spans = touched = letters = left = 0
        for want, got in zip(gold, found, strict=True):
            own = [span for span in want if span.label == name]
            if not own:
                continue
            over = [span for span in got if span.label in known.redacted] if pii else got
            chars = characters(own)
            spans += len(own)
            touched += sum(touches(span, over) for span in own)
            letters += len(chars)
            left += len(chars - characters(over))
        result[name] = count._asdict() | {
            "precision": count.precision,
            "recall": count.recall,
            "f1": count.f1,
            "touched": touched / spans if spans else None,
            "left": left / letters if letters else None,
            "known": name in known.model,
        }
    return result


def by_part(rows: Sequence[Measured], table: np.ndarray) -> dict[str, Any]:
    """The figures of each part; None where a part has nothing to measure one on."""
    result = {}
    for part in dict.fromkeys(one.part for one in rows):
        sums = table[[i for i, one in enumerate(rows) if one.part == part]].sum(axis=0)
        count = dict(zip(COLUMNS, sums.tolist(), strict=True))
        own = {
            name: None if np.isnan(value) else float(value) for name, value in figures(sums).items()
        }
        if not count["gold"]:
            own |= dict.fromkeys(("pii_precision", "pii_recall", "pii_f1"))
        result[part] = {
            "texts": sum(one.part == part for one in rows),
            "noise": noise_level(part),
            "gold_pii_spans": count["pii"],
            **own,
        }
    return result


def noise_level(part: str) -> int | None:
    """Noise level: 0 for `clean`, N for `noise-N`, None for parts that stand on no such scale."""
    if part == "clean":
        return 0
    level = re.fullmatch(r"noise-(\d+)", part)
    return int(level[1]) if level else None


def confusion(
    gold: Sequence[Spans], found: Sequence[Spans], names: Sequence[str]
) -> list[list[int]]:
    """Span confusion, int [n + 1][n + 1] for n `names`: rows labelled, columns found, `none` last
    of both.

    A labelled span is counted once, against the found span that shares most characters with it;
    found spans that touch no labelled one are counted in the last row.
    """
    none = len(names)
    index = {name: i for i, name in enumerate(names)}
    matrix = np.zeros((none + 1, none + 1), dtype=int)
    for want, got in zip(gold, found, strict=True):
        for span in want:
            shared = [(min(span.end, p.end) - max(span.start, p.start), p.label) for p in got]
            best = max(shared, default=(0, ""))
            matrix[index[span.label], index[best[1]] if best[0] > 0 else none] += 1
        for p in got:
            if not touches(p, want):
                matrix[none, index[p.label]] += 1
    counts: list[list[int]] = matrix.tolist()
    return counts


def _foreign(gold: Spans, known: Known) -> list[Span]:
    return [span for span in gold if span.label not in known.model]


def _names(gold: Sequence[Spans], found: Sequence[Spans], known: Known) -> list[str]:
    """The types of the model and all that were labelled or found, in the registry's order."""
    seen: Collection[str] = known.model | {
        s.label for docs in (gold, found) for doc in docs for s in doc
    }
    return [name for name in all_labels() if name in seen]


def _sum(table: np.ndarray, name: str) -> int:
    return int(table[:, COLUMNS.index(name)].sum())
