"""Latency figures on given measurements, and the committed reference graph."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.verification.config import LatencyConfig
from pipeline.verification.latency import measure, percentiles, summarise
from pipeline.verification.reference import GRAPH, TOKENS, WIDTH, build_graph, reference_timer

CONFIG = LatencyConfig(utterances=10, warmup=3, rounds=4, max_rounds=6, idle_reference_ms=2.0)


def summary(taken: np.ndarray, beside: np.ndarray) -> dict:
    return summarise(taken, beside, [40] * taken.shape[1], CONFIG)


def test_percentiles_are_linear_and_in_milliseconds() -> None:
    assert percentiles(np.arange(101) / 1000) == {"p50": 50.0, "p95": 95.0, "p99": 99.0}


def test_every_utterance_is_measured_in_every_round_beside_a_reference() -> None:
    texts, seen, references = [f"text {i}" for i in range(30)], [], []

    def reference() -> float:
        references.append(len(seen))
        return 0.002

    taken, beside = measure(seen.append, texts, reference, CONFIG, seed=5)
    assert taken.shape == beside.shape == (4, 10)
    assert len(references) == len(seen) == 3 + 40
    counts = {text: seen[3:].count(text) for text in seen[3:]}
    assert list(counts.values()) == [4] * 10


def test_a_busy_machine_gets_more_rounds() -> None:
    taken, _ = measure(lambda text: None, ["a", "b"], lambda: 0.004, CONFIG, seed=5)
    assert len(taken) == 6


def test_interruptions_of_single_measurements_do_not_move_the_ratio() -> None:
    rng = np.random.default_rng(2)
    taken, beside = np.full((5, 200), 0.004), np.full((5, 200), 0.002)
    calm = summary(taken, beside)
    hit = rng.random(taken.shape) < 0.2
    loaded = summary(taken + 0.030 * hit, beside + 0.030 * (rng.random(taken.shape) < 0.2))
    assert loaded["raw_ms"]["p95"] > 20 > loaded["latency_p95_ms"]
    assert loaded["latency_ratio"] == pytest.approx(calm["latency_ratio"], rel=0.05)


def test_a_slower_machine_keeps_the_ratio_and_is_discounted() -> None:
    taken, beside = np.full((5, 50), 0.008), np.full((5, 50), 0.002)
    half = summary(taken * 2, beside * 2)
    assert half["latency_ratio"] == pytest.approx(4)
    assert (half["load_factor"], half["latency_p95_ms"]) == (pytest.approx(2), pytest.approx(8))


def test_a_faster_machine_earns_no_discount() -> None:
    fast = summary(np.full((5, 50), 0.008), np.full((5, 50), 0.0005))
    assert (fast["load_factor"], fast["latency_p95_ms"]) == (1.0, pytest.approx(8))


def test_the_committed_reference_is_what_its_script_builds_and_runs() -> None:
    pytest.importorskip("onnx")
    import onnxruntime

    assert GRAPH.read_bytes() == build_graph()
    once = reference_timer()
    assert once() > 0
    # Each weight is one value throughout, so the chain can be followed by hand for one row and
    # column.
    session = onnxruntime.InferenceSession(str(GRAPH), providers=["CPUExecutionProvider"])
    (out,) = session.run(None, {"x": np.ones((TOKENS, WIDTH), dtype=np.uint8)})
    value = 1
    for i in range(12):
        value = (value % 256) * (i + 1) * (384 if i % 2 == 0 else 1536)
    assert out.shape == (TOKENS, WIDTH) and (out == value).all()
