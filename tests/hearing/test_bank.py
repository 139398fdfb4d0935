"""Values that recognisers misheard, in other sentences: whose they are, and what they look like."""

from __future__ import annotations

import random

import pytest

from pipeline.data.forms.digits import ragged
from pipeline.data.hearing.bank import heard_values
from pipeline.data.hearing.resource import heard_rows
from pipeline.data.values import Values
from tests.data.said_digits import parse


@pytest.mark.parametrize("split", ["train", "dev", "test"])
def test_misheard_names_were_heard_on_their_own_side(split):
    heard = {
        row.text[start:end].replace("\n", " ")
        for row in heard_rows(split)
        for start, end, label in row.spans
        if label == "PERSON_NAME"
    }
    names, rng = heard_values(split)["PERSON_NAME"], random.Random(1)
    drawn = {names.draw(rng, "written") for _ in range(200)}
    assert len(drawn) > 20 and drawn <= heard


def test_misheard_numbers_get_other_figures_and_keep_how_they_were_cut():
    phones, rng = heard_values("train")["PHONE"], random.Random(2)
    shapes = {
        "".join("#" if c.isdigit() else c for c in row.text[start:end].replace("\n", " "))
        for row in heard_rows("train")
        for start, end, label in row.spans
        if label == "PHONE"
    }
    drawn = [phones.draw(rng, "written") for _ in range(300)]
    assert len(set(drawn)) > 250
    assert {"".join("#" if c.isdigit() else c for c in phone) for phone in drawn} <= shapes


@pytest.mark.parametrize(("style", "case"), [("spoken", str.lower), ("words", str.lower)])
def test_misheard_values_are_printed_in_the_style_of_their_sentence(style, case):
    values, rng = Values("train"), random.Random(3)
    names = [values.heard("PERSON_NAME", rng, style) for _ in range(300)]
    assert all(name == case(name) for name in names)
    if style == "words":
        assert not any(char.isdigit() for name in names for char in name)


def test_what_people_type_is_not_misheard_and_kinds_of_a_number_have_none():
    values, rng = Values("train"), random.Random(4)
    assert values.heard("PHONE", rng, "typed") is None
    assert values.heard("NATIONAL_ID.ssn4", rng, "spoken") is None
    assert values.heard("PHONE.plain", rng, "spoken")


def test_numbers_cut_anywhere_keep_their_digits_and_never_read_as_a_date():
    rng = random.Random(5)
    cut = [ragged(rng.random, "05032024") for _ in range(3000)]
    assert {parse(number) for number in cut} == {"05032024"}
    assert not {"05-03-2024", "05.03.2024", "05 03 2024"} & set(cut)
