"""Where redacted records go: a stream, or a file that appears under its name only when it is
complete.

While it grows the file is `OUT.part`. Beside it `OUT.part.state` says how far it is known to be
whole: bytes, records, counts and a fingerprint of the run, never content. After a kill, --resume
cuts OUT.part there and goes on.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import time
from pathlib import Path
from typing import Any, BinaryIO

import msgspec

from pipeline.errors import ConfigError, DataError, PipelineError
from pipeline.redaction import paths
from pipeline.redaction.compression import Compressor

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
    """`OUT.part.state`: the first `size` bytes of OUT.part are the answer to the first
    `tally.records` records.
    """

    fingerprint: str
    size: int
    tally: Tally


class StreamOutput:
    """Standard output, a pipe or a device: written at once, nothing to complete."""

    kept = False

    def __init__(self, descriptor: int, packer: Compressor | None = None):
        self._descriptor, self._packer = descriptor, packer
        self.tally = Tally()

    def write(self, data: bytes) -> None:
        """Write all of `data`."""
        self._put(self._packer.add(data) if self._packer else data)

    def _put(self, data: bytes) -> None:
        view = memoryview(data)
        while view:
            view = view[os.write(self._descriptor, view) :]

    def complete(self) -> None:
        """End a compressed stream."""
        if self._packer:
            self._put(self._packer.end(empty=True))

    def close(self, keep: bool) -> None:
        """Nothing is left to do."""


class FileOutput:
    """OUT.part, renamed to OUT by `complete`. With `resume`, goes on where a killed run's state
    stands.

    `mode`: permissions of OUT (None: a new file's, or those of the file that it replaces). `over`:
    files of these names that are there may be replaced. `kept` says after `close` that a resume can
    go on.
    """

    def __init__(
        self,
        path: Path,
        fingerprint: str,
        resume: bool = False,
        mode: int | None = None,
        over: bool = False,
        packer: Compressor | None = None,
    ):
        self._path = Path(os.path.realpath(path))
        self._part = self._path.with_name(self._path.name + paths.PART)
        self._state = self._path.with_name(self._path.name + paths.STATE)
        self._fingerprint, self._mode, self._over = fingerprint, mode, over
        self._packer = packer
        self.kept = False
        self.tally = Tally()
        self._file: BinaryIO = os.fdopen(self._open(resume), "r+b")
        size = self._resume() if resume else 0
        self._file.truncate(size)
        self._file.seek(size)
        self._saved = time.monotonic()
        self._save()

    def _open(self, resume: bool) -> int:
        """OUT.part, locked: new, or left by an earlier run where this one may go on with it or
        write over it.
        """
        if not (resume or self._over) and os.path.lexists(self._state):
            self._refuse(self._state)
        try:
            descriptor, new = paths.create(self._part), True
        except FileExistsError:
            descriptor, new = paths.reopen(self._part), False
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise PipelineError(f"{self._part}: another run is writing this file") from None
        if not (new or resume or self._over):
            os.close(descriptor)
            self._refuse(self._part)
        return descriptor

    def _refuse(self, path: Path) -> None:
        raise ConfigError(
            f"{path}: was left by an earlier run; --resume goes on with it, --overwrite begins anew"
        )

    def _resume(self) -> int:
        """Take up the state left behind; returns the size to cut OUT.part to."""
        if not os.path.lexists(self._state):
            return 0
        try:
            with os.fdopen(paths.reopen(self._state), "rb") as file:
                state = msgspec.json.decode(file.read(), type=State)
        except (OSError, msgspec.DecodeError):
            raise DataError(f"{self._state}: cannot be read; run again with --overwrite") from None
        if state.fingerprint != self._fingerprint:
            raise ConfigError(
                f"{self._part} was begun with another input, model or options; "
                "repeat those, or begin anew with --overwrite"
            )
        if os.fstat(self._file.fileno()).st_size < state.size:
            raise DataError(
                f"{self._part}: is shorter than its state says; run again with --overwrite"
            )
        self.tally = state.tally
        return state.size

    def write(self, data: bytes) -> None:
        """Append whole records that are counted in `tally`."""
        self._file.write(self._packer.add(data) if self._packer else data)
        if time.monotonic() - self._saved > STATE_EVERY:
            self._save()

    def _save(self) -> None:
        """Bring OUT.part to disk, then say so in the state, which is replaced whole."""
        if self._packer:
            self._file.write(self._packer.end())
        self._file.flush()
        os.fsync(self._file.fileno())
        state = State(self._fingerprint, self._file.tell(), self.tally)
        paths.write_new(self._state, msgspec.json.encode(state), 0o600, over=True)
        self._saved = time.monotonic()

    def complete(self) -> None:
        """Give OUT.part its name."""
        if self._packer:
            self._file.write(self._packer.end(empty=self._file.tell() == 0))
        self._file.flush()
        os.fsync(self._file.fileno())
        os.fchmod(self._file.fileno(), self._final_mode())
        paths.publish(self._part, self._path, self._over)
        self._state.unlink(missing_ok=True)
        self._file.close()

    def _final_mode(self) -> int:
        if self._mode is not None:
            return self._mode
        with contextlib.suppress(OSError):
            return self._path.stat().st_mode & 0o777
        return paths.new_file_mode()

    def close(self, keep: bool) -> None:
        """After an error: leave what --resume needs (the last state saved holds), or nothing."""
        self.kept = keep
        if not keep:
            self._part.unlink(missing_ok=True)
            self._state.unlink(missing_ok=True)
        self._file.close()


def open_output(
    path: str | Path | None,
    fingerprint: str = "",
    resume: bool = False,
    mode: int | None = None,
    over: bool = False,
    kind: str | None = None,
) -> StreamOutput | FileOutput:
    """Standard output for None; a device or pipe is written to as it is; any other path becomes a
    FileOutput.

    `kind`: how the output is compressed.
    """
    packer = Compressor(kind) if kind else None
    if path is None:
        return StreamOutput(1, packer)
    if paths.is_special(path):
        return StreamOutput(os.open(path, os.O_WRONLY | os.O_CLOEXEC), packer)
    return FileOutput(Path(path), fingerprint, resume, mode, over, packer)


def fingerprint(descriptor: int, model: Path, options: dict[str, Any]) -> str:
    """What must be equal for --resume: the content of the input file and of the model, and the
    options.
    """
    digest = hashlib.sha256(msgspec.json.encode(options, order="sorted"))
    position = 0
    while block := os.pread(descriptor, 1 << 20, position):
        digest.update(block)
        position += len(block)
    for path in sorted(p for p in model.rglob("*") if p.is_file()):
        digest.update(path.name.encode())
        with path.open("rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
