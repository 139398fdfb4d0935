"""TTML (W3C Timed Text, also DFXP and IMSC): the text of each `p` is a cue; times, tags and styles
stay.

A document that is no well-formed XML, or has entities of its own, is refused. Comments, titles and
names of agents are scanned; so are attributes that no TTML vocabulary knows.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from xml.parsers import expat

from pipeline.redaction.formats.cues import CueFormat, Part, Syntax, seconds

MARKUP = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>|<(?:\"[^\"]*\"|'[^']*'|[^'\">])*>", re.S
)
_TAG = re.compile(r"<(/?)(?:[\w.-]+:)?([\w.-]+)")
_ATTRIBUTE = re.compile(r"\s((?:[\w-]+:)?[\w.-]+)\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_NOTE = re.compile(r"(<!--|(?!<\?xml[\s-])<\?)(.*)(-->|\?>)", re.S)
#: Attributes of TTML and XML hold times, styles and names of elements.
_KNOWN = re.compile(
    r"(?:xmlns|xml|tts|ttp|itts|ittp|smpte|ebutts|ebuttm|xlink|xsi)(?::[\w.-]+)?"
    r"|(?:ttm:)?(?:agent|role)|id|begin|end|dur|region|style|timeContainer|animate|type|encoding|color|condition"
)
_CLOCK = re.compile(r"(\d+:\d{2}:\d{2}(?:\.\d+)?)")
_OFFSET = re.compile(r"(\d+(?:\.\d+)?)(h|ms|m|s)")
_UNITS = {"h": 3600.0, "m": 60.0, "s": 1.0, "ms": 0.001}


def split(text: str) -> list[Part]:
    """The document, cut into the text of cues, other text and fixed bytes."""
    _check(text)
    return [part for part in _parts(_without_cdata(text)) if part.raw]


def _check(text: str) -> None:
    """Raise ValueError where `text` is no TTML document that can be read safely."""
    roots: list[str] = []
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*_: object) -> None:
        raise ValueError("it has a document type of its own")

    def begin(name: str, _: dict[str, str]) -> None:
        roots.append(name.rpartition(" ")[2])

    parser.StartDoctypeDeclHandler = refuse
    parser.StartElementHandler = begin
    try:
        parser.Parse(text.encode("utf-8"), True)
    except expat.ExpatError as error:
        raise ValueError(f"not well-formed XML at line {error.lineno}") from None
    if roots[:1] != ["tt"]:
        raise ValueError("its root is not <tt>")


def _without_cdata(text: str) -> str:
    """CDATA sections written as ordinary text, which says the same."""

    def plain(match: re.Match[str]) -> str:
        raw = match[0]
        return html.escape(raw[9:-3], quote=False) if raw.startswith("<![CDATA[") else raw

    return MARKUP.sub(plain, text) if "<![CDATA[" in text else text


def _parts(text: str) -> Iterator[Part]:
    """Tags, comments and what stands between them; a cue is what its `p` holds, tags and all."""
    at = 0
    cue: tuple[float | None, float | None] | None = None
    for match in MARKUP.finditer(text):
        tag = _TAG.match(match[0])
        paragraph = tag is not None and tag[2] == "p"
        markup = list(_markup(match[0]))
        if cue is not None and not paragraph and len(markup) == 1:
            continue  # a tag inside the cue, with nothing to scan in it
        before = text[at : match.start()]
        yield Part(before, "cue", *cue) if cue is not None else _between(before)
        yield from markup
        at = match.end()
        if paragraph:
            begins = tag is not None and not tag[1] and not match[0].endswith("/>")
            cue = _times(match[0]) if begins else None
    yield _between(text[at:])


def _between(raw: str) -> Part:
    return Part(raw, "note" if raw.strip("\ufeff \t\r\n") else "fixed")


def _markup(raw: str) -> Iterator[Part]:
    """A tag, whose unknown attributes are scanned; a comment or an instruction."""
    if note := _NOTE.fullmatch(raw):
        yield from (Part(note[1], "fixed"), Part(note[2], "note"), Part(note[3], "fixed"))
        return
    at = 0
    for match in _ATTRIBUTE.finditer(raw) if _TAG.match(raw) else ():
        if not _KNOWN.fullmatch(match[1]):
            group = 2 if match[2] is not None else 3
            yield Part(raw[at : match.start(group)], "fixed")
            yield Part(match[group], "attribute")
            at = match.end(group)
    yield Part(raw[at:], "fixed")


def _times(tag: str) -> tuple[float | None, float | None]:
    """Begin and end of a `p` in seconds; None where they are not told as clocks or offsets."""
    values = {m[1]: m[2] if m[2] is not None else m[3] for m in _ATTRIBUTE.finditer(tag)}
    begin, end, length = (_seconds(values.get(name)) for name in ("begin", "end", "dur"))
    if end is None and begin is not None and length is not None:
        end = begin + length
    return begin, end


def _seconds(value: str | None) -> float | None:
    if value is None:
        return None
    if match := _OFFSET.fullmatch(value):
        return float(match[1]) * _UNITS[match[2]]
    return seconds(value) if _CLOCK.fullmatch(value) else None


TTML = CueFormat(
    "ttml", "TTML", split, Syntax(MARKUP, re.compile(r"<(?:[\w.-]+:)?br\b[^>]*>"), escapes=True)
)
