"""Surrogates: the same for the same value however it is said, never real, different under another
secret.
"""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from num2words import num2words
from stdnum import luhn

from pipeline.errors import ConfigError
from pipeline.labels import label_set
from pipeline.redaction.pseudonym import SECRET_VARIABLE, Pseudonymiser, load_secret
from pipeline.redaction.spoken import canonical
from tests.redaction.phrase_scanner import quick

ALIAS = Pseudonymiser(b"a secret for tests")
SPOKEN = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


@pytest.mark.parametrize(
    ("label", "one", "other"),
    [
        ("PHONE", "four two", "42"),
        ("PHONE", "double five oh", "5 5 0"),
        ("PHONE", "triple nine", "999"),
        ("PHONE", "plus nine one nine eight seven", "+91-987"),
        ("PHONE", "nine hundred forty two", "900 42"),
        ("CREDIT_CARD", "forty two forty two", "4242"),
        ("CREDIT_CARD", "４２４２", "42 42"),
        ("EMAIL", "Tom dot Baker seven at gmail dot com", "tom.baker7@gmail.com"),
        (
            "EMAIL",
            "a n i t a underscore rao at the rate yahoo dot co dot in",
            "anita_rao@yahoo.co.in",
        ),
        ("PERSON_NAME", "Maya  Torres's", "maya torres"),
        ("PERSON_NAME", "m a y a", "Maya"),
        ("DATE", "twelfth of march nineteen eighty four", "March 12th, 1984"),
        ("DATE", "the twenty first of june", "21 June"),
        ("DATE", "1984-03-12", "12 mar 1984"),
        ("DATE", "13/03/1984", "03/13/84"),
        ("DATE", "third may two thousand and five", "3 May 2005"),
        ("CITY", "New  York", "new york"),
    ],
)
def test_one_value_one_stand_in(label: str, one: str, other: str) -> None:
    assert canonical(label, one) == canonical(label, other)
    assert ALIAS(label, one) == ALIAS(label, other)


@pytest.mark.parametrize(
    ("label", "one", "other"),
    [
        ("PHONE", "four two", "four three"),
        ("PHONE", "oh four two", "four two"),
        ("EMAIL", "tom at x dot com", "tom at y dot com"),
        ("DATE", "12/03/1984", "03/12/1984"),
        ("DATE", "may twenty", "may twenty one"),
        ("DATE", "may twenty twenty one", "may twenty one"),
        ("PERSON_NAME", "maya torres", "maya"),
    ],
)
def test_other_values_other_stand_ins(label: str, one: str, other: str) -> None:
    assert canonical(label, one) != canonical(label, other)
    assert ALIAS(label, one) != ALIAS(label, other)


@quick
@given(st.text("0123456789", min_size=1, max_size=20), st.data())
def test_any_number_said_digit_by_digit_or_doubled(digits: str, data: st.DataObject) -> None:
    words, index = [], 0
    while index < len(digits):
        twice = digits[index : index + 2] == digits[index] * 2 and data.draw(st.booleans())
        words += ["double"] * twice + [
            "oh"
            if digits[index] == "0" and data.draw(st.booleans())
            else SPOKEN[int(digits[index])]
        ]
        index += 1 + twice
    assert canonical("CREDIT_CARD", " ".join(words)) == digits


@quick
@given(st.dates(datetime.date(1950, 1, 1), datetime.date(2030, 12, 31)))
def test_any_date_said_or_written(day: datetime.date) -> None:
    year = num2words(day.year, to="year").replace(" and", "").replace("-", " ")
    ordinal = num2words(day.day, to="ordinal").replace("-", " ")
    forms = [
        f"{ordinal} of {day:%B} {year}",
        f"{day:%B} {ordinal} {year}".lower(),
        f"{day.day} {day:%b} {day.year}",
        day.isoformat(),
    ]
    if "oh" not in year:
        assert {canonical("DATE", form) for form in forms} == {f"{day.year}-{day.month}-{day.day}"}


@quick
@given(st.sampled_from(label_set("core")), st.text(st.characters(exclude_categories=[])))
def test_any_value_has_a_stand_in_that_cannot_be_real(label: str, value: str) -> None:
    alias = ALIAS(label, value)
    assert alias == ALIAS(label, value) and alias.isascii() and alias.isprintable()
    if label == "CREDIT_CARD":
        assert re.fullmatch(r"4000 00\d\d \d{4} \d{4}", alias) and not luhn.is_valid(
            alias.replace(" ", "")
        )
    if label == "PHONE":
        assert re.fullmatch(r"[2-9]\d\d-555-01\d\d ext \d{5}", alias)
    if label == "EMAIL":
        assert alias.endswith("@example.com")
    if label == "DATE":
        assert int(alias.split()[-1]) >= 2100


def test_another_secret_and_another_type_give_other_stand_ins() -> None:
    assert ALIAS("PHONE", "42") != Pseudonymiser(b"another secret")("PHONE", "42")
    assert (
        len(
            {
                ALIAS("PERSON_NAME", f"name {chr(97 + n % 26)}{chr(97 + n // 26)}")
                for n in range(500)
            }
        )
        == 500
    )
    assert len({ALIAS("PHONE", str(n)) for n in range(2000)}) == 2000


def test_the_secret_comes_from_a_file_or_the_environment(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("from the file\n")
    assert load_secret(tmp_path / "secret", {SECRET_VARIABLE: "from outside"}) == b"from the file"
    assert load_secret(None, {SECRET_VARIABLE: "from outside"}) == b"from outside"
    for path, values in [(None, {}), (None, {SECRET_VARIABLE: "short"}), (tmp_path / "none", {})]:
        with pytest.raises(ConfigError) as refused:
            load_secret(path, values)
        assert "short\n" not in str(refused.value)
    with pytest.raises(ConfigError):
        Pseudonymiser(b"")
