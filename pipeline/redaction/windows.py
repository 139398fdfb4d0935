"""What is longer than the model takes: windows, each with context on both sides, of which every
place is answered by one. A text is cut between words, by what its words weigh; where that was too
little (words of many tokens, placeholders in a second look) its tokens are cut in the same way.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

_WORD = re.compile(r"[^\W\d_]+|\d|[^\w\s]|_")
#: A text is cut behind white space; one without any after so many characters.
_STRETCH = re.compile(r"\S{1,512}\s*|\s+")


class Window(NamedTuple):
    """`start:end` of a text, or of its tokens, is scanned and answers for `first:after`."""

    start: int
    end: int
    first: int
    after: int


def windows_of(text: str, size: int) -> list[Window]:
    """Cut a text into windows of about `size` tokens: half for the stretch that it answers for, a
    quarter on each side for context. One window, where everything fits.

    >>> windows_of("maya", 16)
    [Window(start=0, end=4, first=0, after=4)]
    """
    if weight(text, size) <= size:
        return [Window(0, len(text), 0, len(text))] if text else []
    lines = [(m.start(), m.end()) for m in re.finditer(r"[^\n]*\n|[^\n]+", text)]
    beside = size // 4
    windows = []
    for first, after in _stretches(text, lines, size - 2 * beside):
        start, end = (
            _reach(text, lines, first, beside, -1),
            _reach(text, lines, after, beside, 1),
        )
        windows.append(Window(start, end, first, after))
    return windows


def _stretches(text: str, lines: list[tuple[int, int]], size: int) -> Iterator[tuple[int, int]]:
    """Whole lines of at most `size` tokens together; a longer line in pieces."""
    first, total = 0, 0
    for start, end in lines:
        one = weight(text[start:end])
        if total and total + one > size:
            yield first, start
            first, total = start, 0
        if one > size:
            for match in _STRETCH.finditer(text, start, end):
                piece = max(1, weight(match[0]))
                if total and total + piece > size:
                    yield first, match.start()
                    first, total = match.start(), 0
                total += piece
        else:
            total += one
    yield first, len(text)


def _reach(text: str, lines: list[tuple[int, int]], border: int, room: int, way: int) -> int:
    """How far context of up to `room` tokens reaches from `border`, back (-1) or on (1): whole
    words.
    """
    near = text[max(0, border - 8 * room) : border] if way < 0 else text[border : border + 8 * room]
    words = [(m.start(), m.end()) for m in _STRETCH.finditer(near)]
    reached = 0
    for start, end in reversed(words) if way < 0 else words:
        room -= max(1, weight(near[start:end]))
        if room < 0:
            break
        reached = len(near) - start if way < 0 else end
    return border + way * reached


def weight(text: str, enough: int | None = None) -> int:
    """About how many tokens `text` is: a digit is one, a word one for each five letters;
    `enough` may end the count.
    """
    total = 0
    for match in _WORD.finditer(text):
        total += 1 + (match.end() - match.start() - 1) // 5
        if enough is not None and total > enough:
            break
    return total


def token_windows(n_tokens: int, size: int) -> list[Window]:
    """Overlapping windows of at most `size` tokens, half a window apart, that keep every token
    exactly once.

    A token's answer is taken from the window where it has the most context, so borders lie
    mid-overlap.

    >>> [tuple(window) for window in token_windows(10, 6)]
    [(0, 6, 0, 4), (3, 9, 4, 6), (4, 10, 6, 10)]
    """
    if n_tokens <= size:
        return [Window(0, n_tokens, 0, n_tokens)]
    stride = max(1, size // 2)
    starts = [*range(0, n_tokens - size, stride), n_tokens - size]
    borders = [0, *((after + before + size) // 2 for before, after in pairwise(starts)), n_tokens]
    return [
        Window(start, start + size, keep, until)
        for start, (keep, until) in zip(starts, pairwise(borders), strict=True)
    ]
