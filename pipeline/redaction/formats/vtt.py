"""WebVTT: cues with tags, voice names, comments; what stands in other blocks is scanned too.

Left as they are: times with the settings behind them, cue identifiers that are one word with a
figure in it (as Teams writes them), the settings of regions and of the header, and style sheets
but for their comments and strings.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from pipeline.redaction.formats.cues import LINE, TAG, CueFormat, Part, Syntax, seconds

_CLOCK = r"(?:\d+:)?\d{2}:\d{2}\.\d{3}"
TIMING = re.compile(rf"[ \t]*({_CLOCK})[ \t]+-->[ \t]+({_CLOCK})(?=[ \t\r\n]|$)")
#: Settings of a cue; the name of its region is a word.
_SETTINGS = re.compile(
    r"(?:[ \t]+(?:(?:vertical|line|position|size|align):[\w%.,+-]{1,20}|region:[A-Za-z][\w-]*))*["
    r" \t]*"
)
_IDENTIFIER = re.compile(
    r"[ \t]*(?:\d{1,6}|[0-9a-f-]{32,36}(?:/[\d-]+)?|(?=\S*[a-z])(?=\S*\d)(?!\S*\d{7})[\w/.:#-]+)["
    r" \t]*",
    re.I,
)
_HEADER = re.compile(r"(?:X-TIMESTAMP-MAP|Kind|Language|Region|Style)[=:].*", re.I)
_REGION = re.compile(r"(?:(?:id|width|lines|regionanchor|viewportanchor|scroll)[:=][\w%.,-]*\s*)*")
#: What may hold words in a style sheet: comments and strings.
_IN_STYLE = re.compile(r"/\*.*?\*/|\"[^\"\r\n]*\"|'[^'\r\n]*'", re.S)


def split(text: str) -> list[Part]:
    """The blocks of a WebVTT file, cut into cue text, other text and fixed bytes."""
    if not re.match("\ufeff?WEBVTT(?=[ \t\r\n]|$)", text):
        raise ValueError("it does not begin with WEBVTT")
    parts: list[Part] = []
    for blank, lines in groupby(
        (m for m in LINE.findall(text) if m), key=lambda line: not line.strip("\r\n")
    ):
        block = list(lines)
        parts += [Part("".join(block), "fixed")] if blank else _block(block, first=not parts)
    return parts


def _block(block: list[str], first: bool) -> Iterator[Part]:
    head = re.match("\ufeff?(WEBVTT|NOTE|STYLE|REGION)(?=[ \t\r\n]|$)", block[0])
    timing = next((i for i, line in enumerate(block) if "-->" in line), None)
    if (head and (first or timing is None)) or timing is None:
        yield from _other("".join(block), head)
        return
    match = TIMING.match(block[timing])
    if not match:
        raise ValueError("a cue's timing cannot be read")
    start, end = seconds(match[1]), seconds(match[2])
    for line in block[:timing]:
        yield from (
            [Part(line, "name")]
            if _IDENTIFIER.fullmatch(line.rstrip("\r\n"))
            else _lines(line, "note")
        )
    settings = _SETTINGS.match(block[timing], match.end())
    cut = settings.end() if settings else match.end()
    behind = block[timing][cut:]
    yield Part(block[timing][: match.end()], "fixed")
    yield Part(block[timing][match.end() : cut], "name")
    yield from _lines(behind, "cue", start, end)
    yield from _lines("".join(block[timing + 1 :]), "cue", start, end)


def _other(raw: str, head: re.Match[str] | None) -> Iterator[Part]:
    """A block without a cue: the file's header, a comment, a style sheet, a region, or stray
    text.
    """
    kind = head[1] if head else ""
    cut = head.end() if head else 0
    yield Part(raw[:cut], "fixed")
    rest = raw[cut:]
    if kind == "STYLE":
        at = 0
        for match in _IN_STYLE.finditer(rest):
            yield Part(rest[at : match.start()], "fixed")
            yield Part(match[0], "note")
            at = match.end()
        yield Part(rest[at:], "fixed")
        return
    if kind not in ("WEBVTT", "REGION"):
        yield from _lines(rest, "note")
        return
    for line in LINE.findall(rest):
        plain = line.strip()
        known = (kind == "WEBVTT" and _HEADER.fullmatch(plain)) or (
            kind == "REGION" and _REGION.fullmatch(plain)
        )
        yield from [Part(line, "name")] if known or not plain else _lines(line, "note")


def _lines(raw: str, kind: str, start: float | None = None, end: float | None = None) -> list[Part]:
    """The text of a block and its last line end, which is fixed."""
    text = raw.rstrip("\r\n")
    parts: list[Part] = [Part(text, kind, start, end)] if text else []
    if raw != text:
        parts.append(Part(raw[len(text) :], "fixed"))
    return parts


VTT = CueFormat("vtt", "WebVTT", split, Syntax(TAG, escapes=True, blank_ends=True))
