"""The progress bar: on a terminal, and nowhere else."""

from __future__ import annotations

import os
import pty
import subprocess
from pathlib import Path

import pytest

from tests.redaction.running import REDACT


def run_on_a_terminal(command: list[str], folder: Path) -> tuple[int, str]:
    """Exit code and what a terminal shows that is both standard output and standard error."""
    master, terminal = pty.openpty()
    process = subprocess.Popen(
        command, cwd=folder, stdin=subprocess.DEVNULL, stdout=terminal, stderr=terminal
    )
    os.close(terminal)
    shown = b""
    while True:
        try:
            part = os.read(master, 4096)
        except OSError:  # the last process that had it open is gone
            break
        if not part:
            break
        shown += part
    os.close(master)
    return process.wait(30), shown.decode()


@pytest.mark.parametrize(("options", "bar"), [(["-o", "out.jsonl"], True), ([], False)])
def test_a_bar_on_a_terminal_but_never_among_the_output(
    toy_model: Path, tmp_path: Path, options: list[str], bar: bool
) -> None:
    (tmp_path / "in.jsonl").write_text('{"text": "call maya"}\n' * 600)
    code, shown = run_on_a_terminal(
        [*REDACT, "--model", str(toy_model), "in.jsonl", *options], tmp_path
    )
    assert code == 0
    assert ("redacting" in shown) is bar and ("100%" in shown) is bar
    assert "maya" not in shown
    if bar:
        assert (tmp_path / "out.jsonl").read_text().count("[PERSON_NAME]") == 600


def test_silence_in_a_pipe(toy_model: Path, tmp_path: Path) -> None:
    (tmp_path / "in.jsonl").write_text('{"text": "call maya"}\n' * 600)
    command = [*REDACT, "--model", str(toy_model), "in.jsonl", "-o", "out.jsonl"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
