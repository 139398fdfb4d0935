"""Rows that are turns of one call, put together in groups of bounded size, each with the rows
around it as context.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import Generic, NamedTuple, TypeVar

from pipeline.redaction.formats.base import Failed

T = TypeVar("T")
Call = str | int
#: Rows, and characters of what they say, that serve as context on one side of a group.
CONTEXT_ROWS = 6
CONTEXT_CHARS = 480


class Limits(NamedTuple):
    """Rows and characters of a group at most; a longer call goes on in the next."""

    rows: int
    chars: int


class Stretch(NamedTuple, Generic[T]):
    """Rows that are scanned together; `before` and `after` are of the same call."""

    rows: list[T]
    before: list[T]
    after: list[T]


def stretches(
    rows: Iterable[T | Failed],
    call_of: Callable[[T], Call | None],
    size: Callable[[T], int],
    limits: Limits,
    waits: Callable[[T], bool] = lambda _: True,
) -> Iterator[Stretch[T] | Failed]:
    """`rows` in their order, each in one group: those of one call that follow each other, a row
    without a call alone.

    A group that is full waits for the rows behind it, others for the end of their call; a row that
    does not wait (`waits`) goes alone, with the rows before it.
    """
    full: list[T] = []
    group: list[T] = []
    before: list[T] = []
    call: Call | None = None
    chars = 0
    for row in chain(rows, [None]):
        told = None if row is None or isinstance(row, Failed) else call_of(row)
        if told is None or told != call:
            if full:
                yield Stretch(full, before, group[:CONTEXT_ROWS])
                before = full[-CONTEXT_ROWS:]
            if group:
                yield Stretch(group, before, [])
            full, group, before, chars = [], [], [], 0
            call = told
        if row is None or isinstance(row, Failed):
            yield from () if row is None else (row,)
            continue
        if told is None:
            yield Stretch([row], [], [])
            continue
        if not waits(row):
            yield Stretch([row], before, [])
            before = [*before, row][-CONTEXT_ROWS:]
            continue
        group.append(row)
        chars += size(row)
        over = len(group) >= limits.rows or chars >= limits.chars
        if full and (over or len(group) >= CONTEXT_ROWS):
            yield Stretch(full, before, group[:CONTEXT_ROWS])
            full, before = [], full[-CONTEXT_ROWS:]
        if over:
            full, group, chars = group, [], 0


def nearest(texts: Iterable[str]) -> list[str]:
    """The first of `texts`, what stands next to a group first, that serve as its context."""
    chosen: list[str] = []
    room = CONTEXT_CHARS
    for text in texts:
        room -= len(text)
        if room < 0 or len(chosen) == CONTEXT_ROWS:
            break
        chosen.append(text)
    return chosen


def around(before: list[str], after: list[str]) -> tuple[list[str], list[str]]:
    """What was said before and after a group, as much as serves as its context, in order."""
    return nearest(reversed(before))[::-1], nearest(after)
