"""A copy of the transcript inside a file, as a sequence of strings in their places.

The segments of a Whisper file are a copy, so are its words, and its whole text is a copy of one
unit. A string beside the transcript (a customer's name, a summary) is a copy of its own: a field.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from pipeline.redaction.formats.align import Stream
from pipeline.redaction.formats.speakers import ROLE, said_in
from pipeline.redaction.policy import Policy
from pipeline.spans import Span

#: What tokenizers write for the space before a word.
_SPACE_MARKS = str.maketrans({"\n": " ", "▁": " ", "Ġ": " "})
_JOINED = re.compile(r"[\s▁Ġ]")


class Place(NamedTuple):
    """Where a string stands: `holder[key]`."""

    holder: Any
    key: Any

    def put(self, text: str) -> None:
        """Write the string."""
        self.holder[self.key] = text


@dataclass
class Unit:
    """One string of a copy: a turn, a segment, a word.

    `also` holds other readings of the same word. `fresh` says that a new turn begins with it (its
    times may lie before those of the unit before it). `goes_on`: it is a part of the word before.
    """

    text: str
    place: Place
    start: Any = None
    end: Any = None
    also: list[tuple[str, Place]] = field(default_factory=list)
    fresh: bool = False
    goes_on: bool = False


class Piece(NamedTuple):
    """The part of a span in one unit; `first` and `last` say that the span begins and ends in
    it.
    """

    start: int
    end: int
    span: Span
    first: bool
    last: bool


@dataclass
class TextCopy:
    """A copy of a text. Its spans count characters of `text`, the units joined.

    `words`: units are words, and an entity of several is replaced once, at its first word;
    `joined`: they are parts of words with the spaces written in them. `named`: a copy that the
    format knows, not one found by chance. `scale` turns times into seconds. `cues`: units without
    words have times of their own, the best there are. `prefix`: a field, scanned behind these words
    (its key).
    """

    units: list[Unit]
    words: bool = False
    named: bool = True
    scale: float = 1.0
    cues: bool = False
    joined: bool = False
    prefix: str | None = None

    @property
    def timed(self) -> bool:
        """Whether a mute plan reads this copy."""
        return self.cues or (
            self.words and self.named and any(u.start is not None for u in self.units)
        )

    @cached_property
    def text(self) -> str:
        """All units; one newline stands between two, unless they are `joined` and of one turn."""
        return "".join(
            f"\n{u.text}" if self._apart(i) else u.text for i, u in enumerate(self.units)
        )

    def _apart(self, index: int) -> bool:
        """Whether something stands between a unit and the one before it."""
        unit = self.units[index]
        return index > 0 and (unit.fresh or not (self.joined or unit.goes_on))

    @cached_property
    def starts(self) -> list[int]:
        """Offset of each unit in `text`."""
        starts, here = [], 0
        for index, unit in enumerate(self.units):
            here += self._apart(index)
            starts.append(here)
            here += len(unit.text)
        return starts

    @cached_property
    def stream(self) -> Stream:
        """The letter stream of `text`; names of roles and the times beside them are not of it."""
        if self.words or self.prefix is not None or ":" not in self.text:
            return Stream(self.text)
        turns, labels = self._parts
        if labels:
            return Stream(self.text)
        said = [" "] * len(self.text)
        for start, end in turns:
            said[start:end] = self.text[start:end]
        return Stream("".join(said))

    @cached_property
    def _parts(self) -> tuple[list[tuple[int, int]], dict[str, list[int]]]:
        """What is scanned in `text`: the turns of the conversation, and where each label stands."""
        if self.prefix is not None:
            return [(0, len(self.text))], {}
        if self.words:
            begins = [
                0,
                *(s for s, u in zip(self.starts[1:], self.units[1:], strict=True) if u.fresh),
            ]
            return list(
                zip(begins, [*(b - 1 for b in begins[1:]), len(self.text)], strict=True)
            ), {}
        if not any("\n" in u.text or ":" in u.text for u in self.units):
            return [(s, s + len(u.text)) for s, u in zip(self.starts, self.units, strict=True)], {}
        labels: dict[str, list[int]] = {}
        turns: list[tuple[int, int]] = []
        for said in said_in(self.text):
            label = self.text[said.label : said.label_end]
            if label and not ROLE.fullmatch(label):
                labels.setdefault(label, []).append(said.label)
            unit = bisect_right(self.starts, said.start)
            if (
                self.cues
                and turns
                and not label
                and unit == bisect_right(self.starts, turns[-1][0])
            ):
                turns[-1] = (turns[-1][0], said.end)  # the lines of a cue are one turn
            elif said.start < said.end:
                turns.append((said.start, said.end))
        return turns, labels

    def conversations(self) -> list[list[str]]:
        """What is scanned: the conversation in turns, and each speaker's label on its own."""
        turns, labels = self._parts
        text = self.text.translate(_SPACE_MARKS) if self.words else self.text
        said = [(self.prefix or "") + text[start:end] for start, end in turns]
        return [
            conversation for conversation in [said, *([label] for label in labels)] if conversation
        ]

    def lift(self, found: Iterable[list[Span]]) -> list[Span]:
        """Spans found in the texts of `conversations()` as spans of the copy."""
        turns, labels = self._parts
        lead = len(self.prefix or "")
        places = [*([start - lead] for start, _ in turns), *labels.values()]
        lifted = [
            Span(max(span.start + at, at + lead), span.end + at, span.label, span.score)
            for starts, spans in zip(places, found, strict=True)
            for span in spans
            for at in starts
            if span.end > lead or not lead
        ]
        return sorted(lifted)

    def pieces(self, spans: list[Span]) -> list[list[Piece]]:
        """For each unit the parts of `spans` (sorted, apart) that lie in it."""
        parts: list[list[Piece]] = [[] for _ in self.units]
        for span in spans:
            seen = False
            index = max(bisect_right(self.starts, span.start) - 1, 0)
            while index and self.starts[index - 1] == self.starts[index]:
                index -= 1
            while index < len(self.units) and self.starts[index] < span.end:
                at, size = self.starts[index], len(self.units[index].text)
                start, end = max(span.start - at, 0), min(span.end - at, size)
                if start < end:
                    parts[index].append(Piece(start, end, span, not seen, span.end <= at + size))
                    seen = True
                index += 1
        return parts

    def write(self, spans: list[Span], options: Policy) -> list[Place]:
        """Put every unit back in its place, `spans` redacted; the places that changed."""
        changed = []
        for unit, parts in zip(self.units, self.pieces(spans), strict=True):
            for place, old, new in self._written(unit, parts, options):
                if new != old:
                    place.put(new)
                    changed.append(place)
        return changed

    def _written(
        self, unit: Unit, parts: list[Piece], options: Policy
    ) -> Iterator[tuple[Place, str, str]]:
        if not self.words:
            local = [Span(p.start, p.end, p.span.label, p.span.score) for p in parts]
            yield unit.place, unit.text, options.apply(unit.text, local)
            return
        redacted = options.labels
        parts = [] if options.spans_only else [p for p in parts if p.span.label in redacted]
        yield unit.place, unit.text, self._word(unit.text, parts, options)
        for text, place in unit.also:
            yield place, text, self._word(text, other_reading(unit.text, text, parts), options)

    def _word(self, text: str, parts: list[Piece], options: Policy) -> str:
        for start, end, span, first, _ in reversed(parts):
            if options.same_length:
                start = end - len(text[start:end].lstrip())
                label = [Span(0, end - start, span.label)]
                new = options.replace(text[start:end], label) if start < end else ""
            elif first:
                value = self.text[span.start : span.end].translate(_SPACE_MARKS)
                new = options.replace(value, [Span(0, len(value), span.label)])
            else:
                new = ""
            text = text[:start] + new + text[end:]
        return text


def other_reading(main: str, other: str, parts: list[Piece]) -> list[Piece]:
    """`parts` of a word for another reading of it: the same letters, or all of it where they
    differ.
    """
    if not parts or main == other:
        return parts
    here, there = Stream(main), Stream(other)
    if here.text != there.text or not here.text:
        return [parts[0]._replace(start=0, end=len(other))] if other else []
    read = []
    for part in parts:
        first, after = bisect_right(here.ends, part.start), bisect_left(here.starts, part.end)
        if first < after:
            start = there.starts[first] if part.first else 0
            end = there.ends[after - 1] if part.last else len(other)
            read.append(part._replace(start=start, end=end))
    return read


def written_in_parts(units: list[Unit]) -> bool:
    """Whether words bring their spaces with them: tokens and characters, not whole words."""
    marked = sum(1 for u in units if _JOINED.search(u.text))
    return marked > 1 and not any(len(u.text.split()) > 1 for u in units)
