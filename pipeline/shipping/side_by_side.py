"""Transcripts before and after, in two columns."""

from __future__ import annotations

import shutil
import textwrap
from itertools import zip_longest

import msgspec

from pipeline.errors import DataError


def texts(lines: bytes) -> list[str]:
    """The `text` (or `error`) of each line of a JSONL file.

    Raises DataError naming the line that has neither.
    """
    found = []
    for number, line in enumerate(lines.splitlines(), 1):
        try:
            row = msgspec.json.decode(line)
            found.append(row.get("text") or f"error: {row['error']}")
        except (msgspec.DecodeError, AttributeError, KeyError):
            raise DataError(f"line {number} is no JSON object with a text") from None
    return found


def side_by_side(before: bytes, after: bytes, width: int | None = None) -> str:
    """Two columns in `width` characters (the terminal's, at least 60), a blank line between
    utterances.

    Raises DataError where the files differ in their number of lines.
    """
    width = max(60, width or shutil.get_terminal_size((120, 24)).columns)
    left, right = texts(before), texts(after)
    if len(left) != len(right):
        raise DataError(f"{len(left)} lines before, {len(right)} after")
    column = (width - 3) // 2
    rows = [f"{'before':<{column}} | after", f"{'-' * column}-+-{'-' * column}"]
    for old, new in zip(left, right, strict=True):
        pairs = zip_longest(textwrap.wrap(old, column), textwrap.wrap(new, column), fillvalue="")
        rows += [f"{a:<{column}} | {b}".rstrip() for a, b in pairs]
        rows.append("")
    return "\n".join(rows[:-1])
