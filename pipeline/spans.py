"""Spans: half-open character ranges `text[start:end]` over code points, with a label."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from pipeline.errors import DataError
from pipeline.labels import all_labels


class Span(NamedTuple):
    """A labelled range of characters.

    `start` and `end` are code-point offsets, as in `text[start:end]`.
    """

    start: int
    end: int
    label: str
    score: float = 1.0


def touches(span: Span, others: Iterable[Span]) -> bool:
    """Whether a span shares a character with one of `others`."""
    return any(span.start < one.end and one.start < span.end for one in others)


def check_spans(
    text: str, spans: Iterable[Span], labels: Collection[str] | None = None
) -> list[Span]:
    """Return `spans` sorted; raise DataError where one is empty, out of range, not of `labels` or
    overlaps another.

    `labels`: by default every registered type.
    """
    known = all_labels() if labels is None else labels
    ordered = sorted(spans)
    last = 0
    for span in ordered:
        if span.label not in known:
            raise DataError(f"label {span.label!r} is not one of {', '.join(known)}")
        if not 0 <= span.start < span.end <= len(text):
            raise DataError(
                f"span {span.start}-{span.end} is outside the text of {len(text)} characters"
            )
        if span.start < last:
            raise DataError(f"span {span.start}-{span.end} overlaps the one before it")
        last = span.end
    return ordered


def spans_from_row(row: dict[str, Any], labels: Collection[str] | None = None) -> list[Span]:
    """Read `row["entities"]` ([{start, end, label}]) of a labelled row and check it against
    `row["text"]`.
    """
    try:
        text = row["text"]
        found = [Span(e["start"], e["end"], e["label"]) for e in row.get("entities", [])]
    except (KeyError, TypeError) as error:
        raise DataError(
            f"a labelled row needs text and entities of start, end and label: {error!r}"
        ) from None
    if not isinstance(text, str) or not all(type(n) is int for s in found for n in s[:2]):
        raise DataError("text must be a string, start and end whole numbers")
    return check_spans(text, found, labels)


def entities_of(spans: Iterable[Span]) -> list[dict[str, Any]]:
    """The `entities` field of a labelled JSONL row."""
    return [{"start": s.start, "end": s.end, "label": s.label} for s in spans]
