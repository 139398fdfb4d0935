"""The packed resource: what engines heard of the project's own sentences, and what they made of
which words.
"""

from __future__ import annotations

import gzip
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from pipeline.spans import Span

FOLDER = Path(__file__).parent / "resources"
HEARD, CONFUSIONS = "heard.jsonl.gz", "confusions.json.gz"
#: said phrase -> what was heard for it -> how often. Words as they sound, lower case; "" where
#: nothing was heard.
Table = dict[str, dict[str, int]]


class HeardRow(msgspec.Struct, frozen=True):
    """`text` as the engine printed it, with `spans` as (start, end, label); turns of a conversation
    are lines.

    `said` is what the voice was given, `frame` the generator's sentence before it was filled.
    """

    text: str
    spans: list[tuple[int, int, str]]
    said: str
    split: str
    kind: str
    engine: str
    voice: str
    frame: str

    def span_list(self) -> list[Span]:
        return [Span(*span) for span in self.spans]


class Confusions(msgspec.Struct, frozen=True):
    """What became of words, by what they are: "digits", "letters", "domains", "names" and other
    "words".

    `edits` says the same of letters within names: a piece of a word -> what was heard in its place
    -> how often.
    """

    tables: dict[str, Table]
    edits: Table


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
