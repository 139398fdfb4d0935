"""The model in processes of its own: the same answers, whatever becomes of the processes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from pipeline.errors import DataError
from pipeline.redaction import Redactor
from pipeline.redaction.cores import usable_cores
from tests.redaction.running import REDACT, start

#: The processes of a command with `--threads 2`.
BOTH = 2 if usable_cores() > 1 else 0


def lines(count: int) -> list[bytes]:
    said = ["hello maya", "it is four two", "call 4 2 in pune", "nothing here"]
    rows = ({"i": i, "text": f"{said[i % 4]} {'and so on ' * (i % 7)}"} for i in range(count))
    return [json.dumps(row).encode() + b"\n" for row in rows]


def started(model: Path) -> subprocess.Popen[bytes]:
    return start(model, "--threads", "2")


def children(pid: int) -> list[int]:
    return list(map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split()))


def alive(pid: int) -> bool:
    """Whether a process runs; what has ended and waits to be read does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def expected(model: Path, rows: list[bytes]) -> bytes:
    """The answers of one process."""
    words = [*REDACT, "--model", str(model), "--threads", "1"]
    return subprocess.run(words, input=b"".join(rows), capture_output=True, check=True).stdout


@pytest.mark.parametrize("lost", [0, 1, 2])
def test_the_answers_are_the_same_whichever_process_is_lost(toy_model: Path, lost: int) -> None:
    rows = lines(1200)
    with started(toy_model) as process:
        assert process.stdin and process.stdout
        process.stdin.write(b"".join(rows[:300]))
        process.stdin.flush()
        first = [process.stdout.readline() for _ in range(300)]
        found = children(process.pid)
        assert len(found) == BOTH
        for pid in found[:lost]:
            os.kill(pid, signal.SIGKILL)
        rest, said = process.communicate(b"".join(rows[300:]), timeout=120)
    assert (process.returncode, said) == (0, b"")
    assert b"".join(first) + rest == expected(toy_model, rows)


def test_no_process_outlives_the_command(toy_model: Path) -> None:
    with started(toy_model) as process:
        assert process.stdin and process.stdout
        process.stdin.write(lines(1)[0])
        process.stdin.flush()
        assert process.stdout.readline()
        found = children(process.pid)
        assert len(found) == BOTH
        process.kill()
    deadline = time.monotonic() + 20
    while any(map(alive, found)):
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_a_broken_model_is_told_in_one_sentence(toy_model: Path, tmp_path: Path) -> None:
    folder = tmp_path / "model"
    folder.mkdir()
    for one in toy_model.iterdir():
        (folder / one.name).write_bytes(one.read_bytes() if one.suffix != ".onnx" else b"no model")
    with started(folder) as process:
        out, said = process.communicate(b'{"text": "hello maya"}\n', timeout=60)
    assert (process.returncode, out) == (1, b"")
    assert said.startswith(b"error: ") and said.count(b"\n") == 1 and b"model.onnx" in said


def test_a_process_with_a_model_of_its_own_is_not_copied(toy_model: Path) -> None:
    redactor = Redactor.load(toy_model, threads=2)
    again = Redactor.load(toy_model, threads=2, processes=True)
    assert (redactor.at_once, again.at_once) == (1, 1)
    assert again.redact("hello maya") == redactor.redact("hello maya")


def test_a_folder_without_a_model(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"settings\.json"):
        Redactor.load(tmp_path, processes=True)
