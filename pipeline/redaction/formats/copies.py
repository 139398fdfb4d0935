"""All copies of one transcript in a file: which of them are scanned, which are copies, and where every span stands.

1. They are added in order. One that tells the same text as an earlier one is a copy and shares its spans; any other
   is scanned.
2. What was found is looked for by value in every copy that is not the transcript itself (an alternative, a summary),
   so that a value redacted in one is not left in another. In the transcript itself only values that cannot be there
   by chance are looked for: of two words, or with a digit.
"""

from __future__ import annotations

from pipeline.redaction.formats.align import MIN_VALUE, carry, find_values, merge, stream_of
from pipeline.redaction.formats.base import RenderOptions
from pipeline.redaction.formats.text_copy import TextCopy
from pipeline.spans import Span

Labels = frozenset[str] | set[str]


class Copies:
    """The copies of one record."""

    def __init__(self) -> None:
        self.texts: list[TextCopy] = []
        self._base: list[int] = []  # for each copy the index of the copy whose spans it shares, or its own

    def add(self, copy: TextCopy) -> None:
        """Add a copy; an empty one is left out."""
        if not copy.units:
            return
        index = len(self.texts)
        for other in range(index):
            if self._base[other] == other and self.texts[other].stream.text == copy.stream.text:
                index = other
                break
        self.texts.append(copy)
        self._base.append(index)

    def holds(self, copy: TextCopy) -> bool:
        """Whether `copy` tells again what one of the copies tells."""
        return bool(copy.stream.text) and any(t.stream.text == copy.stream.text for t in self.texts)

    def same_text(self, index: int, others: list[int]) -> bool:
        """Whether one of the copies `others` tells the same text as copy `index`."""
        return any(self._base[other] == self._base[index] for other in others)

    def to_scan(self) -> list[list[str]]:
        """The turns of each copy that is scanned."""
        return [copy.turns() for index, copy in enumerate(self.texts) if self._base[index] == index]

    def resolve(self, found: list[list[Span]], labels: Labels) -> list[list[Span]]:
        """The spans of each copy, in the copy's own offsets. `found`: of each turn of `to_scan`, in one list."""
        spans: list[list[Span]] = []
        at = 0
        for index, copy in enumerate(self.texts):
            base = self._base[index]
            if base == index:
                size = len(copy.turns())
                spans.append(merge(copy.lift(found[at : at + size]), labels))
                at += size
            else:
                source = self.texts[base]
                carried = (carry(s, source.text, source.stream.at, copy.text, copy.stream.at) for s in spans[base])
                spans.append(merge([s for s in carried if s], labels))
        values = self.values(spans, labels)
        sure = [(v, label) for v, (label, distinct) in values.items() if distinct]
        every = [(v, label) for v, (label, _) in values.items()]
        for index, copy in enumerate(self.texts):
            more = find_values(copy.text, copy.stream, sure if self._base[index] == 0 else every)
            spans[index] = merge([*spans[index], *more], labels)
        return spans

    def values(self, spans: list[list[Span]], labels: Labels) -> dict[str, tuple[str, bool]]:
        """What is redacted: letter stream -> its label, and whether it is distinct (two words or a digit)."""
        values: dict[str, tuple[str, bool]] = {}
        for copy, found in zip(self.texts, spans, strict=True):
            for span in found:
                value = copy.text[span.start : span.end]
                letters = stream_of(value).text
                if span.label in labels and len(letters) >= MIN_VALUE:
                    distinct = len(value.split()) > 1 or any(c.isdigit() for c in value)
                    values[letters] = (span.label, distinct or values.get(letters, ("", False))[1])
        return values

    def leaks(self, text: str, values: list[tuple[str, str]], options: RenderOptions) -> str:
        """`text`, a string that is no part of the transcript, with the values that were found redacted."""
        if not values or len(text) < MIN_VALUE:
            return text
        return options.apply(text, merge(find_values(text, stream_of(text), values), options.redacted_labels))
