"""The files that the `redact` command writes: outputs, reports, mute plans."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from tests.redaction.running import lines


def test_strict_stops_at_the_first(redact: Any, tmp_path: Path) -> None:
    data = lines({"text": "maya"}, b"nope\n", {"text": "42"})
    code, rows, err = redact("--strict", data=data)
    assert code == 3
    assert [row["text"] for row in rows] == ["[PERSON_NAME]"]
    assert err.startswith("error: line 2:") and "--strict" in err
    assert redact("--strict", "-o", "out.jsonl", data=data)[0] == 3
    assert os.listdir(tmp_path) == []


def test_a_parquet_file_that_fails_says_why_the_run_stops(redact: Any, tmp_path: Path) -> None:
    (tmp_path / "in.parquet").write_bytes(b"")
    code, _, err = redact("in.parquet", "-o", "out.parquet")
    assert code == 3 and "Parquet" in err and "--strict" not in err and "--resume" not in err
    assert os.listdir(tmp_path) == ["in.parquet"]


def test_a_first_line_with_a_number_of_thousands_of_digits(redact: Any) -> None:
    code, rows, err = redact(data=b'{"n": %s, "text": "maya"}\n' % (b"7" * 5000))
    assert code == 3 and "internal" not in err and "maya" not in str(rows)


def test_output_appears_when_complete(redact: Any, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text("older")
    out.chmod(0o640)
    code, rows, _ = redact(
        "-o", "out.jsonl", "--overwrite", data=lines({"text": "maya"}, b"nope\n")
    )
    assert (code, rows) == (3, [])
    assert [list(json.loads(row)) for row in out.read_text().splitlines()] == [
        ["text", "entities"],
        ["line", "error"],
    ]
    assert out.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["out.jsonl"]


def test_output_to_a_device(redact: Any) -> None:
    code, rows, _ = redact("-o", "/dev/stdout", data=lines({"text": "maya"}))
    assert (code, rows[0]["text"]) == (0, "[PERSON_NAME]")


def test_report_holds_counts_only(redact: Any, tmp_path: Path) -> None:
    data = lines({"text": "maya 42 pune"}, {"text": "john in pune"}, b"maya\n")
    assert redact("--report", "report.json", "--keep", "PHONE", data=data)[0] == 3
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["records"], report["failed"]) == (3, 1)
    assert {k: v for k, v in report["found"].items() if v} == {
        "PHONE": 1,
        "PERSON_NAME": 2,
        "CITY": 2,
    }
    assert {k: v for k, v in report["redacted"].items() if v} == {"PERSON_NAME": 2}


def whisper(**last: Any) -> dict[str, Any]:
    words = [
        ("call", 0.0, 0.4),
        ("maya", 0.4, 0.9),
        ("on", 1.0, 1.1),
        ("four", 1.2, 1.4),
        ("two", 1.5, 1.9),
    ]
    rows = [
        {"word": f" {word}", "start": start, "end": end, "probability": 0.9}
        for word, start, end in words
    ]
    rows[-1] |= last
    text = " call maya on four two"
    return {
        "text": text,
        "segments": [{"id": 0, "seek": 0, "start": 0.0, "end": 2.0, "text": text, "words": rows}],
    }


def test_mute_plan(redact: Any, tmp_path: Path) -> None:
    code, _, err = redact("--mute-plan", "plan.json", data=json.dumps(whisper()).encode())
    assert (code, err) == (0, "")
    plan = json.loads((tmp_path / "plan.json").read_text())
    assert [(i["start"], i["end"], i["label"]) for i in plan["intervals"]] == [
        (0.4, 0.9, "PERSON_NAME"),
        (1.2, 1.9, "PHONE"),
    ]
    for broken in (lines(whisper(start=0.1)), lines(whisper(), whisper())):
        code, _, err = redact("--mute-plan", "other.json", data=broken)
        assert code == 1 and "no mute plan" in err
        assert not (tmp_path / "other.json").exists()


def test_a_mute_plan_of_what_has_no_times_is_refused_before_work(
    redact: Any, tmp_path: Path
) -> None:
    code, rows, err = redact("--mute-plan", "plan.json", "-o", "out.txt", data=b"call maya\n")
    assert (code, rows) == (2, []) and "does not say when" in err
    assert os.listdir(tmp_path) == []
    code, _, err = redact("--mute-plan", "plan.json", "-o", "out", data=lines({"text": "maya"}))
    assert code == 1 and "only the transcript" in err
    assert os.listdir(tmp_path) == ["out"]
