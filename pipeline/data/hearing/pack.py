"""Makes the project's resource from files of `data hear`: rows that hold, and the table of
confusions.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from pipeline.data.hearing.confusions import Counts
from pipeline.data.hearing.resource import CONFUSIONS, FOLDER, HEARD, HeardRow, write_packed
from pipeline.data.noise import TURN
from pipeline.errors import PipelineError
from pipeline.spans import Span

_SLOT = re.compile(r"\{\w+\}\S*|[,.?!]")


def pack(sources: list[Path], folder: Path = FOLDER) -> str:
    """Write the resource of all rows in `sources` to `folder` and say in a sentence what is in it.

    Left out, and counted: dropped rows, texts that are there already, and training rows with a
    frame of dev. Raises PipelineError where a source cannot be used.
    """
    counts: Counter[str] = Counter()
    settings = []
    rows: list[dict[str, Any]] = []
    for source in sources:
        head, *lines = [*_read(source)] or [{}]
        if "settings" not in head:
            raise PipelineError(
                f"{source}: is no file of `data hear`: its first line has no settings"
            )
        settings.append(head["settings"])
        rows += lines
    dev_frames = {row["frame"] for row in rows if row["split"] == "dev"}
    table = Counts()
    packed: list[HeardRow] = []
    seen: set[str] = set()
    for row in rows:
        outcome = _outcome(row, seen, dev_frames)
        counts[outcome] += 1
        if outcome not in ("train", "dev"):
            continue
        # Every other one of the held-out side is for the gate and chooses nothing.
        split = "test" if outcome == "dev" and counts["dev"] % 2 == 0 else outcome
        packed.append(_heard_row(row, split))
        if outcome == "train":
            for turn in row["turns"]:
                said_spans = [Span(*span) for span in turn["said_spans"]]
                table.add(turn["said"], said_spans, turn["heard"])
    if not packed:
        raise PipelineError("nothing to pack: no row was kept")
    heading = {"settings": settings, "counts": dict(sorted(counts.items()))}
    lines_out = [heading, *packed]
    write_packed(folder / HEARD, b"".join(msgspec.json.encode(line) + b"\n" for line in lines_out))
    write_packed(folder / CONFUSIONS, msgspec.json.encode(table.result()))
    return f"{folder / HEARD}: " + ", ".join(
        f"{count} {name}" for name, count in sorted(counts.items())
    )


def _read(source: Path) -> Iterator[dict[str, Any]]:
    try:
        content = source.read_bytes()
    except OSError as error:
        raise PipelineError(f"{source}: {error.strerror}") from None
    whole = content[: content.rfind(b"\n") + 1]  # a run may be writing its last line
    for number, line in enumerate(whole.splitlines(), 1):
        try:
            yield msgspec.json.decode(line)
        except msgspec.DecodeError:
            raise PipelineError(f"{source}: line {number} is not valid JSON") from None


def _outcome(row: dict[str, Any], seen: set[str], dev_frames: set[str]) -> str:
    if "dropped" in row:
        return str(row["dropped"])
    text = TURN.join(turn["heard"] for turn in row["turns"])
    if text in seen:
        return "repeated"
    seen.add(text)
    if (
        row["split"] == "train"
        and row["frame"] in dev_frames
        and _SLOT.sub("", row["frame"]).strip()
    ):
        return "frame_of_dev"
    return str(row["split"])


def _heard_row(row: dict[str, Any], split: str) -> HeardRow:
    """One text of all turns, a line each.

    A value that goes on in the next turn is one span, as in the generator.
    """
    text = ""
    spans: list[tuple[int, int, str]] = []
    for turn in row["turns"]:
        at = len(text) + 1 if text else 0
        text = f"{text}{TURN}{turn['heard']}" if text else turn["heard"]
        for start, end, label in turn["spans"]:
            if (
                spans
                and spans[-1][2] == label
                and spans[-1][1] < at
                and _nothing(text[spans[-1][1] : at + start])
            ):
                spans[-1] = (spans[-1][0], at + end, label)
            else:
                spans.append((at + start, at + end, label))
    return HeardRow(
        text=text, spans=spans, said=TURN.join(turn["said"] for turn in row["turns"]),
        split=split, kind=row["kind"], engine=row["engine"], voice=row["voice"], frame=row["frame"],
    )  # fmt: skip


def _nothing(between: str) -> bool:
    """Whether only a line end and punctuation stand there."""
    return not any(c.isalnum() for c in between)
