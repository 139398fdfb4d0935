"""What is read: files, folders, standard input; decompressed, and in the format that their first
lines show.
"""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import click

from pipeline.errors import ConfigError
from pipeline.redaction import compression
from pipeline.redaction.formats import FORMATS, Format
from pipeline.redaction.formats.detect import HEAD, SUFFIXES, recognise

NO_INPUT = (
    "no input: standard input is empty; with docker pass -i (docker run -i ... < FILE), else name a"
    " file"
)


class Task(NamedTuple):
    """One input and where its answer goes; None is standard input and standard output."""

    source: str | None
    target: str | None


class Source(NamedTuple):
    """An input that is ready to be read: its format, and how it is compressed."""

    stream: io.BufferedReader
    format: Format
    compression: str | None


def tasks(files: Iterable[str], output: str | None) -> list[Task]:
    """What to read and where to write it: several files, or a folder, go into the folder `output`.

    Raises ConfigError where there is no such folder, or two files would get the same name in it.
    """
    named = [None if name == "-" else name for name in files] or [None]
    folders = [name for name in named if name and os.path.isdir(name)]
    into = output is not None and (len(named) > 1 or bool(folders) or _means_folder(output))
    if not into or output is None:
        if len(named) > 1 or folders:
            raise ConfigError("several files need -o FOLDER for what becomes of them")
        return [Task(named[0], output)]
    if os.path.exists(output) and not os.path.isdir(output):
        raise ConfigError(f"-o {output}: is no folder; several files need one")
    if None in named:
        raise ConfigError(
            f"-o {output}: is a folder; what comes from standard input needs a file name"
        )
    made = [
        Task(source, os.path.join(output, name)) for source, name in _named_files(named, output)
    ]
    targets: dict[str | None, str | None] = {}
    for task in made:
        if task.target in targets:
            raise ConfigError(
                f"{targets[task.target]} and {task.source}: would both be written to {task.target}"
            )
        targets[task.target] = task.source
    if not made:
        raise ConfigError(f"{', '.join(folders)}: holds no file with a name of a known format")
    return made


def _means_folder(path: str) -> bool:
    return path.endswith(os.sep) or os.path.isdir(path)


def _named_files(named: Iterable[str | None], output: str) -> Iterator[tuple[str, str]]:
    """Each file and its name in the output folder; of a folder those whose names end as a known
    format's do.
    """
    for name in filter(None, named):
        if not os.path.isdir(name):
            yield name, os.path.basename(name)
            continue
        skipped = 0
        for folder, inner, files in os.walk(name):
            inner[:] = sorted(
                i
                for i in inner
                if not i.startswith(".") and not _same(os.path.join(folder, i), output)
            )
            for file in sorted(files):
                path = os.path.join(folder, file)
                if not file.startswith(".") and _known(file) and os.path.isfile(path):
                    yield path, os.path.relpath(path, name)
                else:
                    skipped += 1
        if skipped:
            click.echo(
                f"{name}: {skipped} files that are hidden or of no known format are left out",
                err=True,
            )


def _known(name: str) -> bool:
    return os.path.splitext(compression.plain_name(name))[1].lower() in SUFFIXES


def _same(one: str, other: str) -> bool:
    return os.path.realpath(one) == os.path.realpath(other)


def open_input(name: str | None) -> io.FileIO:
    """The input's raw stream.

    Raises ConfigError where there can be none: a closed or null standard input.
    """
    if name is not None:
        return io.FileIO(name, "r")
    try:
        facts = os.fstat(0)
    except OSError:
        raise ConfigError(NO_INPUT) from None
    if stat.S_ISCHR(facts.st_mode) and facts.st_rdev == os.makedev(
        1, 3
    ):  # /dev/null: docker run without -i
        raise ConfigError(NO_INPUT)
    if os.isatty(0):
        click.echo("reading from the terminal, line by line; end with Ctrl-D", err=True)
    return io.FileIO(0, "r", closefd=False)


def open_source(raw: io.FileIO, name: str | None, chosen: str) -> Source:
    """`raw` with its compression taken off and its format recognised, or as `chosen` (--format)
    says.

    Nothing depends on how much a read of a pipe gives: what is looked at ends where the answer is
    sure. Raises ConfigError for a file of no known format.
    """
    terminal = raw.isatty()
    begun = _Begun(raw)
    kind = begun.compression()
    if kind:
        begun = _Begun(compression.Decompressed(begun, kind))
        name = compression.plain_name(name) if name else None
    if chosen != "auto":
        return Source(io.BufferedReader(begun, HEAD), FORMATS[chosen], kind)
    ended = False
    while (found := recognise(bytes(begun.head), ended, name, terminal)) is None:
        ended = not begun.more()
    return Source(io.BufferedReader(begun, HEAD), found, kind)


class _Begun(io.RawIOBase):
    """A stream whose first bytes were read already and will be read again."""

    def __init__(self, stream: Any):
        self._stream = stream
        self.head = bytearray()
        self._at = 0

    def more(self) -> bool:
        """Read on, up to HEAD bytes in all; whether there was anything."""
        data = self._stream.read(HEAD - len(self.head))
        self.head += data or b""
        return bool(data)

    def compression(self) -> str | None:
        """How the stream is compressed, by as many bytes as it takes to know."""
        while True:
            starts = {
                kind: bytes(self.head[: len(magic)]) for kind, magic in compression.MAGIC.items()
            }
            for kind, magic in compression.MAGIC.items():
                if starts[kind] == magic:
                    return kind
            if not any(magic.startswith(starts[kind]) for kind, magic in compression.MAGIC.items()):
                return None
            if not self.more():
                return None

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        """The head, then the stream."""
        if self._at >= len(self.head):
            return int(self._stream.readinto(buffer) or 0)
        data = self.head[self._at : self._at + len(buffer)]
        self._at += len(data)
        buffer[: len(data)] = data
        return len(data)
