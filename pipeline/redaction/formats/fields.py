"""Everything in a JSON value that no service's entry names: scanned by what it looks like, or left.

Strings are grouped by the keys above them. Running text in a list is a conversation, in order;
single words in a list are a word list; other strings are fields, scanned behind their key
("customer name: Priya"), keys that read as text included. What `shapes.left_by_shape` leaves is
only searched for the values that were found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from pipeline.redaction.formats.parts_of_numbers import numbers_in_parts
from pipeline.redaction.formats.paths import Leaf, inner, leaves
from pipeline.redaction.formats.shapes import (
    LONG,
    is_somebodys,
    key_kind,
    key_words,
    left_by_shape,
    number_label,
    whole_figures,
)
from pipeline.redaction.formats.text_copy import Place, TextCopy, Unit, written_in_parts
from pipeline.redaction.spoken import words_of

#: Words up to which a string is a field, scanned behind its key.
FIELD_WORDS = 12
#: A list of single words of this length or longer is read as one text.
WORD_LIST = 3
#: A float from which on it is no card number (19 figures at most) but a measure.
LARGEST = 1e20
#: Least share of single words in a list of words, and of other texts in a conversation.
SINGLE = 0.9
PROSE = 1 / 3
_NAME = re.compile(r"\W*|\d{1,6}|[a-z_$@][\w.$:/-]*|[A-Z][A-Za-z]*[A-Z][A-Za-z]*|[A-Z][A-Z0-9_]*")
#: Keys that alone stand for a part of a name.
_NAMED = frozenset(("first", "last", "middle", "given", "family"))
_PASCAL = frozenset(
    words_of("""
    Transcript Transcripts Content Items Item Results Result Alternatives Participants
    Participant Categories Segments Segment Entities Sentiment Version Channel Issues
    Outcomes Redaction Type Id Status Duration Offset Confidence Words Word Lexical Display
    Speaker Start End Text Name Value Language Summary Events Event Score Metadata Data
    Message Messages Labels Label Speakers Customer Agent System Time Date Utterance Match
