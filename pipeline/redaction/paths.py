"""Files that a run may write: never its own input, model or secret, never what another wrote.

A file counts as the same under any name: links are told by device and inode. A new file is made by
this run alone (O_EXCL, no link followed), for nobody else's eyes until it is complete, and gets the
mode of the input.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import stat
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import ConfigError, PipelineError

#: Beside OUT while it grows.
PART, STATE = ".part", ".part.state"
Identity = tuple[int, int] | str


class Taken(NamedTuple):
    """A file that must stay as it is, and what it is to this run."""

    what: str
    identity: Identity


def identity(path: str | Path | int) -> Identity:
    """Device and inode of a file (or descriptor), links followed; its whole path where there is
    none yet.
    """
    try:
        facts = os.stat(path)
    except OSError:
        return (
            os.path.realpath(os.fspath(path)) if not isinstance(path, int) else f"descriptor {path}"
        )
    return facts.st_dev, facts.st_ino


def is_file(path: str | Path | int) -> bool:
    """Whether a regular file stands there, links followed."""
    try:
        return stat.S_ISREG(os.stat(path).st_mode)
    except OSError:
        return False


def is_special(path: str | Path) -> bool:
    """Whether a pipe or a device stands there, links followed: it is written to as it is."""
    return os.path.exists(path) and not os.path.isfile(path) and not os.path.isdir(path)


def of_model(model: Path) -> list[Taken]:
    """The files of a model folder, and the folder."""
    inside = model.rglob("*") if model.is_dir() else ()
    return [Taken("a file of the model", identity(path)) for path in (model, *inside)]


def check_outputs(
    outputs: Iterable[tuple[str, str | Path]], taken: Iterable[Taken], model: Path, over: bool
) -> None:
    """Refuse outputs (option, path) that are taken, twice the same, in the model's folder, or there
    already.

    A file that is there is refused unless it is empty or `over` (--overwrite). Raises ConfigError.
    """
    known = {one.identity: one.what for one in reversed([*taken])}
    root = os.path.realpath(model)
    for option, path in outputs:
        if is_special(path):
            continue
        if os.path.isdir(path):
            raise ConfigError(f"{path}: is a folder; {option} needs a file name")
        names = (path, f"{path}{PART}", f"{path}{STATE}") if option == "-o" else (path,)
        for name in names:
            what = known.get(identity(name))
            if what:
                raise ConfigError(
                    f"{option} {path}: is {what}; name another file, it would be overwritten"
                )
        if Path(os.path.realpath(path)).is_relative_to(root):
            raise ConfigError(f"{option} {path}: lies in the model's folder; name a file elsewhere")
        if not over:
            _refuse_existing(option, path)
        known |= {identity(name): f"written by {option} too" for name in names}


def unfinished(path: str | Path) -> bool:
    """Whether an answer is still to be written, or to be gone on with."""
    return os.path.lexists(f"{path}{PART}") or not os.path.exists(path) or not os.path.getsize(path)


def _refuse_existing(option: str, path: str | Path) -> None:
    if os.path.islink(path):
        raise ConfigError(
            f"{option} {path}: is a link; name a file, or say --overwrite to write where it leads"
        )
    if os.path.exists(path) and os.path.getsize(path):
        raise ConfigError(
            f"{option} {path}: is there already; name another file, or say --overwrite"
        )


def mode_like(descriptor: int) -> int | None:
    """The permissions that a copy of an open file gets, never wider than the umask; None where
    it is no file.
    """
    facts = os.fstat(descriptor)
    return stat.S_IMODE(facts.st_mode) & new_file_mode() if stat.S_ISREG(facts.st_mode) else None


def new_file_mode() -> int:
    """The permissions of a new file: all but the umask."""
    mask = os.umask(0o077)
    os.umask(mask)
    return 0o666 & ~mask


def create(path: str | Path) -> int:
    """A descriptor of a new file that only its owner may read.

    Raises FileExistsError, for a link too.
    """
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)


def reopen(path: Path) -> int:
    """A descriptor of a file that an earlier run left.

    Raises PipelineError where it can be no such file.
    """
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        raise PipelineError(
            f"{path}: is not a file that an earlier run left ({error.strerror}); remove it"
        ) from None
    facts = os.fstat(descriptor)
    if not stat.S_ISREG(facts.st_mode) or facts.st_nlink != 1 or facts.st_uid != os.geteuid():
        os.close(descriptor)
        raise PipelineError(f"{path}: is not a file that an earlier run left; remove it")
    return descriptor


def publish(part: Path, path: Path, over: bool) -> None:
    """Give the finished `part` its name.

    Raises PipelineError where another made a file of that name meanwhile.
    """
    if not over and not (
        os.path.isfile(path) and not os.path.islink(path) and not os.path.getsize(path)
    ):
        try:
            os.link(part, path, follow_symlinks=False)
        except FileExistsError:
            raise PipelineError(
                f"{path}: was made by another while this run wrote {part}, which is kept"
            ) from None
        except OSError:  # a file system without hard links
            if os.path.lexists(path):
                raise PipelineError(
                    f"{path}: was made by another; the result is in {part}"
                ) from None
        else:
            part.unlink()
            return
    os.replace(part, path)


def write_new(path: str | Path, data: bytes, mode: int, over: bool) -> None:
    """Write a small file that appears whole or not at all; see `publish`."""
    target = Path(path)
    fresh = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    descriptor = create(fresh)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(data)
            os.fchmod(descriptor, mode)
        publish(fresh, target, over)
    finally:
        with contextlib.suppress(FileNotFoundError):
            fresh.unlink()
