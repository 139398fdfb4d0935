"""Writing a Parquet file whose bytes go out while it grows."""

from __future__ import annotations

import io
from collections.abc import Callable
from threading import Lock
from typing import Any


class Writer:
    """Writes batches of rows as a Parquet file and gives its bytes as they come.

    Batches may be given in any order, by several threads; they are written by their numbers, from
    0, and the bytes of one that had to wait come with those of the one that it waited for.
    """

    def __init__(self, schema: Any, compression: str) -> None:
        import pyarrow.parquet as pq

        self._sink = Sink()
        self._schema = schema
        self._writer = pq.ParquetWriter(self._sink, schema, compression=compression)
        self._lock = Lock()
        self._waiting: dict[int, Callable[[], None]] = {}
        self._next = 0

    def rows(self, number: int, batch: Any, changed: dict[str, list[Any]]) -> bytes:
        """Write `batch` with the columns `changed`."""
        import pyarrow as pa

        columns = [
            pa.array(changed[field.name], type=field.type) if field.name in changed else column
            for field, column in zip(self._schema, batch.columns, strict=True)
        ]
        table = pa.Table.from_arrays(columns, schema=self._schema)
        return self._in_order(number, lambda: self._writer.write_table(table))

    def end(self, number: int) -> bytes:
        """Write the footer."""
        return self._in_order(number, self._writer.close)

    def _in_order(self, number: int, write: Callable[[], None]) -> bytes:
        with self._lock:
            self._waiting[number] = write
            if number != self._next:
                return b""
            while self._next in self._waiting:
                self._waiting.pop(self._next)()
                self._next += 1
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
