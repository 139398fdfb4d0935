"""data/samples: recognised, read by public parsers, and free of their PII after redaction."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
import srt
import webvtt
from hypothesis import given
from hypothesis import strategies as st
from stub_finder import StubFinder, StubPolicy, drop, mask, quick, replace

from pipeline.labels import label_set, redacted_labels
from pipeline.redaction import mute
from pipeline.redaction.conversation import find_in_records
from pipeline.redaction.formats import FORMATS, Failed, ReadOptions, Record, detect
from pipeline.spans import spans_from_row

SAMPLES = Path(__file__).parents[2] / "data" / "samples"

NUMBER_IN_PIECES = (
    r"(four five three two\s+okay\s+one one double eight\s+uh huh\s+six oh seven three nine nine"
    r" one four)"
)
#: file -> its format and the PII in it
CONTENT: dict[str, tuple[str, dict[str, str]]] = {
    "turns.jsonl": (
        "jsonl",
        {
            "maya torres": "PERSON_NAME",
            NUMBER_IN_PIECES: "CREDIT_CARD",
            "omar dot haddad at outlook dot com": "EMAIL",
            "ninth of august nineteen ninety one": "DATE",
            "leeds": "CITY",
        },
    ),
    "call.txt": (
        "text",
        {
            "oh two oh seven nine four six oh one eight two": "PHONE",
            r"account under\s+(helen fraser)": "PERSON_NAME",
            "third of november": "DATE",
        },
    ),
    "whisper.json": (
        "whisper",
        {
            "Grace Whitfield": "PERSON_NAME",
            "020 7946 0991": "PHONE",
            "grace dot whitfield at gmail dot com": "EMAIL",
            "March 14th, 2024": "DATE",
            "Brighton": "CITY",
        },
    ),
    "aws-transcribe.json": (
        "aws",
        {
            "Peter Lindqvist": "PERSON_NAME",
            "5500 0055 5555 5559": "CREDIT_CARD",
            "2nd of May 2023": "DATE",
            "Malmo": "CITY",
        },
    ),
    "deepgram.json": (
        "deepgram",
        {
            "Nadia Rahman": "PERSON_NAME",
            "Nadia Raman": "PERSON_NAME",
            "0161 496 0345": "PHONE",
            "nadia.rahman@example.org": "EMAIL",
            "Salford": "CITY",
        },
    ),
    "assemblyai.json": (
        "assemblyai",
        {
            "k dot ivanov at proton dot me": "EMAIL",
            "Ivanov": "PERSON_NAME",
            "plus four four seven seven double oh nine double oh one two three": "PHONE",
        },
    ),
    "call.vtt": (
        "vtt",
        {
            "Lena Hoffmann": "PERSON_NAME",
            "five five five oh one four two double three": "PHONE",
            "lena.hoffmann@example.net": "EMAIL",
            "Graz": "CITY",
        },
    ),
    "call.srt": (
        "srt",
        {
            "Samuel Adeyemi": "PERSON_NAME",
            "four seven one six double two one nine oh five three eight six six one four": (
                "CREDIT_CARD"
            ),
            "31st of July 2026": "DATE",
        },
    ),
}


def records(name: str) -> list[Record]:
    data = (SAMPLES / name).read_bytes()
    made = list(detect(data[:65536], name).read(io.BytesIO(data), ReadOptions()))
    assert not any(isinstance(r, Failed) for r in made)
    return made  # type: ignore[return-value]


def redacted(name: str, how: Any = replace) -> str:
    finder = StubFinder(CONTENT[name][1])
    options = StubPolicy(how, same_length=how is mask)
    made = records(name)
    return "".join(
        r.render(f, options) for r, f in zip(made, find_in_records(finder, made), strict=True)
    )


@pytest.mark.parametrize("name", [*CONTENT, "transcripts.jsonl"])
def test_the_format_is_recognised_by_content_alone(name: str) -> None:
    wanted = "json" if name.endswith(".json") else CONTENT.get(name, ("jsonl",))[0]
    head = (SAMPLES / name).read_bytes()[:4096]
    assert detect(head, name).name == wanted
    assert detect(head, None).name == wanted or wanted == "text"


@pytest.mark.parametrize("how", [replace, mask, drop])
@pytest.mark.parametrize("name", CONTENT)
def test_no_word_of_the_pii_is_left_and_places_stay(name: str, how: Any) -> None:
    before, after = (SAMPLES / name).read_text(), redacted(name, how)
    text = json.dumps(json.loads(after)) if name.endswith(".json") else after
    for phrase, label in CONTENT[name][1].items():
        if label == "CITY":
            assert before.count(phrase) == after.count(phrase) > 0
        elif "(" not in phrase:
            assert phrase.lower() not in text.lower()
    for leak in (
        "hoffmann",
        "lindqvist",
        "5555",
        "rahman",
        "7946",
        "whitfield",
        "adeyemi",
        "double",
        "helen",
    ):
        assert leak not in text.lower()
    assert how is not replace or after.count("[") > before.count("[")


@pytest.mark.parametrize("name", [n for n in CONTENT if n.endswith(".json")])
def test_services_json_keeps_keys_numbers_and_times(name: str) -> None:
    def shape(value: Any) -> Any:
        if isinstance(value, dict):
            return [(k, shape(v)) for k, v in value.items() if k != "tokens"]
        return (
            [shape(v) for v in value]
            if isinstance(value, list)
            else None
            if isinstance(value, str)
            else value
        )

    assert shape(json.loads(redacted(name))) == shape(json.loads((SAMPLES / name).read_bytes()))


def test_captions_are_read_by_their_readers_and_keep_times() -> None:
    old, new = (
        webvtt.from_buffer(io.StringIO(t)).captions
        for t in ((SAMPLES / "call.vtt").read_text(), redacted("call.vtt"))
    )
    assert [(c.start, c.end, c.identifier) for c in new] == [
        (c.start, c.end, c.identifier) for c in old
    ]
    assert new[1].voice == "[PERSON_NAME]" and new[3].text == "It's [PHONE]"
    before, after = (
        list(srt.parse(t)) for t in ((SAMPLES / "call.srt").read_text(), redacted("call.srt"))
    )
    assert [(s.index, s.start, s.end) for s in after] == [(s.index, s.start, s.end) for s in before]
    assert [s.content for s in after][1:5:2] == ["<i>Yes,</i> it's [PERSON_NAME].", "[CREDIT_CARD]"]


@pytest.mark.parametrize(
    "name", [n for n, (kind, _) in CONTENT.items() if kind not in ("jsonl", "text")]
)
def test_every_timed_sample_has_a_mute_plan(name: str) -> None:
    (record,) = records(name)
    found = find_in_records(StubFinder(CONTENT[name][1]), [record])[0]
    plan = mute.collect(record, found, redacted_labels())
    labels = {label for interval in plan for label in interval.label.split(",")}
    assert labels == set(CONTENT[name][1].values()) - {"CITY"}


def test_the_labels_of_the_call_lines_are_right() -> None:
    lines = [json.loads(line) for line in (SAMPLES / "transcripts.jsonl").read_text().splitlines()]
    labels = [
        json.loads(line) for line in (SAMPLES / "transcripts.labels.jsonl").read_text().splitlines()
    ]
    assert [(r["id"], r["text"]) for r in lines] == [(r["id"], r["text"]) for r in labels] and len(
        lines
    ) >= 20
    found = [span.label for row in labels for span in spans_from_row(row)]
    assert set(redacted_labels(label_set("core"))) <= set(found) and any(
        not row["entities"] for row in labels
    )
    assert all(
        row["text"][e["start"] : e["end"]].strip() for row in labels for e in row["entities"]
    )


@quick
@given(st.sampled_from([*CONTENT, "transcripts.jsonl"]), st.data())
def test_spoilt_samples_are_read_or_refused_and_leave_nothing_unscanned(
    name: str, data: st.DataObject
) -> None:
    """Bytes cut out or put in anywhere: an answer or a refusal, and a text that was scanned for
    each that is left.
    """
    spoilt = bytearray((SAMPLES / name).read_bytes())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(spoilt)))
        size = data.draw(st.sampled_from([0, 1, 3, 40]))
        spoilt[at : at + size] = data.draw(
            st.sampled_from([b"", b'"', b"{", b"}", b"\n\n", b"-->", b"<", b"1", b"\xff", b"null"])
        )
    wanted = "text" if name == "call.txt" else CONTENT.get(name, ("jsonl",))[0]
    finder = StubFinder({"maya": "PERSON_NAME"})
    for record in FORMATS[wanted].read(io.BytesIO(bytes(spoilt)), ReadOptions()):
        if not isinstance(record, Failed):
            (found,) = find_in_records(finder, [record])
            assert "maya" not in record.render(found, StubPolicy(replace)).lower()  # type: ignore[arg-type]
