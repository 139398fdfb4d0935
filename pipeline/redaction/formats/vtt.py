"""WebVTT: cues with tags, voice names, comments; what stands in other blocks is scanned too."""

from __future__ import annotations

import re
from itertools import groupby

from pipeline.redaction.formats.cues import LINE, CueFormat, Part, seconds

_CLOCK = r"(?:\d+:)?\d{2}:\d{2}\.\d{3}"
TIMING = re.compile(rf"[ \t]*({_CLOCK})[ \t]+-->[ \t]+({_CLOCK})(?=[ \t\r\n]|$)")


def split(text: str) -> list[Part]:
    """The blocks of a WebVTT file, cut into cue text, other text and fixed bytes."""
    if not re.match("\ufeff?WEBVTT(?=[ \t\r\n]|$)", text):
        raise ValueError("it does not begin with WEBVTT")
    parts: list[Part] = []
    for blank, lines in groupby((m for m in LINE.findall(text) if m), key=lambda line: not line.strip("\r\n")):
        block = list(lines)
        parts += [Part("".join(block), "fixed")] if blank else _block(block, first=not parts)
    return parts


def _block(block: list[str], first: bool) -> list[Part]:
    head = re.match("\ufeff?(?:WEBVTT|NOTE|STYLE|REGION)(?=[ \t\r\n]|$)", block[0])
    timing = next((i for i, line in enumerate(block) if "-->" in line), None)
    if (head and (first or timing is None)) or timing is None:
        cut = head.end() if head else 0
        return [Part(block[0][:cut], "fixed"), *_lines("".join(block)[cut:], "note")]
    match = TIMING.match(block[timing])
    if not match:
        raise ValueError("a cue's timing cannot be read")
    start, end = seconds(match[1]), seconds(match[2])
    parts = _lines("".join(block[:timing]), "note")
    parts.append(Part(block[timing], "fixed"))
    parts += _lines("".join(block[timing + 1 :]), "cue", start, end)
    return parts


def _lines(raw: str, kind: str, start: float | None = None, end: float | None = None) -> list[Part]:
    """The text of a block and its last line end, which is fixed."""
    text = raw.rstrip("\r\n")
    parts: list[Part] = [Part(text, kind, start, end)] if text else []
    if raw != text:
        parts.append(Part(raw[len(text) :], "fixed"))
    return parts


VTT = CueFormat("vtt", "WebVTT", split, entities=True)
