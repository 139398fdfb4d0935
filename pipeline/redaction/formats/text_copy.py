"""A copy of the transcript inside a file, as a sequence of strings in their places.

The segments of a Whisper file are a copy, so are its words, and its whole text is a copy of one unit.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from pipeline.redaction.formats.align import Stream, stream_of
from pipeline.redaction.formats.base import RenderOptions
from pipeline.spans import Span


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

    `also` holds other readings of the same word. `fresh` says that its times may lie before those of the unit before
    it: a new speaker.
    """

    text: str
    place: Place
    start: Any = None
    end: Any = None
    also: list[tuple[str, Place]] = field(default_factory=list)
    fresh: bool = False


class Piece(NamedTuple):
    """The part of a span that lies in one unit; `first` and `last` say that the span begins and ends in it."""

    start: int
    end: int
    span: Span
    first: bool
    last: bool


@dataclass
class TextCopy:
    """A copy. Spans of it count characters of `text`, the units joined by newlines.

    `words`: units are words, and an entity of several is replaced once, at its first word. `named`: a copy the format
    knows, not one found by chance. `scale` turns times into seconds. `cues`: the units of a copy without words have
    times of their own, the best there are.
    """

    units: list[Unit]
    words: bool = False
    named: bool = True
    scale: float = 1.0
    cues: bool = False

    @property
    def timed(self) -> bool:
        """Whether a mute plan reads this copy."""
        return self.cues or (self.words and self.named)

    @cached_property
    def text(self) -> str:
        """All units, joined by one newline each."""
        return "\n".join(u.text for u in self.units)

    @cached_property
    def starts(self) -> list[int]:
        """Offset of each unit in `text`."""
        starts, here = [], 0
        for unit in self.units:
            starts.append(here)
            here += len(unit.text) + 1
        return starts

    @cached_property
    def stream(self) -> Stream:
        """The letter stream of `text`."""
        return stream_of(self.text)

    def turns(self) -> list[str]:
        """What is scanned: each unit, or the words as one text."""
        return [self.text.replace("\n", " ")] if self.words else [u.text for u in self.units]

    def lift(self, found: Iterable[list[Span]]) -> list[Span]:
        """Spans found in `turns()` as spans of the copy."""
        if self.words:
            return [span for spans in found for span in spans]
        return [
            span._replace(start=span.start + at, end=span.end + at)
            for at, spans in zip(self.starts, found, strict=True)
            for span in spans
        ]

    def pieces(self, spans: list[Span]) -> list[list[Piece]]:
        """For each unit the parts of `spans` (sorted, apart) that lie in it."""
        parts: list[list[Piece]] = [[] for _ in self.units]
        index, seen = 0, -1
        for number, span in enumerate(spans):
            while index and self.starts[index] > span.start:
                index -= 1
            while index < len(self.units) and self.starts[index] < span.end:
                at, size = self.starts[index], len(self.units[index].text)
                start, end = max(span.start - at, 0), min(span.end - at, size)
                if start < end:
                    parts[index].append(Piece(start, end, span, seen != number, span.end <= at + size))
                    seen = number
                index += 1
            index = max(index - 1, 0)
        return parts

    def write(self, spans: list[Span], options: RenderOptions) -> None:
        """Put every unit back in its place, `spans` redacted."""
        for unit, parts in zip(self.units, self.pieces(spans), strict=True):
            if not self.words:
                local = [Span(p.start, p.end, p.span.label, p.span.score) for p in parts]
                unit.place.put(options.apply(unit.text, local))
                continue
            parts = [] if options.spans_only else [p for p in parts if p.span.label in options.redacted_labels]
            unit.place.put(self._word(unit.text, parts, options))
            for text, place in unit.also:
                place.put(self._word(text, other_reading(unit.text, text, parts), options))

    def _word(self, text: str, parts: list[Piece], options: RenderOptions) -> str:
        for start, end, span, first, _ in reversed(parts):
            if options.same_length:
                start = end - len(text[start:end].lstrip())
                new = options.replace(text[start:end], [Span(0, end - start, span.label)]) if start < end else ""
            elif first:
                value = self.text[span.start : span.end].replace("\n", " ")
                new = options.replace(value, [Span(0, len(value), span.label)])
            else:
                new = ""
            text = text[:start] + new + text[end:]
        return text


def other_reading(main: str, other: str, parts: list[Piece]) -> list[Piece]:
    """`parts` of a word for another reading of it: the same letters, or all of it where they differ."""
    if not parts or main == other:
        return parts
    here, there = stream_of(main), stream_of(other)
    if here.text != there.text or not here.text:
        return [parts[0]._replace(start=0, end=len(other))] if other else []
    read = []
    for part in parts:
        first, after = bisect_left(here.at, part.start), bisect_left(here.at, part.end)
        if first < after:
            start = there.at[first] if part.first else 0
            end = there.at[after - 1] + 1 if part.last else len(other)
            read.append(part._replace(start=start, end=end))
    return read


def prose(texts: Iterable[str]) -> bool:
    """Whether these strings hold running text: one has two words."""
    return any(len(t.split(None, 2)) > 1 for t in texts)


def walk(root: Any) -> Iterator[tuple[tuple[str, ...], Place, str]]:
    """All strings below `root` in order: path (a list's index reads `[]`), place, string."""
    stack: list[tuple[tuple[str, ...], Any, Any]] = [((), [root], 0)]
    while stack:
        path, holder, key = stack.pop()
        value = holder[key]
        if isinstance(value, str):
            yield path, Place(holder, key), value
        elif isinstance(value, dict):
            stack.extend(((*path, k), value, k) for k in reversed(value))
        elif isinstance(value, list):
            stack.extend(((*path, "[]"), value, i) for i in reversed(range(len(value))))


def pick(root: Any, path: str) -> list[Unit]:
    """The strings at `path` ("segments[].words[].word") with the times beside them; null and absent ones are left out.

    Raises ValueError where something else than a string stands there: it could not be scanned.
    """
    holders: list[Any] = [root]
    *parents, last = path.split(".")
    for part in parents:
        holders = [v for h in holders for v in _step(h, part)]
    name, _, many = last.partition("[")
    units: list[Unit] = []
    for holder in holders:
        if not isinstance(holder, dict) or holder.get(name) is None:
            continue
        places = [Place(holder, name)]
        if many:
            places = [Place(v, i) for v in [holder[name]] if isinstance(v, list) for i in range(len(v))]
        for place in places:
            text = place.holder[place.key]
            if not isinstance(text, str):
                raise ValueError(f"{path} is not a string everywhere")
            units.append(Unit(text, place, *_times(holder)))
    return units


def _step(holder: Any, part: str) -> list[Any]:
    name, _, many = part.partition("[")
    value = holder.get(name) if isinstance(holder, dict) else None
    if not many:
        return [value]
    if value is None:
        return []
    if not isinstance(value, list):
        raise ValueError(f"{name} is not a list")
    return value


def _times(holder: dict[str, Any]) -> tuple[Any, Any]:
    return holder.get("start", holder.get("start_time")), holder.get("end", holder.get("end_time"))
