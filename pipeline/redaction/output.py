"""Where redacted records go: a stream, or a file that appears under its name only when it is complete.

While it grows the file is `OUT.part`. Beside it `OUT.part.state` says how far it is known to be whole: bytes, records,
counts and a fingerprint of the run, never content. After a kill, --resume cuts OUT.part there and goes on.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import stat
import time
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from pipeline.errors import ConfigError, DataError, PipelineError

#: Seconds between two states of a growing file.
STATE_EVERY = 1.0


class Tally(msgspec.Struct):
    """What a run has done so far: counts only."""

    records: int = 0
    failed: int = 0
    first_failed: int = 0
    found: dict[str, int] = {}
    redacted: dict[str, int] = {}


class State(msgspec.Struct):
    """`OUT.part.state`: the first `size` bytes of OUT.part are the answer to the first `tally.records` records."""

    fingerprint: str
    size: int
    tally: Tally


class StreamOutput:
    """Standard output, a pipe or a device: written at once, nothing to complete."""

    def __init__(self, fd: int):
        self._fd = fd
        self.tally = Tally()

    def write(self, data: bytes) -> None:
        """Write all of `data`."""
        view = memoryview(data)
        while view:
            view = view[os.write(self._fd, view) :]

    def complete(self) -> None:
        """Nothing is left to do."""

    def close(self, keep: bool) -> None:
        """Nothing is left to do."""


class FileOutput:
    """OUT.part, renamed to OUT by `complete`. With `resume`, goes on where a killed run's state stands."""

    def __init__(self, path: Path, fingerprint: str, resume: bool):
        self._path = Path(os.path.realpath(path))
        self._part = self._path.with_name(self._path.name + ".part")
        self._state = self._path.with_name(self._path.name + ".part.state")
        self._fingerprint = fingerprint
        self.tally = Tally()
        fd = os.open(self._part, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666)
        self._file: BinaryIO = os.fdopen(fd, "r+b")
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            self._file.close()
            raise PipelineError(f"{self._part}: another run is writing this file") from None
        size = self._resume() if resume else 0
        self._file.truncate(size)
        self._file.seek(size)
        self._saved = time.monotonic()
        self._save()

    def _resume(self) -> int:
        """Take up the state left behind; returns the size to cut OUT.part to."""
        try:
            state = msgspec.json.decode(self._state.read_bytes(), type=State)
        except FileNotFoundError:
            return 0
        except (OSError, msgspec.DecodeError):
            raise DataError(f"{self._state}: cannot be read; run again without --resume") from None
        if state.fingerprint != self._fingerprint:
            raise ConfigError(
                f"{self._part} was begun with another input, model or options; repeat those or run without --resume"
            )
        if os.fstat(self._file.fileno()).st_size < state.size:
            raise DataError(f"{self._part}: is shorter than its state says; run again without --resume")
        self.tally = state.tally
        return state.size

    def write(self, data: bytes) -> None:
        """Append whole records that are counted in `tally`."""
        self._file.write(data)
        if time.monotonic() - self._saved > STATE_EVERY:
            self._save()

    def _save(self) -> None:
        """Bring OUT.part to disk, then say so in the state, which is replaced whole."""
        self._file.flush()
        os.fsync(self._file.fileno())
        state = State(self._fingerprint, self._file.tell(), self.tally)
        fresh = self._state.with_name(self._state.name + ".new")
        fresh.write_bytes(msgspec.json.encode(state))
        os.replace(fresh, self._state)
        self._saved = time.monotonic()

    def complete(self) -> None:
        """Give OUT.part its name."""
        self._file.flush()
        os.fsync(self._file.fileno())
        with contextlib.suppress(OSError):
            os.fchmod(self._file.fileno(), stat.S_IMODE(self._path.stat().st_mode))
        os.replace(self._part, self._path)
        self._state.unlink(missing_ok=True)

    def close(self, keep: bool) -> None:
        """After an error: leave what --resume needs (the last state saved holds), or nothing."""
        if not keep:
            self._part.unlink(missing_ok=True)
            self._state.unlink(missing_ok=True)
        self._file.close()


def open_output(path: str | None, fingerprint: str = "", resume: bool = False) -> StreamOutput | FileOutput:
    """Standard output for None; a device or pipe is written to as it is; any other path becomes a FileOutput."""
    if path is None:
        return StreamOutput(1)
    if os.path.isdir(path):
        raise ConfigError(f"{path}: is a folder; -o needs a file name")
    if os.path.exists(path) and not os.path.isfile(path):
        return StreamOutput(os.open(path, os.O_WRONLY | os.O_CLOEXEC))
    return FileOutput(Path(path), fingerprint, resume)


def fingerprint(fd: int, model: Path, options: dict[str, Any]) -> str:
    """What must be equal for --resume: the input file (size, time, both ends), the model and the options."""
    facts = os.fstat(fd)
    digest = hashlib.sha256(msgspec.json.encode([options, facts.st_size, facts.st_mtime_ns], order="sorted"))
    digest.update(os.pread(fd, 65_536, 0) + os.pread(fd, 65_536, max(0, facts.st_size - 65_536)))
    for name in sorted(model.iterdir()):
        seen = name.stat()
        digest.update(f"{name.name} {seen.st_size} {seen.st_mtime_ns}\n".encode())
    return digest.hexdigest()
