"""The one scorer, against a library's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from nervaluate import Evaluator

from pipeline.labels import all_labels
from pipeline.scores import Counts, count_spans, scored, total
from pipeline.spans import Span

LABELS = all_labels()[:3]


@st.composite
def documents(draw: st.DrawFn) -> list[Span]:
    """Spans of one text, apart from each other."""
    cuts = sorted(draw(st.sets(st.integers(0, 30), max_size=8)))
    return [
        Span(a, b, draw(st.sampled_from(LABELS)))
        for a, b in zip(cuts[::2], cuts[1::2], strict=False)
    ]


@given(st.lists(st.tuples(documents(), documents()), min_size=1, max_size=6))
def test_counts_are_those_of_the_strict_scheme(docs: list[tuple[list[Span], list[Span]]]) -> None:
    gold, found = [g for g, _ in docs], [f for _, f in docs]

    def dicts(column: list[list[Span]]) -> list[list[dict]]:
        # Its `end` is inclusive, ours is not.
        return [
            [{"label": s.label, "start": s.start, "end": s.end - 1} for s in doc] for doc in column
        ]

    theirs = Evaluator(dicts(gold), dicts(found), tags=list(LABELS), loader="dict").evaluate()[
        "overall"
    ]["strict"]
    ours = total(count_spans(gold, found, LABELS), LABELS)
    assert ours == Counts(theirs.correct, theirs.actual, theirs.possible)
    assert sum(right for _, right in scored(gold, found)) == ours.hit
    if ours.gold and ours.found:
        assert (ours.precision, ours.recall, ours.f1) == pytest.approx(
            (theirs.precision, theirs.recall, theirs.f1)
        )


def test_silence_is_right_only_where_there_is_nothing_to_find() -> None:
    assert (Counts().precision, Counts().recall, Counts().f1) == (1, 1, 1)
    assert (Counts(gold=2).precision, Counts(gold=2).recall, Counts(gold=2).f1) == (0, 0, 0)
    assert (Counts(found=2).precision, Counts(found=2).recall, Counts(found=2).f1) == (0, 0, 0)
    assert total({}, []) == Counts()


def test_a_label_that_is_seen_nowhere_has_counts_too() -> None:
    assert count_spans([[Span(0, 4, "DATE")]], [[]], ["DATE", "CITY"]) == {
        "DATE": Counts(0, 0, 1),
        "CITY": Counts(),
    }
