"""The formats by name, and which one a file is in."""

from __future__ import annotations

from pipeline.redaction.formats.base import Format
from pipeline.redaction.formats.jsonl import Jsonl

#: --format NAME -> the format
FORMATS: dict[str, Format] = {f.name: f for f in (Jsonl(),)}


def detect(head: bytes, filename: str | None = None) -> Format:
    """The format of an input that begins with `head` (some kilobytes; fewer where the input is shorter)."""
    return FORMATS["jsonl"]
