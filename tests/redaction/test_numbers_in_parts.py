"""Numbers whose parts stand in fields of their own, and numbers that only their key tells."""

from __future__ import annotations

from typing import Any

import pytest

from tests.redaction.test_json_everywhere import answers


def hidden(row: Any) -> Any:
    """`row` redacted by shapes and keys alone: the scanner finds nothing."""
    (got,) = answers([row], {"nobody at all": "PERSON_NAME"})
    return {key: value for key, value in got.items() if not key.endswith("entities")}


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (
            {"phone": {"type": 1, "country": "1", "area": "415", "exchange": 555, "line": "2671"}},
            {"phone": {"type": 1, "country": "[PHONE]", "area": "", "exchange": "", "line": ""}},
        ),
        (
            {"who": {"area_code": "415", "exchange": "555", "line": "2671", "visits": 12}},
            {"who": {"area_code": "[PHONE]", "exchange": "", "line": "", "visits": 12}},
        ),
        (
            {"x": {"p1": "4242", "p2": "4242", "p3": "4242", "p4": "4242"}},
            {"x": {"p1": "[CREDIT_CARD]", "p2": "", "p3": "", "p4": ""}},
        ),
        (
            {"dob": {"day": 4, "month": 7, "year": 1984}},
            {"dob": {"day": "[DATE]", "month": "", "year": ""}},
        ),
        ({"phone": "4.155552671E+09"}, {"phone": "[PHONE]"}),
        (
            {"fields": [{"name": "PIN", "value": "4921"}, {"key": "visits", "value": "4922"}]},
            {"fields": [{"name": "PIN", "value": "[SECRET]"}, {"key": "visits", "value": "4922"}]},
        ),
        ({"cvv2": "123", "cc_last4": 4242}, {"cvv2": "[SECRET]", "cc_last4": "[ACCOUNT]"}),
    ],
)
def test_what_its_keys_tell_goes(row: Any, expected: Any) -> None:
    assert hidden(row) == expected


@pytest.mark.parametrize(
    "row",
    [
        {"rooms": {"a": 120, "b": 130, "c": 4000}},
        {"account": {"balance": 12000, "limit": 50000, "visits": 12}},
        {"x": {"p1": "4242", "p2": "4242", "p3": "4242", "p4": "4243"}},
        {"size": {"width": 1920, "height": 1080}},
        {"pin_count": 4000, "otp_status": 200},
    ],
)
def test_other_numbers_beside_each_other_stay(row: Any) -> None:
    assert hidden(row) == row


def test_keys_pressed_one_by_one_are_read_as_one_number() -> None:
    phrases = {r"(4\s1\s5\s5\s5\s5\s2\s6\s7\s1)": "PHONE"}
    pressed = [4, 1, 5, 5, 5, 5, 2, 6, 7, 1]
    events = [{"type": "dtmf", "digit": d, "at": i} for i, d in enumerate(pressed)]
    (got,) = answers([{"events": events, "dtmf": pressed, "marks": pressed[:9]}], phrases)
    assert [event["digit"] for event in got["events"]] == ["[PHONE]", *[""] * 9]
    assert got["dtmf"] == ["[PHONE]", *[""] * 9] and got["marks"] == pressed[:9]
    assert [event["at"] for event in got["events"]] == list(range(10))


def test_figures_of_a_short_number_and_parameters_of_an_address() -> None:
    row = {
        "text": "pin is 4821",
        "dtmf": [4, 8, 2, 1],
        "bins": [1, 4, 8, 2, 1],
        "url": "https://x.org/c?name=Priya%20Nair&id=usr_81",
        "wav": "https://x.org/a.wav?X-Amz-Credential=A/20240502/s3&id=usr_81",
        "dob": {"year": 1984, "day": 3},
    }
    phrases = {"pin is (4821)": "SECRET", "priya nair": "PERSON_NAME"}
    (got,) = answers([row], phrases)
    assert got["dtmf"] == ["[SECRET]", "", "", ""] and got["bins"] == row["bins"]
    assert got["url"] == "https://x.org/c?name=[PERSON_NAME]&id=usr_81"
    assert got["wav"] == row["wav"] and got["dob"] == {"year": "[DATE]", "day": ""}


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ("s3://calls/4155552671_20240502.wav", False),
        ("https://x.org/user#phone=4155552671", False),
        ("C:\\calls\\Priya Nair\\a.wav", False),
        ("s3://calls/20240502093000123.wav", True),
        ("s3://calls/1714640000/0f3a8a6b-7d2c-4c1c-8a67-123456789012.wav", True),
        ("https://x.org/call#t=42", True),
    ],
)
def test_numbers_in_an_address_are_left_only_as_times_and_identifiers(
    address: str, left: bool
) -> None:
    (got,) = answers([{"recording": address}], {r"(.*\S)": "PHONE"})
    assert (got["recording"] == address) is left
