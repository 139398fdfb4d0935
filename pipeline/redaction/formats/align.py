"""Copies of one text: the same letters and digits, whatever their case, punctuation and spacing.

A transcript file holds its text several times: whole, by segment, word by word. Two copies are the same text when
their letter streams are equal, and then a span of the one is a span of the other.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.spans import Span

#: Values with fewer letters and digits are not looked for elsewhere: they would be found by chance.
MIN_VALUE = 5


class Stream(NamedTuple):
    """The letters and digits of a text, case folded; `text[i]` comes from character `at[i]` of the source."""

    text: str
    at: list[int]


def stream_of(text: str) -> Stream:
    """The letter stream of `text`."""
    if text.isascii():
        at = [i for i, c in enumerate(text) if c.isalnum()]
        return Stream("".join([text[i] for i in at]).lower(), at)
    letters, at = [], []
    for i, char in enumerate(text):
        if char.isalnum():
            for folded in char.casefold():
                letters.append(folded)
                at.append(i)
    return Stream("".join(letters), at)


def carry(span: Span, source: str, source_at: list[int], target: str, target_at: list[int]) -> Span | None:
    """The span of `target` that is `span` of `source`, the two having equal streams.

    Marks at the edge of the span (the plus of a country code) go along where the target has them as well.
    """
    first = bisect_left(source_at, span.start)
    after = bisect_left(source_at, span.end)
    if first == after:
        return None
    start, end = target_at[first], target_at[after - 1] + 1
    lead, tail = source[span.start : source_at[first]], source[source_at[after - 1] + 1 : span.end]
    while lead and start and target[start - 1] == lead[-1]:
        lead, start = lead[:-1], start - 1
    while tail and end < len(target) and target[end] == tail[0]:
        tail, end = tail[1:], end + 1
    return Span(start, end, span.label, span.score)


def find_values(text: str, stream: Stream, values: Iterable[tuple[str, str]]) -> Iterator[Span]:
    """Where one of `values` (letter stream, label) stands in `text` as whole words."""
    for value, label in values:
        here = stream.text.find(value)
        while here >= 0:
            start, end = stream.at[here], stream.at[here + len(value) - 1] + 1
            if not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum()):
                yield Span(start, end, label)
            here = stream.text.find(value, here + 1)


def merge(spans: Iterable[Span], strong: set[str] | frozenset[str]) -> list[Span]:
    """`spans` sorted, overlapping ones joined into one that covers both; a label of `strong` wins over another."""
    merged: list[Span] = []
    for span in sorted(spans):
        last = merged[-1] if merged else None
        if last is None or span.start >= last.end:
            merged.append(span)
            continue
        wins = (
            last
            if (last.label in strong, last.end - last.start) >= (span.label in strong, span.end - span.start)
            else span
        )
        merged[-1] = Span(last.start, max(last.end, span.end), wins.label, min(last.score, span.score))
    return merged
