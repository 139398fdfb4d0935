"""The `redact` command as a process: pipes that stay open or close, and signals."""

from __future__ import annotations

import json
import select
import signal
from pathlib import Path

import pytest

from tests.redaction.running import lines, start


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
