"""Quality figures: counts of what is found and left, and intervals."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.config import load_config
from pipeline.errors import DataError
from pipeline.labelled import Labelled, Text
from pipeline.labels import label_set, redacted_labels
from pipeline.spans import Span
from pipeline.verification.bootstrap import intervals
from pipeline.verification.calibration import calibration
from pipeline.verification.config import BootstrapConfig, VerifyConfig
from pipeline.verification.counts import COLUMNS, Known, Measured, figures, tally
from pipeline.verification.kinds import kinds_of
from pipeline.verification.quality import confusion, quality
from tests.verification.toy_eval import conversations, labelled

CORE = label_set("core")
KNOWN = Known(frozenset(redacted_labels()), frozenset(CORE))
CONFIG = load_config(
    Path(__file__).parents[2] / "configs" / "verify.yaml", VerifyConfig, ["bootstrap.resamples=200"]
)
FEW = BootstrapConfig(resamples=500, confidence=0.95)


@st.composite
def documents(draw: st.DrawFn) -> list[Span]:
    """Spans of one text, apart from each other."""
    cuts = sorted(draw(st.sets(st.integers(0, 60), max_size=8)))
    return [
        Span(a, b, draw(st.sampled_from(CORE))) for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]


pairs = st.lists(st.tuples(documents(), documents()), min_size=1, max_size=6)


def measured(gold: list[Span], found: list[Span], part: str = "clean") -> Measured:
    return Measured(part, Labelled([Text("x" * 60, gold)]), [found])


def counts(*rows: Measured) -> dict[str, int]:
    return dict(zip(COLUMNS, tally(rows, KNOWN).sum(axis=0).tolist(), strict=True))


@given(pairs)
def test_counts_are_those_of_set_arithmetic(docs: list[tuple[list[Span], list[Span]]]) -> None:
    got = counts(*(measured(*pair) for pair in docs))
    pii = set(redacted_labels(CORE))
    gold, found = (
        [{s for s in doc if s.label in pii} for doc in column] for column in zip(*docs, strict=True)
    )
    assert got["hit"] == sum(len(g & f) for g, f in zip(gold, found, strict=True))
    assert (got["gold"], got["found"]) == (sum(map(len, gold)), sum(map(len, found)))
    assert got["pii_chars"] == sum(s.end - s.start for doc in gold for s in doc)
    assert got["redacted_chars"] == sum(s.end - s.start for doc in found for s in doc)
    left = [
        {i for s in g for i in range(s.start, s.end)}
        - {i for s in f for i in range(s.start, s.end)}
        for g, f in zip(gold, found, strict=True)
    ]
    assert got["pii_chars"] - got["shared_chars"] == sum(map(len, left))
    assert got["no_entity"] == sum(not g for g in gold)
    assert got["alarms"] == sum(len(f) for g, f in zip(gold, found, strict=True) if not g)


@given(documents())
def test_a_right_answer_has_perfect_figures(doc: list[Span]) -> None:
    values = figures(tally([measured(doc, doc)], KNOWN).sum(axis=0))
    assert (values["pii_precision"], values["pii_recall"], values["pii_f1"]) == (1, 1, 1)
    assert values["over_redaction"] == 0
    assert values["leak"] == 0 or math.isnan(values["leak"])


def test_a_type_that_the_model_does_not_know_leaks_and_is_told_apart() -> None:
    gold = [Span(0, 10, "ACCOUNT"), Span(20, 30, "PHONE")]
    whole = quality([measured(gold, [Span(0, 4, "PHONE"), Span(20, 30, "PHONE")])], KNOWN, CONFIG)
    assert whole["headline"]["leak"].value == pytest.approx(6 / 20)
    assert whole["headline"]["other_types_left"].value == pytest.approx(6 / 10)
    # The redaction over the account number is neither right nor wrong.
    assert whole["headline"]["pii_precision"].value == whole["headline"]["pii_recall"].value == 1
    assert whole["labels"]["ACCOUNT"]["known"] is False and whole["labels"]["ACCOUNT"][
        "left"
    ] == pytest.approx(0.6)
    assert whole["calibration"]["spans"] == 1
    assert whole["confusion"]["labels"] == [*CORE, "ACCOUNT"]


def test_words_of_conversations_and_of_texts_without_pii_are_counted() -> None:
    chat = conversations(1)[0]
    alarm = Span(0, 5, "DATE")
    rows = [
        Measured("talk", chat, [[alarm], *(turn.spans for turn in chat.turns[1:])]),
        Measured("clean", Labelled([labelled("hello is my name in")]), [[alarm]]),
        Measured(
            "clean",
            Labelled([labelled("call {PERSON_NAME maya} in may")]),
            [[Span(5, 9, "PERSON_NAME"), alarm]],
        ),
    ]
    assert counts(*rows)["words"] == 13 + 5
    assert counts(*rows)["wrong"] == 2
    assert counts(*rows)["alarms"] == 1 and counts(*rows)["no_entity"] == 1


def test_places_are_reported_and_no_pii() -> None:
    city = [Span(0, 4, "CITY")]
    assert counts(measured(city, []))["no_entity"] == 1
    assert counts(measured([], city))["alarms"] == 0
    assert counts(measured([Span(0, 4, "PERSON_NAME")], city))["found"] == 0


def test_confusion_counts_each_labelled_span_once() -> None:
    gold = [[Span(0, 4, "PHONE"), Span(10, 20, "DATE")]]
    found = [[Span(0, 3, "CREDIT_CARD"), Span(30, 34, "CITY")]]
    names = ["PHONE", "CREDIT_CARD", "DATE", "CITY"]
    assert confusion(gold, found, names) == [
        [0, 1, 0, 0, 0], [0, 0, 0, 0, 0], [0, 0, 0, 0, 1], [0, 0, 0, 0, 0], [0, 0, 0, 1, 0],
    ]  # fmt: skip


def test_the_interval_narrows_with_more_rows() -> None:
    widths = []
    for count in (100, 10_000):
        rows = [
            measured([Span(0, 4, "PHONE")], [Span(0, 4, "PHONE")] if i % 10 else [])
            for i in range(count)
        ]
        recall = intervals(tally(rows, KNOWN), figures, FEW, seed=3)["pii_recall"]
        assert recall.low <= recall.value <= recall.high
        widths.append(recall.high - recall.low)
    # The normal approximation of a binomial share: 2 * 1.96 * sqrt(0.9 * 0.1 / n).
    assert widths[1] == pytest.approx(2 * 1.96 * math.sqrt(0.09 / 10_000), rel=0.2)
    assert widths[0] > 5 * widths[1]


def test_the_interval_is_the_same_in_every_run() -> None:
    table = np.arange(20 * len(COLUMNS)).reshape(20, -1)
    assert (
        intervals(table, figures, FEW, seed=3)["leak"]
        == intervals(table, figures, FEW, seed=3)["leak"]
    )


def test_calibration_bins_scores_and_tells_each_label() -> None:
    gold = [[Span(0, 4, "DATE")], [Span(0, 4, "PHONE")], []]
    found = [[Span(0, 4, "DATE", 0.95)], [Span(0, 4, "PHONE", 0.35)], [Span(0, 4, "DATE", 1.0)]]
    whole = calibration(gold, found, bins=10)
    assert whole["bins"] == [
        [0.3, 1, pytest.approx(0.35), 1.0],
        [0.9, 2, pytest.approx(0.975), 0.5],
    ]
    assert whole["ece"] == pytest.approx((0.65 + 2 * 0.475) / 3)
    assert whole["labels"]["DATE"]["ece"] == pytest.approx(0.475)
    assert calibration([[]], [[]], bins=10)["ece"] is None


def test_parts_are_scored_apart_and_an_empty_evaluation_is_refused() -> None:
    name = [Span(0, 4, "PERSON_NAME")]
    rows = [measured(name, name), measured(name, [], "noise-2"), measured([], [], "no-entity")]
    parts = quality(rows, KNOWN, CONFIG)["parts"]
    assert [(p["noise"], p["pii_f1"], p["leak"]) for p in parts.values()] == [
        (0, 1, 0),
        (2, 0, 1),
        (None, None, None),
    ]
    with pytest.raises(DataError, match="no utterance"):
        quality([], KNOWN, CONFIG)


def test_the_ways_of_saying_a_value_are_told_apart_and_counted_apart() -> None:
    turns = [
        "what is your name",
        "{PERSON_NAME maya torres}",
        "is that {PERSON_NAME maya torres}",
        "yes and the number",
        "{PHONE 415}",
        "okay",
        "{PHONE 555} mhm",
        "please spell the street",
        "{ADDRESS e l m street}",
        "so {PHONE 415555} right",
    ]
    row = Labelled([labelled(turn) for turn in turns], conversation=True)
    kinds = [kind for own in kinds_of(row.turns) for kind in own]
    assert kinds == ["answers", "read_backs", "pieces", "pieces", "spelling", "read_backs"]
    found: list[list[Span]] = [[] for _ in turns]
    found[4], found[9] = [Span(0, 3, "PHONE")], [Span(3, 6, "PHONE")]
    got = figures(tally([Measured("c", row, found)], KNOWN)[0])
    assert (got["answers_leak"], got["spelling_leak"]) == (1.0, 1.0)
    assert got["pieces_leak"] == pytest.approx(3 / 6)
    assert got["read_backs_leak"] == pytest.approx(14 / 17)
