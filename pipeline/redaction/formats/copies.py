"""All copies of one transcript in a file: which are scanned, and where every span stands.

1. Copies are added in order. One with the same letters as an earlier one shares its spans; any
other
   is scanned.
2. What is redacted anywhere is looked for by value everywhere, in words and in figures. In the
   transcript itself only values that cannot be there by chance: long ones of two words or with a
   figure, and names found beside it. In other texts any; a short common word ("will", "may")
   only with a capital. In fields (a name, an entry of a list) any value, and a part of a person's
   name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cached_property
from itertools import chain

from pipeline.redaction.formats.align import Accept, Stream, carry, find_values, merge
from pipeline.redaction.formats.shapes import label_by_key, number_label
from pipeline.redaction.formats.text_copy import TextCopy
from pipeline.redaction.policy import Policy
from pipeline.redaction.spoken import words_of
from pipeline.spans import Span

Labels = frozenset[str] | set[str]
#: Values with fewer letters and figures may stand in the transcript by chance.
MIN_VALUE = 5
#: Words of everyday speech that are names or parts of names too, or short: by chance in any text.
COMMON = frozenset(
    words_of("""
    a ah al all also am an and any are art as ask at back be been ben best bin bill both but by call
    came can card case cash chase code come dan date dawn day de dean dear del der did do does done
    don drew du due each earl el else even ever faith far few fine first for four free from gave
    gene get give go goes gold gone good got grace grant gray great had has have he held help her
    here hi high him his hold home hope how i if in is it its jack jan jay job joy june just keep
    kind king know la lane last le less let like line list little live lo long look lost lot love
    low made mail make man many mark may me mean mike mine miss more most much must my name near
    need new next nice nick no noble none not now of off oh ok okay old on once one only or order
    other our out over own page paid pat pay per phone price put ray read real rich rick right rob
    rose said sale same sat saw say see send sent set she show sky so some soon star stay still
    such sue sun sure take talk tell ten text than that the them then they this time to told tom
    too took top try two up us use van very violet von wait want was way we week well went were
    what when who why will wish with word work year yes yet you young your
""")
)
_NUMBER = re.compile(r"\+?[\d(][\d\s().-]*\d")
#: A figure-only value of fewer figures is looked for in fields only.
MIN_FIGURES = 4


class Values:
    """What is redacted in a record, as letter streams with their labels."""

    def __init__(self) -> None:
        self.sure: dict[str, str] = {}
        self.texts: dict[str, str] = {}
        self.fields: dict[str, str] = {}
        self.told: dict[str, str] = {}

    def add(self, value: str, label: str, told: bool = False) -> None:
        """Take in one redacted value; `told`: it was found beside the transcript."""
        letters = Stream(value).text
        if not letters or (letters.isdecimal() and len(letters) == 1):
            return  # one figure says nothing of anybody; "o" is the key of many a row
        self.fields[letters] = label
        if label.endswith("NAME"):
            for word in value.split():
                part = Stream(word).text
                if len(part) > 1:
                    self.fields.setdefault(part, label)
                    if told and len(part) > 2 and not label.endswith("USERNAME"):
                        self.told[part] = label
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
                # Parts of one number are found together or not at all.
                whole = [] if lifted and not copy.words else _by_shape(copy)
                spans.append(merge([*lifted, *whole], labels) if whole else lifted)
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
        for copy, base, found in zip(self.texts, self._base, spans, strict=True):
            for span in found:
                if span.label in labels:
                    values.add(copy.text[span.start : span.end], span.label, told=base > 0)
        return values

    def _again(self, index: int, values: Values) -> Iterable[Span]:
        copy = self.texts[index]

        def stand(wanted: Mapping[str, str], accept: Accept | None = None) -> Iterable[Span]:
            """Most records have nothing to look for: their stream is spared."""
            return find_values(copy.text, copy.stream, wanted, accept) if wanted else ()

        if copy.prefix is not None:
            return stand(values.fields)
        told = stand(values.told, _not_by_chance)
        if self._base[index] == 0:
            return chain(stand(values.sure), told)
        return chain(stand(values.texts, _not_by_chance), told)


def _by_shape(copy: TextCopy) -> list[Span]:
    """A field in which nothing was found, but which is a number of a card's or phone's shape, or by
    its key, is one.
    """
    if copy.prefix is None or not _NUMBER.fullmatch(copy.text):
        return []
    key = copy.prefix.rstrip(": ").replace(" ", "_")
    figures = Stream(copy.text).text
    label = number_label(key, figures) or label_by_key(key, figures)
    return [Span(0, len(copy.text), label)] if label else []


def _not_by_chance(value: str, found: str) -> bool:
    return value not in COMMON or found[0].isupper()


def without_values(text: str, values: Mapping[str, str], options: Policy) -> str:
    """`text`, which is not scanned, with the values that stand in it redacted."""
    if not values:
        return text
    return options.apply(text, merge(find_values(text, Stream(text), values), options.labels))
