"""The packed resource: what engines heard of the project's own sentences, and what they made of
which words.
"""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from pipeline.data.noise import TURN
from pipeline.spans import Span

FOLDER = Path(__file__).parent / "resources"
HEARD, CONFUSIONS = "heard.jsonl.gz", "confusions.json.gz"
#: said phrase -> what was heard for it -> how often. Words as they sound, lower case; "" where
#: nothing was heard.
Table = dict[str, dict[str, int]]


class HeardRow(msgspec.Struct, frozen=True):
    """`text` as the engine printed it, with `spans` as (start, end, label); turns of a conversation
    are lines.

    `said` is what the voice was given, with `said_spans` and as many lines; `frame` the
    generator's sentence before it was filled; `run` the place of its settings in the header.
    """

    text: str
    spans: list[tuple[int, int, str]]
    said: str
    split: str
    kind: str
    engine: str
    voice: str
    frame: str
    run: int = 0
    said_spans: list[tuple[int, int, str]] = []

    def span_list(self) -> list[Span]:
        return [Span(*span) for span in self.spans]


class Confusions(msgspec.Struct, frozen=True):
    """What became of words, by what they are: "digits", "letters", "domains", "names" and other
    "words".

    `edits` says the same of letters within names: a piece of a word -> what was heard in its place
    -> how often. `misheard` is the share of words of a kind that were misheard, "all" of any.
    `groupings` counts how numbers were cut: "5-4" for "82809-7867".
    """

    tables: dict[str, Table]
    edits: Table
    misheard: dict[str, float]
    groupings: dict[str, int]


def by_line(text: str, spans: Iterable[Span]) -> list[tuple[str, list[Span]]]:
    """Each line of `text` with its spans, offsets within the line; a span over two lines is one in
    each.
    """
    spans, lines, at = list(spans), [], 0
    for line in text.split(TURN):
        end = at + len(line)
        mine = [
            Span(max(s.start, at) - at, min(s.end, end) - at, s.label)
            for s in spans
            if s.start < end and s.end > at
        ]
        lines.append((line, mine))
        at = end + len(TURN)
    return lines


@cache
def heard_rows(split: str) -> tuple[HeardRow, ...]:
    """The rows of "train", "dev" or "test", in the order they were heard."""
    lines = gzip.decompress((FOLDER / HEARD).read_bytes()).splitlines()[1:]
    decoder = msgspec.json.Decoder(HeardRow)
    return tuple(row for row in map(decoder.decode, lines) if row.split == split)


def header() -> dict[str, Any]:
    """The settings of the runs that made the resource, and the counts of what was kept and
    dropped.
    """
    with gzip.open(FOLDER / HEARD, "rb") as stream:
        return msgspec.json.decode(stream.readline())


@cache
def confusions() -> Confusions:
    """The table of confusions, made of the training side alone."""
    packed = gzip.decompress((FOLDER / CONFUSIONS).read_bytes())
    return msgspec.json.decode(packed, type=Confusions)


def write_packed(path: Path, content: bytes) -> None:
    """The same content gives the same file: no time, no name in it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(gzip.compress(content, compresslevel=9, mtime=0))
