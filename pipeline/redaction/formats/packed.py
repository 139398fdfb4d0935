"""Strings that hold a document of their own: JSON (the arguments of a tool call, a webhook's data),
captions (`vtt`, `srt` beside a transcript), and text in another writing (`encoded.py`); lists of
the bytes of a text. Read in place, written back.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from pipeline.redaction import jsonio
from pipeline.redaction.formats import srt, vtt
from pipeline.redaction.formats.cues import LEFT, Part, without_blank_lines
from pipeline.redaction.formats.encoded import LEAST, pieces_of
from pipeline.redaction.formats.paths import inner, leaves
from pipeline.redaction.formats.text_copy import Place

#: JSON in a string in a string and so on is read to this depth; what lies deeper is scanned as
#: text.
DEPTH = 4
#: Bytes of JSON without this hold no such string.
MAYBE = re.compile(
    rb'"(?:\\[nrt]|\s)*[{\[]|-->|[\w+/-]{%d}|\[\s*\d{1,3}\s*(?:,\s*\d{1,3}\s*){%d}'
    % (LEAST, LEAST - 1)
)
#: Least share of letters, figures and spaces in a text that is written as its bytes.
TOLD = 0.8
_STYLES: tuple[dict[str, Any], ...] = (
    {"separators": (",", ":")},
    {},
    {"separators": (",", ":"), "ensure_ascii": False},
    {"ensure_ascii": False},
)


class Packed:
    """A string whose content `value` stands in its place until `put_back`."""

    def __init__(self, place: Place, text: Any, value: Any, write: Callable[[Any], Any]) -> None:
        self._place, self._text, self._value, self._write = place, text, value, write
        self._plain = json.dumps(value)
        place.holder[place.key] = value

    def put_back(self) -> None:
        """Write the value as a string again: the very same where nothing in it changed."""
        holder, value = self._place.holder, self._value
        same = json.dumps(value) == self._plain
        key = self._place.key
        if isinstance(holder, dict) and holder.get(key) is not value:
            # The key was renamed, or what stood there spelled out a redacted text and is emptied.
            key = next((key for key, one in holder.items() if one is value), None)
            if key is None:
                return
        holder[key] = self._text if same else self._write(value)


def unpack(top: list[Any], depth: int = DEPTH) -> list[Packed]:
    """Read every string below `top[0]` that is a JSON object or list, captions, or in another
    writing, in place; the innermost first.

    Raises JsonError for one that is too large to be read.
    """
    made: list[Packed] = []
    for leaf in list(leaves(top)) if depth else ():
        if not isinstance(leaf.value, str):
            continue
        packed = next(filter(None, (read(leaf.place, leaf.value) for read in _READERS)), None)
        if packed is not None:
            made += [*unpack([leaf.place.holder[leaf.place.key]], depth - 1), packed]
    for holder in list(inner(top)) if depth else ():
        rows = list(holder.items() if isinstance(holder, dict) else enumerate(holder))
        for key, value in rows:
            if text := _of_bytes(value):
                packed = Packed(Place(holder, key), value, [text], lambda new: [*new[0].encode()])
                made += [*unpack([holder[key]], depth - 1), packed]
    return made


def _of_bytes(value: Any) -> str:
    """The text whose bytes a list holds; "" of any other: several words, mostly letters."""
    if not isinstance(value, list) or len(value) < LEAST or 32 not in value:
        return ""
    if not all(type(v) is int and 9 <= v < 256 for v in value):
        return ""
    text = bytes(value).decode("utf-8", "ignore")
    told = sum(map(str.isalnum, text)) + text.count(" ")
    return text if len(text.encode()) == len(value) and told >= TOLD * len(text) else ""


def _json(place: Place, text: str) -> Packed | None:
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        value = jsonio.loads(text.encode())
    except (jsonio.JsonError, UnicodeEncodeError):
        return None
    if not isinstance(value, dict) and not any(isinstance(v, (dict, list, str)) for v in value):
        return None
    style = next((s for s in _STYLES if json.dumps(value, **s) == text), _STYLES[1])
    return Packed(place, text, value, lambda new: json.dumps(new, **style))


def _captions(place: Place, text: str) -> Packed | None:
    """The cues and notes of captions as a list, tags and all."""
    if "-->" not in text:
        return None
    try:
        parts = (vtt if text.lstrip("\ufeff").startswith("WEBVTT") else srt).split(text)
    except ValueError:
        return None
    return Packed(
        place, text, [p.raw for p in parts if p.kind not in LEFT], lambda new: _put_in(parts, new)
    )


def _encoded(place: Place, text: str) -> Packed | None:
    """What the string says in another writing, with what stands beside it, as a list."""
    pieces = pieces_of(text)
    if pieces is None:
        return None
    return Packed(
        place,
        text,
        [piece.text for piece in pieces],
        lambda new: "".join(p.written(t) for p, t in zip(pieces, new, strict=True)),
    )


_READERS = (_json, _captions, _encoded)


def _put_in(parts: list[Part], new: list[str]) -> str:
    """The captions with `new` in the place of their cues and notes."""
    texts = iter(new)
    made = []
    for part in parts:
        written = part.raw if part.kind in LEFT else next(texts)
        same = written == part.raw
        made.append(written if same else without_blank_lines(part.raw, written))
    return "".join(made)
