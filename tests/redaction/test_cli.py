"""The `redact` command as people run it: real processes, pipes, files and signals."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

REDACT = [sys.executable, "-c", "from pipeline.redaction.cli import main; main()"]


@pytest.fixture()
def redact(toy_model: Path, tmp_path: Path) -> Any:
    """Run `redact` on the toy model with `data` as standard input; returns (exit code, lines of
    output, stderr).
    """

    def call(*args: str, data: bytes | None = b"", **options: Any) -> tuple[int, list[Any], str]:
        source = {"stdin": subprocess.DEVNULL} if data is None else {"input": data}
        done = subprocess.run(
            [*REDACT, "--model", str(toy_model), *args],
            capture_output=True,
            timeout=60,
            cwd=tmp_path,
            **source,
            **options,
        )
        rows = [json.loads(line) for line in done.stdout.splitlines()]
        return done.returncode, rows, done.stderr.decode()

    return call


def start(model: Path, *args: str, **options: Any) -> subprocess.Popen[bytes]:
    pipes = {
        "stdin": subprocess.PIPE,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.PIPE,
    } | options
    return subprocess.Popen([*REDACT, "--model", str(model), *args], **pipes)


def lines(*rows: Any) -> bytes:
    return b"".join(
        row if isinstance(row, bytes) else json.dumps(row).encode() + b"\n" for row in rows
    )


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


def test_the_first_answer_leaves_before_the_input_ends(toy_model: Path) -> None:
    process = start(toy_model)
    assert process.stdin and process.stdout
    for text in ("maya", "call 42"):
        process.stdin.write(lines({"text": text}) + b'{"te')
        process.stdin.flush()
        assert select.select([process.stdout], [], [], 20)[0], "no answer while the input is open"
        assert json.loads(process.stdout.readline())["entities"]
        process.stdin.write(b'xt": "hello"}\n')
        process.stdin.flush()
        assert json.loads(process.stdout.readline())["text"] == "hello"
    process.stdin.close()
    assert process.wait(20) == 0


def test_a_closed_pipe_ends_quietly(toy_model: Path) -> None:
    process = start(toy_model)
    assert process.stdin and process.stdout and process.stderr
    process.stdin.write(lines({"text": "maya"}))
    process.stdin.flush()
    process.stdout.readline()
    process.stdout.close()
    with pytest.raises(BrokenPipeError):
        for _ in range(2_000):
            process.stdin.write(lines({"text": "maya"}) * 100)
            process.stdin.flush()
    assert process.wait(20) != 0
    assert process.stderr.read() == b""


@pytest.mark.parametrize(
    ("number", "code", "word"),
    [(signal.SIGINT, 130, b"interrupted"), (signal.SIGTERM, 143, b"terminated")],
)
def test_signals(toy_model: Path, number: int, code: int, word: bytes) -> None:
    process = start(toy_model)
    assert process.stdin and process.stdout and process.stderr
    process.stdin.write(lines({"text": "maya"}))
    process.stdin.flush()
    process.stdout.readline()
    process.send_signal(number)
    assert process.wait(20) == code
    assert process.stderr.read().strip() == word


def test_strict_stops_at_the_first(redact: Any, tmp_path: Path) -> None:
    data = lines({"text": "maya"}, b"nope\n", {"text": "42"})
    code, rows, err = redact("--strict", data=data)
    assert code == 3
    assert [row["text"] for row in rows] == ["[PERSON_NAME]"]
    assert err.startswith("error: line 2:") and "--strict" in err
    assert redact("--strict", "-o", "out.jsonl", data=data)[0] == 3
    assert os.listdir(tmp_path) == []


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


def test_help_shows_examples_and_exit_codes(redact: Any) -> None:
    text = subprocess.run([*REDACT, "--help"], capture_output=True, text=True, timeout=60).stdout
    assert "docker run -i" in text and "--resume" in text and "Exit codes" in text


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
