"""Reads the text resources of ordinary speech and draws core sentences from them.

A resource (`resources/*.txt`) is read line by line, in the notation of `grammar.Grammar`:

    # comment
    == dish            a table follows (shared by every split), one item a line
    ++ music 2 ask     carrier lines follow: topic, weight of the topic, and what may be wrapped around them
    play [some|a bit of|] <genre> [music|]
    what do <animal>s eat

No sentence is on both sides of the split, by construction: Grammar gives every carrier line to one side, and a
finished core sentence (before wake words, "please" and the like), which two lines might both make, belongs to one side
by its CRC-32.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from functools import cache
from importlib import resources
from typing import NamedTuple

from pipeline.data.carriers.grammar import Grammar
from pipeline.data.lexicon.sides import side_by_hash
from pipeline.errors import DataError

#: What may be wrapped around a line: a command ("please ..."), a question, a statement, nothing.
WRAPS = ("ask", "question", "say", "none")
# An ending written onto a table or a choice ("<animal>s", "<rel>'s"): Grammar puts a space there, draw takes it away.
_ENDING = re.compile(r"([>\]])([a-z'])")


class Topic(NamedTuple):
    """A group of carrier lines: its name, share of the draws before normalising, and kind of wrapping."""

    name: str
    weight: float
    wrap: str


class Source(NamedTuple):
    """The parsed resources: tables, carrier lines by topic (both one line a text), and the topics."""

    tables: dict[str, str]
    carriers: dict[str, str]
    topics: tuple[Topic, ...]


@cache
def read_source(names: tuple[str, ...]) -> Source:
    """Read `resources/NAME.txt` for each of `names`; DataError names file and line of what cannot be read."""
    tables: dict[str, list[str]] = {}
    carriers: dict[str, list[str]] = {}
    topics: dict[str, Topic] = {}
    for name in names:
        target: list[str] | None = None
        for number, line in enumerate(_lines(name), 1):
            line = line.strip()
            if line.startswith("=="):
                target = tables.setdefault(line[2:].strip(), [])
            elif line.startswith("++"):
                topic = _topic(line, f"{name}.txt line {number}")
                topics[topic.name] = topic
                target = carriers.setdefault(topic.name, [])
            elif line and not line.startswith("#"):
                if target is None or line.count("[") != line.count("]"):
                    raise DataError(
                        f"{name}.txt line {number}: no section yet, or brackets that do not match"
                    )
                target.append(_ENDING.sub(r"\1 ~\2", line))
    return Source(_joined(tables), _joined(carriers), tuple(topics.values()))


def _lines(name: str) -> list[str]:
    return (
        (resources.files(__package__) / "resources" / f"{name}.txt")
        .read_text(encoding="utf-8")
        .splitlines()
    )


def _topic(line: str, where: str) -> Topic:
    try:
        name, weight, wrap = line[2:].split()
        topic = Topic(f"topic_{name}", float(weight), wrap)
    except ValueError:
        raise DataError(f"{where}: a topic is '++ name weight wrap'") from None
    if wrap not in WRAPS or topic.weight <= 0:
        raise DataError(
            f"{where}: wrap must be one of {', '.join(WRAPS)}, and the weight above zero"
        )
    return topic


def _joined(lists: dict[str, list[str]]) -> dict[str, str]:
    return {name: "\n".join(items) for name, items in lists.items()}


class Cores:
    """Draws core sentences of one side of the split from named resources."""

    def __init__(self, names: Iterable[str], split: str) -> None:
        source = read_source(tuple(names))
        self._grammar = Grammar(source.carriers, source.tables, split)
        self._side = split
        self._wheel: list[tuple[str, str]] = []
        for topic in source.topics:
            self._wheel.extend([(topic.name, topic.wrap)] * max(1, round(10 * topic.weight)))

    def draw(self, rng: random.Random) -> tuple[str, str]:
        """One core sentence (lower case, single spaces, `{SLOT}`s) and the kind of wrapping that fits it."""
        wheel, expand, wanted = self._wheel, self._grammar.expand, self._side
        while True:
            topic, wrap = wheel[int(rng.random() * len(wheel))]
            core = expand(topic, rng)
            if "~" in core:
                core = core.replace(" ~", "")
            if side_by_hash(core) == wanted:
                return core, wrap
