"""The `redact` command as a process of its own, and the lines that it is given."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

REDACT = [sys.executable, "-c", "from pipeline.redaction.cli import main; main()"]


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
