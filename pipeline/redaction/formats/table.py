"""CSV and TSV: every cell is scanned or accounted for, as the strings of a JSON record are.

Cells that are not redacted keep their bytes, quotes included; so do the header and the line ends.
Rows of one call (`--group-by`, or a column with a usual name for it) are scanned as one
conversation. In the place of a row that fails stands one of as many cells, the first of which says
why.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BufferedReader
from itertools import chain, count
from typing import Any, BinaryIO, NamedTuple

from pipeline.errors import ConfigError, DataError
from pipeline.redaction import jsonio
from pipeline.redaction.formats.base import Failed, ReadOptions, Record
from pipeline.redaction.formats.calls import Call, Limits, Stretch, around, stretches
from pipeline.redaction.formats.cells import CellEnds, value_of, written
from pipeline.redaction.formats.columns import (
    WORD_COLUMNS,
    call_column,
    chosen_columns,
    is_header,
    said_in,
    text_copies,
    unique,
)
from pipeline.redaction.formats.fields import names_something
from pipeline.redaction.formats.packed import unpack
from pipeline.redaction.formats.tree import TreeRecord
from pipeline.spans import Span

#: Rows and characters of a record at most.
RECORD = Limits(128, 40_000)
#: A quote that is not closed within so many characters is no quote.
CELL_CHARS = 1_000_000
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")


class Row(NamedTuple):
    """A row: the line where it begins and how many it has, its cells as they are written, its
    line end.
    """

    line: int
    lines: int
    cells: list[str]
    end: str


@dataclass(frozen=True)
class FailedRow(Failed):
    """A row that could not be read; the table has so many `cells` a row, apart by `sep`."""

    cells: int = 1
    sep: str = ","

    def failure(self, error: str) -> bytes:
        """The row that stands in its place."""
        return error_row(self.line, error, self.cells, self.sep)


def error_row(line: int, error: str, cells: int, sep: str) -> bytes:
    """A row of so many cells that says what is wrong with line `line`."""
    said = f"line {line}: {error}".replace('"', '""')
    return f'"{said}"{sep * (cells - 1)}\r\n'.encode()


class _Splitter:
    """Takes lines and gives rows; a quoted cell may run over lines. Linear in what it is given."""

    def __init__(self, sep: str) -> None:
        self._sep, self._ends = sep, CellEnds(sep)
        self._cells: list[str] = []
        #: What is there of a quoted cell that is not closed yet.
        self._open: list[str] = []
        #: The lines of the row that is not whole yet, and where it begins.
        self.held: list[str] = []
        self.begun = 1

    def take(self, number: int, line: str) -> Row | None:
        """The row that `line`, the so many-th, completes."""
        if not self.held:
            self.begun = number
        self.held.append(line)
        at = 0
        while (end := self._ends.find(line, at, opened=bool(self._open))) is not None:
            self._cells.append("".join(self._open) + line[at:end])
            self._open = []
            if line[end : end + 1] != self._sep:
                row = Row(self.begun, len(self.held), self._cells, line[end:])
                self.drop()
                return row
            at = end + 1
        self._open.append(line[at:])
        return None

    def drop(self) -> None:
        """Forget the row that is not whole yet."""
        self._cells, self._open, self.held = [], [], []

    def unquoted(self) -> Iterator[Row]:
        """The rows of the lines held, the first of which opens a quote that none closes: in it
        quotes are characters.
        """
        first, *rest = self.held
        begun = self.begun
        self.drop()
        text = first.rstrip("\r\n")
        yield Row(begun, 1, text.split(self._sep), first[len(text) :])
        for number, line in enumerate(rest, begun + 1):
            row = self.take(number, line)
            if row is not None:
                yield row


def split_rows(stream: BinaryIO, sep: str) -> Iterator[Row | Failed]:
    """The rows of a table."""
    splitter = _Splitter(sep)
    number, size = 0, 0
    for raw in stream:
        try:
            lines = _LINE.findall(raw.decode("utf-8"))
        except UnicodeDecodeError as error:
            number += 1
            begun = splitter.begun if splitter.held else number
            splitter.drop()
            yield Failed(begun, f"not UTF-8 at byte {error.start}", number - begun + 1)
            continue
        for line in lines:  # several where line ends are carriage returns alone
            number += 1
            row = splitter.take(number, line)
            size = 0 if row else size + len(line)
            if row is not None:
                yield row
            elif size > CELL_CHARS:
                yield from splitter.unquoted()
                size = 0
    while splitter.held:
        yield from splitter.unquoted()


class TableRecord(TreeRecord):
    """Rows of a table as a record: a list of objects, one a row, its columns their keys."""

    def __init__(
        self, group: Stretch[Row], names: list[str], scanned: set[str] | None, sep: str
    ) -> None:
        self._table, self._sep = group.rows, sep
        self._names, self._scanned = names, scanned
        self._values = [self._value(row) for row in group.rows]
        packed = unpack([self._values])
        copies = text_copies(self._values)
        before, after = (
            said_in(copies, map(self._value, rows)) for rows in (group.before, group.after)
        )
        before, after = around(before, after)
        super().__init__(
            group.rows[0].line,
            self._values,
            copies,
            packed=packed,
            before=before,
            after=after,
        )
        self.lines = sum(row.lines for row in group.rows)

    def _kept(self, row: Row) -> dict[str, int]:
        """The columns of a row that are scanned, by their names."""
        known = chain(self._names, (f"column {n}" for n in count(len(self._names) + 1)))
        named = zip(known, range(len(row.cells)), strict=False)
        return {n: i for n, i in named if self._scanned is None or n in self._scanned}

    def _value(self, row: Row) -> dict[str, Any]:
        return {name: value_of(row.cells[i], self._sep) for name, i in self._kept(row).items()}

    def apart(self) -> list[TableRecord]:
        """Each row as a record of its own."""
        alone = (Stretch([row], [], []) for row in self._table)
        return [TableRecord(one, self._names, self._scanned, self._sep) for one in alone]

    def failure(self, error: str) -> bytes:
        """The rows that stand in its place."""
        width = len(self._names)
        return b"".join(error_row(row.line, error, width, self._sep) for row in self._table)

    def render(self, found: list[list[Span]], policy: Any) -> str:
        """The rows with the cells that hold PII written anew.

        Raises ConfigError for `spans_only`.
        """
        if policy.spans_only:
            raise ConfigError("a table has no place for entities; --spans needs a JSON format")
        self.redact(found, policy)
        made = []
        for row, values in zip(self._table, self._values, strict=True):
            cells, columns = list(row.cells), self._kept(row)
            if len(values) != len(columns):
                raise DataError("two columns of a row have the same name once they are redacted")
            for column, new in zip(columns.values(), values.values(), strict=True):
                if str(new) != value_of(cells[column], self._sep):
                    cells[column] = written(str(new), cells[column], self._sep)
            made.append(self._sep.join(cells) + row.end)
        return "".join(made)


class Header(TableRecord):
    """The header of a table: names go out as they came, cells that read as text are scanned."""

    def __init__(self, row: Row, sep: str) -> None:
        names = [f"column {i + 1}" for i in range(len(row.cells))]
        texts = {
            name
            for name, cell in zip(names, row.cells, strict=True)
            if not names_something(value_of(cell, sep).strip("\ufeff "))
        }
        super().__init__(Stretch([row], [], []), names, texts, sep)


class Table:
    """A table of text with one separator."""

    adds_entities = False

    def __init__(self, name: str, sep: str) -> None:
        self.name, self._sep = name, sep

    def read(self, stream: BinaryIO, options: ReadOptions) -> Iterator[Record | Failed]:
        """Yield the header, then a record for each row or for the rows of one call.

        Raises ConfigError where the table has not the columns that are asked for.
        """
        sep = self._sep
        head = (
            stream.peek(4096)[:4096].split(b"\n")[0] if isinstance(stream, BufferedReader) else b""
        )
        if sep == "," and b"," not in head and b";" in head:
            sep = ";"
        rows = split_rows(stream, sep)
        first = next(rows, None)
        if first is None:
            return
        given = [] if isinstance(first, Failed) else first.cells
        cells = [value_of(cell.removeprefix("\ufeff"), sep).strip() for cell in given]
        header = is_header(cells)
        names = unique(cells) if header else [f"column {i + 1}" for i in range(len(cells))]
        scanned = chosen_columns(names, options)
        call = call_column(names, options)
        if header and isinstance(first, Row):
            yield Header(first, sep)
        body: Iterable[Row | Failed] = rows if header else chain([first], rows)
        words = call is None and not WORD_COLUMNS.isdisjoint(map(str.lower, names))

        def call_of(row: Row) -> Call | None:
            cell = row.cells[call] if call is not None and call < len(row.cells) else ""
            return "" if words else cell or None

        def size(row: Row) -> int:
            return sum(map(len, row.cells))

        for group in stretches(body, call_of, size, RECORD):
            if isinstance(group, Failed):
                yield FailedRow(group.line, group.error, group.lines, len(names) or 1, sep)
                continue
            try:
                yield TableRecord(group, names, scanned, sep)
            except jsonio.JsonError as error:
                for row in group.rows:
                    yield FailedRow(row.line, str(error), row.lines, len(names) or 1, sep)


CSV, TSV = Table("csv", ","), Table("tsv", "\t")
