"""Makes the project's resource from files of `data hear`: rows that hold, and the table of
confusions.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from pipeline.data.hearing.align import Alignment
from pipeline.data.hearing.carry import without_small_words
from pipeline.data.hearing.confusions import Counts
from pipeline.data.hearing.resource import (
    CONFUSIONS,
    FOLDER,
    HEARD,
    HeardRow,
    by_line,
    write_packed,
)
from pipeline.data.noise import TURN
from pipeline.errors import PipelineError
from pipeline.spans import Span

_SIDES = ("train", "dev", "test")
# Likeness of the least alike line of a training text. Labels of worse ones would teach that any
# words may be a value; what is held out stays as hard as it is.
_LEAST = 0.6
_SLOT = re.compile(r"\{\w+\}\S*|[,.?!]")


def pack(sources: list[Path], folder: Path = FOLDER) -> str:
    """Write the resource of all rows in `sources` to `folder` and say in a sentence what is in it.

    A source is a file of `data hear` or a packed resource, whose rows stay as they are. Left out,
    and counted: dropped rows, texts that are there already, and training rows with a frame of dev.
    Raises PipelineError where a source cannot be used.
    """
    counts: Counter[str] = Counter()
    settings: list[dict[str, Any]] = []
    rows: list[HeardRow] = []
    for source in sources:
        read = _read_packed if source.suffix == ".gz" else _read_run
        runs, found = read(source, counts)
        if any(one in settings for one in runs):
            raise PipelineError(
                f"{source}: a run with these settings is packed already; take the resource as it"
                " was before that run"
            )
        rows += [replace(row, run=row.run + len(settings)) for row in found]
        settings += runs
    held_out = {row.frame for row in rows if row.split != "train"}
    table = Counts()
    packed: list[HeardRow] = []
    seen: set[str] = set()
    for row in map(_tightened, rows):
        outcome = _outcome(row, seen, held_out)
        counts[outcome] += 1
        if outcome not in _SIDES:
            continue
        packed.append(row)
        if outcome == "train":
            _count(row, table)
    if not packed:
        raise PipelineError("nothing to pack: no row was kept")
    heading = {"settings": settings, "counts": dict(sorted(counts.items()))}
    lines_out = [heading, *packed]
    write_packed(folder / HEARD, b"".join(msgspec.json.encode(line) + b"\n" for line in lines_out))
    write_packed(folder / CONFUSIONS, msgspec.json.encode(table.result()))
    return f"{folder / HEARD}: " + ", ".join(
        f"{count} {name}" for name, count in sorted(counts.items())
    )


def _count(row: HeardRow, table: Counts) -> None:
    """What became of its words, line by line, and of its numbers."""
    said_spans = [Span(*span) for span in row.said_spans]
    for (said, spans), heard in zip(
        by_line(row.said, said_spans), row.text.split(TURN), strict=True
    ):
        table.add(said, spans, heard)
    if row.engine == "whisper":  # the other one prints no figures
        table.add_numbers(row.text, row.span_list())


def _read_packed(source: Path, counts: Counter[str]) -> tuple[list[dict[str, Any]], list[HeardRow]]:
    """Settings and rows of a packed resource; what it dropped is added to `counts`."""
    try:
        head, *lines = gzip.decompress(_content(source)).splitlines()
        heading = msgspec.json.decode(head)
        rows = [msgspec.json.decode(line, type=HeardRow) for line in lines]
        counts.update({name: n for name, n in heading["counts"].items() if name not in _SIDES})
        return heading["settings"], rows
    except (ValueError, KeyError, TypeError, OSError, EOFError, zlib.error):
        raise PipelineError(f"{source}: is no packed resource of `data hear`") from None


def _read_run(source: Path, counts: Counter[str]) -> tuple[list[dict[str, Any]], list[HeardRow]]:
    """Settings and kept rows of a file of `data hear`; what it dropped is added to `counts`.

    Every other row of the held-out side is for the gate ("test") and chooses nothing.
    """
    head, *lines = [*_lines(source)] or [{}]
    if "settings" not in head:
        raise PipelineError(f"{source}: is no file of `data hear`: its first line has no settings")
    rows: list[HeardRow] = []
    held_out = 0
    for line in lines:
        if "dropped" in line:
            counts[line["dropped"]] += 1
            continue
        held_out += line["split"] == "dev"
        split = "test" if line["split"] == "dev" and held_out % 2 == 0 else line["split"]
        rows.append(_heard_row(line, split))
    return [head["settings"]], rows


def _content(source: Path) -> bytes:
    try:
        return source.read_bytes()
    except OSError as error:
        raise PipelineError(f"{source}: {error.strerror}") from None


def _lines(source: Path) -> Iterator[dict[str, Any]]:
    content = _content(source)
    whole = content[: content.rfind(b"\n") + 1]  # a run may be writing its last line
    for number, line in enumerate(whole.splitlines(), 1):
        try:
            yield msgspec.json.decode(line)
        except msgspec.DecodeError:
            raise PipelineError(f"{source}: line {number} is not valid JSON") from None


def _outcome(row: HeardRow, seen: set[str], held_out: set[str]) -> str:
    """The side of the row, or why it is left out."""
    if row.text in seen:
        return "repeated"
    seen.add(row.text)
    if row.split == "train" and row.frame in held_out and _SLOT.sub("", row.frame).strip():
        return "frame_of_dev"
    if row.split == "train" and _likeness(row) < _LEAST:
        return "unlike"
    if any(start == end for start, end, _ in row.spans):
        return "unanchored"
    return row.split


def _tightened(row: HeardRow) -> HeardRow:
    """Without small words at the edges of its spans; earlier runs had them."""
    return replace(
        row, spans=[(*without_small_words(row.text, s, e), label) for s, e, label in row.spans]
    )


def _likeness(row: HeardRow) -> float:
    lines = zip(row.said.split(TURN), row.text.split(TURN), strict=True)
    return min(Alignment(said, heard).likeness for said, heard in lines)


def _heard_row(row: dict[str, Any], split: str) -> HeardRow:
    """One text of all turns, a line each."""
    turns = row["turns"]
    text, spans = _joined([(turn["heard"], turn["spans"]) for turn in turns])
    said, said_spans = _joined([(turn["said"], turn["said_spans"]) for turn in turns])
    return HeardRow(
        text=text, spans=spans, said=said, split=split, kind=row["kind"], engine=row["engine"],
        voice=row["voice"], frame=row["frame"], said_spans=said_spans,
    )  # fmt: skip


def _joined(turns: list[tuple[str, list[Any]]]) -> tuple[str, list[tuple[int, int, str]]]:
    """Turns in lines. A value that goes on in the next turn is one span, as in the generator."""
    text = ""
    spans: list[tuple[int, int, str]] = []
    for line, its_spans in turns:
        at = len(text) + 1 if text else 0
        text = f"{text}{TURN}{line}" if text else line
        for start, end, label in its_spans:
            last = spans[-1] if spans else (0, 0, "")
            if last[2] == label and last[1] < at and _nothing(text[last[1] : at + start]):
                spans[-1] = (last[0], at + end, label)
            else:
                spans.append((at + start, at + end, label))
    return text, spans


def _nothing(between: str) -> bool:
    """Whether only a line end and punctuation stand there."""
    return not any(c.isalnum() for c in between)
