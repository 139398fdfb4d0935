"""The columns of a table: which hold what was said, which names the call, whether a row names them.

For CSV, TSV and Parquet alike.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable
from typing import Any

from pipeline.errors import ConfigError
from pipeline.redaction.formats.base import ReadOptions
from pipeline.redaction.formats.fields import names_something
from pipeline.redaction.formats.text_copy import Place, TextCopy, Unit, written_in_parts

#: Columns that hold what was said, and those that name the call, by usual names.
TEXT_COLUMNS = re.compile(
    r"(?:.*[_ ])?"
    r"(?:text|transcript|transcription|utterance|content|message|body|sentence|said|phrase)",
    re.I,
)
CALL_COLUMNS = re.compile(
    r"(?:call|conversation|session|contact|interaction|dialogue?|chat|thread|recording)"
    r"[_ ]?s?(?:id|uuid)?",
    re.I,
)
#: Columns that hold one word of what was said.
WORD_COLUMNS = frozenset(("word", "token"))
#: Other columns by which a first line is known for the header of a table.
_COLUMNS = re.compile(
    r"(?:.*[_ ])?"
    r"(?:id|speaker|role|start|end|time|timestamp|date|duration|agent|customer|name|phone|email"
    r"|channel|language|score|label|status|type)s?|.*_.*",
    re.I,
)


def text_copies(rows: list[dict[str, Any]]) -> list[TextCopy]:
    """What was said, as a conversation a column: columns of a usual name, else those of running
    text, else those of a word a row.
    """
    names = list(dict.fromkeys(name for row in rows for name in row))
    chosen = [name for name in names if TEXT_COLUMNS.fullmatch(name)]
    chosen = chosen or [name for name in names if any(_runs(row.get(name)) for row in rows)]
    words = [] if chosen else [name for name in names if name.lower() in WORD_COLUMNS]
    made = []
    for name in chosen or words:
        told = [row for row in rows if isinstance(row.get(name), str) and row[name]]
        units = [Unit(row[name], Place(row, name)) for row in told]
        made.append(
            TextCopy(units, words=bool(words), joined=bool(words) and written_in_parts(units))
        )
    return [copy for copy in made if copy.units]


def _runs(value: Any) -> bool:
    return isinstance(value, str) and len(value.split()) > 3


def said_in(copies: list[TextCopy], rows: Iterable[dict[str, Any]]) -> list[str]:
    """What other rows of the table say in the column of the first of `copies`."""
    if not copies:
        return []
    name = copies[0].units[0].place.key
    said = [row[name] for row in rows if isinstance(row.get(name), str) and row[name]]
    return [" ".join(said)] if copies[0].words and said else said


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
        raise ConfigError(f"--column {missing[0]}: no such column; {_told(names)}")
    return set(options.columns) or None


def _told(names: list[str]) -> str:
    """What the columns are called, those left out that read as text."""
    return f"the table has {', '.join(filter(names_something, names)) or 'no names'}"


def call_column(names: list[str], options: ReadOptions) -> int | None:
    """Where the name of a row's call stands.

    Raises ConfigError where --group-by names no column.
    """
    if options.group_by:
        if options.group_by not in names:
            raise ConfigError(f"--group-by {options.group_by}: no such column; {_told(names)}")
        return names.index(options.group_by)
    return next((i for i, name in enumerate(names) if CALL_COLUMNS.fullmatch(name)), None)
