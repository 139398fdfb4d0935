"""SubRip (SRT): numbered cues; whatever stands between two timing lines is text of the first."""

from __future__ import annotations

import re

from pipeline.redaction.formats.cues import LINE, TAG, CueFormat, Part, Syntax, seconds

_CLOCK = r"\d+:\d{1,2}:\d{1,2}(?:[.,]\d{1,3})?"
TIMING = re.compile(
    rf"[ \t]*({_CLOCK})[ \t]*-->[ \t]*({_CLOCK})(?![\d:.,])([^\r\n]*)(?:\r\n|\n|\r|$)"
)
#: Where on the screen a cue stands, behind its times.
_PLACE = re.compile(r"(?:[ \t]*[XY][12]:[ \t]*-?\d{1,5})*[ \t]*")
_NUMBER = re.compile("\ufeff?[ \t]*([0-9]{1,6})[ \t]*[\r\n]*")
#: How far the number of a cue may be ahead of the one before it; any other number is text.
GAP = 100


def split(text: str) -> list[Part]:
    """The cues of an SRT file, cut into text and fixed bytes."""
    lines = [line for line in LINE.findall(text) if line]
    timings = [i for i, line in enumerate(lines) if TIMING.fullmatch(line)]
    if not timings:
        if text.strip("\ufeff \t\r\n"):
            raise ValueError("no timing line")
        return [Part(text, "fixed")]
    heads = _heads(lines, timings)
    parts = [*_text(lines[: heads[0]], "note")]
    for head, timing, until in zip(heads, timings, [*heads[1:], len(lines)], strict=True):
        match = TIMING.fullmatch(lines[timing])
        assert match
        times = seconds(match[1]), seconds(match[2])
        place = _PLACE.match(match[3])
        cut = match.start(3) + (place.end() if place else 0)
        behind = lines[timing][cut:]
        if not behind.strip():
            cut, behind = len(lines[timing]), ""
        parts.append(Part("".join(lines[head:timing]) + lines[timing][:cut], "fixed"))
        parts += _text([behind], "cue", *times) if behind else []
        parts += _text(lines[timing + 1 : until], "cue", *times)
    return parts


def _heads(lines: list[str], timings: list[int]) -> list[int]:
    """Where each cue begins: at its number, if a line before its times is one, else at its
    times.
    """
    heads, before = [], 0
    for timing in timings:
        match = _NUMBER.fullmatch(lines[timing - 1]) if timing else None
        number = int(match[1]) if match else before + 1
        apart = timing < 2 or not lines[timing - 2].strip()
        counts = number in (before + 1, 0, 1) or (apart and before < number <= before + GAP)
        heads.append(timing - 1 if match and counts else timing)
        before = number if counts else before + 1
    return heads


def _text(
    lines: list[str], kind: str, start: float | None = None, end: float | None = None
) -> list[Part]:
    raw = "".join(lines)
    text = raw.rstrip("\r\n")
    parts = [Part(text, kind, start, end)] if text else []
    return [*parts, Part(raw[len(text) :], "fixed")] if raw != text else parts


SRT = CueFormat("srt", "SubRip", split, Syntax(TAG, blank_ends=True))
