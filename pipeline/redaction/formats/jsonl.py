"""JSONL: one JSON object a line, the text in one field, or turns in a list of objects."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from pipeline.redaction import jsonio
from pipeline.redaction.formats.base import Failed, ReadOptions, Record, RenderOptions, entities_json
from pipeline.spans import Span


class LineRecord:
    """A JSON object with one text; every other field is kept as it is."""

    __slots__ = ("_holder", "_key", "_row", "line", "threads", "turns")

    def __init__(self, line: int, row: dict[str, Any], holder: dict[str, Any], key: str) -> None:
        self.line, self._row, self._holder, self._key = line, row, holder, key
        self.turns = [holder[key]]
        self.threads = [1]

    def render(self, found: list[list[Span]], options: RenderOptions) -> str:
        """The object with its text redacted and `entities` added, as one line."""
        self._holder[self._key] = options.apply(self.turns[0], found[0])
        self._row["entities"] = entities_json(found[0])
        return jsonio.dumps(self._row) + "\n"


class Jsonl:
    """One JSON object a line; blank lines are errors too, so that lines out equal lines in."""

    name = "jsonl"
    adds_entities = True

    def read(self, stream: BinaryIO, options: ReadOptions) -> Iterator[Record | Failed]:
        """Yield one record or failure for each line."""
        for number, line in enumerate(stream, 1):
            yield read_line(number, line, options)


def read_line(number: int, line: bytes, options: ReadOptions) -> Record | Failed:
    """Read one line of JSONL."""
    try:
        row = jsonio.loads(line)
    except jsonio.JsonError as error:
        return Failed(number, str(error))
    if not isinstance(row, dict):
        return Failed(number, "not a JSON object")
    place = _place(row, options.field)
    if place is None:
        return Failed(number, f"no string {options.field!r}")
    return LineRecord(number, row, *place)


def _place(row: dict[str, Any], field: str) -> tuple[dict[str, Any], str] | None:
    """The object and key that hold the text: `field` itself, or its parts as a path down."""
    if isinstance(row.get(field), str):
        return row, field
    holder: Any = row
    *parents, key = field.split(".")
    for part in parents:
        holder = holder.get(part) if isinstance(holder, dict) else None
    if isinstance(holder, dict) and isinstance(holder.get(key), str):
        return holder, key
    return None
