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
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

import numpy as np

from pipeline.errors import DataError
from pipeline.labelled import Labelled
from pipeline.labels import all_labels
from pipeline.scores import count_spans, rates
from pipeline.spans import Span
from pipeline.verification.bootstrap import Interval, intervals
from pipeline.verification.calibration import calibration
from pipeline.verification.config import VerifyConfig

Spans = Sequence[Span]
#: Columns of the table of counts, one row a text or conversation: all that the figures are sums of.
COLUMNS = (
    "hit", "found", "gold",            # PII spans of the model's types: right ones, found, labelled
    "pii", "touched",                  # PII spans of any type, and those that a redaction touches
    "pii_chars", "redacted_chars", "shared_chars",
    # characters of PII of types that the model does not know, those left standing
    "other_chars", "other_left",
    "no_entity", "alarms",             # a text without PII, and the redactions in it
    # words of texts without PII and of conversations, redactions there of no PII
    "words", "wrong",
)  # fmt: skip
#: Figures of conversations and of what engines heard stand beside those of all rows under these
#: prefixes.
CONVERSATION, HEARD = "conversation_", "heard_"


class Known(NamedTuple):
    """The types that are redacted, and those that the model knows."""

    redacted: frozenset[str]
    model: frozenset[str]


class Measured(NamedTuple):
    """A labelled row of a part and the spans that were found in each of its turns."""

    part: str
    row: Labelled
    found: Sequence[Spans]


def tally(rows: Sequence[Measured], known: Known) -> np.ndarray:
    """The counts of each row, int64 [rows, len(COLUMNS)]."""
    return np.array([_counts(one, known) for one in rows], dtype=np.int64).reshape(-1, len(COLUMNS))


def _counts(one: Measured, known: Known) -> list[int]:
    turns = [
        _turn(turn.spans, found, known)
        for turn, found in zip(one.row.turns, one.found, strict=True)
    ]
    count = dict(zip(COLUMNS, (sum(column) for column in zip(*turns, strict=True)), strict=True))
    free = not count["pii"]
    count["no_entity"] = int(free and not one.row.conversation)
    count["alarms"] = count["wrong"] if count["no_entity"] else 0
    if free or one.row.conversation:
        count["words"] = sum(len(turn.text.split()) for turn in one.row.turns)
    else:
        count["wrong"] = 0
    return [count[name] for name in COLUMNS]


def _turn(gold: Spans, found: Spans, known: Known) -> list[int]:
    want = [span for span in gold if span.label in known.redacted]
    other = [span for span in want if span.label not in known.model]
    got = [span for span in found if span.label in known.redacted]
    judged = [span for span in got if not _touches(span, other)]
    own = {span[:3] for span in want if span.label in known.model}
    pii, redacted, others = _characters(want), _characters(got), _characters(other)
    return [
        sum(span[:3] in own for span in judged), len(judged), len(own),
        len(want), sum(_touches(span, got) for span in want),
        len(pii), len(redacted), len(pii & redacted),
        len(others), len(others - redacted),
        0, 0, 0, sum(not _touches(span, want) for span in got),
    ]  # fmt: skip


def _touches(span: Span, others: Iterable[Span]) -> bool:
    return any(span.start < one.end and one.start < span.end for one in others)


def _characters(spans: Iterable[Span]) -> set[int]:
    return {i for span in spans for i in range(span.start, span.end)}


def figures(sums: np.ndarray) -> dict[str, np.ndarray]:
    """Figures of sums over rows, [..., len(COLUMNS)] -> {name: [...]}; NaN where there is nothing
    to measure on.

    leak = PII characters left standing / PII characters; over_redaction = redacted characters that
    were no PII / redacted characters; pii_touched = share of the PII spans of which a redaction
    took at least a part.
    """
    count = dict(zip(COLUMNS, np.moveaxis(np.asarray(sums, dtype=float), -1, 0), strict=True))

    def share(part: np.ndarray, whole: np.ndarray, empty: float = np.nan) -> np.ndarray:
        return np.where(whole > 0, part / np.where(whole > 0, whole, 1), empty)

    strict = rates(count["hit"], count["found"], count["gold"])
    left = count["pii_chars"] - count["shared_chars"]
    over = count["redacted_chars"] - count["shared_chars"]
    return {
        "pii_precision": strict.precision,
        "pii_recall": strict.recall,
        "pii_f1": strict.f1,
        "pii_touched": share(count["touched"], count["pii"]),
        "leak": share(left, count["pii_chars"]),
        "over_redaction": share(over, count["redacted_chars"], 0.0),
        "false_alarms_per_100": 100 * share(count["alarms"], count["no_entity"]),
        "wrong_per_1000_words": 1000 * share(count["wrong"], count["words"]),
        "other_types_left": share(count["other_left"], count["other_chars"]),
    }


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
        [span for span in spans if not _touches(span, _foreign(want, known))]
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
        spans = touched = characters = left = 0
        for want, got in zip(gold, found, strict=True):
            own = [span for span in want if span.label == name]
            if not own:
                continue
            over = [span for span in got if span.label in known.redacted] if pii else got
            chars = _characters(own)
            spans += len(own)
            touched += sum(_touches(span, over) for span in own)
            characters += len(chars)
            left += len(chars - _characters(over))
        result[name] = count._asdict() | {
            "precision": count.precision,
            "recall": count.recall,
            "f1": count.f1,
            "touched": touched / spans if spans else None,
            "left": left / characters if characters else None,
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
            if not _touches(p, want):
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
