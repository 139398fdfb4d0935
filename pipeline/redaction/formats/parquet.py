"""Parquet (needs pyarrow, the extra `parquet`): every value is scanned or accounted for, by the
rules for JSON.

Strings are redacted. A number or date that the rules take for PII has no text to be replaced by and
becomes null. Bytes are read as text; where they are none the file is refused, unless --column says
what to scan. Flags, times of day and durations are left. The schema and the order of rows stay; the
statistics of the columns, which repeat values, are made anew, and what programs noted in the file's
metadata is left out. The rows of a file are answered together or not at all: there is no place in
it for an error.
"""

from __future__ import annotations

import datetime
import decimal
import io
from collections.abc import Iterable, Iterator
from itertools import accumulate, chain, pairwise
from typing import Any, BinaryIO, NamedTuple

from pipeline.errors import ConfigError, DataError
from pipeline.redaction import jsonio
from pipeline.redaction.formats.base import Failed, ReadOptions, Record
from pipeline.redaction.formats.calls import CONTEXT, around, stretches
from pipeline.redaction.formats.columns import call_column, chosen_columns, said_in, text_copies
from pipeline.redaction.formats.packed import unpack
from pipeline.redaction.formats.parquet_writer import Writer
from pipeline.redaction.formats.table import RECORD
from pipeline.redaction.formats.tree import TreeRecord
from pipeline.redaction.policy import Policy
from pipeline.spans import Span

#: Rows that are written together: of as many the file is read and written at a time.
ROWS = 1024


#: Rows of a file with some before and some after them; None at its ends.
Sides = tuple[Any, Any, Any]


class Names(NamedTuple):
    """The columns that are scanned, and the one that names the call of a row."""

    kept: list[str]
    call: str | None


class Rows(Record):
    """Some rows of the file as a record: a tree for each call, or for each row."""

    def __init__(self, number: int, line: int, sides: Sides, names: Names, out: Writer):
        batch = sides[1]
        self.line, self.lines, self._batch, self._out = line, batch.num_rows, batch, out
        self._number = number
        self._kept = names.kept
        self._given = _values(batch, names.kept)
        self._plain = [_plain(row) for row in self._given]
        self._trees = list(_trees(line, self._plain, sides, names)) if names.kept else []
        self.turns = [turn for tree in self._trees for turn in tree.turns]
        self.conversations = [size for tree in self._trees for size in tree.conversations]
        begins = accumulate((len(tree.turns) for tree in self._trees), initial=0)
        self.context = frozenset(
            at + i for at, tree in zip(begins, self._trees, strict=False) for i in tree.context
        )

    def render(self, found: list[list[Span]], policy: Any) -> bytes:
        """The bytes of the file that these rows complete. Raises ConfigError for `spans_only`."""
        if policy.spans_only:
            raise ConfigError("parquet has no place for entities; --spans needs a JSON format")
        at = 0
        for tree in self._trees:
            tree.redact(found[at : at + len(tree.turns)], policy)
            at += len(tree.turns)
        rows = [_back(old, new) for old, new in zip(self._given, self._plain, strict=True)]
        changed = {
            name: [row[name] for row in rows]
            for name in self._kept
            if any(row[name] is not old[name] for row, old in zip(rows, self._given, strict=True))
        }
        return self._out.rows(self._number, self._batch, changed)


class End(Record):
    """The end of the file, as a record without text."""

    context: frozenset[int] = frozenset()
    lines = 0

    def __init__(self, number: int, line: int, out: Writer) -> None:
        self.line, self._number, self._out = line, number, out
        self.turns: list[str] = []
        self.conversations: list[int] = []

    def render(self, found: list[list[Span]], policy: Policy) -> bytes:
        """The footer."""
        return self._out.end(self._number)


class Parquet:
    """A Parquet file."""

    name = "parquet"
    adds_entities = False

    def read(self, stream: BinaryIO, options: ReadOptions) -> Iterator[Record | Failed]:
        """Yield some rows at a time.

        Raises ConfigError where pyarrow or a column that is asked for is missing.
        """
        try:
            import pyarrow as pa
            import pyarrow.parquet as pq
        except ImportError:
            raise ConfigError("parquet needs pyarrow: pip install 'pii-redact[parquet]'") from None
        try:
            file = pq.ParquetFile(io.BytesIO(stream.read()))
            schema = file.schema_arrow
            names = [field.name for field in schema]
            if len(set(names)) < len(names):
                yield Failed(1, "two columns have the same name")
                return
            chosen = chosen_columns(names, options)
            kept = [
                field.name
                for field in schema
                if may_hold(field.type) and (chosen is None or field.name in chosen)
            ]
            column = call_column(names, options)
            told = Names(kept, None if column is None else names[column])
            out = Writer(schema.remove_metadata(), _compression(file))
            line, number = 1, 0
            for number, sides in enumerate(_with_sides(file.iter_batches(batch_size=ROWS))):
                yield Rows(number, line, sides, told, out)
                line += sides[1].num_rows
            yield End(number + 1 if line > 1 else 0, line, out)
        except (DataError, jsonio.JsonError) as error:
            yield Failed(1, str(error))
        except (pa.ArrowException, OSError, ValueError):
            yield Failed(1, "not a Parquet file that can be read")


