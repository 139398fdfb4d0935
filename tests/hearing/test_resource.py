"""The packed resource: every row can be used, the sides are apart, the carrier changes no label."""

from __future__ import annotations

import gzip
import random
from collections import Counter
from pathlib import Path

import msgspec
import pytest

from pipeline.data.hearing.carrier import Heard, without_marks
from pipeline.data.hearing.pack import pack
from pipeline.data.hearing.resource import (
    CONFUSIONS,
    FOLDER,
    HEARD,
    Confusions,
    confusions,
    header,
    heard_rows,
)
from pipeline.errors import PipelineError
from pipeline.spans import Span, check_spans

SPLITS = ("train", "dev", "test")


def test_every_span_is_valid_and_trimmed() -> None:
    for split in SPLITS:
        rows = heard_rows(split)
        assert rows
        for row in rows:
            assert check_spans(row.text, row.span_list()) == row.span_list()
            for start, end, _ in row.spans:
                assert row.text[start:end] == row.text[start:end].strip()
                assert any(c.isalnum() for c in row.text[start:end])


def test_sides_share_no_voice_and_no_sentence() -> None:
    train, held_out = heard_rows("train"), [*heard_rows("dev"), *heard_rows("test")]
    voices = [{voice for row in rows for voice in row.voice.split()} for rows in (train, held_out)]
    assert not voices[0] & voices[1]
    texts = Counter(row.text for rows in (train, held_out) for row in rows)
    assert max(texts.values()) == 1


def test_the_header_tells_how_it_was_made() -> None:
    head = header()
    for settings in head["settings"]:
        assert {"voices", "seed", "code"} <= set(settings)
    counts = head["counts"]
    for split in SPLITS:
        assert counts[split] == len(heard_rows(split))
        assert all(0 <= row.run < len(head["settings"]) for row in heard_rows(split))


def test_the_resource_is_small() -> None:
    assert sum((FOLDER / name).stat().st_size for name in (HEARD, CONFUSIONS)) < 4_000_000


def test_confusions_count_what_was_misheard() -> None:
    found = confusions()
    assert set(found.tables) == {"digits", "letters", "domains", "names", "words"}
    for table in (*found.tables.values(), found.edits):
        for phrase, others in table.items():
            assert set(others) - {phrase}
            assert min(others.values()) >= 1


def test_the_carrier_varies_but_keeps_labels() -> None:
    heard = Heard("train")
    rng = random.Random(3)
    texts = set()
    for _ in range(500):
        text, spans, frame = heard.draw(rng)
        assert check_spans(text, spans) == spans
        assert all(any(c.isalnum() for c in text[s.start : s.end]) for s in spans)
        assert frame
        texts.add(text)
    assert len(texts) > 400
    assert [text for text, _, _ in heard.plain()] == [row.text for row in heard.rows]


def test_marks_behind_words_go_and_spans_move() -> None:
    text, spans = without_marks(
        "Yes. a.b@c.com, now.", [Span(5, 14, "EMAIL"), Span(16, 19, "DATE")]
    )
    assert text == "Yes a.b@c.com now"
    assert [text[s.start : s.end] for s in spans] == ["a.b@c.com", "now"]


def row(
    number: int, split: str, turns: list[tuple[str, str, list[list[object]]]], **more: object
) -> dict[str, object]:
    made = [{"said": s, "said_spans": [], "heard": h, "spans": spans} for s, h, spans in turns]
    base = {
        "id": number,
        "split": split,
        "kind": "calls",
        "frame": f"frame {number}",
        "engine": "whisper",
    }
    return {**base, "voice": "flite:slt", "codec": "gsm", "turns": made, **more}


def write(path: Path, rows: list[dict[str, object]]) -> Path:
    lines = [{"settings": {"seed": len(path.stem), "voices": {}}}, *rows]
    path.write_bytes(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))
    return path


