"""In JSON every string is scanned or accounted for: under any key, in any copy, in words and in
figures.
"""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from pipeline.redaction.conversation import find_in_records
from pipeline.redaction.formats import FORMATS, Failed, ReadOptions
from pipeline.redaction.formats.shapes import left_by_shape
from tests.redaction.phrase_scanner import PhraseScanner, StubPolicy, replace

PHRASES = {
    "priya nair": "PERSON_NAME",
    "ana": "PERSON_NAME",
    "four one five five five five two six seven one": "PHONE",
    "tom dot b at gmail dot com": "EMAIL",
    "4155552671": "PHONE",
}
LABEL = StubPolicy(replace)


def answers(rows: list[Any], phrases: dict[str, str] = PHRASES, **options: Any) -> list[Any]:
    """Each row of a JSONL file redacted."""
    data = b"".join(json.dumps(row).encode() + b"\n" for row in rows)
    out: list[Any] = []
    for record in FORMATS["jsonl"].read(io.BytesIO(data), ReadOptions(**options)):
        assert not isinstance(record, Failed), record
        text = record.render(find_in_records(PhraseScanner(phrases), [record])[0], LABEL)  # type: ignore[arg-type]
        out += map(json.loads, text.splitlines())
    return out


def redacted(row: Any) -> Any:
    (answer,) = answers([row])
    return answer


@pytest.mark.parametrize(
    "row",
    [
        {"text": "it is Priya Nair", "chunks": [{"text": "it is Priya Nair"}]},
        {"text": "hi", "summary": "Priya Nair called about a bill"},
        {"text": "hi", "meta": {"customer": {"fullName": "Priya Nair"}}},
        {"messages": [["user", "my name is Priya Nair"]], "text": "hi"},
        {"dialogue": [{"agent": "name please"}, {"customer": "it is Priya"}, {"customer": "Nair"}]},
        {"sentences": ["hello", "priya nair here"]},
        {"paragraphs": [{"sentences": [{"said": "I am Priya Nair"}]}]},
        {"deep": [[["Priya Nair"]]]},
        {"words": ["i", "am", "priya", "nair"]},
        {"list": [{"w": w} for w in ["it", "is", "so", "priya", "nair"]]},
        {"tokens": ["▁it", "▁is", "▁pri", "ya", "▁na", "ir"]},
        {"chars": list("it is priya nair")},
        {"Priya Nair": {"text": "hi"}},
        {"by_name": {"Priya Nair": 1}},
        ["Priya Nair", 1],
        "Priya Nair",
        {"tool_calls": [{"function": {"name": "f", "arguments": '{"who": "Priya Nair"}'}}]},
        {
            "text": "i am priya nair",
            "speaker": "Priya",
            "file": "/calls/priya-nair.wav",
            "k": ["nair"],
        },
        {"text": "Priya Nair: hi\nAgent: hello\nPriya Nair: bye"},
    ],
)
def test_a_name_goes_wherever_it_stands(row: Any) -> None:
    text = json.dumps(redacted(row), ensure_ascii=False).lower()
    assert "priya" not in text and "nair" not in text and "person_name" in text


def test_values_go_in_words_and_in_figures_whatever_their_length() -> None:
    row = {
        "text": (
            "i am ana call four one five five five five two six seven one or tom dot b at gmail"
            " dot com"
        ),
        "entities": [{"text": "Ana", "type": "name"}, {"text": "tom.b@gmail.com"}],
        "speaker": "Ana",
        "word_boost": ["ana", "bill"],
        "url": "https://x.org/u/415-555-2671?mail=tom.b%40gmail.com",
        "call_id": 4155552671,
        "note": "banana",
        "parts": [415, 555, 2671],
        "id": "CA4155552671",
    }
    got = redacted(row)
    assert got["speaker"] == "[PERSON_NAME]" and got["word_boost"] == ["[PERSON_NAME]", "bill"]
    assert [e["text"] for e in got["entities"]] == ["[PERSON_NAME]", "[EMAIL]"]
    assert "2671" not in got["url"] and got["call_id"] == "[PHONE]" and got["parts"] == [0, 0, 0]
    assert got["note"] == "banana"
    assert got["pii_entities"][0] == {
        "start": 5,
        "end": 8,
        "label": "PERSON_NAME",
        "pii": True,
        "score": 0.9,
    }


def test_figures_in_the_text_go_from_words_elsewhere() -> None:
    row = {
        "text": "call 415-555-2671",
        "lexical": "call four one five triple five two six seven one",
    }
    (got,) = answers([row], {r"call (415-555-2671)": "PHONE"})
    assert got["lexical"] == "call [PHONE]"


def test_numbers_of_the_shape_of_a_phone_or_card_number_do_not_stand() -> None:
    row = {
        "contact": 14155552671,
        "card": 4242424242424242,
        "timestamp": 1700000000000,
        "order_id": 4155550000,
        "size": 4155550000,
        "n": 123456,
        "x": 1.25,
    }
    got = redacted(row)
    assert got["contact"] == "[PHONE]" and got["card"] == "[CREDIT_CARD]"
    assert {k: got[k] for k in row if k not in ("contact", "card")} == {
        k: v for k, v in row.items() if k not in ("contact", "card")
    }


