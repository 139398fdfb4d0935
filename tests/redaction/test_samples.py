"""data/samples: recognised, read by public parsers, and free of their PII after redaction."""

from __future__ import annotations

import csv
import io
import json
from typing import Any
from xml.etree import ElementTree

import pytest
import srt
import webvtt
from hypothesis import given
from hypothesis import strategies as st
from samples import CONTENT, LEAKS, SAMPLES, TABLES, records, redacted

from pipeline.labels import label_set, redacted_labels
from pipeline.redaction import mute
from pipeline.redaction.compression import Compressor, Decompressed
from pipeline.redaction.conversation import find_in_records
from pipeline.redaction.formats import FORMATS, Failed, ReadOptions, detect
from pipeline.redaction.inputs import open_source
from pipeline.redaction.policy import Policy
from pipeline.spans import spans_from_row
from tests.redaction.phrase_scanner import PhraseScanner, StubPolicy, drop, mask, quick, replace


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
    assert not [leak for leak in LEAKS if leak in text.lower()]
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
    "name", [n for n, (kind, _) in CONTENT.items() if kind not in ("jsonl", "text", "csv", "tsv")]
)
def test_every_timed_sample_has_a_mute_plan(name: str) -> None:
    (record,) = records(name)
    found = find_in_records(PhraseScanner(CONTENT[name][1]), [record])[0]
    plan = mute.collect(record, found, redacted_labels())
    labels = {label for interval in plan for label in interval.label.split(",")}
    assert labels == set(CONTENT[name][1].values()) - {"CITY"}


def test_ttml_and_ass_keep_times_tags_and_styles() -> None:
    old, new = (
        [(e.tag, e.attrib) for e in ElementTree.fromstring(text).iter()]
        for text in ((SAMPLES / "call.ttml").read_text(), redacted("call.ttml"))
    )
    assert old == new
    before, after = (SAMPLES / "call.ass").read_text().splitlines(), redacted("call.ass")
    assert "{\\i1}[PERSON_NAME]{\\i0}" in after and ",[CREDIT_CARD]\\N\n" in after
    for one, other in zip(before, after.splitlines(), strict=True):
        assert one.split(",")[:4] == other.split(",")[:4] or not one.startswith("Dialogue")
        assert one.count(",") == other.count(",")


@pytest.mark.parametrize("name", TABLES)
def test_tables_keep_rows_columns_and_quotes(name: str) -> None:
    before, after = (SAMPLES / name).read_text(), redacted(name)
    old, new = (
        list(csv.reader(io.StringIO(text), delimiter=TABLES[name])) for text in (before, after)
    )
    assert [len(row) for row in new] == [len(row) for row in old]
    assert [row[:2] for row in new] == [row[:2] for row in old] and new[0] == old[0]
    assert after.count('"') == before.count('"')


def test_parquet_loses_every_copy_in_text_in_numbers_and_in_dates() -> None:
    parquet = pytest.importorskip("pyarrow.parquet")
    phrases = {
        "ngozi adichie": "PERSON_NAME",
        "four one five five five five two six seven one": "PHONE",
        "4155552671": "PHONE",
        "1984-03-12": "DATE",
    }
    made = records("calls.parquet")
    found = find_in_records(PhraseScanner(phrases), made)
    data = b"".join(r.render(f, Policy()) for r, f in zip(made, found, strict=True))  # type: ignore[misc,arg-type]
    old, new = parquet.read_table(SAMPLES / "calls.parquet"), parquet.read_table(io.BytesIO(data))
    assert new.schema.equals(old.schema)
    assert [str(cell) for cell in new["text"]] == [
        "may i have your name",
        "it is [PERSON_NAME]",
        "and your number",
        "[PHONE] in Lagos",
    ]
    assert new["customer_phone"].null_count == 4 and new["birthday"].null_count == 4
    assert [d and d["name"] for d in new["details"].to_pylist()] == [
        "[PERSON_NAME]",
        None,
        None,
        "x",
    ]
    assert [d and d["score"] for d in new["details"].to_pylist()] == [0.5, None, 1e300, 0.25]
    for name in ("call_id", "speaker", "started"):
        assert new[name].to_pylist() == old[name].to_pylist()


@pytest.mark.parametrize(
    ("name", "kind", "plain"),
    [("turns.jsonl.gz", "gzip", "turns.jsonl"), ("call.srt.zst", "zstd", "call.srt")],
)
def test_compressed_samples_are_read_as_what_is_in_them(name: str, kind: str, plain: str) -> None:
    with open_source(io.FileIO(SAMPLES / name), name, "auto").stream as stream:
        data = stream.read()
    assert data == (SAMPLES / plain).read_bytes()
    packer = Compressor(kind)
    packed = packer.add(redacted(plain).encode()) + packer.end()
    assert Decompressed(io.BytesIO(packed), kind).read() == redacted(plain).encode()


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
    scanner = PhraseScanner({"maya": "PERSON_NAME"})
    for record in FORMATS[wanted].read(io.BytesIO(bytes(spoilt)), ReadOptions()):
        if not isinstance(record, Failed):
            (found,) = find_in_records(scanner, [record])
            assert "maya" not in record.render(found, StubPolicy(replace)).lower()  # type: ignore[arg-type]
