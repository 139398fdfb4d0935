"""All copies of one transcript in a file: which are scanned, and where every span stands.

1. Copies are added in order. One with the same letters as an earlier one shares its spans; any
other
   is scanned.
2. What is redacted anywhere is looked for by value everywhere, in words and in figures. In the
   transcript itself only values that cannot be there by chance: long ones of two words or with a
   figure. In other texts also single words, short ones only with a capital. In fields (a name, an
   entry of a list) any value, and a part of a person's name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property

from pipeline.redaction.formats.align import carry, find_values, merge, stream_of
from pipeline.redaction.formats.shapes import number_label
from pipeline.redaction.formats.text_copy import TextCopy
from pipeline.redaction.policy import Policy
from pipeline.spans import Span

Labels = frozenset[str] | set[str]
#: Values with fewer letters and figures stand by chance in running text.
MIN_VALUE = 5
_NUMBER = re.compile(r"\+?[\d(][\d\s().-]*\d")
#: A figure-only value of fewer figures is looked for in fields only.
MIN_FIGURES = 4


class Values:
    """What is redacted in a record, as letter streams with their labels."""

    def __init__(self) -> None:
        self.sure: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.fields: dict[str, str] = {}

    def add(self, value: str, label: str) -> None:
        """Take in one redacted value."""
        letters = stream_of(value).text
        if not letters:
            return
        self.fields[letters] = label
        if label.endswith("NAME"):
            for word in value.split():
                part = stream_of(word).text
                if len(part) > 1:
                    self.fields.setdefault(part, label)
        if letters.isdecimal() and len(letters) < MIN_FIGURES:
            return
        self.texts[letters] = label
        if len(letters) >= MIN_VALUE and (
            len(value.split()) > 1 or any(c.isdigit() for c in letters)
        ):
            self.sure[letters] = label

    def numbers(self, least: int) -> dict[str, str]:
        """Those that are figures only, of at least so many."""
        return {v: label for v, label in self.fields.items() if v.isdecimal() and len(v) >= least}


class Copies:
    """The copies of the transcript and the fields of one record."""

    def __init__(self) -> None:
        self.texts: list[TextCopy] = []

    def add(self, copy: TextCopy) -> None:
        """Add a copy; an empty one is left out."""
        if copy.units:
            self.texts.append(copy)

    @cached_property
    def _base(self) -> list[int]:
        """For each copy the index of the copy whose spans it shares, or its own."""
        several = sum(copy.prefix is None for copy in self.texts) > 1
        first: dict[str, int] = {}
        bases = []
        for index, copy in enumerate(self.texts):
            # Two fields of one value may have different keys, which tell what it is.
            field = copy.prefix is not None
            known = f"{copy.prefix}\n{copy.text}" if field else copy.stream.text if several else ""
            bases.append(first.setdefault(known, index))
        return bases

    def same_text(self, index: int, others: list[int]) -> bool:
        """Whether one of the copies `others` tells the same text as copy `index`."""
        return any(self._base[other] == self._base[index] for other in others)

    def to_scan(self) -> list[list[str]]:
        """The conversations to scan, of each copy that is scanned."""
        scanned = (c for i, c in enumerate(self.texts) if self._base[i] == i)
        return [conversation for copy in scanned for conversation in copy.conversations()]

    def resolve(self, found: list[list[Span]], labels: Labels) -> list[list[Span]]:
        """The spans of each copy, in the copy's own offsets.

        `found`: of each turn of `to_scan`, in one list.
        """
        spans: list[list[Span]] = []
        at = 0
        for index, copy in enumerate(self.texts):
            base = self._base[index]
            if base == index:
                size = sum(map(len, copy.conversations()))
                lifted = merge(copy.lift(found[at : at + size]), labels)
                spans.append(lifted or _by_shape(copy))
                at += size
            else:
                source = self.texts[base]
                carried = (
                    carry(s, source.text, source.stream, copy.text, copy.stream)
                    for s in spans[base]
                )
                spans.append(merge([s for s in carried if s], labels))
        values = self.values(spans, labels)
        if not values.fields:
            return spans
        return [merge([*one, *self._again(i, values)], labels) for i, one in enumerate(spans)]

    def values(self, spans: Iterable[list[Span]], labels: Labels) -> Values:
        """What is redacted."""
        values = Values()
        for copy, found in zip(self.texts, spans, strict=True):
            for span in found:
                if span.label in labels:
                    values.add(copy.text[span.start : span.end], span.label)
        return values

    def _again(self, index: int, values: Values) -> Iterable[Span]:
        copy = self.texts[index]
        if copy.prefix is not None:
            return find_values(copy.text, copy.stream, values.fields)
        if self._base[index] == 0:
            return find_values(copy.text, copy.stream, values.sure)
        return find_values(copy.text, copy.stream, values.texts, _not_by_chance)


def _by_shape(copy: TextCopy) -> list[Span]:
    """A field in which nothing was found, but which is a number of a card's or phone's shape, is
    one.
    """
    if copy.prefix is None or not _NUMBER.fullmatch(copy.text):
        return []
    key = copy.prefix.rstrip(": ").replace(" ", "_")
    label = number_label(key, stream_of(copy.text).text)
    return [Span(0, len(copy.text), label)] if label else []


def _not_by_chance(value: str, found: str) -> bool:
    return len(value) >= MIN_VALUE or found[0].isupper() or value.isdecimal()


def without_values(text: str, values: Mapping[str, str], options: Policy) -> str:
    """`text`, which is not scanned, with the values that stand in it redacted."""
    if not values:
        return text
    return options.apply(text, merge(find_values(text, stream_of(text), values), options.labels))
