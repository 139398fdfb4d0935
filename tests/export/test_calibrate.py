"""Calibrated scores are worth what they say."""

from __future__ import annotations

import numpy as np
import pytest

from pipeline.export.calibrate import LEAST_SPANS, calibration, fit
from pipeline.spans import Span


@pytest.mark.parametrize(("slope", "offset"), [(1.0, 0.0), (0.5, -1.0), (2.0, 0.7)])
def test_a_known_curve_is_found_again(slope: float, offset: float) -> None:
    random = np.random.default_rng(3)
    odds = random.normal(1, 2, 20_000)
    right = random.random(20_000) < 1 / (1 + np.exp(-(slope * odds + offset)))
    curve = fit(1 / (1 + np.exp(-odds)), right)
    assert curve.slope == pytest.approx(slope, abs=0.07)
    assert curve.offset == pytest.approx(offset, abs=0.07)


def test_overconfident_scores_come_down_and_keep_their_order() -> None:
    random = np.random.default_rng(3)
    right = random.random(1000) < 0.7
    scores = np.clip(random.normal(np.where(right, 0.99, 0.97), 0.005), 0.5, 0.999)
    curve = fit(scores, right)
    worth = [curve(score) for score in sorted(scores)]
    assert worth == sorted(worth)
    assert np.mean(worth) == pytest.approx(right.mean(), abs=0.02)


def test_all_right_and_too_few_spans() -> None:
    sure = fit(np.full(50, 0.9), np.full(50, True))
    assert 0.9 < sure(0.9) < 1
    few = [[Span(0, 1, "PHONE", 0.4)] for _ in range(LEAST_SPANS - 1)]
    assert calibration(few, few, ["PHONE"]) == {}
