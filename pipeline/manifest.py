"""Files and hand-over folders that appear whole or not at all; a folder has a manifest.

with stage_folder("artifacts/data", "data", {"seed": 7}) as folder:
    (folder / "train.jsonl").write_text(...)

manifest = read_manifest("artifacts/data", "data")     # raises DataError: says what to run first
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from pipeline import __version__
from pipeline.errors import DataError, PipelineError

MANIFEST = "manifest.json"


class Manifest(msgspec.Struct, kw_only=True):
    """What a stage left behind: its name, the version that made it, its settings and the files'
    SHA-256.
    """

    stage: str
    version: str
    settings: dict[str, Any] = {}
    figures: dict[str, Any] = {}
    files: dict[str, str] = {}


def file_digest(path: Path) -> str:
    """SHA-256 of a file, in hex."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def write_manifest(
    folder: Path, stage: str, settings: dict[str, Any], figures: dict[str, Any] | None = None
) -> None:
    """Write `manifest.json` over the files now in `folder`."""
    files = {
        p.relative_to(folder).as_posix(): file_digest(p)
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.name != MANIFEST
    }
    manifest = Manifest(
        stage=stage, version=__version__, settings=settings, figures=figures or {}, files=files
    )
    encoded = msgspec.json.format(msgspec.json.encode(manifest, order="sorted"), indent=1)
    (folder / MANIFEST).write_bytes(encoded + b"\n")


def write_whole(path: Path, text: str) -> None:
    """Write `text` to `path` as one step: whoever reads it, whatever ends us, it is old or new."""
    handle, fresh = tempfile.mkstemp(prefix=f".{path.name}-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
            stream.flush()
            os.fsync(stream.fileno())
        if path.exists():
            shutil.copymode(path, fresh)
        os.replace(fresh, path)
    finally:
        Path(fresh).unlink(missing_ok=True)


@contextmanager
def stage_folder(target: str | Path, stage: str, settings: dict[str, Any]) -> Iterator[Path]:
    """Yield a fresh folder beside `target` that takes its place, manifest included, when the block
    ends well.

    On an error or interrupt the fresh folder is removed and an older `target` stays as it was.
    A `figures` mapping for the manifest may be left in the folder's `figures.json`.
    """
    target = Path(target)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh = Path(tempfile.mkdtemp(prefix=f".{target.name}-", dir=target.parent))
    except OSError as error:
        raise PipelineError(f"{target}: cannot be written: {error.strerror or error}") from None
    try:
        fresh.chmod(0o755)
        yield fresh
        figures = fresh / "figures.json"
        measured = msgspec.json.decode(figures.read_bytes()) if figures.exists() else {}
        write_manifest(fresh, stage, settings, measured)
        _swap(fresh, target)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _swap(fresh: Path, target: Path) -> None:
    """Put `fresh` in the place of `target`; the old one goes only after the new one stands."""
    if not target.exists():
        os.replace(fresh, target)
        return
    old = Path(tempfile.mkdtemp(prefix=f".{target.name}-old-", dir=target.parent))
    os.replace(target, old / "was")
    os.replace(fresh, target)
    shutil.rmtree(old, ignore_errors=True)


def read_manifest(folder: str | Path, stage: str) -> Manifest:
    """Read and check the manifest of `folder`; DataError says which stage to run where it is
    missing.
    """
    path = Path(folder) / MANIFEST
    try:
        manifest = msgspec.json.decode(path.read_bytes(), type=Manifest)
    except FileNotFoundError:
        raise DataError(
            f"{folder}: no {stage} output here; run `python -m pipeline {stage}` first"
        ) from None
    except (OSError, msgspec.DecodeError) as error:
        raise DataError(f"{path}: cannot be read: {error}") from None
    if manifest.stage != stage:
        raise DataError(f"{folder}: holds the output of stage {manifest.stage}, not of {stage}")
    missing = [name for name in manifest.files if not (Path(folder) / name).is_file()]
    if missing:
        raise DataError(
            f"{folder}: {missing[0]} is missing; run `python -m pipeline {stage}` again"
        )
    return manifest