""")
)


class Rest:
    """What `taken` copies leave of `top[0]`: `copies` to scan, `loose` strings and numbers,
    `keys`.
    """

    def __init__(self, top: list[Any], taken: Iterable[TextCopy]) -> None:
        known = {(id(p.holder), p.key) for copy in taken for p in _places(copy)}
        self.loose: list[Leaf] = []
        self.copies: list[TextCopy] = []
        self.keys: dict[str, str] = {}
        groups: dict[tuple[str, ...], list[Leaf]] = {}
        left = [
            leaf for leaf in leaves(top) if (id(leaf.place.holder), leaf.place.key) not in known
        ]
        for words, parts in numbers_in_parts(left):
            units = [Unit(figures, leaf.place) for leaf, figures in parts]
            self.copies.append(TextCopy(units, words=True, named=False, prefix=f"{words}: "))
            known |= {(id(leaf.place.holder), leaf.place.key) for leaf, _ in parts}
        for leaf in left:
            if (id(leaf.place.holder), leaf.place.key) in known:
                continue
            if isinstance(leaf.value, str):
                groups.setdefault(leaf.path, []).append(leaf)
            else:
                self._number(leaf)
        for path, group in _conversations(groups):
            self._strings(path, group)
        self._add_keys(top)

    def _number(self, leaf: Leaf) -> None:
        figures = figures_of(leaf.value)
        if len(figures) < LONG:
            if is_somebodys(leaf.key, figures):
                self._field(leaf, figures)
            elif len(leaf.key) > 1 and key_kind(leaf.key) in ("", "person", "setting"):
                self.loose.append(leaf)  # `i` and `n` count
            return
        if key_kind(leaf.key) in ("id", "time", "quantity") and not number_label(leaf.key, figures):
            self.loose.append(leaf)
        else:
            self._field(leaf, figures)

    def _strings(self, path: tuple[str, ...], group: list[Leaf]) -> None:
        texts = [leaf for leaf in group if leaf.value.strip()]
        left = [leaf for leaf in texts if left_by_shape(leaf.key, leaf.value)]
        if "[]" in path and _word_list(texts, len(texts) - len(left)):
            units = _pieces(group)
            copy = TextCopy(units, words=True, named=False, joined=written_in_parts(units))
            self.copies.append(copy)
        elif "[]" in path and len(texts) > 1 and sum(map(_several, texts)) >= PROSE * len(texts):
            self.copies.append(TextCopy(_units(texts), named=False))
        else:
            self.loose += left
            for leaf in texts:
                if not left_by_shape(leaf.key, leaf.value):
                    self._string(leaf)

    def _string(self, leaf: Leaf) -> None:
        if figures := whole_figures(leaf.value.strip()):
            self._field(leaf, figures)
        elif "\n" in leaf.value or len(leaf.value.split(None, FIELD_WORDS)) > FIELD_WORDS:
            self.copies.append(TextCopy(_units([leaf]), named=False))
        else:
            self._field(leaf, leaf.value)

    def _field(self, leaf: Leaf, text: str) -> None:
        words = " ".join(key_words(leaf.key))
        words += " name" * (words in _NAMED and isinstance(leaf.value, str))
        unit = Unit(text, leaf.place)
        self.copies.append(TextCopy([unit], named=False, prefix=f"{words}: " if words else ""))

    def _add_keys(self, top: list[Any]) -> None:
        """Keys that read as text are scanned; `keys` holds each and, later, what it becomes."""
        self.keys = {
            key: key for holder in inner(top) if isinstance(holder, dict) for key in holder
        }
        for key in self.keys:
            if not names_something(key):
                unit = Unit(key, Place(self.keys, key))
                self.copies.append(TextCopy([unit], named=False, prefix=""))


def figures_of(number: float) -> str:
    """The figures of a whole number; nothing of another, nor of a float too large to be one."""
    whole = isinstance(number, int) or (abs(number) < LARGEST and number.is_integer())
    return str(abs(int(number))) if whole else ""


def names_something(key: str) -> bool:
    """Whether a key, or the head of a column, looks like a name that a programmer gave, and not
    like text.
    """
    if sum(map(str.isdigit, key)) >= LONG:
        return False
    return key in _PASCAL or _NAME.fullmatch(key) is not None


def _places(copy: TextCopy) -> Iterator[Place]:
    for unit in copy.units:
        yield unit.place
        yield from (place for _, place in unit.also)


def _units(group: Iterable[Leaf]) -> list[Unit]:
    return [Unit(leaf.value, leaf.place) for leaf in group]


def _pieces(group: Iterable[Leaf]) -> list[Unit]:
    """The words of a list; those that begin with `##` go on with the one before (WordPiece)."""
    units = _units(group)
    for unit in units:
        if unit.text.startswith("##") and len(unit.text) > 2:
            unit.text, unit.goes_on = unit.text[2:], True
    return units


def _several(leaf: Leaf) -> bool:
    return len(leaf.value.split(None, 1)) > 1


def _word_list(texts: list[Leaf], scanned: int) -> bool:
    """Whether these strings of a list are the words of one text, or its characters or figures.

    `scanned`: how many of them are not left by their shape. A few values again and again (who
    speaks) are no text.
    """
    if len(texts) < WORD_LIST or sum(map(_several, texts)) > (1 - SINGLE) * len(texts):
        return False
    words = {leaf.value.strip() for leaf in texts}
    if len(words) <= 20 and len(words) * 2 < len(texts):
        return False
    if key_kind(texts[0].key) in ("", "person") and all(map(str.isdecimal, words)):
        return True
    characters = len(words) > WORD_LIST and max(map(len, words)) == 1
    return characters or scanned >= PROSE * len(texts)


def _conversations(
    groups: dict[tuple[str, ...], list[Leaf]],
) -> Iterator[tuple[tuple[str, ...], list[Leaf]]]:
    """The groups; those of one list whose entries hold one text each under different keys are
    joined.

    `[{"agent": "your name?"}, {"customer": "maya"}]` is a conversation.
    """
    by_list: dict[tuple[str, ...], list[tuple[str, ...]]] = {}
    for path in groups:
        if len(path) > 1 and path[-2] == "[]":
            by_list.setdefault(path[:-1], []).append(path)
    joined: dict[tuple[str, ...], list[Leaf]] = {}
    for above, paths in by_list.items():
        if len(paths) < 2:
            continue
        rows = [leaf for path in paths for leaf in groups[path]]
        entries = Counter(id(leaf.place.holder) for leaf in rows)
        prose = any(len(leaf.value.split()) > 1 for leaf in rows)
        if max(entries.values()) == 1 and prose:
            joined[above] = sorted(rows, key=lambda leaf: leaf.order)
    for path, group in groups.items():
        if path[:-1] not in joined:
            yield path, group
    yield from joined.items()
