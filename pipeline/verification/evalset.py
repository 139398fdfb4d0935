"""Labelled evaluation folders: every *.jsonl in it is one part, a row is {"id", "text", "entities"}."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

import msgspec

from pipeline.errors import DataError
from pipeline.spans import Span, spans_from_row


class Utterance(NamedTuple):
    """One labelled row; `spans` are sorted and do not overlap."""

    text: str
    spans: list[Span]


class Part(NamedTuple):
    """One file of the evaluation, named by its stem (clean, noise-2, negatives ...)."""

    name: str
    rows: list[Utterance]

    @property
    def noise(self) -> int | None:
        """Noise level: 0 for `clean`, N for `noise-N`, None for parts that stand on no such scale."""
        if self.name == "clean":
            return 0
        level = re.fullmatch(r"noise-(\d+)", self.name)
        return int(level[1]) if level else None


def load_parts(folder: str | Path) -> list[Part]:
    """Read every *.jsonl of `folder` (or one such file), sorted by name. Raises DataError naming file and line."""
    folder = Path(folder)
    files = [folder] if folder.is_file() else sorted(folder.glob("*.jsonl"))
    if not files:
        raise DataError(f"{folder}: no *.jsonl here; run `python -m pipeline data` or name a folder of labelled rows")
    parts = [Part(path.stem, _read(path)) for path in files]
    return [part for part in parts if part.rows]


def _read(path: Path) -> list[Utterance]:
    rows = []
    # Split on newlines only: a transcript may hold U+2028 and the like, which str.splitlines would cut at.
    for number, line in enumerate(path.read_bytes().split(b"\n"), 1):
        if not line.strip():
            continue
        try:
            row = msgspec.json.decode(line, type=dict)
            rows.append(Utterance(row["text"], spans_from_row(row)))
        except (msgspec.DecodeError, msgspec.ValidationError):
            raise DataError(f"{path}:{number}: is not a JSON object") from None
        except (DataError, KeyError) as error:
            raise DataError(f"{path}:{number}: {error}") from None
    return rows
