"""Operating points chosen on dev."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import config_dir, load_config
from pipeline.export.config import ExportConfig
from pipeline.export.thresholds import (
    best_f1_threshold,
    operating_points,
    precise_threshold,
    worth_hiding,
)
from pipeline.labels import label_set
from pipeline.spans import Span

LABELS = label_set("core")
CONFIG = load_config(config_dir() / "export.yaml", ExportConfig)
PAIRS = st.lists(st.tuples(st.floats(0, 1), st.booleans()), min_size=1, max_size=60)


def split(pairs):
    scores, right = zip(*pairs, strict=True)
    return np.array(scores), np.array(right, dtype=bool)


def test_a_threshold_leaves_out_the_doubtful_wrong_ones():
    scores = np.array([0.3, 0.42] + [0.97] * 40)
    right = np.array([False, False] + [True] * 40)
    assert precise_threshold(scores, right, 0.99, 0.97) == 0.45
    assert best_f1_threshold(scores, right, 40) == 0.45


@given(PAIRS, st.floats(0.5, 1), st.floats(0, 1))
def test_recall_never_falls_below_the_floor(pairs, target, floor):
    scores, right = split(pairs)
    threshold = precise_threshold(scores, right, target, floor)
    assert right[scores >= threshold].sum() >= floor * right.sum()


@given(PAIRS)
def test_best_f1_is_no_worse_than_no_threshold(pairs):
    scores, right = split(pairs)
    total = int(right.sum()) + 3

    def f1(threshold):
        kept = scores >= threshold
        return 2 * right[kept].sum() / (kept.sum() + total)

    assert f1(best_f1_threshold(scores, right, total)) >= f1(0.0) - 1e-9


def test_points_hold_every_label_and_recall_holds_back_nothing():
    gold = [[Span(0, 4, "PHONE")], []]
    found = [[Span(0, 4, "PHONE", 0.9)], [Span(2, 5, "PHONE", 0.2)]]
    points = operating_points(gold, found, LABELS, CONFIG)
    assert set(points) == {"precision", "balanced", "recall"}
    assert all(set(point) == set(LABELS) for point in points.values())
    assert set(points["recall"].values()) == {0.0}
    assert 0.2 < points["precision"]["PHONE"] <= 0.9
    assert points["precision"]["CITY"] == 0.0


def test_a_span_that_hides_what_is_to_be_hidden_is_worth_it_whatever_its_label():
    gold = [[Span(0, 8, "PHONE"), Span(20, 24, "CITY")]]
    found = [[Span(2, 8, "CREDIT_CARD", 0.4), Span(20, 24, "PERSON_NAME", 0.3)]]
    worth = worth_hiding(gold, found, LABELS)
    cards, names = worth["CREDIT_CARD"], worth["PERSON_NAME"]
    assert (cards[0].tolist(), cards[1].tolist()) == ([0.4], [True])
    assert names[1].tolist() == [False]  # a place stays
    cut = worth_hiding(gold, [[Span(20, 23, "CITY", 0.9)]], LABELS)
    assert cut["CITY"][1].tolist() == [False]
