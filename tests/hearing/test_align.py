"""Spans carried from what was said to what was heard."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.data.hearing.align import Alignment
from pipeline.data.hearing.carry import Doubtful, carry
from pipeline.spans import Span, check_spans


def carried(said: str, heard: str) -> list[tuple[str, str]]:
    """`said` holds its spans as [words]LABEL; what of `heard` they became."""
    text, spans = marked(said)
    return [(heard[s.start : s.end], s.label) for s in carry(text, spans, heard).spans]


def marked(said: str) -> tuple[str, list[Span]]:
    """Text and spans of "call [linda]PERSON_NAME now"."""
    text, spans, at = "", [], 0
    for found in re.finditer(r"\[(.*?)\]([A-Z_]+)", said):
        text += said[at : found.start()]
        spans.append(Span(len(text), len(text) + len(found[1]), found[2]))
        text += found[1]
        at = found.end()
    return text + said[at:], spans


@pytest.mark.parametrize(
    ("said", "heard", "expected"),
    [
        (
            "my phone is [eight two eight zero nine seven eight six seven]PHONE thanks",
            "My phone is 82809-7867, thanks.",
            [("82809-7867", "PHONE")],
        ),
        (
            "write to [archana dot singh at gmail dot com]EMAIL please",
            "Right to archin.singatmail.com please.",
            [("archin.singatmail.com", "EMAIL")],
        ),
        (
            "i am [neha gupta]PERSON_NAME from delhi",
            "I am Nihakupa from Delhi.",
            [("Nihakupa", "PERSON_NAME")],
        ),
        (
            "it is [rajkumar]PERSON_NAME here",
            "It is Raj Gumar here",
            [("Raj Gumar", "PERSON_NAME")],
        ),
        (
            "hello [linda]PERSON_NAME how are you",
            "hello a lender how are you",
            [("a lender", "PERSON_NAME")],
        ),
        (
            "the code is [double four two]SECRET and my name is [john]PERSON_NAME",
            "The code is 442 and my name is John.",
            [("442", "SECRET"), ("John", "PERSON_NAME")],
        ),
        (
            "born on [twenty sixth may nineteen fifty eight]DATE",
            "Born on 26th May 1958.",
            [("26th May 1958", "DATE")],
        ),
        ("good morning how are you", "Good morning, how are you?", []),
        ("call [two one two]PHONE now", "call (212) now", [("(212)", "PHONE")]),
    ],
)
def test_a_span_takes_in_what_was_heard_for_it(
    said: str, heard: str, expected: list[tuple[str, str]]
) -> None:
    assert carried(said, heard) == expected


def test_a_lost_span_between_words_that_were_heard_is_no_span() -> None:
    assert carried("my good friend [al]PERSON_NAME said hello", "My good friend said hello.") == []


@pytest.mark.parametrize(
    ("said", "heard"),
    [
        (
            "pay with [four one one one]CREDIT_CARD [john smith]PERSON_NAME",
            "completely another sentence here",
        ),
        ("call [linda]PERSON_NAME [seven seven seven]PHONE", "call Linda-7-7-7"),
    ],
)
def test_what_cannot_be_told_is_refused(said: str, heard: str) -> None:
    text, spans = marked(said)
    with pytest.raises(Doubtful):
        carry(text, spans, heard, least=0.5)


_SAID = (
    "my name is call nine eight double zero oh linda smith at gmail dot com street five the and"
    " 26th"
)
_PRINTED = "My, name. is 98 0-0 Linda smith @gmail.com 5th (98) and, - ... sea"
_WORDS = st.sampled_from(_SAID.split())
_HEARD = st.lists(st.sampled_from(_PRINTED.split()), max_size=14)


@given(st.lists(_WORDS, min_size=1, max_size=14), _HEARD, st.data())
@settings(max_examples=60, deadline=None)
def test_carried_spans_are_valid_apart_and_on_whole_tokens(
    words: list[str], heard_words: list[str], data: st.DataObject
) -> None:
    said, spans = _with_spans(words, data)
    heard = " ".join(heard_words)
    try:
        found = carry(said, spans, heard).spans
    except Doubtful:
        return
    assert check_spans(heard, found) == found
    assert [s.label for s in found] == [
        s.label for s in spans if s.label in {f.label for f in found}
    ]
    for span in found:
        assert heard[span.start].strip() and heard[span.end - 1].strip()
        # Nothing but punctuation between the span and the ends of its tokens.
        before = heard[: span.start].rpartition(" ")[2]
        after = heard[span.end :].partition(" ")[0]
        assert not any(c.isalnum() for c in before + after)


@given(st.lists(_WORDS, min_size=1, max_size=14), st.data())
@settings(max_examples=60, deadline=None)
def test_heard_as_said_spans_stay_where_they_are(words: list[str], data: st.DataObject) -> None:
    said, spans = _with_spans(words, data)
    assert carry(said, spans, said).spans == spans
    assert Alignment(said, said).likeness == 1.0


def _with_spans(words: list[str], data: st.DataObject) -> tuple[str, list[Span]]:
    """The words in a row, some of them in spans with a label of their own and a word between."""
    edges = sorted(data.draw(st.sets(st.integers(0, len(words)), max_size=6)))
    starts = [sum(len(word) + 1 for word in words[:n]) for n in range(len(words) + 1)]
    labels = iter(("PHONE", "PERSON_NAME", "EMAIL"))
    pairs = zip(edges[::2], edges[1::2], strict=False)
    spans = [Span(starts[a], starts[b] - 1, next(labels)) for a, b in pairs]
    return " ".join(words), spans
