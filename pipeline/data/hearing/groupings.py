"""How a recogniser cuts spoken digits: counted from what was heard, drawn for what is printed.

"82809-7867" is the grouping "5-4", "5552680.99" is "7.2", "4 4 3 2, 1" is "1 1 1 1, 1".
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import accumulate
from typing import NamedTuple

from pipeline.data.hearing.resource import confusions
from pipeline.labels import REGISTRY
from pipeline.spans import Span

#: Separators that stand between figures of one number; any other ends it.
_RUN = re.compile(r"\d+(?:(?:[ ,.-]|[,.] )\d+)+|\d{3,}")
_GROUP = re.compile(r"(\d+)([^\d]*)")
_NUMBERS = frozenset(one.name for one in REGISTRY if one.digits)
_LEAST, _MOST = 3, 40  # figures of a number whose cut is counted
# Cuts of numbers with as many figures, or so many more, are drawn from where there are so many.
_NEAR, _ENOUGH = 2, 12


class _Cuts(NamedTuple):
    """Groupings with running weights."""

    names: list[str]
    weights: list[int]


def groupings_of(text: str, spans: Iterable[Span]) -> Iterator[str]:
    """The grouping of each number within the spans of numbers: sizes of its groups and what
    stands between.
    """
    for span in spans:
        if span.label not in _NUMBERS:
            continue
        for run in _RUN.finditer(text, span.start, span.end):
            if _LEAST <= sum(c.isdigit() for c in run.group()) <= _MOST:
                yield re.sub(r"\d+", lambda group: str(len(group.group())), run.group())


def regroup(figures: str, rng: random.Random) -> str:
    """`figures` cut as a recogniser cut a number of about that many; a cut that is too short goes
    on from its beginning.
    """
    cuts = _cuts(len(figures))
    cut = _parse(rng.choices(cuts.names, cum_weights=cuts.weights)[0])
    text = ""
    at = place = 0
    while at < len(figures):
        size, separator = cut[place % len(cut)]
        text += figures[at : at + size]
        at += size
        place += 1
        if at < len(figures):
            text += separator or cut[0][1] or " "
    return text


@cache
def _parse(grouping: str) -> list[tuple[int, str]]:
    return [(int(group[1]), group[2]) for group in _GROUP.finditer(grouping)]


@cache
def _cuts(count: int) -> _Cuts:
    """Groupings of numbers of `count` figures or a few more; all where these are few."""
    counts = confusions().groupings
    sizes = {name: sum(size for size, _ in _parse(name)) for name in counts}
    near = [name for name in counts if count <= sizes[name] <= count + _NEAR]
    names = near if len(near) >= _ENOUGH else list(counts)
    return _Cuts(names, list(accumulate(counts[name] for name in names)))
