"""How engines print: figures, grouping, case, punctuation, addresses; labels stay on their
words.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.data.dress import join
from pipeline.data.engine_styles import STYLES
from pipeline.data.engines import print_as
from pipeline.data.spoken_numbers import Number, read_numbers
from pipeline.labels import TagSet, label_set
from pipeline.spans import check_spans

TAG_SET = TagSet(label_set("calls"))


def tagged(*pieces: tuple[str, str]) -> tuple[list[str], list[int]]:
    words, tags = [], []
    for said, label in pieces:
        new = said.split()
        begin = TAG_SET.begin(label) if label else 0
        words += new
        tags += [begin, *[begin + 1] * (len(new) - 1)] if label else [0] * len(new)
    return words, tags


def printed(engine: str, *pieces: tuple[str, str], seed: int = 0) -> tuple[str, list[str]]:
    words, tags = print_as(engine, *tagged(*pieces), TAG_SET, random.Random(seed))
    text, spans = join(words, tags, TAG_SET)
    return text, [text[s.start : s.end] for s in spans]


PHONE = ("my number is", ""), ("four one five double five five two six seven one", "PHONE")


def test_kaldi_prints_words_alone() -> None:
    text, spans = printed("kaldi", *PHONE)
    assert text == "my number is four one five double five five two six seven one"
    assert spans == ["four one five double five five two six seven one"]


@pytest.mark.parametrize(
    ("engine", "forms"),
    [
        ("deepgram", {"415-555-2671", "(415) 555-2671", "415 555 2671", "4155552671"}),
        ("aws", {"4155552671", "415-555-2671"}),
        ("azure", {"415-555-2671", "4155552671"}),
    ],
)
def test_engines_group_a_phone_number(engine: str, forms: set[str]) -> None:
    seen = {printed(engine, *PHONE, seed=seed)[1][0] for seed in range(60)}
    assert seen == forms


def test_a_number_with_its_country_code() -> None:
    # The example of Azure's page on its display format.
    pieces = ("my phone number is", ""), ("one eight hundred four five six eight nine ten", "PHONE")
    assert printed("azure", *pieces)[0] == "My phone number is 1-800-456-8910."


def test_case_and_punctuation() -> None:
    pieces = ("hello i am", ""), ("neha gupta", "PERSON_NAME"), ("from", ""), ("delhi", "CITY")
    seen = {printed("azure", *pieces, seed=seed)[0] for seed in range(20)}
    assert seen == {"Hello I am Neha Gupta from Delhi.", "Hello, I am Neha Gupta from Delhi."}
    assert printed("azure", *pieces)[1] == ["Neha Gupta", "Delhi"]
    assert printed("google", *pieces)[0] == "hello I am Neha Gupta from Delhi"


def test_an_address_for_mail_in_symbols_or_words() -> None:
    pieces = ("it's", ""), ("neha dot gupta nine nine at gmail dot com", "EMAIL")
    assert printed("deepgram", *pieces) == (
        "It's neha.gupta99@gmail.com.",
        ["neha.gupta99@gmail.com"],
    )
    forms = {printed("whisper", *pieces, seed=seed)[1][0] for seed in range(40)}
    assert {"neha.gupta99 at gmail.com", "neha.gupta99atgmail.com"} <= forms
    assert any(" " in form.partition(" at ")[0] for form in forms)


def test_whisper_cuts_a_number_as_it_was_heard_to() -> None:
    seen = {printed("whisper", *PHONE, seed=seed)[1][0] for seed in range(200)}
    assert {"".join(c for c in form if c.isdigit()) for form in seen} == {"4155552671"}
    assert {" ", "-", ".", ","} <= {c for form in seen for c in form}
    assert len(seen) > 30


def test_spelled_letters_are_joined_or_not() -> None:
    pieces = ("it is", ""), ("n e h a", "PERSON_NAME")
    forms = {printed("whisper", *pieces, seed=seed)[1][0] for seed in range(60)}
    assert forms == {"N-E-H-A", "N E H A", "N.E.H.A", "NEHA"}


def test_a_digit_that_was_misheard_stays_a_word() -> None:
    assert printed("aws", ("four nein five five six", "ACCOUNT"))[1] == ["4 nein 556"]


def test_amazon_leaves_small_numbers_words() -> None:
    assert (
        printed("aws", ("i have three dogs and twelve cats", ""))[0]
        == "I have three dogs and 12 cats."
    )


@pytest.mark.parametrize(
    ("said", "date", "figures"),
    [
        ("forty two eleven triple zero", False, ["4211000"]),
        ("nineteen fifty eight", True, ["1958"]),
        ("two zero two five", True, ["2025"]),
        ("two thousand and twenty five", False, ["2025"]),
        ("twenty sixth may two thousand eleven", True, ["26th", "2011"]),
        ("nine hundred forty two", False, ["942"]),
    ],
)
def test_number_words(said: str, date: bool, figures: list[str]) -> None:
    found = read_numbers(said.split(), date)
    assert [one.figures for one in found if isinstance(one, Number)] == figures


SAID = "my is double seven forty oh two hundred at dot com neha uh a [noise] and sixth"
WORD = st.sampled_from(SAID.split())
PIECE = st.tuples(
    st.lists(WORD, min_size=1, max_size=6).map(" ".join), st.sampled_from(["", *TAG_SET.labels])
)


@given(st.sampled_from(sorted(STYLES)), st.lists(PIECE, min_size=1, max_size=5), st.integers(0, 9))
def test_no_span_is_lost_and_none_is_new(
    engine: str, pieces: list[tuple[str, str]], seed: int
) -> None:
    words, tags = tagged(*pieces)
    _, before = join(words, tags, TAG_SET)
    new_words, new_tags = print_as(engine, words, tags, TAG_SET, random.Random(seed))
    text, after = join(new_words, new_tags, TAG_SET)
    assert [s.label for s in after] == [s.label for s in before]
    assert check_spans(text, after) == after
