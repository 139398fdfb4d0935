"""ASS and SSA subtitles: the text of each Dialogue or Comment line is a cue; override tags, styles
and times stay.

Names of actors, comments, titles and notes in braces are scanned. Fonts and pictures inside the
file are left as they are.
"""

from __future__ import annotations

import re

from pipeline.redaction.formats.cues import LINE, CueFormat, Part, Syntax, seconds

#: Override tags; braces with anything else in them hold a note, which is text.
_TAG = (
    r"\\(?:fn[^\\{}]*|r[^\\{}]*|(?:fad|fade|move|org|pos|i?clip|t)\([^{}]*\)|(?:an?|be?|blur|[xy]?bord"
    r"|[xy]?shad|[1-4]?c|[1-4]a|alpha|fe|fsp?|fsc[xy]?|fr[xyz]?|fa[xy]|i|k[fot]?|p|pbo|q|s|u)"
    r"(?:&?H?[0-9a-f]+&?|[-+\d.]*))"
)
_TAGS = rf"(?:\s*{_TAG})+\s*"
MARKUP = re.compile(rf"\{{{_TAGS}\}}|\\h", re.I)
#: A note in braces, which stands between the words of the text, not among them.
_NOTE = re.compile(rf"(\{{(?!{_TAGS}\}})[^{{}}]+\}})", re.I)
BREAK = re.compile(r"\\[Nn]")
_SECTION = re.compile(r"\ufeff?\s*\[([^\]\r\n]*)\]\s*")
_FIELD = re.compile(r"([^:\r\n]*:[ \t]*)(.*)", re.S)
_CLOCK = re.compile(r"\s*(\d+:\d{2}:\d{2}(?:[.:]\d{1,3})?)\s*")
_FORMAT = [
    "layer",
    "start",
    "end",
    "style",
    "name",
    "marginl",
    "marginr",
    "marginv",
    "effect",
    "text",
]
#: Keys of [Script Info] whose values people write; any other holds a setting.
_SETTINGS = re.compile(
    r"(?:ScriptType|Collisions|PlayRes[XY]|PlayDepth|Timer|WrapStyle|ScaledBorderAndShadow"
    r"|YCbCr Matrix|LayoutRes[XY]|Video.*|Audio.*|Scroll Position|Active Line|Synch"
    r" Point|Format)",
    re.I,
)
_DATA = ("fonts", "graphics")


def split(text: str) -> list[Part]:
    """The lines of the file, cut into the text of cues, other text and fixed bytes."""
    if not re.match(r"\ufeff?\s*\[Script Info\]", text, re.I):
        raise ValueError("it does not begin with [Script Info]")
    parts: list[Part] = []
    section, columns = "", _FORMAT
    for line in LINE.findall(text):
        body = line.rstrip("\r\n")
        head = _SECTION.fullmatch(body)
        field = _FIELD.fullmatch(body)
        if head:
            section = head[1].strip().lower()
        if head or not body.strip() or section in _DATA:
            parts.append(Part(line, "fixed"))
            continue
        key = field[1].strip(" \t:").lower() if field else ""
        if field and section == "events" and key == "format":
            columns = [name.strip().lower() for name in field[2].split(",")]
            parts.append(Part(line, "fixed"))
        elif field and section == "events" and key in ("dialogue", "comment"):
            parts += [Part(field[1], "fixed"), *_event(field[2], columns)]
            parts.append(Part(line[len(body) :], "fixed"))
        elif field and key == "style":
            name, comma, rest = field[2].partition(",")
            parts += [Part(field[1], "fixed"), Part(name, _style(name))]
            parts.append(Part(comma + rest + line[len(body) :], "name"))
        elif field and _SETTINGS.fullmatch(field[1].strip(" \t:")):
            parts += [Part(field[1], "fixed"), Part(line[len(field[1]) :], "name")]
        else:
            lead = field[1] if field and section == "script info" else ""
            parts += [
                Part(lead, "fixed"),
                Part(body[len(lead) :], "note"),
                Part(line[len(body) :], "fixed"),
            ]
    return [part for part in parts if part.raw]


def _event(raw: str, columns: list[str]) -> list[Part]:
    """The fields of an event; the last, its text, may hold commas."""
    values = raw.split(",", len(columns) - 1)
    if len(values) != len(columns) or columns[-1] != "text":
        raise ValueError("an event has other fields than its Format line says")
    told = dict(zip(columns, values, strict=True))
    start, end = (_seconds(told.get(name, "")) for name in ("start", "end"))
    parts: list[Part] = []
    for name, value in told.items():
        if name == "text":
            for at, piece in enumerate(_NOTE.split(value)):
                if at % 2:
                    parts += [Part("{", "fixed"), Part(piece[1:-1], "note"), Part("}", "fixed")]
                else:
                    parts.append(Part(piece, "cue", start, end))
        else:
            said = name in ("name", "actor", "effect") and value.strip()
            kind = _style(value) if name == "style" else "attribute" if said else "fixed"
            parts += [Part(value, kind), Part(",", "fixed")]
    return parts


def _style(name: str) -> str:
    """The kind of a style's name, which may be a speaker's; it becomes the same wherever it
    stands.
    """
    return "fixed" if name.strip("* ") in ("", "Default") else "attribute"


def _seconds(clock: str) -> float | None:
    match = _CLOCK.fullmatch(clock)
    if not match:
        return None
    return seconds(re.sub(r":(?=\d+$)", ".", match[1]) if match[1].count(":") > 2 else match[1])


ASS = CueFormat("ass", "ASS", split, Syntax(MARKUP, BREAK))