def test_packing_counts_what_it_leaves_out(tmp_path: Path) -> None:
    source = write(
        tmp_path / "heard.jsonl",
        [
            row(0, "train", [("hi", "Hi.", [])]),
            row(1, "train", [("hi", "Hi.", [])]),
            row(2, "dev", [("yes", "Yes.", [])]),
            row(3, "train", [("no", "No.", [])], frame="frame 2"),
            row(4, "train", [("so", "So.", [])], dropped="unlike"),
            row(5, "train", [("right away", "Mind the gap.", [])]),
        ],
    )
    with source.open("ab") as stream:
        stream.write(b'{"id": 5, "spl')  # a run is writing its last line
    said = pack([source], tmp_path / "packed")
    assert said.endswith("1 dev, 1 frame_of_dev, 1 repeated, 1 train, 2 unlike")
    first = [(tmp_path / "packed" / name).read_bytes() for name in (HEARD, CONFUSIONS)]
    pack([source], tmp_path / "again")
    assert [(tmp_path / "again" / name).read_bytes() for name in (HEARD, CONFUSIONS)] == first


def test_a_value_over_two_turns_is_one_span(tmp_path: Path) -> None:
    turns: list[tuple[str, str, list[list[object]]]] = [
        ("it's four one", "It's 41.", [[5, 7, "PHONE"]]),
        ("five five", "55.", [[0, 2, "PHONE"]]),
        ("and six", "and 6.", [[4, 5, "PHONE"]]),
    ]
    pack([write(tmp_path / "heard.jsonl", [row(0, "train", turns)])], tmp_path)
    packed = msgspec.json.decode(gzip.decompress((tmp_path / HEARD).read_bytes()).splitlines()[1])
    assert packed["text"] == "It's 41.\n55.\nand 6."
    assert packed["spans"] == [[5, 11, "PHONE"], [17, 18, "PHONE"]]


@pytest.mark.parametrize("content", [b"", b"not json\n"])
def test_a_file_that_is_none_is_one_sentence(tmp_path: Path, content: bytes) -> None:
    source = tmp_path / "x.jsonl"
    source.write_bytes(content)
    with pytest.raises(PipelineError, match=r"x\.jsonl"):
        pack([source], tmp_path)


def test_a_packed_resource_is_a_source_and_a_run_adds_to_it(tmp_path: Path) -> None:
    said = ("call four one five five", "Call 41-55.", [[5, 10, "PHONE"]])
    first = write(tmp_path / "first.jsonl", [row(0, "train", [said])])
    second = write(
        tmp_path / "second.jsonl",
        [row(0, "train", [("ring four one two two oh two", "Ring 412-2002.", [[5, 13, "PHONE"]])])],
    )
    pack([first], tmp_path / "old")
    old = (tmp_path / "old" / HEARD).read_bytes()
    pack([tmp_path / "old" / HEARD, second], tmp_path / "old")
    head, *rows = gzip.decompress((tmp_path / "old" / HEARD).read_bytes()).splitlines()
    kept = gzip.decompress(old).splitlines()[1:]
    assert rows[: len(kept)] == kept
    added = msgspec.json.decode(rows[-1])
    assert (added["text"], added["run"]) == ("Ring 412-2002.", 1)
    assert len(msgspec.json.decode(head)["settings"]) == 2
    table = msgspec.json.decode(
        gzip.decompress((tmp_path / "old" / CONFUSIONS).read_bytes()), type=Confusions
    )
    assert table.groupings == {"2-2": 1, "3-4": 1}


def test_a_run_is_packed_once(tmp_path: Path) -> None:
    run = write(tmp_path / "run.jsonl", [row(0, "train", [("hi", "Hi.", [])])])
    pack([run], tmp_path)
    with pytest.raises(PipelineError, match=r"run\.jsonl: a run with these settings is packed"):
        pack([tmp_path / HEARD, run], tmp_path)


def test_a_packed_resource_that_is_none_is_one_sentence(tmp_path: Path) -> None:
    source = tmp_path / "x.jsonl.gz"
    source.write_bytes(gzip.compress(b"[]\n"))
    with pytest.raises(PipelineError, match=r"x\.jsonl\.gz: is no packed resource"):
        pack([source], tmp_path)
