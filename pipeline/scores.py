"""The one scorer of spans: a found span is right where start, end and label are those of a
labelled one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from pipeline.labels import redacted_labels
from pipeline.spans import Span, touches


class Rates(NamedTuple):
    """Precision, recall and F1, each float [...]."""

    precision: Any
    recall: Any
    f1: Any


def rates(hit: Any, found: Any, gold: Any) -> Rates:
    """Rates of counts, numbers or arrays [...]: how many were right, were found, were to be found.

    Nothing found where nothing was to be found is 1.0; where only one of both is nothing, all three
    are 0.0, so that silence earns no precision.
    """
    hit, found, gold = (np.asarray(one, dtype=float) for one in (hit, found, gold))
    empty = np.where((found == 0) & (gold == 0), 1.0, 0.0)

    def share(part: np.ndarray, whole: np.ndarray) -> np.ndarray:
        return np.where(whole > 0, part / np.where(whole > 0, whole, 1), empty)

    return Rates(share(hit, found), share(hit, gold), share(2 * hit, found + gold))


class Counts(NamedTuple):
    """How many spans were found rightly, were found, were to be found.

    >>> Counts(hit=3, found=4, gold=6).f1
    0.6
    """

    hit: int = 0
    found: int = 0
    gold: int = 0

    @property
    def precision(self) -> float:
        """Share of the found spans that are right."""
        return float(rates(*self).precision)

    @property
    def recall(self) -> float:
        """Share of the labelled spans that were found."""
        return float(rates(*self).recall)

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return float(rates(*self).f1)


def is_right(gold: Sequence[Span], found: Sequence[Span]) -> list[bool]:
    """Whether each span `found` in a text is one of its labelled ones."""
    keys = {span[:3] for span in gold}
    return [span[:3] in keys for span in found]


def hides(gold: Sequence[Span], found: Sequence[Span]) -> list[bool]:
    """Whether each span `found` in a text is what its score says: of a type that is redacted by
    default, that it hides a part of anything to hide, whichever type; of the others, that it is
    right.
    """
    redacted = frozenset(redacted_labels())
    personal = [span for span in gold if span.label in redacted]
    return [
        touches(span, personal) if span.label in redacted else right
        for span, right in zip(found, is_right(gold, found), strict=True)
    ]


def scored(
    gold: Iterable[Sequence[Span]],
    found: Iterable[Sequence[Span]],
    judge: Callable[[Sequence[Span], Sequence[Span]], list[bool]] = is_right,
) -> Iterator[tuple[Span, bool]]:
    """Every span found in texts, and whether it is right as `judge` (is_right, hides) sees it."""
    for golds, founds in zip(gold, found, strict=True):
        yield from zip(founds, judge(golds, founds), strict=True)


def count_spans(
    gold: Sequence[Sequence[Span]], found: Sequence[Sequence[Span]], labels: Iterable[str]
) -> dict[str, Counts]:
    """The counts of each of `labels` over texts."""
    wanted = Counter(span.label for golds in gold for span in golds)
    given, right = Counter[str](), Counter[str]()
    for span, hit in scored(gold, found):
        given[span.label] += 1
        right[span.label] += hit
    return {label: Counts(right[label], given[label], wanted[label]) for label in labels}


def total(counts: dict[str, Counts], labels: Iterable[str]) -> Counts:
    """The counts of several labels together."""
    chosen = [counts[label] for label in labels]
    return Counts(*(sum(column) for column in zip(*chosen, strict=True))) if chosen else Counts()
