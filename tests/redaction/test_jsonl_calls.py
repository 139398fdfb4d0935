"""Rows of JSONL that are one turn, or one word, each are read as the call that they are."""

from __future__ import annotations

import io
from typing import Any

import pytest

from pipeline.redaction.formats import FORMATS, Failed, ReadOptions
from tests.redaction.test_json_everywhere import answers

CALL = [
    {"call_id": "a", "speaker": "agent", "text": "what is your name"},
    {"call_id": "a", "speaker": "customer", "text": "maya"},
    {"call_id": "b", "speaker": "customer", "text": "maya"},
    {"call_id": "b", "speaker": "customer", "text": "torres"},
]
ASKED = {r"your name\s+(maya)": "PERSON_NAME", r"maya\s+(torres)": "PERSON_NAME"}


@pytest.mark.parametrize("options", [{"look_ahead": True}, {"group_by": "call_id"}, {}])
def test_rows_of_one_call_have_each_other_as_context(options: Any) -> None:
    got = answers(CALL, ASKED, **options)
    assert [row["text"] for row in got] == [
        "what is your name",
        "[PERSON_NAME]",
        "maya",
        "[PERSON_NAME]",
    ]
    assert [[e["label"] for e in row["entities"]] for row in got] == [
        [],
        ["PERSON_NAME"],
        [],
        ["PERSON_NAME"],
    ]
    assert [row["call_id"] for row in got] == ["a", "a", "b", "b"]


@pytest.mark.parametrize("call", [{"call_id": 7}, {}])
@pytest.mark.parametrize("options", [{"look_ahead": True}, {}])
def test_rows_of_a_word_each_are_read_together(call: Any, options: Any) -> None:
    words = ["is", "your", "name", "maya"]
    rows = [{**call, "word": word, "start": i} for i, word in enumerate(words)]
    asked = {r"your\s+name\s+(maya)": "PERSON_NAME"}
    got = answers([*rows, {"text": "maya"}], asked, **options)
    assert [row.get("word") for row in got] == ["is", "your", "name", "[PERSON_NAME]", None]
    assert got[-1]["text"] == "maya"


def test_the_turns_of_a_call_may_have_other_names() -> None:
    rows = [{"call_id": 1, "utterance": "your name"}, {"call_id": 1, "utterance": "maya"}]
    assert answers(rows, ASKED)[1]["utterance"] == "[PERSON_NAME]"


def test_a_long_call_goes_on_with_context_and_loses_no_row() -> None:
    rows = [{"call_id": 1, "text": f"row {i}"} for i in range(300)]
    rows[255]["text"], rows[256]["text"] = "what is your name", "maya"
    got = answers(rows, ASKED, look_ahead=True)
    assert len(got) == 300 and got[256]["text"] == "[PERSON_NAME]"


def test_a_row_that_fails_in_the_middle_of_a_call_fails_alone() -> None:
    data = b'{"call_id": 1, "text": "a"}\n{\n{"call_id": 1, "text": "b"}\n'
    made = list(FORMATS["jsonl"].read(io.BytesIO(data), ReadOptions(look_ahead=True)))
    assert [(r.line, r.lines, isinstance(r, Failed)) for r in made] == [
        (1, 1, False),
        (2, 1, True),
        (3, 1, False),
    ]


def test_a_long_call_is_cut_with_what_follows_as_context() -> None:
    rows = [{"call_id": 1, "text": f"row {i}"} for i in range(300)]
    rows[255]["text"], rows[256]["text"] = "maya", "is my name"
    asked = {r"(maya)\s+is my name": "PERSON_NAME"}
    assert answers(rows, asked, look_ahead=True)[255]["text"] == "[PERSON_NAME]"
