"""The progress bar: over the bytes of the input, and inside a long record over what was scanned
of it.
"""

from __future__ import annotations

import contextlib
import io
import os
import sys
from collections.abc import Callable, Iterator
from threading import Lock

import click

#: How often about each character is scanned: with context or alone, and in the second look.
LOOKS = 2


class Progress:
    """How far the work is. `show` is called with bytes of the input as they are done."""

    def __init__(self, stream: io.FileIO, size: int, show: Callable[[int], None]):
        self._stream, self._size, self._show = stream, size, show
        self._read = self._shown = 0
        self._begun = self._scanned = self._done = 0  # characters
        self._lock = Lock()

    def begin(self, size: int) -> None:
        """A batch of `size` characters begins."""
        with self._lock:
            self._begun += size
            try:
                self._read = self._stream.tell()
            except ValueError:  # the reader's thread has come to the end and closed it
                self._read = self._size

    def scanned(self, size: int) -> None:
        """`size` more characters of a batch were scanned."""
        with self._lock:
            self._scanned += size
            self._update()

    def done(self, size: int) -> None:
        """A batch of `size` characters is done, however often it was scanned."""
        with self._lock:
            self._done += size
            self._scanned = max(self._scanned, LOOKS * self._done)
            self._update()

    def end(self) -> None:
        """All is done."""
        self._to(self._size)

    def _update(self) -> None:
        share = min(self._scanned / (LOOKS * self._begun or 1), 1)
        self._to(int(self._read * share))

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
