"""The formats by name, and which one an input is in.

The answer hangs on the first lines alone, not on how much of the input is at hand: a pipe that
gives a byte at a time is read as the same format as a file. Content counts before the file's name.
"""

from __future__ import annotations

import json
import re
from pathlib import PurePath

from pipeline.errors import ConfigError
from pipeline.redaction.formats.ass import ASS
from pipeline.redaction.formats.base import Format
from pipeline.redaction.formats.columns import looks_like_table
from pipeline.redaction.formats.json_file import JSON_FORMATS
from pipeline.redaction.formats.jsonl import Jsonl
from pipeline.redaction.formats.parquet import PARQUET
from pipeline.redaction.formats.srt import SRT
from pipeline.redaction.formats.srt import TIMING as SRT_TIMING
from pipeline.redaction.formats.table import CSV, TSV
from pipeline.redaction.formats.text import PlainText
from pipeline.redaction.formats.ttml import TTML
from pipeline.redaction.formats.vtt import VTT

#: --format NAME -> the format
_ALL: list[Format] = [Jsonl(), PlainText(), *JSON_FORMATS, VTT, SRT, TTML, ASS, CSV, TSV, PARQUET]
FORMATS: dict[str, Format] = {one.name: one for one in _ALL}
#: Names of files that say what is in them where the content does not.
SUFFIXES = {
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "jsonl",
    ".txt": "text",
    ".text": "text",
    ".log": "text",
    ".vtt": "vtt",
    ".srt": "srt",
    ".ttml": "ttml",
    ".dfxp": "ttml",
    ".ass": "ass",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".ssa": "ass",
}
#: How much of the input is looked at to tell its format.
HEAD = 65_536
#: Beginnings and names of files that hold no transcript, and what they are.
OTHER = {
    b"%PDF": "a PDF",
    b"PK\x03\x04": "a zip or Office file",
    b"\xd0\xcf\x11\xe0": "an Office file",
    b"{\\rtf": "an RTF file",
    b"RIFF": "audio",
    b"ID3": "audio",
    b"OggS": "audio",
    b"fLaC": "audio",
    b"\xff\xfe": "UTF-16 (write it as UTF-8)",
    b"\xfe\xff": "UTF-16 (write it as UTF-8)",
}
OTHER_SUFFIXES = (
    ".html",
    ".htm",
    ".xml",
    ".pdf",
    ".doc",
    ".docx",
    ".xls",
    ".xlsx",
    ".rtf",
    ".wav",
    ".mp3",
    ".zip",
)
KNOWN = (
    "known are JSON lines, JSON of the speech services, plain text, WebVTT, SubRip, TTML, ASS, CSV,"
    " TSV and Parquet"
)
_PROLOG = re.compile(r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>]*>)*", re.S | re.I)
_ROOT = re.compile(r"<(?:[\w.-]+:)?([\w.-]+)[\s/>]")
_TT = re.compile(r"<(?:[\w.-]+:)?tt(?:[\s/>]|$)")
_CUE_NUMBER = re.compile("[0-9]{1,6}")


def detect(head: bytes, filename: str | None = None) -> Format:
    """The format of an input that begins with `head`, which is whole or has some kilobytes.

    Raises ConfigError.
    """
    found = recognise(head, True, filename)
    assert found is not None
    return found


def recognise(
    head: bytes, ended: bool, filename: str | None = None, terminal: bool = False
) -> Format | None:
    """The format of an input, or None where its first lines are not at hand yet.

    `ended`: there is no more to look at. `terminal`: a person types, so nothing waits for a second
    line. Raises ConfigError for an input of no known format.
    """
    suffix = PurePath(filename or "").suffix.lower()
    if head.startswith(b"PAR1"):
        return FORMATS["parquet"]
    what = _other(head, suffix)
    if what:
        raise ConfigError(
            f"{filename or 'standard input'}: is {what}, no transcript; {KNOWN}; --format names one"
        )
    if (
        not ended
        and len(head) < max(map(len, OTHER))
        and any(magic.startswith(head) for magic in OTHER)
    ):
        return None
    head = head.removeprefix(b"\xef\xbb\xbf")
    first, rest = first_line(head)
    if rest is None and not ended:
        return None
    return _by_lines(first, rest or b"", head, ended, suffix, terminal)


def first_line(data: bytes) -> tuple[str, bytes | None]:
    """The first line that is not blank, white space around it left out, and what follows; None
    where it has no end.
    """
    data = data.lstrip()
    end = min((at for at in (data.find(b"\n"), data.find(b"\r")) if at >= 0), default=-1)
    line = data if end < 0 else data[:end]
    return line.rstrip().decode("utf-8", "replace"), None if end < 0 else data[end + 1 :]


def _by_lines(
    first: str, rest: bytes, head: bytes, ended: bool, suffix: str, terminal: bool
) -> Format | None:
    """The format by the first line that is not blank, `first`, and what follows it where that is
    needed.
    """
    if re.match(r"WEBVTT(?:\s|$)", first):
        return FORMATS["vtt"]
    if SRT_TIMING.fullmatch(first):
        return FORMATS["srt"]
    if first.lower() == "[script info]":
        return FORMATS["ass"]
    if first.startswith("<?xml") or _TT.match(first):
        return _xml(head.decode("utf-8", "replace"), ended)
    if _CUE_NUMBER.fullmatch(first) and not terminal:
        second, after = first_line(rest)
        if after is None and not ended:
            return None
        if SRT_TIMING.fullmatch(second):
            return FORMATS["srt"]
    json_kind = begins_json(first)
    if json_kind == "whole":
        return FORMATS["json"]
    if json_kind == "line":
        return FORMATS["jsonl"]
    return FORMATS[SUFFIXES.get(suffix) or looks_like_table(first) or "text"]


def _xml(text: str, ended: bool) -> Format | None:
    """TTML, by the name of the document's root; no other XML holds captions that we know."""
    prolog = _PROLOG.match(text)
    root = _ROOT.match(text, prolog.end() if prolog else 0)
    if root is None and not ended:
        return None
    if root is None or root[1] != "tt":
        raise ConfigError(f"XML whose root is not <tt> is no transcript known here; {KNOWN}")
    return FORMATS["ttml"]


def _other(head: bytes, suffix: str) -> str | None:
    """What an input is that holds no transcript, or None."""
    for magic, what in OTHER.items():
        if head.startswith(magic):
            return what
    if "\x00" in first_line(head)[0] and suffix not in SUFFIXES:
        return "binary"
    if re.match(rb"\s*<(?:!doctype html|html)\b", head, re.I):
        return "a web page"
    return f"a file named *{suffix}" if suffix in OTHER_SUFFIXES else None


def begins_json(line: str) -> str | None:
    """What the first line of an input is: "line", a JSON value (spoilt perhaps) of its own;
    "whole", the beginning of one that goes on; None, no JSON.

    >>> begins_json('{"text": "hi"}'), begins_json('{"text": "hi",'), begins_json("[PHONE] hi")
    ('line', 'whole', None)
    """
    if not re.match(r"\{\s*(?:[\"}]|$)|\[\s*(?:[\"{\[\]]|$)", line):
        return None
    try:
        json.JSONDecoder(parse_int=str).raw_decode(line)  # int() refuses thousands of digits
    except json.JSONDecodeError as error:
        return "whole" if error.pos >= len(line) else "line"
    except RecursionError:
        return "line"
    return "line"
