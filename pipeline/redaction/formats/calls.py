"""Rows that are turns of one call, put together in groups of bounded size, each with the rows
around it as context.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from typing import Generic, NamedTuple, TypeVar

from pipeline.redaction.formats.base import Failed

T = TypeVar("T")
Call = str | int


class Limits(NamedTuple):
    """Rows and characters at most: of a group, where a longer call goes on in the next, or of the
    context on one side of it.
    """

    rows: int
    chars: int


#: What serves as context on one side of a group.
CONTEXT = Limits(6, 480)


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
                yield Stretch(full, before, group[: CONTEXT.rows])
                before = full[-CONTEXT.rows :]
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
            before = [*before, row][-CONTEXT.rows :]
            continue
        group.append(row)
        chars += size(row)
        over = len(group) >= limits.rows or chars >= limits.chars
        if full and (over or len(group) >= CONTEXT.rows):
            yield Stretch(full, before, group[: CONTEXT.rows])
            full, before = [], full[-CONTEXT.rows :]
        if over:
            full, group, chars = group, [], 0


def nearest(texts: Iterable[str], limits: Limits) -> list[str]:
    """The first of `texts`, what stands next to a group first, that serve as its context."""
    chosen: list[str] = []
    room = limits.chars
    for text in texts:
        room -= len(text)
        if room < 0 or len(chosen) == limits.rows:
            break
        chosen.append(text)
    return chosen


def around(
    before: Sequence[str], after: Iterable[str], limits: Limits = CONTEXT
) -> tuple[list[str], list[str]]:
    """What was said before and after a group, as much as serves as its context, in order."""
    return nearest(reversed(before), limits)[::-1], nearest(after, limits)
