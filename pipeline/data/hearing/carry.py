"""Carries spans from what was said to what was heard, on the tokens that lie on their words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.data.hearing.align import Alignment
from pipeline.data.hearing.speakable import Word, sounds
from pipeline.spans import Span

# A heard token belongs to a span from this share of its sound on; below `_LITTLE` it does not;
# between, who knows, as with one that has more than `_OTHER` of a second span.
_MOST, _LITTLE, _OTHER = 0.55, 0.25, 0.15
# A span is placed if its own sound, or that of both neighbours, came through this well, and if at
# each of its edges one of the two words did at least so much.
_ANCHOR, _EDGE_ANCHOR = 0.5, 0.35
# A token with this share of its sound as said was heard well.
_CLEAR = 0.9
# Words heard for a span, at most: so many times those said, and some.
_LONGER, _MORE = 1.8, 6
_WORD = re.compile(r"\S+")
# Never the first or last word of a value; "to", "for" and "near" may be misheard digits.
_SMALL_WORDS = (
    "and the of is in on at a an my it it's that that's this or so i i'm we you your are be was"
    " will would can do have has with from"
)
_SMALL = frozenset(_SMALL_WORDS.split())
_EDGE = " \t\n.,?!;:\"'-“”…"


class Doubtful(Exception):
    """The alignment does not tell where a span is; the message is the reason, one word for
    counting.
    """


class Carried(NamedTuple):
    """`spans` of the heard text, and the likeness (0 to 1) of the whole."""

    spans: list[Span]
    likeness: float


def carry(said: str, spans: Iterable[Span], heard: str, least: float = 0.0) -> Carried:
    """Spans of `said` carried over to `heard`, on whole tokens less the punctuation at their edges.

    A span of which nothing was heard is gone. Raises Doubtful where likeness is under `least`, a
    token belongs to two spans or half to one, or a span and its neighbours are beyond recognition.
    """
    alignment = Alignment(said, heard)
    likeness = alignment.likeness
    if likeness < least:
        raise Doubtful("unlike")
    ordered = sorted(spans)
    owner = _owners(alignment.said, ordered)
    _check_anchors(alignment, owner, len(ordered))
    tokens = _tokens(heard)
    labels, clear = _token_spans(alignment, owner, tokens)
    _fill_gaps(labels, clear, tokens, heard, (owner[0], owner[-1]) if owner else (-1, -1))
    return Carried(_as_spans(labels, tokens, ordered, said, heard), likeness)


def _owners(words: list[Word], spans: list[Span]) -> list[int]:
    """For each said word the number of its span, or -1."""
    return [next((n for n, s in enumerate(spans) if s.start <= w.start < s.end), -1) for w in words]


def _check_anchors(alignment: Alignment, owner: list[int], count: int) -> None:
    """Each span must have come through, or stand between two words that did.

    The ends of the sentence are anchors.
    """
    through = alignment.came_through()
    for span in range(count):
        mine = [n for n, one in enumerate(owner) if one == span]
        if not mine:
            raise Doubtful("lost")
        letters = sum(len(alignment.said[n].sound) for n in mine)
        own = sum(through[n] * len(alignment.said[n].sound) for n in mine) / letters
        before = through[mine[0] - 1] if mine[0] else 1.0
        after = through[mine[-1] + 1] if mine[-1] + 1 < len(owner) else 1.0
        edges = (through[mine[0]], through[mine[-1]])
        if own < _ANCHOR and min(before, after) < _ANCHOR:
            raise Doubtful("unanchored")
        if max(before, edges[0]) < _EDGE_ANCHOR or max(after, edges[1]) < _EDGE_ANCHOR:
            raise Doubtful("edge")


def _tokens(text: str) -> list[tuple[int, int]]:
    tokens = []
    at = 0
    for part in text.split():
        start = text.index(part, at)
        at = start + len(part)
        tokens.append((start, at))
    return tokens


def _token_spans(
    alignment: Alignment, owner: list[int], tokens: list[tuple[int, int]]
) -> tuple[list[int | None], list[bool]]:
    """For each token the number of its span, -1 for none, None where nothing said lies on it; and
    whether it was heard as it was said.
    """
    votes: list[dict[int, float]] = [{} for _ in tokens]
    letters = [0] * len(tokens)
    place = 0
    for word, row in zip(alignment.heard, alignment.shares(), strict=True):
        while word.start >= tokens[place][1]:
            place += 1
        letters[place] += len(word.sound)
        for i, vote in row.items():
            votes[place][owner[i]] = votes[place].get(owner[i], 0.0) + vote
    clear = [sum(v.values()) > _CLEAR * n for v, n in zip(votes, letters, strict=True)]
    return [_decide(vote) for vote in votes], clear


def _decide(votes: dict[int, float]) -> int | None:
    total = sum(votes.values())
    if total < 0.5:
        return None
    shares = sorted(
        ((vote / total, span) for span, vote in votes.items() if span >= 0), reverse=True
    )
    if not shares or shares[0][0] < _LITTLE:
        return -1
    if shares[0][0] < _MOST or (len(shares) > 1 and shares[1][0] > _OTHER):
        raise Doubtful("shared")
    return shares[0][1]


def _fill_gaps(
    labels: list[int | None],
    clear: list[bool],
    tokens: list[tuple[int, int]],
    heard: str,
    ends: tuple[int, int],
) -> None:
    """Tokens that nothing said lies on: inside between two of a span; figures beside a span of
    figures join it, and so do those beside a span that was misheard where the other neighbour was
    not.

    `ends` are the owners of the first and the last word said, which stand beyond the ends of what
    was heard.
    """
    for n, label in enumerate(labels):
        if label is not None:
            continue
        after = next((i for i in range(n + 1, len(labels)) if labels[i] is not None), len(labels))
        sides = (labels[n - 1] if n else ends[0], labels[after] if after < len(labels) else ends[1])
        heard_well = (not n or clear[n - 1], after == len(labels) or clear[after])
        labels[n] = -1
        figures = any(letter.isdigit() for letter in heard[slice(*tokens[n])])
        for side, well, other_well in zip(sides, heard_well, reversed(heard_well), strict=True):
            joins = sides[0] == sides[1] or (figures and _has_figures(labels, tokens, heard, side))
            if side is not None and side >= 0 and (joins or (other_well and not well)):
                labels[n] = side
                break


def _has_figures(
    labels: list[int | None], tokens: list[tuple[int, int]], heard: str, span: int | None
) -> bool:
    mine = "".join(
        heard[start:end]
        for label, (start, end) in zip(labels, tokens, strict=True)
        if label == span
    )
    return sum(letter.isdigit() for letter in mine) > len(mine) / 2


def _as_spans(
    labels: list[int | None],
    tokens: list[tuple[int, int]],
    spans: list[Span],
    said: str,
    heard: str,
) -> list[Span]:
    carried = []
    for number, span in enumerate(spans):
        mine = [n for n, label in enumerate(labels) if label == number]
        if not mine:
            continue
        if mine[-1] - mine[0] + 1 != len(mine):
            if any(labels[n] not in (number, -1) for n in range(mine[0], mine[-1] + 1)):
                raise Doubtful("crossed")
            if mine[-1] - mine[0] + 1 - len(mine) > 2:
                raise Doubtful("gap")
        start, end = _trim(heard, tokens[mine[0]][0], tokens[mine[-1]][1])
        if start >= end:
            continue
        if (
            len(sounds(heard[start:end]))
            > _LONGER * len(sounds(said[span.start : span.end])) + _MORE
        ):
            raise Doubtful("longer")
        carried.append(Span(start, end, span.label))
    return carried


def without_small_words(text: str, start: int, end: int) -> tuple[int, int]:
    """The range without the small words at its edges, which the alignment cannot place; empty
    where there are no others.
    """
    words = [(start + word.start(), start + word.end()) for word in _WORD.finditer(text[start:end])]
    while words and _weak(text, *words[0]):
        words.pop(0)
    while words and _weak(text, *words[-1]):
        words.pop()
    return _trim(text, words[0][0], words[-1][1]) if words else (start, start)


def _weak(text: str, start: int, end: int) -> bool:
    return text[start:end].strip(_EDGE).lower() in _SMALL


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    """Without punctuation at the edges; an opening bracket stays where its closing one is
    inside.
    """
    while start < end and text[end - 1] in _EDGE + "([":
        end -= 1
    while end > start and text[end - 1] in ")]" and not _has(text[start:end], "(["):
        end -= 1
    while start < end and (
        text[start] in _EDGE or (text[start] in "([" and not _has(text[start:end], ")]"))
    ):
        start += 1
    return start, end


def _has(text: str, some: str) -> bool:
    return any(c in some for c in text)
