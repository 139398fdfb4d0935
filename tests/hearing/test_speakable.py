"""Printed sentences as people say them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.data.hearing.speakable import sounds, speakable
from pipeline.spans import Span, check_spans


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        (
            "Call +91 98765-43210.",
            "call plus nine one nine eight seven six five four three two one zero",
        ),
        ("a.b_c@x.com", "a dot b underscore c at x dot com"),
        ("It is 25, isn't it?", "it is twenty five isn't it"),
        ("room 07 of 12", "room zero seven of twelve"),
        ("12/05/1990", "one two slash zero five slash one nine nine zero"),
        ("[noise] call <unk> me [laughter]", "call me"),
        ("", ""),
    ],
)
def test_words(printed: str, said: str) -> None:
    assert speakable(printed, [])[0] == said


def test_spans_lie_on_the_words_of_their_characters() -> None:
    text = "I am Neha Gupta, +91 98."
    said, spans = speakable(text, [Span(5, 15, "PERSON_NAME"), Span(17, 23, "PHONE")])
    assert [said[s.start : s.end] for s in spans] == ["neha gupta", "plus nine one ninety eight"]


def test_a_span_of_punctuation_alone_is_not_said() -> None:
    assert speakable("well ... yes", [Span(5, 8, "PHONE")]) == ("well yes", [])


@given(st.text(alphabet="ab 019.,@-_+()'’/%", max_size=30), st.data())
def test_any_text_gives_valid_spans_and_ordered_words(text: str, data: st.DataObject) -> None:
    words = sounds(text)
    assert [w.start for w in words] == sorted(w.start for w in words)
    assert all(0 <= w.start < w.end <= len(text) and w.sound for w in words)
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=4)))
    spans = [Span(a, b, "PHONE") for a, b in zip(cuts[::2], cuts[1::2], strict=False)]
    said, found = speakable(text, spans)
    assert check_spans(said, found) == found
    assert len(found) <= len(spans)
