"""Parquet (needs pyarrow, the extra `parquet`): the strings of every row are scanned, as those of a
JSON record are.

Columns without strings, the schema and the file's row order stay; the statistics of the columns,
which repeat values, are made anew, and what programs noted in the file's metadata is left out. The
rows of a file are answered together or not at all: there is no place in it for an error.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, BinaryIO

from pipeline.errors import ConfigError
from pipeline.redaction.formats.base import Failed, ReadOptions, Record
from pipeline.redaction.formats.table import CALL_COLUMNS, RECORD_ROWS, chosen_columns, text_copies
from pipeline.redaction.formats.tree import TreeRecord
from pipeline.redaction.policy import Policy
from pipeline.spans import Span

#: Rows that are written together: of as many the file is read and written at a time.
ROWS = 1024


class Rows:
    """Some rows of the file as a record: a tree for each call, or for each row."""

    context: frozenset[int] = frozenset()

    def __init__(
        self,
        line: int,
        batch: Any,
        trees: list[tuple[TreeRecord, list[dict[str, Any]]]],
        out: Writer,
    ):
        self.line, self.lines, self._batch, self._out = line, batch.num_rows, batch, out
        self._trees = trees
        self.turns = [turn for tree, _ in trees for turn in tree.turns]
        self.threads = [size for tree, _ in trees for size in tree.threads]

    def render(self, found: list[list[Span]], policy: Any) -> bytes:
        """The bytes of the file that these rows complete. Raises ConfigError for `spans_only`."""
        if policy.spans_only:
            raise ConfigError("parquet has no place for entities; --spans needs a JSON format")
        at = 0
        for tree, _ in self._trees:
            tree.redact(found[at : at + len(tree.turns)], policy)
            at += len(tree.turns)
        return self._out.rows(self._batch, [row for _, rows in self._trees for row in rows])


class End:
    """The end of the file, as a record without text."""

    context: frozenset[int] = frozenset()
    lines = 0

    def __init__(self, line: int, out: Writer) -> None:
        self.line, self._out = line, out
        self.turns: list[str] = []
        self.threads: list[int] = []

    def render(self, found: list[list[Span]], policy: Policy) -> bytes:
        """The footer."""
        return self._out.end()


class Writer:
    """Writes batches of rows as a Parquet file and gives its bytes as they come."""

    def __init__(self, schema: Any, compression: str) -> None:
        import pyarrow.parquet as pq

        self._sink = Sink()
        self._schema = schema
        self._writer = pq.ParquetWriter(self._sink, schema, compression=compression)

    def rows(self, batch: Any, rows: list[dict[str, Any]]) -> bytes:
        """Write `batch` with the columns of strings taken from `rows`."""
        import pyarrow as pa

        columns = []
        for field, column in zip(self._schema, batch.columns, strict=True):
            if rows and field.name in rows[0]:
                column = pa.array([row[field.name] for row in rows], type=field.type)
            columns.append(column)
        self._writer.write_table(pa.Table.from_arrays(columns, schema=self._schema))
        return self._sink.take()

    def end(self) -> bytes:
        """Write the footer."""
        self._writer.close()
        return self._sink.take()


class Sink(io.RawIOBase):
    """A file that is only written: keeps what was not taken yet, and how long it is in all."""

    def __init__(self) -> None:
        self._parts: list[bytes] = []
        self._size = 0

    def writable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._size

    def write(self, data: Any) -> int:
        """Take in `data`."""
        self._parts.append(bytes(data))
        self._size += len(self._parts[-1])
        return len(self._parts[-1])

    def take(self) -> bytes:
        """What was written since the last call."""
        data = b"".join(self._parts)
        self._parts.clear()
        return data


class Parquet:
    """A Parquet file; `strict`: one row that fails fails the file."""

    name = "parquet"
    adds_entities = False
    strict = True

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
            scanned = chosen_columns([n for n in names if has_text(schema.field(n).type)], options)
            kept = [
                n
                for n in names
                if has_text(schema.field(n).type) and (scanned is None or n in scanned)
            ]
            call = options.group_by or next((n for n in names if CALL_COLUMNS.fullmatch(n)), None)
            if options.group_by and options.group_by not in names:
                raise ConfigError(
                    f"--group-by {options.group_by}: no such column; the table has"
                    f" {', '.join(names)}"
                )
            out = Writer(schema.remove_metadata(), _compression(file))
            line = 1
            for batch in file.iter_batches(batch_size=ROWS):
                rows = (
                    batch.select(kept).to_pylist() if kept else [{} for _ in range(batch.num_rows)]
                )
                calls = batch.column(call).to_pylist() if call else None
                yield Rows(line, batch, list(_trees(line, rows, calls)), out)
                line += batch.num_rows
            yield End(line, out)
        except (pa.ArrowException, OSError):
            yield Failed(1, "not a Parquet file that can be read")


def _compression(file: Any) -> str:
    """The compression of the file's first column."""
    known = {"SNAPPY": "snappy", "GZIP": "gzip", "ZSTD": "zstd", "BROTLI": "brotli", "LZ4": "lz4"}
    meta = file.metadata
    first = (
        meta.row_group(0).column(0).compression if meta.num_row_groups and meta.num_columns else ""
    )
    return known.get(first, "none")


def has_text(kind: Any) -> bool:
    """Whether values of an Arrow type hold strings, or keys of a map."""
    import pyarrow.types as types

    if types.is_dictionary(kind):
        return has_text(kind.value_type)
    if types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind):
        return True
    return (
        any(has_text(kind.field(i).type) for i in range(kind.num_fields))
        if types.is_nested(kind)
        else False
    )


def _trees(
    line: int, rows: list[dict[str, Any]], calls: list[Any] | None
) -> Iterator[tuple[TreeRecord, list[dict[str, Any]]]]:
    """The rows as records of a call each, or of a row each."""
    at = 0
    while at < len(rows):
        after = at + 1
        while (
            calls
            and after < len(rows)
            and calls[after] == calls[at] is not None
            and after - at < RECORD_ROWS
        ):
            after += 1
        group = rows[at:after]
        yield TreeRecord(line + at, group, text_copies(group)), group
        at = after


PARQUET = Parquet()
