"""Quality figures: against a count by hand, and properties over random spans."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import DataError
from pipeline.labels import LABELS, PII_LABELS
from pipeline.spans import Span
from pipeline.verification.evalset import Part, Utterance, load_parts
from pipeline.verification.quality import bootstrap, calibration, confusion, quality, rates, span_scores, tally


@st.composite
def documents(draw: st.DrawFn) -> list[Span]:
    """Spans of one text, apart from each other."""
    cuts = sorted(draw(st.sets(st.integers(0, 60), max_size=8)))
    return [Span(a, b, draw(st.sampled_from(LABELS))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)]


pairs = st.lists(st.tuples(documents(), documents()), min_size=1, max_size=6)


def by_hand(gold: list[list[Span]], pred: list[list[Span]]) -> tuple[int, int, int]:
    """Strictly right PII spans, found ones, labelled ones: sets of (start, end, label), no library."""
    sets = [[{s[:3] for s in doc if s.label in PII_LABELS} for doc in docs] for docs in (gold, pred)]
    return (
        sum(len(g & p) for g, p in zip(*sets, strict=True)),
        sum(map(len, sets[1])),
        sum(map(len, sets[0])),
    )


@given(pairs)
def test_strict_figures_are_those_of_set_arithmetic(docs: list[tuple[list[Span], list[Span]]]) -> None:
    gold, pred = [g for g, _ in docs], [p for _, p in docs]
    correct, predicted, labelled = by_hand(gold, pred)
    table = tally(gold, pred)
    assert table[:, :3].sum(axis=0).tolist() == [correct, predicted, labelled]
    strict = span_scores(gold, pred)["pii"]["strict"]
    assert strict["correct"] == correct
    assert strict["precision"] == pytest.approx(correct / predicted if predicted else 0)
    assert strict["recall"] == pytest.approx(correct / labelled if labelled else 0)


@given(pairs)
def test_characters_are_counted_once(docs: list[tuple[list[Span], list[Span]]]) -> None:
    gold, pred = [g for g, _ in docs], [p for _, p in docs]
    _, _, _, gold_chars, pred_chars, shared, quiet, alarms = tally(gold, pred).sum(axis=0)
    assert gold_chars == sum(s.end - s.start for doc in gold for s in doc if s.label in PII_LABELS)
    assert pred_chars == sum(s.end - s.start for doc in pred for s in doc if s.label in PII_LABELS)
    assert 0 <= shared <= min(gold_chars, pred_chars)
    assert quiet == sum(not any(s.label in PII_LABELS for s in doc) for doc in gold)
    assert (alarms > 0) <= (quiet > 0)


@given(pairs)
def test_every_labelled_span_is_in_the_confusion_once(docs: list[tuple[list[Span], list[Span]]]) -> None:
    gold, pred = [g for g, _ in docs], [p for _, p in docs]
    matrix = np.array(confusion(gold, pred))
    assert matrix[:-1].sum(axis=1).tolist() == [sum(s.label == name for d in gold for s in d) for name in LABELS]
    assert np.array(confusion(gold, gold))[:-1, :-1].trace() == matrix[:-1].sum()


def test_ends_are_exclusive_for_us_and_inclusive_for_the_scorer() -> None:
    gold = [[Span(0, 4, "DATE"), Span(4, 8, "PHONE")]]
    # A span next to a labelled one touches it and shares nothing with it.
    scores = span_scores(gold, [[Span(8, 12, "PHONE")]])
    assert scores["pii"]["partial"]["partial"] == 0
    assert scores["pii"]["partial"]["spurious"] == 1
    assert span_scores(gold, [[Span(0, 5, "DATE")]])["labels"]["DATE"]["partial"]["f1"] == 0.5


def test_a_place_taken_for_a_name_is_spurious_and_the_other_way_round_missed() -> None:
    gold = [[Span(0, 4, "CITY")], [Span(0, 4, "PERSON_NAME")]]
    pred = [[Span(0, 4, "PERSON_NAME")], [Span(0, 4, "CITY")]]
    strict = span_scores(gold, pred)["pii"]["strict"]
    assert (strict["correct"], strict["spurious"], strict["missed"]) == (0, 1, 1)
    figures = rates(tally(gold, pred).sum(axis=0))
    assert (figures["leak"], figures["over_redaction"], figures["false_alarms_per_100"]) == (1, 1, 100)


def test_what_cannot_be_measured_is_nan_and_silence_has_no_precision() -> None:
    quiet = rates(tally([[]], [[]]).sum(axis=0))
    assert math.isnan(quiet["pii_recall"]) and math.isnan(quiet["leak"])
    assert quiet["pii_precision"] == 0


def test_the_interval_holds_the_value_narrows_with_data_and_repeats() -> None:
    rng = np.random.default_rng(1)

    def table(count: int) -> np.ndarray:
        rows = np.zeros((count, 8), dtype=int)
        rows[:, 0], rows[:, 1], rows[:, 2] = rng.random(count) < 0.9, 1, 1
        return rows

    small, large = table(100), table(10_000)
    widths = []
    for rows in (small, large):
        low, high = bootstrap(rows, 1000, 0.95, seed=3)["pii_precision"]
        assert low < rates(rows.sum(axis=0))["pii_precision"] < high
        assert (low, high) == bootstrap(rows, 1000, 0.95, seed=3)["pii_precision"]
        widths.append(high - low)
    # The normal approximation of a binomial share: 2 * 1.96 * sqrt(0.9 * 0.1 / n).
    assert widths[1] == pytest.approx(2 * 1.96 * math.sqrt(0.09 / 10_000), rel=0.2)
    assert widths[0] > 5 * widths[1]


def test_calibration_bins_scores() -> None:
    gold = [[Span(0, 4, "DATE")], []]
    pred = [[Span(0, 4, "DATE", 0.95)], [Span(0, 4, "DATE", 1.0)]]
    figures = calibration(gold, pred, bins=10)
    assert figures["bins"] == [[0.9, 2, pytest.approx(0.975), 0.5]]
    assert figures["ece"] == pytest.approx(0.475)


def test_parts_are_scored_apart_and_an_empty_evaluation_is_refused() -> None:
    good, bad = Utterance("maya", [Span(0, 4, "PERSON_NAME")]), Utterance("leela", [Span(0, 5, "PERSON_NAME")])
    parts = [Part("clean", [good]), Part("noise-2", [bad])]
    figures = quality(parts, [[good.spans], [[]]], 50, 0.95, 1, 10)
    assert [(p["noise"], p["pii_f1"], p["leak"]) for p in figures["parts"].values()] == [(0, 1.0, 0.0), (2, 0.0, 1.0)]
    with pytest.raises(DataError, match="no utterance"):
        quality([], [], 50, 0.95, 1, 10)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "not a JSON object"),
        ("[]", "not a JSON object"),
        ('{"id": "1"}', "text"),
        ('{"text": "a b", "entities": [{"start": 0, "end": 9, "label": "DATE"}]}', "outside the text"),
        ('{"text": "a b", "entities": [{"start": 0, "end": 1, "label": "IBAN"}]}', "IBAN"),
    ],
)
def test_a_bad_row_is_named_by_file_and_line_without_its_text(tmp_path, line: str, said: str) -> None:
    (tmp_path / "clean.jsonl").write_text('{"text": "fine"}\n' + line + "\n")
    with pytest.raises(DataError, match=rf"clean\.jsonl:2: .*{said}"):
        load_parts(tmp_path)


def test_a_line_separator_inside_a_transcript_does_not_end_the_row(tmp_path) -> None:
    (tmp_path / "clean.jsonl").write_text('{"text": "one\u2028two\u0085three"}\n', encoding="utf-8")
    assert [row.text for row in load_parts(tmp_path)[0].rows] == ["one\u2028two\u0085three"]
