"""The `redact` command as people run it: what goes in, what comes out, what is refused."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.redaction.running import REDACT, lines


def test_a_plain_filter(redact: Any) -> None:
    row = {"id": 7, "text": "call maya on 4 2 in pune", "speaker": "agent"}
    code, (out,), err = redact(data=lines(row))
    assert (code, err) == (0, "")
    assert list(out) == ["id", "text", "speaker", "entities"]
    assert out["text"] == "call [PERSON_NAME] on [PHONE] in pune"
    assert [(e["start"], e["end"], e["label"], e["pii"]) for e in out["entities"]] == [
        (5, 9, "PERSON_NAME", True),
        (13, 16, "PHONE", True),
        (20, 24, "CITY", False),
    ]
    assert all(0 < e["score"] <= 1 for e in out["entities"])


def test_a_file_works_like_standard_input(redact: Any, tmp_path: Path) -> None:
    data = lines({"text": "maya"}, {"text": "hello"})
    (tmp_path / "in.jsonl").write_bytes(data)
    assert redact("in.jsonl", data=None) == redact(data=data)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (["--spans"], "maya on 4 2 in pune"),
        (["--mode", "mask"], "**** on *** in pune"),
        (["--mode", "drop"], " on  in pune"),
        (["--entities", "phone"], "maya on [PHONE] in pune"),
        (["--entities", "CITY,PHONE"], "maya on [PHONE] in [CITY]"),
        (["--keep", "PHONE"], "[PERSON_NAME] on 4 2 in pune"),
        (["--threshold", "PHONE=1", "--threshold", "CITY=1"], "[PERSON_NAME] on 4 2 in pune"),
        (["--operating-point", "never"], "maya on [PHONE] in pune"),
    ],
)
def test_what_is_redacted_and_how(redact: Any, options: list[str], expected: str) -> None:
    code, (out,), _ = redact(*options, data=lines({"text": "maya on 4 2 in pune"}))
    assert (code, out["text"]) == (0, expected)


BAD_LINES = [
    b"maya 42 is not json\n",
    b'{"text": "maya 42\n',
    b'{"text": "maya \\ud800 42"}\n',
    b'{"text": "maya \xff 42"}\n',
    b'{"text": "maya 42", "n": NaN}\n',
    b'{"text": "maya 42"} x\n',
    b"null\n",
    b"\n",
    b"[" * 100_000 + b"\n",
    b'{"text": "maya 42", "deep": ' + b"[" * 50_000 + b"]" * 50_000 + b"}\n",
    b"\x00\n",
]


def test_bad_lines_are_neither_passed_nor_lost(redact: Any) -> None:
    good = {"text": "hello maya"}
    data = b"".join(lines(good) + bad for bad in BAD_LINES) + lines(good)
    code, rows, err = redact(data=data)
    assert code == 3
    assert len(rows) == 2 * len(BAD_LINES) + 1
    assert all(row["text"] == "hello [PERSON_NAME]" for row in rows[::2])
    for number, row in enumerate(rows[1::2]):
        assert sorted(row) == ["error", "line"]
        assert row["line"] == 2 * number + 2
        assert "maya" not in row["error"] and "42" not in row["error"]
    assert f"{len(BAD_LINES)} of {len(rows)} records" in err
    assert "first is line 2" in err
    assert "maya" not in err and "Traceback" not in err


@pytest.mark.parametrize(
    "line",
    [
        b'{"text": "hello", "id": 1234567890123456789012345678, "f": 1.10, "e": 1.5e-7, "z": -0.0}',
        (
            b'{"text": "hello", "u": "\\u0000\\ud83d\\ude00 \\u202e", "nested": {"a": [1, {"b":'
            b' null}], "": true}}'
        ),
        '{"text": "h\u00e9llo \U0001f600\u200d", "ключ": "значение"}'.encode(),
        b'  {"text":"hello","tab":"\\t"}  \r',
    ],
)
def test_other_fields_are_kept(redact: Any, line: bytes) -> None:
    code, (out,), _ = redact(data=line + b"\n")
    assert code == 0
    assert {**json.loads(line), "entities": []} == out


def test_every_string_of_a_line_is_scanned_and_a_field_of_ours_is_not_taken(redact: Any) -> None:
    rows = [
        "maya",
        ["maya"],
        {"note": "maya"},
        {"text": 4, "note": "maya"},
        {"text": "maya", "entities": "mine"},
    ]
    code, out, _ = redact(
        "--format", "jsonl", data=lines(*(json.dumps(row).encode() + b"\n" for row in rows))
    )
    assert code == 0
    assert all("maya" not in json.dumps(row) and "[PERSON_NAME]" in json.dumps(row) for row in out)
    assert out[-1]["entities"] == "mine" and out[-1]["pii_entities"][0]["label"] == "PERSON_NAME"


def test_byte_order_mark_crlf_and_no_last_newline(redact: Any) -> None:
    code, rows, _ = redact(data=b'\xef\xbb\xbf{"text": "maya"}\r\n{"text": "42"}')
    assert code == 0
    assert [row["text"] for row in rows] == ["[PERSON_NAME]", "[PHONE]"]


@pytest.mark.slow
def test_a_line_of_10_megabytes(redact: Any) -> None:
    code, (long, after), _ = redact(
        data=lines({"text": "hello", "blob": "x1" * 5_000_000}, {"text": "maya"})
    )
    assert code == 0
    assert len(long["blob"]) == 10_000_000
    assert after["text"] == "[PERSON_NAME]"


def test_empty_inputs(redact: Any, tmp_path: Path) -> None:
    (tmp_path / "empty").write_bytes(b"")
    assert redact("empty", data=None) == (0, [], "")
    assert redact(data=b"") == (0, [], "")
    code, rows, err = redact(data=None)
    assert (code, rows) == (2, [])
    assert "docker run -i" in err and err.count("\n") == 1


@pytest.mark.parametrize(
    ("args", "code", "message"),
    [
        (["nowhere.jsonl"], 1, "nowhere.jsonl: No such file"),
        (["."], 2, "-o FOLDER"),
        (["--model", "nowhere"], 1, "nowhere: no model here"),
        (["--threads", "0"], 2, "--threads"),
        (["--mode", "shout"], 2, "--mode"),
        (["--keep", "WEIGHT"], 2, "'WEIGHT' is not one of"),
        (["--entities", ","], 2, "names no type"),
        (["--entities", "PHONE", "--keep", "PHONE"], 2, "leaves no type"),
        (["--keep", "all"], 2, "leaves no type"),
        (["--secret-file", "x"], 2, "no effect"),
        (["--overwrite"], 2, "no effect"),
        (["--spans", "--mode", "mask"], 2, "no effect"),
        (["--threshold", "PHONE"], 2, "LABEL=SCORE"),
        (["--threshold", "PHONE=7"], 2, "between 0 and 1"),
        (["--operating-point", "x"], 2, "operating point 'x'"),
        (["--format", "x"], 2, "--format x"),
        (["--resume"], 2, "--resume"),
        (["-o", "."], 2, "is a folder"),
        (["-o", "no/such/folder"], 1, "no/such/folder"),
    ],
)
def test_wrong_usage_is_one_sentence(redact: Any, args: list[str], code: int, message: str) -> None:
    got, rows, err = redact(*args, data=lines({"text": "maya"}))
    assert (got, rows) == (code, [])
    assert message in err
    assert "Traceback" not in err and "maya" not in err


def test_help_shows_examples_and_exit_codes(redact: Any) -> None:
    text = subprocess.run([*REDACT, "--help"], capture_output=True, text=True, timeout=60).stdout
    assert "docker run -i" in text and "--resume" in text and "Exit codes" in text


def test_pseudonyms_need_a_secret_and_hold_still(redact: Any, tmp_path: Path) -> None:
    data = lines({"text": "maya on four two"}, {"text": "maya on 4 2"})
    code, rows, err = redact("--mode", "pseudonym", data=data)
    assert (code, rows) == (2, []) and "PII_REDACT_SECRET" in err
    (tmp_path / "key").write_text("correct horse battery staple\n")
    code, rows, _ = redact("--mode", "pseudonym", "--secret-file", "key", data=data)
    assert code == 0
    assert rows[0]["text"] == rows[1]["text"]
    assert "maya" not in rows[0]["text"] and "[" not in rows[0]["text"]
    again = redact(
        "--mode",
        "pseudonym",
        data=data,
        env=os.environ | {"PII_REDACT_SECRET": "correct horse battery staple"},
    )
    assert again[1] == rows
