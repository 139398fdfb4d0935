"""Counts what engines make of words: "linda" -> "a lender", "five eight eight" -> "fine", and of
letters in names.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pipeline.data.hearing.align import Alignment
from pipeline.data.hearing.groupings import groupings_of
from pipeline.data.hearing.resource import Confusions, Table
from pipeline.redaction.spoken import ONE_WORDS
from pipeline.spans import Span

_LONGEST = 3  # words on either side of a pair
# A heard word hangs on a said word from this share of its letters on.
_LINK = 0.3
_DIGIT_WORDS = frozenset((*ONE_WORDS, "oh", "double", "triple"))
_SYMBOL_WORDS = frozenset(
    ["at", "dot", "underscore", "dash", "hyphen", "com", "org", "net", "in", "co", "uk"]
)
_PIECE = 3  # letters of an edit, at most
_SELDOM = 2  # edits of letters seen less often than this are chance


class Pair(NamedTuple):
    """Words said and words heard in their place, and the letter alignment they came from."""

    said: list[int]
    heard: list[int]


def pairs(alignment: Alignment) -> Iterator[Pair]:
    """The smallest groups of neighbouring words that belong together, from left to right."""
    parent: dict[tuple[str, int], tuple[str, int]] = {}

    def root(node: tuple[str, int]) -> tuple[str, int]:
        while parent.setdefault(node, node) != node:
            node = parent[node]
        return node

    for n, row in enumerate(alignment.shares()):
        total = sum(row.values())
        for i, vote in row.items():
            whole = min(len(alignment.heard[n].sound), len(alignment.said[i].sound))
            if vote >= _LINK * whole and vote >= 0.2 * total:
                parent[root(("heard", n))] = root(("said", i))
    groups: dict[tuple[str, int], Pair] = {}
    for i in range(len(alignment.said)):
        groups.setdefault(root(("said", i)), Pair([], [])).said.append(i)
    for n in range(len(alignment.heard)):
        node = root(("heard", n))
        if node in groups:
            groups[node].heard.append(n)
    yield from groups.values()


class Counts:
    """Gathers pairs of many utterances."""

    def __init__(self) -> None:
        self._tables: defaultdict[str, defaultdict[str, Counter[str]]] = defaultdict(
            lambda: defaultdict(Counter)
        )
        self._edits: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._groupings: Counter[str] = Counter()

    def add_numbers(self, heard: str, spans: Iterable[Span]) -> None:
        """Count how the numbers of a heard text were cut."""
        self._groupings.update(groupings_of(heard, spans))

    def add(self, said: str, spans: Iterable[Span], heard: str) -> None:
        """Count the words of one utterance.

        Runs longer than three words tell nothing about a word and are left out.
        """
        alignment = Alignment(said, heard)
        labelled = list(spans)
        through = alignment.came_through()
        for pair in pairs(alignment):
            if len(pair.said) > _LONGEST or len(pair.heard) > _LONGEST:
                continue
            # Between two words that went astray too, nobody knows what this one became.
            before = through[pair.said[0] - 1] if pair.said[0] else 1.0
            after = through[pair.said[-1] + 1] if pair.said[-1] + 1 < len(through) else 1.0
            if min(before, after) < 0.4:
                continue
            phrase = " ".join(alignment.said[i].sound for i in pair.said)
            became = " ".join(alignment.heard[n].sound for n in pair.heard)
            kind = _kind(alignment, pair.said, labelled)
            self._tables[kind][phrase][became] += 1
            if kind == "names" and len(pair.said) == 1 and became:
                self._edits_of(phrase, became)

    def _edits_of(self, word: str, became: str) -> None:
        alignment = Alignment(word, became.replace(" ", "'"))
        for old, new in edits(word, became, alignment.letters_on()):
            if len(old) <= _PIECE and len(new) <= _PIECE:
                self._edits[old][new] += 1

    def result(self) -> Confusions:
        """Phrases that were ever misheard, with all that became of them; letters likewise."""
        tables = {kind: _misheard(table) for kind, table in sorted(self._tables.items())}
        return Confusions(
            tables,
            _misheard(self._edits, _SELDOM),
            self._shares(),
            dict(sorted(self._groupings.items())),
        )

    def _shares(self) -> dict[str, float]:
        """The share of words that were misheard, by kind and of all."""
        right: Counter[str] = Counter()
        whole: Counter[str] = Counter()
        for kind, table in self._tables.items():
            for phrase, became in table.items():
                size = len(phrase.split())
                for name in (kind, "all"):
                    right[name] += size * became[phrase]
                    whole[name] += size * became.total()
        return {name: round(1 - right[name] / whole[name], 3) for name in sorted(whole)}


def _misheard(table: dict[str, Counter[str]], least: int = 1) -> Table:
    kept: Table = {}
    for phrase, became in sorted(table.items()):
        row = {
            other: count
            for other, count in became.most_common()
            if count >= least or other == phrase
        }
        if set(row) - {phrase}:
            kept[phrase] = row
    return kept


def edits(word: str, became: str, on: list[int]) -> Iterator[tuple[str, str]]:
    """Pieces of `word` and what stands in their place, letter by letter; a lost letter goes with
    the one before it.

    `on[j]` is the letter of `word` that letter j of `became` lies on, or -1.
    """
    pieces = [""] * len(word)
    last = 0
    for j, letter in enumerate(became):
        if on[j] >= 0:
            last = on[j]
        pieces[last] += letter
    start = 0
    for i in range(1, len(word) + 1):
        if i == len(word) or pieces[i]:
            yield word[start:i], "".join(pieces[start:i])
            start = i


def _kind(alignment: Alignment, words: list[int], spans: list[Span]) -> str:
    sounds = [alignment.said[i].sound for i in words]
    if all(sound in _DIGIT_WORDS for sound in sounds):
        return "digits"
    if all(len(sound) == 1 for sound in sounds):
        return "letters"
    start = alignment.said[words[0]].start
    label = next((span.label for span in spans if span.start <= start < span.end), "")
    if label == "EMAIL":
        return (
            "domains"
            if any(s in _SYMBOL_WORDS for s in sounds) or _behind_at(alignment, words[0])
            else "names"
        )
    return "names" if label in ("PERSON_NAME", "CITY", "LOCATION") else "words"


def _behind_at(alignment: Alignment, word: int) -> bool:
    return any(one.sound == "at" for one in alignment.said[max(0, word - 3) : word])
