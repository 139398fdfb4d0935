"""JSONL and plain text: one record a line, nothing lost, nothing but the text changed."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError
from pipeline.redaction import jsonio
from pipeline.redaction.conversation import find_in_records
from pipeline.redaction.formats import FORMATS, Failed, ReadOptions
from pipeline.redaction.formats.shapes import label_by_key
from tests.redaction.phrase_scanner import PhraseScanner, StubPolicy, quick, replace

MAYA = {"maya torres": "PERSON_NAME", "pune": "CITY"}
LABEL = StubPolicy(replace)
SPANS = StubPolicy(replace, spans_only=True)


def run(
    name: str,
    data: bytes,
    phrases: dict[str, str],
    options: StubPolicy = LABEL,
    field: str = "text",
) -> list:
    """Each record of `data` rendered, a Failed as it is."""
    scanner = PhraseScanner(phrases)
    out = []
    for record in FORMATS[name].read(io.BytesIO(data), ReadOptions(field)):
        if not isinstance(record, Failed):
            record = record.render(find_in_records(scanner, [record])[0], options)
        out.append(record)
    return out


def line(row: Any) -> bytes:
    return json.dumps(row).encode() + b"\n"


def test_a_line_keeps_its_fields_and_order_and_gets_entities() -> None:
    row = {
        "id": 7,
        "text": "i am Maya Torres in pune",
        "n": 1.5,
        "other": "maya torres",
        "deep": {"a": [None, True]},
    }
    (out,) = run("jsonl", line(row), MAYA)
    got = json.loads(out)
    assert list(got) == [*row, "entities", "field_entities"]
    assert [(e["path"], e["start"], e["end"]) for e in got["field_entities"]] == [("other", 0, 11)]
    assert got["text"] == "i am [PERSON_NAME] in pune"
    assert got["other"] == "[PERSON_NAME]"
    assert {k: got[k] for k in ("id", "n", "deep")} == {k: row[k] for k in ("id", "n", "deep")}
    assert got["entities"] == [
        {"start": 5, "end": 16, "label": "PERSON_NAME", "pii": True, "score": 0.9},
        {"start": 20, "end": 24, "label": "CITY", "pii": False, "score": 0.9},
    ]


def test_spans_leave_the_text() -> None:
    (out,) = run("jsonl", line({"text": "maya torres"}), MAYA, SPANS)
    assert json.loads(out)["text"] == "maya torres"
    assert json.loads(out)["entities"][0]["end"] == 11


@pytest.mark.parametrize(
    "row",
    [{"call": {"said": "maya torres"}}, {"call.said": "maya torres"}],
)
def test_a_field_may_be_a_path(row: dict[str, Any]) -> None:
    (out,) = run("jsonl", line(row), MAYA, field="call.said")
    assert "maya" not in out and "[PERSON_NAME]" in out


@pytest.mark.parametrize(
    ("bad", "error"),
    [
        (b"\n", "not JSON"),
        (b"{", "not JSON"),
        (b"5\n", "not a JSON object"),
        (b'{"text": "a", "text": "maya"}\n', "twice"),
        (b'{"text": "a", "x": NaN}\n', "NaN"),
        (b'{"text": "a", "x": 1e999}\n', "double"),
        (b'{"text": "\xff"}\n', "UTF-8"),
        (b'{"text": "a", "x": ' + b"[" * 100_000 + b"]" * 100_000 + b"}\n", "deep"),
    ],
)
def test_a_bad_line_fails_alone_and_says_nothing_of_its_content(bad: bytes, error: str) -> None:
    out = run("jsonl", line({"text": "a"}) + bad.rstrip(b"\n") + b"\n" + line({"text": "b"}), MAYA)
    assert len(out) == 3 and isinstance(out[0], str) and isinstance(out[2], str)
    assert isinstance(out[1], Failed) and out[1].line == 2
    assert error in out[1].error and "maya" not in out[1].error


@quick
@given(st.lists(st.binary(max_size=60).filter(lambda b: b"\n" not in b), max_size=8))
def test_any_bytes_give_one_answer_a_line(lines: list[bytes]) -> None:
    assert len(run("jsonl", b"".join(one + b"\n" for one in lines), {})) == len(lines)


plain = st.text(st.characters(exclude_categories=["Nd", "Cs"]))
#: Hypothesis also draws words of the code, "Account" among them: under such a key a number goes.
keys = plain.filter(lambda key: label_by_key(key, "000") is None)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-999_999, 999_999) | st.floats(-1e6, 1e6) | plain,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@quick
@given(
    st.dictionaries(keys, json_values, max_size=5), st.text(st.characters(exclude_categories=[]))
)
def test_values_go_through_unchanged(row: dict[str, Any], text: str) -> None:
    row.pop("entities", None)
    row["text"] = text
    (out,) = run("jsonl", line(row), {})
    got = json.loads(out)
    got.pop("entities", None)
    assert got == row
    out.encode("utf-8")


def test_a_number_whose_key_says_what_it_is_goes() -> None:
    (out,) = run("jsonl", line({"text": "hello", "": {"Account": 100, "Accounts open": 7}}), {})
    assert json.loads(out)[""] == {"Account": "[ACCOUNT]", "Accounts open": 7}


def test_numbers_are_kept_exactly() -> None:
    assert (
        jsonio.dumps(jsonio.loads(b'{"n": 123456789012345678901234567890}'))
        == '{"n": 123456789012345678901234567890}'
    )


TURNS = {
    "id": 1,
    "text": "what is your name maya torres",
    "turns": [
        {"speaker": "agent", "text": "what is your name", "start": 0.0},
        {
            "speaker": "Maya Torres",
            "text": "maya",
            "words": [{"word": "maya", "start": 1.0, "end": 1.5}],
        },
        {"speaker": "Maya Torres", "text": "torres", "words": ["torres"]},
    ],
    "file": "/calls/maya_torres_0001.wav",
    "alternatives": [
        "what is your name maya torres",
        {"transcript": "what is the name maya taurus"},
    ],
}


def test_turns_and_every_copy_of_them() -> None:
    row = json.loads(json.dumps(TURNS))
    row["alternatives"] = ["what is your name maya torres", "my maya torres"]
    (out,) = run("jsonl", line(row), MAYA)
    got = json.loads(out)
    assert [t["text"] for t in got["turns"]] == [
        "what is your name",
        "[PERSON_NAME]",
        "[PERSON_NAME]",
    ]
    assert got["turns"][1]["entities"][0] == {
        "start": 0,
        "end": 4,
        "label": "PERSON_NAME",
        "pii": True,
        "score": 0.9,
    }
    assert got["turns"][1]["words"] == [{"word": "[PERSON_NAME]", "start": 1.0, "end": 1.5}]
    assert got["alternatives"][1] == "my [PERSON_NAME]"
    assert got["file"] == "/calls/[PERSON_NAME]_0001.wav"
    assert got["turns"][0]["speaker"] == "agent"
    assert "torres" not in out.lower()


def test_turns_may_be_strings_and_fields_other_names() -> None:
    (out,) = run("jsonl", line({"messages": ["hi", "maya", "torres"]}), MAYA)
    got = json.loads(out)
    assert got["messages"] == ["hi", "[PERSON_NAME]", "[PERSON_NAME]"]
    assert [e["turn"] for e in got["entities"]] == [1, 2]
    (out,) = run(
        "jsonl", line({"messages": [{"role": "user", "content": "i am maya torres"}]}), MAYA
    )
    assert json.loads(out)["messages"][0]["content"] == "i am [PERSON_NAME]"


def test_a_count_of_turns_is_no_list_of_them() -> None:
    (out,) = run(
        "jsonl", line({"text": "maya torres", "turns": 4, "segments": [1, 2], "messages": []}), MAYA
    )
    assert json.loads(out)["text"] == "[PERSON_NAME]" and json.loads(out)["segments"] == [1, 2]


def test_plain_text_uses_the_lines_before_and_keeps_line_ends() -> None:
    data = b"hello\r\nwhat is your name\n\nmaya\r\nbad \xff\nlast without end"
    out = run("text", data, {r"your name\s+(maya)": "PERSON_NAME"})
    assert isinstance(out.pop(4), Failed)
    assert out == [
        "hello\r\n",
        "what is your name\n",
        "\n",
        "[PERSON_NAME]\r\n",
        "last without end",
    ]


def test_plain_text_has_no_place_for_entities() -> None:
    assert not FORMATS["text"].adds_entities
    with pytest.raises(ConfigError):
        run("text", b"maya\n", {}, SPANS)


def test_plain_text_streams() -> None:
    reader = FORMATS["text"].read(io.BytesIO(b"one\n" * 1000), ReadOptions())
    assert max(sum(map(len, r.turns)) for r in reader if not isinstance(r, Failed)) < 300
