"""Caption files (WebVTT, SRT, TTML, ASS): cues whose text is scanned as the turns of one
conversation.

Bytes outside the text of cues stay as they are. Tags in a cue are kept, its text is redacted
between them; a line that redaction leaves blank is taken out, because a blank line would end the
cue.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO

from pipeline.errors import ConfigError
from pipeline.redaction.formats.align import Stream, find_values, merge
from pipeline.redaction.formats.base import Failed, ReadOptions, Record
from pipeline.redaction.formats.copies import Copies
from pipeline.redaction.formats.text_copy import Place, TextCopy, Unit
from pipeline.redaction.policy import Policy
from pipeline.spans import Span

LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|$)")
#: Tags of WebVTT and SRT; anything else between angle brackets is text. The third group is a name
#: or an attribute.
TAG = re.compile(
    r"(</?(?:v|c|i|b|u|s|lang|ruby|rt|font)(?:\.[\w.-]*)?)(?:(["
    r" \t\r\n]+)([^<>]*))?>|<[\d:.]+>"
    r"|\{(?:\\(?:an?\d+|[bius]\d+|k[fo]?\d+|fs\d+|[1-4]?c&H[0-9a-f]+&?))+\}",
    re.I,
)
#: The name of a font in an override tag.
FONT = re.compile(r"(\{[^{}]*?\\fn)([^\\{}]+)")
#: Kinds of parts that are not scanned.
LEFT = ("fixed", "name")
#: A shorter value, or one of figures, may stand in a setting by chance.
MIN_NAME = 3
#: A name in a tag must not end it.
_NO_TAG = str.maketrans(dict.fromkeys("<>&\r\n"))
_ENTITY = re.compile(r"&(?:[a-zA-Z]+|#\d+|#[xX][0-9a-fA-F]+);")


@dataclass(frozen=True)
class Syntax:
    """How a format writes text: `markup` is no text, except that `breaks` is a new line.

    `escapes`: characters may be written as references (`&amp;`). `blank_ends`: a blank line ends a
    cue.
    """

    markup: re.Pattern[str]
    breaks: re.Pattern[str] | None = None
    escapes: bool = False
    blank_ends: bool = False


@dataclass
class Part:
    """A stretch of a caption file: a cue's text, other text (`note`: comments, names, numbers)
    or fixed bytes.
    """

    raw: str
    #: "cue", "note", "attribute" (a note that may hold no quotes or commas), "name" (of a region, a
    #: font, a file: only searched for what is found elsewhere) or "fixed".
    kind: str
    start: float | None = None
    end: float | None = None


class Payload:
    """The text of a cue without its tags: `plain[i]` stands at `raw[at[i]:ends[i]]`."""

    def __init__(self, raw: str, syntax: Syntax, tags: bool = True) -> None:
        self.raw = raw
        self._syntax, self._quote = syntax, not tags
        self.at: list[int] = []
        self.ends: list[int] = []
        chars: list[str] = []
        index = 0
        while index < len(raw):
            special = tags and raw[index] in "<{\\"
            line = syntax.breaks.match(raw, index) if special and syntax.breaks else None
            tag = syntax.markup.match(raw, index) if special and not line else None
            if tag:
                index = tag.end()
                continue
            entity = _ENTITY.match(raw, index) if syntax.escapes and raw[index] == "&" else None
            after = (line or entity).end() if line or entity else index + 1  # type: ignore[union-attr]
            plain = "\n" if line else html.unescape(raw[index:after]) if entity else raw[index]
            for char in plain:
                chars.append(char)
                self.at.append(index)
                self.ends.append(after)
            index = after
        self.plain = "".join(chars)

    def redact(self, spans: list[Span], options: Policy) -> str:
        """The raw text with `spans` of `plain` replaced, tags and line ends kept."""
        raw = self.raw
        for span in reversed(spans):
            value = self.plain[span.start : span.end]
            new = options.replace(value, [Span(0, len(value), span.label)])
            for start, end, at, until in reversed(list(self._chunks(span))):
                if options.same_length:
                    put = options.replace(self.plain[start:end], [Span(0, end - start, span.label)])
                else:
                    put = new if start == span.start else ""
                raw = raw[:at] + self._written(put) + raw[until:]
        return without_blank_lines(self.raw, raw) if spans and self._syntax.blank_ends else raw

    def _written(self, text: str) -> str:
        """`text` as it is written in the file."""
        if self._syntax.escapes:
            return html.escape(text, quote=self._quote)
        return text.replace(",", " ") if self._quote else text

    def _chunks(self, span: Span) -> Iterator[tuple[int, int, int, int]]:
        """The unbroken parts of a span: offsets in `plain` and in `raw`.

        Tags and line ends break it.
        """
        start = span.start
        while start < span.end:
            end = start + 1
            if self.plain[start] in "\r\n":
                start = end
                continue
            while (
                end < span.end
                and self.plain[end] not in "\r\n"
                and self.at[end] <= self.ends[end - 1]
            ):
                end += 1
            yield start, end, self.at[start], self.ends[end - 1]
            start = end


def without_blank_lines(old: str, new: str) -> str:
    """`new` without the lines that are blank there and were not in `old`, which has the same
    lines otherwise.
    """
    was = [line for line in LINE.findall(old) if line]
    lines = [line for line in LINE.findall(new) if line] + [""] * (
        len(was) - len(LINE.findall(new)) + 1
    )
    kept = [
        line for line, before in zip(lines, was, strict=False) if line.strip() or not before.strip()
    ]
    if kept and not lines[len(was) - 1].strip():
        # The cue goes on with a blank line after it: the last line kept must not bring one of its
        # own.
        kept[-1] = kept[-1].rstrip("\r\n")
    return "".join(kept)


class CueRecord(Record):
    """A caption file."""

    copies: Copies
    context: frozenset[int] = frozenset()
    lines = 1

    line = 1

    def __init__(self, parts: list[Part], syntax: Syntax) -> None:
        self._parts = parts
        self._out = [p.raw for p in parts]
        self._payloads = {
            i: Payload(p.raw, syntax, p.kind != "attribute")
            for i, p in enumerate(parts)
            if p.kind not in LEFT
        }
        self.copies = Copies()
        cues = [i for i, p in enumerate(parts) if p.kind == "cue"]
        self.copies.add(TextCopy([self._unit(i) for i in cues], cues=True))
        for i, part in enumerate(parts):
            if part.kind in ("note", "attribute"):
                self.copies.add(TextCopy([self._unit(i)], named=False))
        voices = syntax.markup is TAG
        self._names = {name: name for i in cues if voices for name in tag_names(parts[i].raw)}
        for name in self._names:
            self.copies.add(TextCopy([Unit(name, Place(self._names, name))], named=False))
        texts = self.copies.to_scan()
        self.turns = [turn for turns in texts for turn in turns]
        self.conversations = [len(turns) for turns in texts]

    def _unit(self, index: int) -> Unit:
        part = self._parts[index]
        return Unit(self._payloads[index].plain, Place(self._out, index), part.start, part.end)

    def render(self, found: list[list[Span]], options: Policy) -> str:
        """The file with the text of its cues and notes redacted.

        Raises ConfigError for `spans_only`.
        """
        if options.spans_only:
            raise ConfigError("captions have no place for entities; --spans needs a JSON format")
        spans = self.copies.resolve(found, options.labels)
        for copy, one in zip(self.copies.texts, spans, strict=True):
            for unit, pieces in zip(copy.units, copy.pieces(one), strict=True):
                local = options.redacted(Span(p.start, p.end, p.span.label) for p in pieces)
                if unit.place.holder is self._names:
                    unit.place.put(options.apply(unit.text, local).translate(_NO_TAG))
                else:
                    unit.place.put(self._payloads[unit.place.key].redact(local, options))
        names = {
            value: label
            for value, label in self.copies.values(spans, options.labels).fields.items()
            if len(value) >= MIN_NAME and not value.isdecimal()
        }
        for index, part in enumerate(self._parts):
            if part.kind == "cue":
                out = TAG.sub(self._rename, self._out[index]) if self._names else self._out[index]
                font = FONT.sub(lambda m: m[1] + _as_name(m[2], names, options), out)
                self._out[index] = font
            elif part.kind == "name":
                self._out[index] = _as_name(part.raw, names, options)
        return "".join(self._out)

    def _rename(self, tag: re.Match[str]) -> str:
        return f"{tag[1]}{tag[2]}{self._names.get(tag[3], tag[3])}>" if tag[3] else tag[0]


def _as_name(raw: str, values: Mapping[str, str], options: Policy) -> str:
    """`raw` with `values` redacted in what may stand in a name: no space, no comma, no bracket."""
    spans = merge(find_values(raw, Stream(raw), values), options.labels)
    for span in reversed(spans):
        old = raw[span.start : span.end]
        new = re.sub(r"[^\w.-]+", "_", options.replace(old, [Span(0, len(old), span.label)]))
        raw = raw[: span.start] + (new.strip("_") or "redacted") + raw[span.end :]
    return raw


def tag_names(raw: str) -> list[str]:
    """What the tags of a cue say beside their kind: `<v Maya Lopez>` names a speaker."""
    return [tag[3] for tag in TAG.finditer(raw) if tag[3]]


class CueFormat:
    """A caption format; `split` cuts a file into parts or raises ValueError where it is none of
    this format.
    """

    adds_entities = False

    def __init__(
        self, name: str, title: str, split: Callable[[str], list[Part]], syntax: Syntax
    ) -> None:
        self.name, self._title, self._split, self._syntax = name, title, split, syntax

    def read(self, stream: BinaryIO, options: ReadOptions) -> Iterator[Record | Failed]:
        """Yield the file as one record; none where it is empty."""
        data = stream.read()
        if not data:
            return
        try:
            yield CueRecord(self._split(data.decode("utf-8")), self._syntax)
        except UnicodeDecodeError as error:
            yield Failed(1, f"not UTF-8 at byte {error.start}")
        except ValueError as error:
            yield Failed(1, f"not {self._title}: {error}")


def seconds(clock: str) -> float:
    """`01:02:03.500`, `02:03.500` or `01:02:03,500` in seconds."""
    total = 0.0
    for part in clock.replace(",", ".").split(":"):
        total = total * 60 + float(part)
    return total
