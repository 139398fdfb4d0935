"""Runs of digits that the model passed over: what may be a card or a phone goes, unless its
words say otherwise.
"""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.labels import label_set
from pipeline.redaction.digit_runs import runs_of
from pipeline.redaction.digits import close_digits, luhn
from pipeline.redaction.policy import Policy
from pipeline.spans import Span, check_spans

CORE, CALLS = label_set("core"), label_set("calls")


def closed(
    text: str, spans: list[Span] | None = None, digits: str = "closed"
) -> list[tuple[str, str]]:
    found = close_digits(text, spans or [], Policy(digits=digits), CALLS)  # type: ignore[arg-type]
    assert check_spans(text, found) == found
    return [(text[s.start : s.end], s.label) for s in found]


@pytest.mark.parametrize(
    ("before", "value", "after", "label"),
    [
        ("", "4111111111111111", "", "CREDIT_CARD"),
        ("it is ", "2546870025684100", " ok", "CREDIT_CARD"),
        ("prabhu ", "9874563210", "", "PHONE"),
        ("walton ", "eight three two three eight two one nine zero nine", "", "PHONE"),
        ("call ", "82809-7867", " now", "PHONE"),
        ("it's ", "(415) 555 2671", ".", "PHONE"),
        ("", "four one five uh five five five um two six seven one", "", "PHONE"),
        ("", "four one five five for five two six seven one", "", "PHONE"),
        ("", "double four triple two nine nine eight", "", "PHONE"),
        ("", "forty four twenty two nineteen eleven", "", "PHONE"),
        ("", "4 4 1 2\nokay\n5 5 1 2", "", "PHONE"),
        ("", "2503,00022", " thanks", "PHONE"),
        ("it cost me ", "9874563210", " call me", "PHONE"),
        ("about my order please call ", "9874563210", "", "PHONE"),
        ("my flight is late my phone is ", "98745 63210", "", "PHONE"),
        ("reach me on ", "98745 63210", " pm", "PHONE"),
        ("it is ", "9,874,563,210", "", "PHONE"),
        ("", "nine eight seven four five six three", " people know it", "PHONE"),
        ("it is ", "AB12345678X", " yes", "ACCOUNT"),
        ("text ", "4155552671@txt.example.net", " now", "EMAIL"),
        ("my social security is ", "123-45-6789", "", "NATIONAL_ID"),
        ("account ", "0012345678", "", "ACCOUNT"),
        ("account ", "12345678901234", "", "ACCOUNT"),
        ("on ", "2020-07-16", "", "DATE"),
    ],
)
def test_a_number_without_a_cue_goes(before: str, value: str, after: str, label: str) -> None:
    assert closed(before + value + after) == [(value, label)]


@pytest.mark.parametrize(
    "text",
    [
        "your order number is 123456789",
        "ticket one two three four five six seven",
        "i paid $1234567 for it",
        "it cost 12,345,678 dollars",
        "about 1234567 people came",
        "2019 2020 2021",
        "at 10 30 on the 5th",
        "two thousand five hundred and sixty",
        "room 12 floor 3",
        "i have 4 for 5 of you",
        "one or two",
        "from 2019 to 2024",
        "from 5 to 10 and 20 to 30",
        "open 10:30-11:45, 12:00 to 13:30 and 14:00 to 15:30",
        "between 2,000,000 and 3,000,000",
        "8,000,000,000 of them",
        "pi is 3.1415926",
        "at 40.712776 -74.005974",
        "€ 1234567",
    ],
)
def test_what_the_words_explain_stays(text: str) -> None:
    assert closed(text) == []


def test_thirteen_digits_go_whatever_the_words_say() -> None:
    assert closed("order 1234567890123") == [("1234567890123", "CREDIT_CARD")]


@pytest.mark.parametrize(
    ("question", "answer", "label"),
    [
        ("what is your zip code", "four four oh one two", "ADDRESS"),
        ("could you tell me the pin", "1234", "SECRET"),
        ("last four of your social please", "6 7 8 9", "NATIONAL_ID"),
        ("can you confirm your account number", "it's 44512", "ACCOUNT"),
    ],
)
def test_four_to_six_digits_go_as_an_answer(question: str, answer: str, label: str) -> None:
    assert closed(answer) == []
    assert [found for _, found in closed(f"{question}\n{answer}")] == [label]


@pytest.mark.parametrize(
    "text",
    [
        "what is your order number\n44512",
        "what is your order number\none second 445 12 99",
        "your reference number is 41509902\nokay 41509902",
        "your reference number is 41509902\nokay\nfour one five oh double nine oh two",
        "what is the cvv\nyour flight 4451 is on time",
    ],
)
def test_a_number_that_was_asked_for_or_named_as_no_secret_stays(text: str) -> None:
    assert closed(text) == []


def test_lines_of_a_run_are_judged_apart_where_one_is_explained() -> None:
    text = "your order number is 41509902\nokay 98745 63210"
    assert closed(text) == [("98745 63210", "PHONE")]
    card = "for the order my card number is 4111 1111\nyes\n1111 1111"
    assert closed(card) == [("4111 1111\nyes\n1111 1111", "CREDIT_CARD")]
    assert closed("4 4 1 2\nokay\n5 5 1 2") == [("4 4 1 2\nokay\n5 5 1 2", "PHONE")]


def test_a_phone_in_the_place_of_an_order_number_goes() -> None:
    text = "what is your order number\nno idea call me on 98745 63210"
    assert closed(text) == [("98745 63210", "PHONE")]


def test_a_date_is_no_part_of_a_number() -> None:
    text = "jun 20 2018 200"
    assert closed(text, [Span(0, 11, "DATE")]) == [("jun 20 2018", "DATE")]


def test_half_a_number_becomes_the_whole() -> None:
    text = "call 415 555 2671"
    assert closed(text, [Span(5, 12, "PHONE", 0.9)]) == [("415 555 2671", "PHONE")]


def test_a_neighbour_stays_a_neighbour() -> None:
    text = "4111 1111 1111 1111 123456789"
    both = [Span(0, 19, "CREDIT_CARD"), Span(20, 29, "NATIONAL_ID")]
    assert close_digits(text, both, Policy(), CALLS) == both


def test_the_model_alone_and_types_that_stay() -> None:
    assert closed("4111111111111111", digits="model") == []
    policy = Policy.of("EMAIL")
    assert close_digits("4111111111111111", [], policy, CALLS) == []
    assert [s.label for s in close_digits("my pin\n1234567", [], Policy(), CORE)] == ["PHONE"]


@given(
    st.text("0123456789", min_size=13, max_size=19),
    st.sampled_from([" ", "-", ".", "", ", ", " uh ", "/"]),
)
def test_every_long_run_goes_whole(digits: str, between: str) -> None:
    text = "x " + between.join(digits) + " x"
    ((value, _),) = closed(text)
    assert value == between.join(digits)


@given(st.text(max_size=60))
def test_runs_lie_in_the_text_and_apart(text: str) -> None:
    last = 0
    for run in runs_of(text):
        assert last <= run.start < run.end <= len(text)
        assert run.digits
        last = run.end


def test_luhn() -> None:
    assert luhn("4111111111111111") and not luhn("4111111111111112")
