"""Percentile bootstrap over rows: how far a figure would move with other texts of the same kind."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

import numpy as np

from pipeline.verification.config import BootstrapConfig

#: Resamples drawn at a time, so that a large evaluation stays small in memory.
_AT_ONCE = 100


class Interval(NamedTuple):
    """A figure and its confidence interval; NaN where there was nothing to measure on."""

    value: float = np.nan
    low: float = np.nan
    high: float = np.nan


def intervals(
    table: np.ndarray,
    figures: Callable[[np.ndarray], Mapping[str, np.ndarray]],
    config: BootstrapConfig,
    seed: int,
) -> dict[str, Interval]:
    """Each of the `figures` of the sums of `table`, [rows, columns], resampling whole rows
    (seeded).

    Efron & Tibshirani 1993, section 13.3. A conversation is one row, so what its turns share widens
    the interval.
    """
    rng, count = np.random.default_rng(seed), len(table)
    sums = [
        rng.multinomial(
            count, np.full(count, 1 / count), size=min(_AT_ONCE, config.resamples - done)
        )
        @ table
        for done in range(0, config.resamples, _AT_ONCE)
    ]
    drawn = figures(np.concatenate(sums))
    tail = 50 * (1 - config.confidence)
    result = {}
    for name, value in figures(table.sum(axis=0)).items():
        seen = drawn[name][~np.isnan(drawn[name])]
        low, high = np.percentile(seen, [tail, 100 - tail]) if len(seen) else (np.nan, np.nan)
        result[name] = Interval(float(value), float(low), float(high))
    return result