def _compression(file: Any) -> str:
    """The compression of the file's first column."""
    known = {"SNAPPY": "snappy", "GZIP": "gzip", "ZSTD": "zstd", "BROTLI": "brotli", "LZ4": "lz4"}
    meta = file.metadata
    first = (
        meta.row_group(0).column(0).compression if meta.num_row_groups and meta.num_columns else ""
    )
    return known.get(first, "none")


def may_hold(kind: Any) -> bool:
    """Whether values of an Arrow type, or the keys of a map, may be PII."""
    import pyarrow.types as types

    if types.is_dictionary(kind):
        return may_hold(kind.value_type)
    if types.is_nested(kind):
        return any(may_hold(kind.field(i).type) for i in range(kind.num_fields))
    left = (types.is_boolean, types.is_null, types.is_time, types.is_duration, types.is_interval)
    return not any(is_left(kind) for is_left in left)


def _values(batch: Any, names: list[str]) -> list[dict[str, Any]]:
    """The values of some columns by row; times to the nanosecond, which Python has not, cut."""
    import pyarrow as pa

    columns = {name: batch.column(name) for name in names}
    for name, column in columns.items():
        if pa.types.is_timestamp(column.type) and column.type.unit == "ns":
            columns[name] = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    lists = [column.to_pylist() for column in columns.values()]
    return [dict(zip(names, row, strict=True)) for row in zip(*lists, strict=True)]


def _plain(value: Any) -> Any:
    """A copy of `value` in the types of JSON. Raises DataError for bytes that are no text."""
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(one) for one in value]
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            raise DataError(
                "a column holds bytes that are no text; say with --column what to scan"
            ) from None
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, decimal.Decimal) else value


def _back(old: Any, new: Any) -> Any:
    """`new`, what became of `_plain(old)`, in the types of `old`; `old` itself where nothing in it
    changed.

    Raises DataError where the name of a column or field was redacted, which has to stay.
    """
    if isinstance(old, dict):
        if list(new) != list(old):
            raise DataError("the name of a column holds PII; rename it")
        made: Any = {key: _back(one, new[key]) for key, one in old.items()}
        return old if all(made[key] is one for key, one in old.items()) else made
    if isinstance(old, (list, tuple)):
        made = type(old)(_back(a, b) for a, b in zip(old, new, strict=True))
        return old if all(a is b for a, b in zip(old, made, strict=True)) else made
    if new is old or new == _plain(old):
        return old
    if isinstance(old, bytes):
        return new.encode()
    return new if isinstance(old, str) else None


def _with_sides(batches: Iterable[Any]) -> Iterator[Sides]:
    """Each of `batches` with the last rows before it and the first behind it."""
    before: Any = None
    for batch, after in pairwise(chain(batches, [None])):
        yield before, batch, None if after is None else after.slice(0, CONTEXT.rows)
        before = batch.slice(max(batch.num_rows - CONTEXT.rows, 0))


def _trees(line: int, rows: list[Any], sides: Sides, names: Names) -> Iterator[TreeRecord]:
    """The rows as records of a call each, or of a row each."""
    lead, tail = (
        [_plain(row) for row in _values(side, names.kept)] if side else [] for side in sides[::2]
    )
    every = [*lead, *rows, *tail]
    told = [side.column(names.call).to_pylist() for side in sides if side and names.call]
    calls = [*chain.from_iterable(told)] or [None] * len(every)
    own = range(len(lead), len(lead) + len(rows))
    for group in stretches(own, calls.__getitem__, lambda _: 0, RECORD):
        assert not isinstance(group, Failed)
        first, behind = group.rows[0], group.rows[-1] + 1
        call, some = calls[first], every[first:behind]
        before, after = (
            [every[i] for i in near if call is not None and calls[i] == call]
            for near in (
                range(max(first - CONTEXT.rows, 0), first),
                range(behind, min(behind + CONTEXT.rows, len(every))),
            )
        )
        packed = unpack([some])
        copies = text_copies(some)
        before, after = around(said_in(copies, before), said_in(copies, after))
        at = line + first - len(lead)
        yield TreeRecord(at, some, copies, packed=packed, before=before, after=after)


PARQUET = Parquet()
