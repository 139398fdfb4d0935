"""SubRip (SRT): numbered cues; whatever stands between two timing lines is text of the first."""

from __future__ import annotations

import re

from pipeline.redaction.formats.cues import LINE, CueFormat, Part, seconds

_CLOCK = r"\d+:\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?"
TIMING = re.compile(rf"[ \t]*({_CLOCK})[ \t]*-->[ \t]*({_CLOCK})[^\r\n]*(?:\r\n|\n|\r|$)")
_NUMBER = re.compile("\ufeff?[ \t]*[0-9]+[ \t]*[\r\n]*")


def split(text: str) -> list[Part]:
    """The cues of an SRT file, cut into text and fixed bytes."""
    lines = [line for line in LINE.findall(text) if line]
    timings = [i for i, line in enumerate(lines) if TIMING.fullmatch(line)]
    if not timings:
        if text.strip("\ufeff \t\r\n"):
            raise ValueError("no timing line")
        return [Part(text, "fixed")]
    heads = [i - 1 if i and _NUMBER.fullmatch(lines[i - 1]) else i for i in timings]
    parts = [*_text(lines[: heads[0]], "note")]
    for head, timing, until in zip(heads, timings, [*heads[1:], len(lines)], strict=True):
        parts.append(Part("".join(lines[head : timing + 1]), "fixed"))
        match = TIMING.fullmatch(lines[timing])
        assert match
        parts += _text(lines[timing + 1 : until], "cue", seconds(match[1]), seconds(match[2]))
    return parts


def _text(lines: list[str], kind: str, start: float | None = None, end: float | None = None) -> list[Part]:
    raw = "".join(lines)
    text = raw.rstrip("\r\n")
    parts = [Part(text, kind, start, end)] if text else []
    return [*parts, Part(raw[len(text) :], "fixed")] if raw != text else parts


SRT = CueFormat("srt", "SubRip", split, entities=False)
