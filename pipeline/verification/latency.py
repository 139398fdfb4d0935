"""Latency at batch 1, measured beside a reference so that the machine's load can be told from the
image's speed.

Each round walks all utterances in a new order and runs the int8 reference between them. Two views
come out:

- raw: every single measurement; p50, p95, p99 are what a user sees on this machine now.
- undisturbed: the least time of each utterance over the rounds, then the p95 over utterances;
  likewise the median over the least reference times. An interruption lengthens a measurement and
  never shortens it, so the least of several is the usual estimate of the undisturbed time (Chen &
  Revels 2016, "Robust benchmarking in noisy environments").

Percentiles are numpy's, linear interpolation (Hyndman & Fan 1996, type 7).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from pipeline.verification.config import LatencyConfig

PERCENTILES = (50, 95, 99)


def percentiles(seconds: np.ndarray) -> dict[str, float]:
    """{"p50", "p95", "p99"} in milliseconds of measurements in seconds, any shape."""
    values = np.percentile(np.asarray(seconds) * 1e3, PERCENTILES, method="linear")
    return {f"p{p}": float(v) for p, v in zip(PERCENTILES, values, strict=True)}


def measure(
    redact: Callable[[str], Any],
    texts: Sequence[str],
    reference: Callable[[], float],
    config: LatencyConfig,
    seed: int,
) -> tuple[np.ndarray, np.ndarray]:
    """Seconds of `redact` and of `reference`, each float [rounds, utterances],
    after `config.warmup` calls of both.

    `texts` is the whole length mix; `config.utterances` of them are drawn without replacement (all,
    if fewer).
    """
    rng = np.random.default_rng(seed)
    chosen = rng.permutation(len(texts))[: config.utterances]
    for i in range(config.warmup):
        redact(texts[chosen[i % len(chosen)]])
        reference()
    rounds: list[tuple[np.ndarray, np.ndarray]] = []
    while len(rounds) < config.rounds or (
        len(rounds) < config.max_rounds and _busy(rounds, config)
    ):
        taken, beside = np.zeros(len(chosen)), np.zeros(len(chosen))
        for column in rng.permutation(len(chosen)):
            beside[column] = reference()
            text = texts[chosen[column]]
            start = time.perf_counter()
            redact(text)
            taken[column] = time.perf_counter() - start
        rounds.append((taken, beside))
    return np.array([taken for taken, _ in rounds]), np.array([beside for _, beside in rounds])


def _busy(rounds: Sequence[tuple[np.ndarray, np.ndarray]], config: LatencyConfig) -> bool:
    """Whether even the least reference times are longer than nearly all are on an idle machine."""
    least = np.min([beside for _, beside in rounds], axis=0)
    return float(np.median(least)) * 1e3 > 1.2 * config.idle_reference_ms


def summarise(
    taken: np.ndarray, beside: np.ndarray, lengths: Sequence[int], config: LatencyConfig
) -> dict[str, Any]:
    """Latency figures from `measure`'s two arrays of seconds.

    `latency_ratio`  undisturbed p95 / undisturbed reference: the image's speed in units of this
    machine's,
                     whatever its load.
    `load_factor`    how much slower than on an idle machine of the intended class the reference's
    own p95 was, never
                     under 1: a fast machine earns no discount.
    `latency_p95_ms` raw p95 / load_factor: the figure that stands beside the 20 ms.
    """
    raw, reference = percentiles(taken), percentiles(beside)
    undisturbed_p95 = percentiles(taken.min(axis=0))["p95"]
    undisturbed_reference = percentiles(beside.min(axis=0))["p50"]
    load_factor = max(1.0, reference["p95"] / config.idle_reference_ms)
    return {
        "samples": int(taken.size),
        "utterances": int(taken.shape[1]),
        "rounds": int(taken.shape[0]),
        "warmup": config.warmup,
        "characters": {f"p{p}": float(np.percentile(lengths, p)) for p in PERCENTILES},
        "raw_ms": raw,
        "reference_ms": reference,
        "undisturbed_p95_ms": undisturbed_p95,
        "undisturbed_reference_ms": undisturbed_reference,
        "load_factor": load_factor,
        "latency_p95_ms": raw["p95"] / load_factor,
        "latency_ratio": undisturbed_p95 / undisturbed_reference,
        "histogram_ms": [round(float(v) * 1e3, 4) for v in np.sort(taken.ravel())],
    }
