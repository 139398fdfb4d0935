"""Token sequences longer than the model's window, and batches of rows of like length."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import numpy as np


class Window(NamedTuple):
    """Tokens `start:end` of one text go through the model; the answers for `keep_start:keep_end` are used."""

    start: int
    end: int
    keep_start: int
    keep_end: int


def windows(n_tokens: int, size: int) -> list[Window]:
    """Overlapping windows of at most `size` tokens, half a window apart, that keep every token exactly once.

    A token's answer is taken from the window where it has the most context, so borders lie mid-overlap.

    >>> windows(10, 6)
    [Window(start=0, end=6, keep_start=0, keep_end=4), Window(start=3, end=9, keep_start=4, keep_end=6), \
Window(start=4, end=10, keep_start=6, keep_end=10)]
    """
    if n_tokens <= size:
        return [Window(0, n_tokens, 0, n_tokens)]
    stride = max(1, size // 2)
    starts = [*range(0, n_tokens - size, stride), n_tokens - size]
    borders = [0, *((after + before + size) // 2 for before, after in pairwise(starts)), n_tokens]
    return [
        Window(start, start + size, keep, until) for start, (keep, until) in zip(starts, pairwise(borders), strict=True)
    ]


def batches(lengths: list[int], max_tokens: int, max_waste: float) -> Iterator[list[int]]:
    """Group row numbers by length: at most `max_tokens` tokens a batch, padding included, a share of at most
    `max_waste` of them padding. Longest first, so that memory peaks early.
    """
    if len(lengths) == 1:  # a text on its own should not wait for numpy
        yield [0]
        return
    order = np.argsort(np.array(lengths), kind="stable")[::-1].tolist()
    batch: list[int] = []
    real = 0
    for row in order:
        longest = lengths[batch[0]] if batch else lengths[row]
        padded = longest * (len(batch) + 1)
        if batch and (padded > max_tokens or (padded - real - lengths[row]) > max_waste * padded):
            yield batch
            batch, real = [], 0
        batch.append(row)
        real += lengths[row]
    if batch:
        yield batch
