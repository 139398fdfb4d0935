"""Whisper, AWS Transcribe, Deepgram and AssemblyAI: every copy of the text is redacted, times
and order stay.
"""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.redaction.conversation import find_in_records
from pipeline.redaction.formats import FORMATS, Failed, ReadOptions
from tests.redaction.phrase_scanner import PhraseScanner, StubPolicy, drop, mask, quick, replace

LABEL = StubPolicy(replace)


def run(name: str, root: Any, phrases: dict[str, str], options: StubPolicy = LABEL) -> str:
    """`root` as a file of format `name`, redacted."""
    (record,) = FORMATS[name].read(io.BytesIO(json.dumps(root).encode()), ReadOptions())
    assert not isinstance(record, Failed), record
    return record.render(find_in_records(PhraseScanner(phrases), [record])[0], options)


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [s for part in parts for s in strings(part)]


def without_strings(value: Any) -> Any:
    if isinstance(value, dict):
        return {k: without_strings(v) for k, v in value.items() if k != "tokens"}
    return (
        [without_strings(v) for v in value]
        if isinstance(value, list)
        else None
        if isinstance(value, str)
        else value
    )


def whisper(segments: list[str]) -> dict[str, Any]:
    at = 0.0
    rows = []
    for number, text in enumerate(segments):
        words = []
        for word in text.split(" ")[1:]:
            words.append({"word": " " + word, "start": at, "end": at + 0.4, "probability": 0.9})
            at += 0.5
        rows.append(
            {
                "id": number,
                "start": words[0]["start"],
                "end": at,
                "text": text,
                "tokens": [1, 2],
                "words": words,
            }
        )
    return {"text": "".join(segments), "segments": rows, "language": "en"}


def test_whisper_text_segments_words_and_token_ids() -> None:
    root = whisper([" My name is Maya", " Torres, and hello.", " Bye now."])
    got = json.loads(run("whisper", root, {"maya torres": "PERSON_NAME"}))
    assert got["text"] == " My name is [PERSON_NAME] [PERSON_NAME], and hello. Bye now."
    assert [s["text"] for s in got["segments"]] == [
        " My name is [PERSON_NAME]",
        " [PERSON_NAME], and hello.",
        " Bye now.",
    ]
    words = [w["word"] for s in got["segments"] for w in s["words"]]
    assert words == [
        " My",
        " name",
        " is",
        " [PERSON_NAME]",
        " [PERSON_NAME],",
        " and",
        " hello.",
        " Bye",
        " now.",
    ]
    assert [s["tokens"] for s in got["segments"]] == [[], [], [1, 2]]
    assert without_strings(got) == without_strings(root)
    assert list(got) == list(root)


def test_words_joined_tell_the_redacted_text() -> None:
    root = whisper([" it is four two double five, ok"])
    got = json.loads(run("whisper", root, {"four two double five": "PHONE"}))
    assert got["text"] == " it is [PHONE], ok"
    assert "".join(w["word"] for w in got["segments"][0]["words"]) == got["text"]


def test_mask_keeps_the_length_of_every_word() -> None:
    root = whisper([" it is four two double five, ok"])
    got = json.loads(
        run(
            "whisper",
            root,
            {"four two double five": "PHONE"},
            StubPolicy(mask, same_length=True),
        )
    )
    assert [w["word"] for w in got["segments"][0]["words"]] == [
        " it",
        " is",
        " ****",
        " ***",
        " ******",
        " ****,",
        " ok",
    ]
    assert len(got["text"]) == len(root["text"])


def test_words_that_tell_another_text_are_scanned_too() -> None:
    root = whisper([" i am maya torres"])
    root["words"] = [
        {"word": w, "start": 0, "end": 1} for w in ["so", "i", "am", "ms", "maya", "torres"]
    ]
    got = json.loads(run("whisper", root, {"maya torres": "PERSON_NAME"}))
    assert [w["word"] for w in got["words"]] == ["so", "i", "am", "ms", "[PERSON_NAME]", ""]


def test_a_value_is_redacted_in_fields_nobody_knows() -> None:
    root = whisper([" i am maya torres"]) | {
        "notes": {"Summary": "Maya Torres called."},
        "caller": "MAYA TORRES",
        "path": "x/maya-torres.wav",
        "himaya": "himaya torress",
    }
    got = json.loads(run("whisper", root, {r"i am (maya torres)": "PERSON_NAME"}))
    assert got["notes"]["Summary"] == "[PERSON_NAME] called."
    assert got["caller"] == "[PERSON_NAME]" and got["path"] == "x/[PERSON_NAME].wav"
    assert got["himaya"] == "himaya torress"


def test_a_key_that_repeats_a_value_is_renamed() -> None:
    root = whisper([" i am maya torres"]) | {"by": {"Maya Torres": 1, "maya_torres": 2, "x": 3}}
    got = json.loads(run("whisper", root, {"maya torres": "PERSON_NAME"}))
    assert got["by"] == {"[PERSON_NAME]": 1, "[PERSON_NAME] 2": 2, "x": 3}


