"""What a crash may leave behind: no transcript."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path


def test_no_core_file_can_be_written(toy_model: Path) -> None:
    command = [
        sys.executable,
        "-c",
        "from pipeline.redaction.cli import main; main()",
        "--model",
        str(toy_model),
    ]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin and process.stdout
        process.stdin.write(b'{"text": "call maya"}\n')
        process.stdin.flush()
        assert b"[PERSON_NAME]" in process.stdout.readline()
        limits = Path(f"/proc/{process.pid}/limits").read_text()
        assert re.search(r"^Max core file size +0 +0 ", limits, re.MULTILINE)
        process.stdin.close()
        assert process.wait(30) == 0
