"""CSV and TSV: every cell is scanned or accounted for, as the strings of a JSON record are.

Cells that are not redacted keep their bytes, quotes included; so do the header and the line ends.
Rows of one call (`--group-by`, or a column with a usual name for it) are scanned as one
conversation.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Iterator
from io import BufferedReader
from typing import Any, BinaryIO, NamedTuple

from pipeline.errors import ConfigError, DataError
from pipeline.redaction.formats.base import Failed, ReadOptions, Record
from pipeline.redaction.formats.text_copy import Place, TextCopy, Unit
from pipeline.redaction.formats.tree import TreeRecord
from pipeline.redaction.policy import Policy
from pipeline.spans import Span

#: Columns that hold what was said, and those that name the call, by usual names.
TEXT_COLUMNS = re.compile(
    r"(?:.*[_"
    r" ])?(?:text|transcript|transcription|utterance|content|message|body|sentence|said|phrase)",
    re.I,
)
CALL_COLUMNS = re.compile(
    r"(?:call|conversation|session|contact|interaction|dialogue?|chat|thread|recording)[_"
    r" ]?s?(?:id|uuid)?",
    re.I,
)
#: Other columns by which a first line is known for the header of a table.
_COLUMNS = re.compile(
    r"(?:.*[_"
    r" ])?(?:id|speaker|role|start|end|time|timestamp|date|duration|agent|customer|name|phone|email|channel"  # noqa: E501
    r"|language|score|label|status|type)s?|.*_.*",
    re.I,
)
#: Rows and characters of a record, and characters of a row, at most.
RECORD_ROWS = 128
RECORD_CHARS = 40_000
ROW_CHARS = 16_000_000


class Row(NamedTuple):
    """A row: the line where it begins and how many it has, its cells as they are written, its
    line end.
    """

    line: int
    lines: int
    cells: list[str]
    end: str


def value_of(raw: str) -> str:
    """What a cell says."""
    quoted = len(raw) > 1 and raw[0] == raw[-1] == '"'
    return raw[1:-1].replace('""', '"') if quoted else raw


def written(new: str, raw: str, sep: str) -> str:
    """`new` as it is written in the place of the cell `raw`."""
    if raw[:1] == '"' or any(char in new for char in f'{sep}"\r\n'):
        return '"' + new.replace('"', '""') + '"'
    return new


def split_rows(stream: BinaryIO, sep: str) -> Iterator[Row | Failed]:
    """The rows of a table; a quoted cell may run over lines."""
    cell = re.compile(f'"(?:[^"]|"")*"(?!")[^{sep}"\r\n]*|(?!")[^{sep}\r\n]*')
    pending, begun, lines = "", 1, 0
    for number, raw in enumerate(stream, 1):
        lines += 1
        try:
            pending += raw.decode("utf-8")
            row: Row | Failed | None = _row(pending, begun, lines, sep, cell)
        except UnicodeDecodeError as error:
            row = Failed(begun, f"not UTF-8 at byte {error.start}", lines)
        if row is None and len(pending) > ROW_CHARS:
            row = Failed(begun, "a cell is opened by a quote and goes on for too long", lines)
        if row is not None:
            yield row
            pending, begun, lines = "", number + 1, 0
    if lines:
        yield Failed(begun, "a cell is opened by a quote that is never closed", lines)


def _row(text: str, line: int, lines: int, sep: str, cell: re.Pattern[str]) -> Row | None:
    """The cells of `text`, or None where a quoted cell goes on in the next line."""
    cells: list[str] = []
    at = 0
    while True:
        match = cell.match(text, at)
        if match is None:
            return None
        cells.append(match[0])
        at = match.end()
        if text[at : at + 1] != sep:
            return Row(line, lines, cells, text[at:])
        at += 1


class TableRecord(TreeRecord):
    """Rows of a table as a record: a list of objects, one a row, its columns their keys."""

    def __init__(
        self, rows: list[Row], names: list[str], scanned: set[str] | None, sep: str
    ) -> None:
        self._table, self._sep = rows, sep
        self._values: list[dict[str, Any]] = []
        self._columns: list[list[int]] = []
        for row in rows:
            known = [
                names[i] if i < len(names) else f"column {i + 1}" for i in range(len(row.cells))
            ]
            kept = [i for i, name in enumerate(known) if scanned is None or name in scanned]
            self._columns.append(kept)
            self._values.append({known[i]: value_of(row.cells[i]) for i in kept})
        super().__init__(rows[0].line, self._values, text_copies(self._values))
        self.lines = sum(row.lines for row in rows)

    def render(self, found: list[list[Span]], policy: Any) -> str:
        """The rows with the cells that hold PII written anew.

        Raises ConfigError for `spans_only`.
        """
        if policy.spans_only:
            raise ConfigError("a table has no place for entities; --spans needs a JSON format")
        self.redact(found, policy)
        made = []
        for row, columns, values in zip(self._table, self._columns, self._values, strict=True):
            cells = list(row.cells)
            if len(values) != len(columns):
                raise DataError("two columns of a row have the same name once they are redacted")
            for column, new in zip(columns, values.values(), strict=True):
                if str(new) != value_of(cells[column]):
                    cells[column] = written(str(new), cells[column], self._sep)
            made.append(self._sep.join(cells) + row.end)
        return "".join(made)


def text_copies(rows: list[dict[str, Any]]) -> list[TextCopy]:
    """What was said, as a conversation a column: columns of a usual name, else those of running
    text.
    """
    names = list(dict.fromkeys(name for row in rows for name in row))
    chosen = [name for name in names if TEXT_COLUMNS.fullmatch(name)]
    if not chosen:
        chosen = [
            n
            for n in names
            if any(isinstance(r.get(n), str) and len(r[n].split()) > 3 for r in rows)
        ]
    return [
        TextCopy(
            [
                Unit(row[name], Place(row, name))
                for row in rows
                if isinstance(row.get(name), str) and row[name]
            ]
        )
        for name in chosen
    ]


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
        if first is None or isinstance(first, Failed):
            yield from () if first is None else (first,)
            return
        cells = [value_of(cell.removeprefix("\ufeff")).strip() for cell in first.cells]
        header = is_header(cells)
        names = unique(cells) if header else [f"column {i + 1}" for i in range(len(cells))]
        scanned = chosen_columns(names, options)
        call = call_column(names, options)
        if header:
            yield Header(first, sep)
        body: Iterable[Row | Failed] = rows if header else _again(first, rows)
        for group in grouped(body, names, call):
            yield group if isinstance(group, Failed) else TableRecord(group, names, scanned, sep)


def _again(first: Row, rest: Iterable[Row | Failed]) -> Iterator[Row | Failed]:
    yield first
    yield from rest


class Header:
    """The header of a table, which goes out as it came."""

    context: frozenset[int] = frozenset()

    def __init__(self, row: Row, sep: str) -> None:
        self.line, self.lines, self._text = row.line, row.lines, sep.join(row.cells) + row.end
        self.turns: list[str] = []
        self.threads: list[int] = []

    def render(self, found: list[list[Span]], policy: Policy) -> str:
        """The header."""
        return self._text


def is_header(cells: list[str]) -> bool:
    """Whether the first row of a table names its columns: short names without figures first,
    each once.
    """
    named = all(
        re.fullmatch(r"[^\W\d][^\r\n@]{0,39}", cell) and len(cell.split()) < 5
        for cell in cells
        if cell
    )
    return named and any(cells) and len({c.lower() for c in cells if c}) == sum(map(bool, cells))


def looks_like_table(line: str) -> str | None:
    """The format of a table whose header is `line`, the first of an input without a telling
    name; or None.
    """
    for name, sep in (("tsv", "\t"), ("csv", ","), ("csv", ";")):
        cells = next(csv.reader([line], delimiter=sep), [])
        known = [
            c
            for c in cells
            if TEXT_COLUMNS.fullmatch(c) or CALL_COLUMNS.fullmatch(c) or _COLUMNS.fullmatch(c)
        ]
        whole = len(cells) > 1 and all(c == c.strip() for c in cells)
        if whole and is_header(cells) and len(known) >= 2:
            return name
    return None


def unique(names: list[str]) -> list[str]:
    """`names`, those that are empty or there already told apart by a number."""
    made: list[str] = []
    for number, name in enumerate(names, 1):
        name = name or f"column {number}"
        made.append(name if name not in made else f"{name} {number}")
    return made


def chosen_columns(names: list[str], options: ReadOptions) -> set[str] | None:
    """The columns to scan, None for all. Raises ConfigError for one that is not there."""
    missing = [name for name in options.columns if name not in names]
    if missing:
        raise ConfigError(
            f"--column {missing[0]}: the table has no such column; it has {', '.join(names)}"
        )
    return set(options.columns) or None


def call_column(names: list[str], options: ReadOptions) -> int | None:
    """Where the name of a row's call stands.

    Raises ConfigError where --group-by names no column.
    """
    if options.group_by:
        if options.group_by not in names:
            raise ConfigError(
                f"--group-by {options.group_by}: no such column; the table has {', '.join(names)}"
            )
        return names.index(options.group_by)
    return next((i for i, name in enumerate(names) if CALL_COLUMNS.fullmatch(name)), None)


def grouped(
    rows: Iterable[Row | Failed], names: list[str], call: int | None
) -> Iterator[list[Row] | Failed]:
    """Rows of one call that follow each other; every row for itself where no column names the
    call.
    """
    group: list[Row] = []
    size = 0
    for row in rows:
        same = (
            call is not None
            and group
            and isinstance(row, Row)
            and row.cells[call : call + 1] == group[0].cells[call : call + 1] != [""]
            and len(group) < RECORD_ROWS
            and size < RECORD_CHARS
        )
        if group and not same:
            yield group
            group, size = [], 0
        if isinstance(row, Failed):
            yield row
        else:
            group.append(row)
            size += sum(map(len, row.cells))
    if group:
        yield group


def error_row(failed: Failed) -> bytes:
    """What goes out in the place of rows that could not be read or scanned: a row of one cell
    for each line.
    """
    error = failed.error.replace('"', '""')
    rows = (
        f'"line {line}: {error}"\r\n' for line in range(failed.line, failed.line + failed.lines)
    )
    return "".join(rows).encode()


CSV, TSV = Table("csv", ","), Table("tsv", "\t")
