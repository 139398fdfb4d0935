"""The counts that all figures of quality are sums of, one row a text or conversation, and the
figures of such sums.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from pipeline.labelled import Labelled
from pipeline.scores import rates
from pipeline.spans import Span, touches
from pipeline.verification.kinds import KINDS, kinds_of

Spans = Sequence[Span]
COLUMNS = (
    "hit", "found", "gold",            # PII spans of the model's types: right ones, found, labelled
    "redactions", "hiding",            # spans that are redacted, and those that hide something
    "pii", "touched",                  # PII spans of any type, and those that a redaction touches
    "pii_chars", "redacted_chars", "shared_chars",
    # characters of PII of types that the model does not know, those left standing
    "other_chars", "other_left",
    "no_entity", "alarms",             # a text without PII, and the redactions in it
    # words of texts without PII and of conversations, redactions there of no PII
    "words", "wrong",
    # of conversations, characters of PII said in each way and those left standing
    *(f"{kind}_{what}" for kind in KINDS for what in ("chars", "left")),
)  # fmt: skip


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
    count = dict.fromkeys(COLUMNS, 0)
    for turn, found in zip(one.row.turns, one.found, strict=True):
        for name, number in _turn(turn.spans, found, known).items():
            count[name] += number
    free = not count["pii"]
    count["no_entity"] = int(free and not one.row.conversation)
    count["alarms"] = count["wrong"] if count["no_entity"] else 0
    if free or one.row.conversation:
        count["words"] = sum(len(turn.text.split()) for turn in one.row.turns)
    else:
        count["wrong"] = 0
    if one.row.conversation:
        _count_kinds(count, one, known)
    return [count[name] for name in COLUMNS]


def _count_kinds(count: dict[str, int], one: Measured, known: Known) -> None:
    """Add the characters of the PII that is said in each way, and of what is left of them."""
    kinds = kinds_of(one.row.turns)
    for turn, own, found in zip(one.row.turns, kinds, one.found, strict=True):
        redacted = characters(span for span in found if span.label in known.redacted)
        for span, kind in zip(turn.spans, own, strict=True):
            if span.label in known.redacted:
                count[f"{kind}_chars"] += span.end - span.start
                count[f"{kind}_left"] += len(characters([span]) - redacted)


def _turn(gold: Spans, found: Spans, known: Known) -> dict[str, int]:
    want = [span for span in gold if span.label in known.redacted]
    other = [span for span in want if span.label not in known.model]
    got = [span for span in found if span.label in known.redacted]
    judged = [span for span in got if not touches(span, other)]
    own = {span[:3] for span in want if span.label in known.model}
    pii, redacted, others = characters(want), characters(got), characters(other)
    return {
        "hit": sum(span[:3] in own for span in judged),
        "found": len(judged),
        "gold": len(own),
        "redactions": len(got),
        "hiding": sum(touches(span, want) for span in got),
        "pii": len(want),
        "touched": sum(touches(span, got) for span in want),
        "pii_chars": len(pii),
        "redacted_chars": len(redacted),
        "shared_chars": len(pii & redacted),
        "other_chars": len(others),
        "other_left": len(others - redacted),
        "wrong": sum(not touches(span, want) for span in got),
    }


def characters(spans: Iterable[Span]) -> set[int]:
    """The positions that `spans` cover."""
    return {i for span in spans for i in range(span.start, span.end)}


def figures(sums: np.ndarray) -> dict[str, np.ndarray]:
    """Figures of sums over rows, [..., len(COLUMNS)] -> {name: [...]}; NaN where there is nothing
    to measure on.

    leak = PII characters left standing / PII characters; over_redaction = redacted characters that
    were no PII / redacted characters; redaction_precision = share of the redactions that take a
    part of any PII; pii_touched = share of the PII spans of which a redaction takes a part;
    answers_leak and its like: leak of what is said so in conversations.
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
        "redaction_precision": share(count["hiding"], count["redactions"]),
        "pii_touched": share(count["touched"], count["pii"]),
        "leak": share(left, count["pii_chars"]),
        "over_redaction": share(over, count["redacted_chars"], 0.0),
        "false_alarms_per_100": 100 * share(count["alarms"], count["no_entity"]),
        "wrong_per_1000_words": 1000 * share(count["wrong"], count["words"]),
        "other_types_left": share(count["other_left"], count["other_chars"]),
    } | {f"{kind}_leak": share(count[f"{kind}_left"], count[f"{kind}_chars"]) for kind in KINDS}
