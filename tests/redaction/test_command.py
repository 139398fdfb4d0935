"""What people try first: plain lines, folders, compressed files, a terminal, files that hold no
transcript.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import pty
import select
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError
from pipeline.redaction import compression
from pipeline.redaction.cores import usable_cores
from pipeline.redaction.formats.detect import recognise
from pipeline.redaction.options import Options
from tests.redaction.phrase_scanner import quick
from tests.redaction.running import REDACT

Redact = Callable[..., "subprocess.CompletedProcess[bytes]"]


@pytest.fixture()
def redact(toy_model: Path, tmp_path: Path) -> Redact:
    """Run `redact` with the toy model."""

    def call(*args: str, data: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        command = [*REDACT, "--model", str(toy_model), *args]
        return subprocess.run(command, cwd=tmp_path, input=data, capture_output=True, timeout=60)

    return call


def test_plain_lines_are_text(redact: Redact) -> None:
    done = redact(data=b"my name is maya\n42\n\nhello")
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == b"my name is [PERSON_NAME]\n[PHONE]\n\nhello"


def test_labels_of_speakers_hide_no_context(redact: Redact, tmp_path: Path) -> None:
    text = b"Agent: my number is\nMaya: four two\nAgent: okay\nMaya: one one\n"
    (tmp_path / "call.txt").write_bytes(text)
    expected = (
        text.replace(b"four two", b"[PHONE]")
        .replace(b"one one", b"[PHONE]")
        .replace(b"Maya", b"[PERSON_NAME]")
    )
    assert redact("call.txt").stdout == expected


HEADS = [
    (b"my name is maya\n", "text"),
    (b"4155552671\n", "text"),
    (b"[PHONE] is my number\n", "text"),
    (b"{noise} hello\n", "text"),
    (b'{"text": "maya"}\n', "jsonl"),
    (b'["maya"]\n', "jsonl"),
    (b'{"text": "maya\n', "jsonl"),
    (b'\xef\xbb\xbf\n\n {"text": "maya"}\n', "jsonl"),
    (b"WEBVTT\n\n00:01.000 --> 00:02.000\nmaya\n", "vtt"),
    (b"1\n00:00:01,000 --> 00:00:02,000\nmaya\n", "srt"),
    (b"12\nmaya\n", "text"),
    (b"[Script Info]\nTitle: maya\n", "ass"),
    (
        b'<?xml version="1.0"?>\n<!-- <x> -->\n<tt:tt xmlns:tt="http://www.w3.org/ns/ttml">\n</tt:tt>\n',
        "ttml",
    ),
    (b"call_id,text\n1,maya\n", "csv"),
    (b"call_id\ttext\n1\tmaya\n", "tsv"),
    (b"PAR1 maya", "parquet"),
]


@pytest.mark.parametrize(("head", "name"), HEADS)
def test_a_format_is_told_alike_however_the_input_comes(head: bytes, name: str) -> None:
    """Byte by byte, in any two parts, or whole: once the answer is given it stays."""
    whole = recognise(head, True)
    assert whole is not None and whole.name == name
    given_at = [recognise(head[:size], False) for size in range(len(head) + 1)]
    first = next((i for i, one in enumerate(given_at) if one), len(given_at))
    assert all(one is whole for one in given_at[first:])
    assert all(
        recognise(head[:size] + b" and more\n", False) in (None, whole)
        for size in range(first, len(head))
    )


@pytest.mark.parametrize(
    "data",
    [
        b"%PDF-1.7 maya",
        b"PK\x03\x04 maya",
        b"RIFF\x00\x00maya",
        b"maya\x00\x01\x02",
        b"<!DOCTYPE html>maya",
        b"\xff\xfem\x00",
    ],
)
def test_what_is_no_transcript_is_one_sentence(redact: Redact, tmp_path: Path, data: bytes) -> None:
    (tmp_path / "file").write_bytes(data * 50)
    done = redact("file", "-o", "out")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.count(b"\n") == 1 and b"WebVTT" in done.stderr and b"maya" not in done.stderr
    assert os.listdir(tmp_path) == ["file"]


@pytest.mark.parametrize("suffix", ["gz", "zst"])
def test_compressed_in_and_out(redact: Redact, tmp_path: Path, suffix: str) -> None:
    pack = {"gz": gzip.compress, "zst": lambda data: zstandard.ZstdCompressor().compress(data)}[
        suffix
    ]
    unpack = compression.Decompressed
    kind = {"gz": "gzip", "zst": "zstd"}[suffix]
    lines = b'{"text": "maya"}\n'
    (tmp_path / f"in.jsonl.{suffix}").write_bytes(pack(lines) + pack(lines))
    for args in (["-o", f"out.jsonl.{suffix}"], ["-o", "out.jsonl"], []):
        done = redact(f"in.jsonl.{suffix}", *args)
        assert done.returncode == 0, done.stderr
        data = (tmp_path / args[1]).read_bytes() if args else done.stdout
        if args != ["-o", "out.jsonl"]:
            data = unpack(io.BytesIO(data), kind).read()
        assert [json.loads(line)["text"] for line in data.splitlines()] == ["[PERSON_NAME]"] * 2
    (tmp_path / f"cut.jsonl.{suffix}").write_bytes(pack(os.urandom(9000) + lines)[:-3])
    done = redact("--format", "jsonl", f"cut.jsonl.{suffix}", "-o", "cut")
    assert done.returncode == 1 and b"cut short" in done.stderr and not (tmp_path / "cut").exists()


def test_a_damaged_file_leaves_nothing_and_zeros_behind_one_do_no_harm(
    redact: Redact, tmp_path: Path
) -> None:
    packed = gzip.compress(b'{"text": "maya"}\n' * 50)
    (tmp_path / "cut.gz").write_bytes(packed[:-9])
    done = redact("cut.gz", "-o", "out.jsonl")
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"error: the gzip data is cut short\n"
    assert os.listdir(tmp_path) == ["cut.gz"]
    done = redact("--format", "jsonl", data=packed + b"\0" * 3000)
    assert done.returncode == 0 and gzip.decompress(done.stdout).count(b"[PERSON_NAME]") == 50


@quick
@given(
    st.lists(st.binary(max_size=50), max_size=6), st.sampled_from(["gzip", "zstd"]), st.booleans()
)
def test_parts_of_a_compressed_output_are_read_as_one(
    parts: list[bytes], kind: str, apart: bool
) -> None:
    packer = compression.Compressor(kind)
    packed = b"".join(
        packer.add(part) + (packer.end() if apart else b"") for part in parts
    ) + packer.end(empty=True)
    assert compression.Decompressed(io.BytesIO(packed), kind).read() == b"".join(parts)
    if kind == "gzip" and packed:
        assert gzip.decompress(packed) == b"".join(parts)


def test_several_files_and_folders(redact: Redact, tmp_path: Path) -> None:
    for name in (
        "calls/a.jsonl",
        "calls/deep/b.txt",
        "calls/.hidden.txt",
        "calls/picture.png",
        "c.srt",
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text('{"text": "maya"}\n' if name.endswith("jsonl") else "maya\n")
    (tmp_path / "c.srt").write_text("1\n00:00:01,000 --> 00:00:02,000\nmaya\n")
    done = redact("calls", "c.srt", "-o", "out/", "--report", "counts.json", "--stats")
    assert (done.returncode, done.stdout) == (0, b""), done.stderr
    made = {
        str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*") if p.is_file()
    }
    assert made == {"a.jsonl", "deep/b.txt", "c.srt"}
    assert all(b"[PERSON_NAME]" in (tmp_path / "out" / name).read_bytes() for name in made)
    assert json.loads((tmp_path / "counts.json").read_text())["found"]["PERSON_NAME"] == 3
    assert b"PERSON_NAME" in done.stderr and b"left out" in done.stderr
    assert redact("calls", "c.srt", "-o", "out").returncode == 2  # they are there already
    assert redact("calls", "c.srt").returncode == 2
    assert redact("calls/a.jsonl", "calls/a.jsonl", "-o", "other").returncode == 2


def test_resume_leaves_what_is_there(redact: Redact, tmp_path: Path) -> None:
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text("maya")
    assert redact("a.txt", "-o", "out/").returncode == 0
    (tmp_path / "out/a.txt").write_text("done before")
    done = redact("a.txt", "b.txt", "-o", "out", "--resume")
    assert done.returncode == 0 and b"1 files are there already" in done.stderr
    assert (tmp_path / "out/a.txt").read_text() == "done before"
    assert (tmp_path / "out/b.txt").read_text() == "[PERSON_NAME]"
    assert redact("a.txt", "b.txt", "-o", "out", "--resume").returncode == 2


def test_one_file_that_cannot_be_read_does_not_stop_the_others(
    redact: Redact, tmp_path: Path
) -> None:
    (tmp_path / "a.txt").write_bytes(b"PK\x03\x04")
    (tmp_path / "b.txt").write_text("maya")
    done = redact("a.txt", "b.txt", "-o", "out")
    assert done.returncode == 3 and b"a.txt" in done.stderr and b"1 of 2 files" in done.stderr
    assert (tmp_path / "out/b.txt").read_text() == "[PERSON_NAME]" and not (
        tmp_path / "out/a.txt"
    ).exists()


def test_a_large_file_of_one_value_is_read_whole(redact: Redact, tmp_path: Path) -> None:
    """Laid out Whisper JSON over 64 KB whose text comes first, through a pipe and from a file."""
    segments = [
        {"id": i, "seek": 0, "start": i, "end": i + 1, "text": " hello maya"} for i in range(900)
    ]
    root = {"text": " hello maya" * 900, "segments": segments, "language": "en"}
    data = json.dumps(root, indent=2).encode()
    assert len(data) > 100_000
    (tmp_path / "in.json").write_bytes(data)
    for done in (redact(data=data), redact("in.json")):
        assert done.returncode == 0
        out = json.loads(done.stdout)
        assert out["text"].count("[PERSON_NAME]") == 900 and b"maya" not in done.stdout


@pytest.mark.parametrize(
    ("args", "data"),
    [
        (["--field", "x"], b"maya\n"),
        (["--column", "x"], b"maya\n"),
        (["--group-by", "x"], b"maya\n"),
        (["--column", "x"], b"call_id,text\n1,maya\n"),
        (["--spans"], b"maya\n"),
        (["--preview"], b"maya\n"),
        (["--spans", "--mode", "label"], b'{"text": "maya"}\n'),
    ],
)
def test_options_without_effect_are_refused(redact: Redact, args: list[str], data: bytes) -> None:
    done = redact(*args, data=data)
    assert (
        done.returncode == 2
        and done.stderr.count(b"\n") == 1
        and b"maya" not in done.stdout + done.stderr
    )


def test_threads_are_bounded_by_the_cores() -> None:
    assert Options(threads=100_000).cores == usable_cores()
    assert Options(threads=1).cores == 1
    with pytest.raises(ConfigError):
        Options(entities=" , ").policy(None)


def test_a_line_typed_is_a_line_answered(toy_model: Path) -> None:
    master, terminal = pty.openpty()
    command = [*REDACT, "--model", str(toy_model)]
    with subprocess.Popen(
        command, stdin=terminal, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as process:
        assert process.stdout
        for typed, answer in ((b"42\n", b"[PHONE]\n"), (b"i am maya\n", b"i am [PERSON_NAME]\n")):
            os.write(master, typed)
            assert select.select([process.stdout], [], [], 30)[0], "no answer to a line"
            assert process.stdout.readline() == answer
        os.write(master, b"\x04")
        assert process.wait(30) == 0
    os.close(master)
    os.close(terminal)


def test_a_stopped_run_says_how_to_go_on(toy_model: Path, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"text": "call maya"}\n' * 50_000)
    command = [*REDACT, "--model", str(toy_model), "in.jsonl", "-o", "out.jsonl"]
    process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE)
    assert process.stderr
    part = tmp_path / "out.jsonl.part"
    while not (part.exists() and part.stat().st_size):
        assert process.poll() is None
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    assert process.wait(30) == 130
    assert b"--resume" in process.stderr.read()
    assert not (tmp_path / "out.jsonl").exists()


def test_help_names_the_formats(redact: Redact) -> None:
    text = redact("--help").stdout
    for word in (b"csv", b"ttml", b"parquet", b"zstd", b"--resume", b"echo", b"Exit codes"):
        assert word in text