def test_entities_with_spans_only() -> None:
    root = whisper([" i am maya torres"])
    got = json.loads(
        run("whisper", root, {"maya torres": "PERSON_NAME"}, StubPolicy(replace, spans_only=True))
    )
    assert got["text"] == root["text"] and got["segments"][0]["tokens"] == [1, 2]
    assert got["segments"][0]["pii_entities"][0]["start"] == 6


WORDS = st.lists(
    st.sampled_from(["the", "card", "is", "okay", "Yes,", "well", "no", "uh", "please", "it."]),
    max_size=8,
)


@quick
@given(
    st.lists(WORDS, min_size=1, max_size=5),
    WORDS,
    st.integers(0, 3),
    st.sampled_from([replace, drop]),
)
def test_no_copy_is_left_wherever_the_value_is_cut(
    parts: list[list[str]], tail: list[str], cut: int, how: Any
) -> None:
    value = ["maya", "torres", "de", "luna"]
    first, second = value[:cut], value[cut:]
    texts = [" " + " ".join(p) for p in [*parts[:-1], [*parts[-1], *first], [*second, *tail]] if p]
    root = whisper(texts)
    out = run("whisper", root, {" ".join(value): "PERSON_NAME"}, StubPolicy(how))
    got = json.loads(out)
    assert not any(v in s for s in strings(got) for v in value)
    assert without_strings(got) == without_strings(root)
    assert (
        "".join(w["word"] for s in got["segments"] for w in s["words"]).split()
        == got["text"].split()
    )


@quick
@given(st.lists(st.text(min_size=1).map(lambda t: " " + t), min_size=1, max_size=4))
def test_nothing_found_changes_nothing(texts: list[str]) -> None:
    root = whisper(texts)
    assert json.loads(run("whisper", root, {})) == root


def test_a_laid_out_file_stays_laid_out() -> None:
    root = whisper([" hello there"])
    for indent in (2, 4, "\t", None):
        data = json.dumps(root, indent=indent).encode()
        (record,) = FORMATS["whisper"].read(io.BytesIO(data), ReadOptions())
        assert record.render([[] for _ in record.turns], LABEL).encode() == data


@pytest.mark.parametrize("name", ["whisper", "aws", "deepgram", "assemblyai"])
@pytest.mark.parametrize("data", [b"", b"{}", b"[]", b"null", b'{"results": 5}'])
def test_another_shape_fails(name: str, data: bytes) -> None:
    (record,) = FORMATS[name].read(io.BytesIO(data), ReadOptions())
    assert isinstance(record, Failed) and record.line == 1


def test_aws_items_marks_and_other_readings() -> None:
    def item(*readings: str, at: float | None = 0.0) -> dict[str, Any]:
        row: dict[str, Any] = {
            "alternatives": [{"content": r, "confidence": "0.9"} for r in readings]
        }
        return row | (
            {"start_time": str(at), "end_time": str(at + 1), "type": "pronunciation"}
            if at is not None
            else {}
        )

    items = [
        item("tom", "Tommy"),
        item(".", at=None),
        item("baker", at=1.0),
        item("@", at=None),
        item("x.com", at=2.0),
    ]
    root = {"results": {"transcripts": [{"transcript": "tom.baker@x.com"}], "items": items}}
    got = json.loads(run("aws", root, {"tom.baker@x.com": "EMAIL"}))
    assert got["results"]["transcripts"][0]["transcript"] == "[EMAIL]"
    contents = [[a["content"] for a in i["alternatives"]] for i in got["results"]["items"]]
    assert contents == [["[EMAIL]", "[EMAIL]"], [""], [""], [""], [""]]


def test_deepgram_alternatives_inherit_and_are_scanned() -> None:
    def option(text: str) -> dict[str, Any]:
        words = [
            {"word": w.strip(".").lower(), "punctuated_word": w, "start": 0, "end": 1}
            for w in text.split()
        ]
        return {"transcript": text, "words": words}

    options = [
        option("This is Maya Torres."),
        option("This is maya torres in Paris."),
        option("this was Mayah Torez."),
    ]
    root = {"results": {"channels": [{"alternatives": options}]}}
    phrases = {r"This is (Maya Torres)\.": "PERSON_NAME", "mayah torez": "PERSON_NAME"}
    got = json.loads(run("deepgram", root, phrases))["results"]["channels"][0]["alternatives"]
    assert [o["transcript"] for o in got] == [
        "This is [PERSON_NAME].",
        "This is [PERSON_NAME] in Paris.",
        "this was [PERSON_NAME].",
    ]
    assert [w["word"] for w in got[1]["words"]] == [
        "this",
        "is",
        "[PERSON_NAME]",
        "",
        "in",
        "paris",
    ]
    assert [w["punctuated_word"] for w in got[0]["words"]] == ["This", "is", "[PERSON_NAME]", "."]