def test_short_numbers_under_a_persons_key_are_scanned() -> None:
    row = {
        "pin": 4821,
        "cvv": "992",
        "age": 42,
        "username": "maya_92",
        "said": 4821,
        "i": 4821,
        "page": 42,
        "start": 4821,
    }
    phrases = {
        "pin: (4821)": "SECRET",
        "cvv: (992)": "SECRET",
        "age: (42)": "AGE",
        "username: (maya_92)": "USERNAME",
    }
    (got,) = answers([row], phrases)
    kept = {"said": "[SECRET]", "i": 4821, "page": 42, "start": 4821}
    assert {k: v for k, v in got.items() if k in row} == kept | {
        "pin": "[SECRET]",
        "cvv": "[SECRET]",
        "age": "[AGE]",
        "username": "[USERNAME]",
    }


def test_who_is_called_is_no_time() -> None:
    row: dict[str, Any] = {"from": "4155552671", "to": 14155552671, "to 1": ["415-555-2671"]}
    row |= {"offsets": {"from": 12345678}}
    got = redacted(row)
    assert got["from"] == got["to"] == "[PHONE]" and got["to 1"] == ["[PHONE]"]
    assert got["offsets"] == row["offsets"]


def test_what_is_left_by_shape() -> None:
    left = {
        "id": "usr_81",
        "request_id": "f3a1",
        "created": "2024-05-02T09:00:00Z",
        "url": "https://x.org/a.wav",
        "start": "0.40",
        "type": "pronunciation",
        "language": "en-US",
        "speaker": "spk_0",
        "role": "agent",
        "x": "9f0c1d2e-0000-4000-8000-00000000abcd",
        "pos": "1:23",
        "job": "call-3001",
        "len": "PT4.2S",
    }
    assert all(left_by_shape(key, text) for key, text in left.items())
    scanned = {
        "speaker": "Priya",
        "phone": "4155552671",
        "dob": "1984-03-12",
        "x": "4155552671",
        "label": "maya",
        "name": "maya",
        "caller_id": "+14155552671",
        "x_id": "a@b.c",
        "notes": "maya called",
        "file": "a@b.c/x",
    }
    assert not any(left_by_shape(key, text) for key, text in scanned.items())


def test_parts_of_words_are_read_as_words() -> None:
    pieces = ["it", "is", "pri", "##ya", "na", "##ir", "and", "i", "call", "##ed", "be", "##fore"]
    assert redacted({"pieces": pieces})["pieces"] == [
        "it",
        "is",
        "[PERSON_NAME]",
        "",
        "",
        "",
        *pieces[6:],
    ]


@pytest.mark.parametrize(
    "text",
    [
        "Agent: what is your name\nCustomer: maya",
        "[00:01] Agent: what is your name\n[00:04] Customer: maya",
        "Jo Roe: hello\nJo Roe: what is your name\nMy Self: maya\nMy Self: bye",
        "Agent: what is your name? Customer: maya",
    ],
)
def test_labels_in_a_text_leave_the_context(text: str) -> None:
    (got,) = answers([{"text": text}], {r"your name\??\s+(maya)": "PERSON_NAME"})
    assert "maya" not in got["text"] and got["text"].count(":") == text.count(":")


def test_values_one_after_the_other_and_strings_at_the_top() -> None:
    data = b'{\n "text": "priya nair"\n}\n[\n  "priya nair"\n]\n'
    records = list(FORMATS["json"].read(io.BytesIO(data), ReadOptions()))
    found = find_in_records(PhraseScanner(PHRASES), records)  # type: ignore[arg-type]
    out = "".join(r.render(f, LABEL) for r, f in zip(records, found, strict=True))  # type: ignore[union-attr,arg-type,misc]
    assert out == '{\n "text": "[PERSON_NAME]"\n}\n[\n "[PERSON_NAME]"\n]\n'


def test_a_name_that_a_field_tells_goes_from_the_transcript_too() -> None:
    row = {
        "text": "this is ana and bea and i will call lopez",
        "customer": "Ana Lopez",
        "notes": ["bea called and will call again about it okay", "so may bea"],
        "agent": "Will",
    }
    phrases = {"customer: (Ana Lopez)": "PERSON_NAME", "and (bea) and": "PERSON_NAME"}
    (got,) = answers([row], phrases | {"agent: (will)": "PERSON_NAME"})
    assert got["text"] == "this is [PERSON_NAME] and [PERSON_NAME] and i will call [PERSON_NAME]"
    assert got["notes"] == [
        "[PERSON_NAME] called and will call again about it okay",
        "so may [PERSON_NAME]",
    ]


def test_sub_words_without_a_mark_are_joined_to_the_words_of_the_text() -> None:
    said = "my name is priya nair and it is four one"
    parts = ["my", "na", "me", "is", "pri", "ya", "na", "ir", "and", "it", "is", "fo", "ur"]
    for tokens in (parts, [{"piece": part} for part in parts]):
        got = redacted({"text": said, "list": tokens})
        told = [one if isinstance(one, str) else one["piece"] for one in got["list"]]
        assert told == [*parts[:4], "[PERSON_NAME]", "", "", "", *parts[8:]]


def test_the_parts_of_a_name_are_scanned_as_such_under_short_keys() -> None:
    asked = {"first name: (priya)": "PERSON_NAME", "last name: (nair)": "PERSON_NAME"}
    (got,) = answers([{"text": "hi", "first": "Priya", "last": "Nair", "n": {"last": 120}}], asked)
    assert (got["first"], got["last"], got["n"]) == ("[PERSON_NAME]",) * 2 + ({"last": 120},)
