"""gzip and zstd around any format: recognised by their first bytes, written in parts that each
stand alone.

A compressed output is a row of members (gzip, RFC 1952) or frames (zstd, RFC 8878), which readers
take as one file: so it can be cut where a part ends and gone on with (--resume).
"""

from __future__ import annotations

import io
import os
import zlib
from typing import Any, BinaryIO

import zstandard

from pipeline.errors import DataError

#: How a compressed file begins, and how its name ends.
MAGIC = {"gzip": b"\x1f\x8b", "zstd": b"\x28\xb5\x2f\xfd"}
SUFFIXES = {".gz": "gzip", ".gzip": "gzip", ".zst": "zstd", ".zstd": "zstd"}
GZIP_LEVEL, ZSTD_LEVEL = 6, 3
#: Compressed bytes unpacked at once: few, since a made-up zstd file may grow to 32,000 times its
#: size.
FEED = 1024
#: Memory that a zstd file may ask for, in bytes: the most that `zstd` itself takes without --long.
MAX_WINDOW = 128 << 20


def by_name(path: str | os.PathLike[str]) -> str | None:
    """The compression that a file's name says."""
    return SUFFIXES.get(os.path.splitext(os.fspath(path))[1].lower())


def plain_name(path: str) -> str:
    """A file's name without the end that says how it is compressed."""
    return os.path.splitext(path)[0] if by_name(path) else path


class Decompressed(io.RawIOBase):
    """The content of a compressed stream. Raises DataError where it is damaged or cut short."""

    def __init__(self, stream: BinaryIO | io.RawIOBase, kind: str):
        self._stream, self._kind = stream, kind
        self._part: Any = None
        self._given = b""
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """Fill `buffer` as far as there is data; 0 at the end."""
        while not self._ready:
            self._given = self._given or self._stream.read(FEED) or b""
            if not self._given and self._part is None:
                return 0
            self._ready = self._unpack()
        size = min(len(buffer), len(self._ready))
        buffer[:size], self._ready = self._ready[:size], self._ready[size:]
        return size

    def _unpack(self) -> bytes:
        """What the data at hand unpacks to; at the end of a part the next one begins."""
        if not self._given:
            raise DataError(f"the {self._kind} data is cut short")
        if self._part is None:
            if self._kind == "gzip":  # zeros behind a part fill a block, as gzip itself takes them
                self._given = self._given.lstrip(b"\0")
            if not self._given:
                return b""
            self._part = (
                zlib.decompressobj(wbits=31)
                if self._kind == "gzip"
                else zstandard.ZstdDecompressor(max_window_size=MAX_WINDOW).decompressobj()
            )
        try:
            data = bytes(self._part.decompress(self._given))
        except (zlib.error, zstandard.ZstdError):
            raise DataError(f"the {self._kind} data is damaged") from None
        self._given = b""
        if self._part.eof:
            self._given, self._part = self._part.unused_data, None
        return data


class Compressor:
    """Compresses what is given in parts; `end` closes a part, and the next begins a new one."""

    def __init__(self, kind: str):
        self._kind = kind
        self._part: Any = None

    def add(self, data: bytes) -> bytes:
        """`data` compressed, all of it, so that a reader of a pipe can have it."""
        if self._part is None:
            self._part = (
                zlib.compressobj(GZIP_LEVEL, wbits=31)
                if self._kind == "gzip"
                else zstandard.ZstdCompressor(level=ZSTD_LEVEL).compressobj()
            )
        flush = zlib.Z_SYNC_FLUSH if self._kind == "gzip" else zstandard.COMPRESSOBJ_FLUSH_BLOCK
        return bytes(self._part.compress(data) + self._part.flush(flush))

    def end(self, empty: bool = False) -> bytes:
        """The end of the part; nothing where none was begun, but with `empty` a part without
        content.
        """
        lead = self.add(b"") if empty and self._part is None else b""
        if self._part is None:
            return b""
        rest = self._part.flush(zlib.Z_FINISH) if self._kind == "gzip" else self._part.flush()
        self._part = None
        return lead + bytes(rest)
