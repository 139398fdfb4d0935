"""The columns of a table: which hold what was said, which names the call, whether a row names them.

For CSV, TSV and Parquet alike.
"""

from __future__ import annotations

import csv
import re
from typing import Any

from pipeline.errors import ConfigError
from pipeline.redaction.formats.base import ReadOptions
from pipeline.redaction.formats.fields import names_something
from pipeline.redaction.formats.text_copy import Place, TextCopy, Unit

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
#: Other columns by which a first line is known for the header of a table.
_COLUMNS = re.compile(
    r"(?:.*[_ ])?"
    r"(?:id|speaker|role|start|end|time|timestamp|date|duration|agent|customer|name|phone|email"
    r"|channel|language|score|label|status|type)s?|.*_.*",
    re.I,
)


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
