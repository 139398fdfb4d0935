"""Token sequences longer than the model's window: overlapping windows, each token answered by
one.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple


class TokenWindow(NamedTuple):
    """Tokens `start:end` of one text go through the model; the answers for `keep_start:keep_end`
    are used.
    """

    start: int
    end: int
    keep_start: int
    keep_end: int


def windows(n_tokens: int, size: int) -> list[TokenWindow]:
    """Overlapping windows of at most `size` tokens, half a window apart, that keep every token
    exactly once.

    A token's answer is taken from the window where it has the most context, so borders lie
    mid-overlap.

    >>> [tuple(window) for window in windows(10, 6)]
    [(0, 6, 0, 4), (3, 9, 4, 6), (4, 10, 6, 10)]
    """
    if n_tokens <= size:
        return [TokenWindow(0, n_tokens, 0, n_tokens)]
    stride = max(1, size // 2)
    starts = [*range(0, n_tokens - size, stride), n_tokens - size]
    borders = [0, *((after + before + size) // 2 for before, after in pairwise(starts)), n_tokens]
    return [
        TokenWindow(start, start + size, keep, until)
        for start, (keep, until) in zip(starts, pairwise(borders), strict=True)
    ]
