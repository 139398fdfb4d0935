"""The progress bar: over the bytes of the input, and inside a long record over what was scanned
of it.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator

import click

#: How often about each character is scanned: with context or alone, and in the second look.
LOOKS = 2


class Progress:
    """How far the work is. `show` is called with bytes of the input as they are done."""

    def __init__(self, stream: io.FileIO, size: int, show: Callable[[int], None]):
        self._stream, self._size, self._show = stream, size, show
        self._read = self._shown = 0
        self._batch = self._scanned = self._begun = 0

    def begin(self, size: int) -> None:
        """A batch of `size` characters begins; those before it are done."""
        self._to(self._read)
        try:
            self._read = self._stream.tell()
        except ValueError:  # the reader's thread has come to the end and closed it
            self._read = self._size
        self._batch, self._scanned = size, 0
        self._begun = self._shown

    def scanned(self, size: int) -> None:
        """`size` more characters of the batch were scanned."""
        self._scanned += size
        share = min(self._scanned / (LOOKS * self._batch or 1), 1)
        self._to(self._begun + int((self._read - self._begun) * share))

    def end(self) -> None:
        """All is done."""
        self._to(self._size)

    def _to(self, done: int) -> None:
        if done > self._shown:
            self._show(done - self._shown)
            self._shown = done


@contextlib.contextmanager
def progress_of(stream: io.FileIO | None, to_file: bool) -> Iterator[Progress | None]:
    """A bar on a terminal: none in a pipe, nor where the output goes to that terminal."""
    if stream is None or not os.isatty(2) or (os.isatty(1) and not to_file):
        yield None
        return
    size = os.fstat(stream.fileno()).st_size
    with click.progressbar(length=size, label="redacting", file=sys.stderr) as bar:
        progress = Progress(stream, size, bar.update)
        yield progress
        progress.end()
