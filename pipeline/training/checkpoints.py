"""Checkpoints of a run under way: which are whole, where to go on, and a disk that is full.

A checkpoint is whole once its marker stands: the last file written, naming every other file and its size. One that was
cut off by kill -9 or a full disk has no marker, or a file that is not as long as the marker says.
"""

from __future__ import annotations

import errno
import json
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from transformers import TrainerCallback

from pipeline.errors import ConfigError, PipelineError
from pipeline.training.interruption import main_process
from pipeline.training.schedule import Progress

MARKER = "whole.json"
RUN = "run.json"
#: Settings that may differ between a run and its continuation without making it another run.
FREE = {"data", "out", "cache", "max_minutes", "threads", "workers", "save_steps", "logging_steps"}


def mark_whole(checkpoint: Path, notes: dict[str, Any]) -> None:
    """Write the marker of a finished checkpoint, as one atomic step."""
    files = {p.name: p.stat().st_size for p in checkpoint.iterdir() if p.is_file() and p.name != MARKER}
    fresh = checkpoint / (MARKER + ".new")
    with fresh.open("w", encoding="utf-8") as stream:
        json.dump({"files": files, **notes}, stream)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(fresh, checkpoint / MARKER)


def read_marker(checkpoint: Path) -> dict[str, Any] | None:
    """The marker of a whole checkpoint; None where it is missing or a file is not as it says."""
    try:
        marker = json.loads((checkpoint / MARKER).read_text(encoding="utf-8"))
        whole = all((checkpoint / name).stat().st_size == size for name, size in marker["files"].items())
    except (OSError, ValueError, KeyError):
        return None
    return marker if whole else None


def last_whole(work: Path) -> tuple[Path | None, list[Path]]:
    """The newest whole checkpoint in `work`, and the half-written ones that were passed over."""
    found = [p for p in work.glob("checkpoint-*") if p.name.removeprefix("checkpoint-").isdigit()]
    halves = []
    for checkpoint in sorted(found, key=lambda p: int(p.name.removeprefix("checkpoint-")), reverse=True):
        if read_marker(checkpoint) is not None:
            return checkpoint, halves
        halves.append(checkpoint)
    return None, halves


class MarkWhole(TrainerCallback):
    """Marks each checkpoint once Trainer has written all of it, with the time spent so far."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress

    def on_save(self, args, state, control, **kwargs):
        if main_process():
            folder = Path(args.output_dir) / f"checkpoint-{state.global_step}"
            mark_whole(folder, {"step": state.global_step, "seconds": self.progress.spent()})


def write_run(work: Path, settings: dict[str, Any]) -> None:
    """Note the settings of the run in `work`."""
    work.mkdir(parents=True, exist_ok=True)
    (work / RUN).write_text(json.dumps(settings, sort_keys=True), encoding="utf-8")


def check_same_run(work: Path, settings: dict[str, Any]) -> dict[str, Any]:
    """The settings that the run in `work` was started with. Raises ConfigError naming a key that differs now."""
    try:
        before = json.loads((work / RUN).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return settings
    for key, value in settings.items():
        if key not in FREE and before.get("asked", before).get(key) != value:
            was = before.get("asked", before).get(key)
            raise ConfigError(f"{key}: the interrupted run had {was}, now it is {value}; start anew without --resume")
    return before


def note_halved(work: Path, batch: tuple) -> None:
    """Record that memory ran out: a run that is resumed goes on with the smaller `batch`."""
    run = json.loads((work / RUN).read_text(encoding="utf-8"))
    write_run(work, run | {"batch": batch, "halved": run.get("halved", 0) + 1})


def times_halved(work: Path) -> int:
    """How often memory has run out in the run in `work`."""
    return json.loads((work / RUN).read_text(encoding="utf-8")).get("halved", 0)


def check_space(folder: Path, model_bytes: int) -> None:
    """Raise PipelineError where `folder` has no room for the checkpoints of a run.

    A checkpoint holds the weights and AdamW's two moments; two are kept while a third is written.
    """
    need = 3 * 3 * model_bytes
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < need:
        raise PipelineError(
            f"{folder}: {free / 1e9:.1f} GB free, training needs {need / 1e9:.1f} GB for its checkpoints; "
            "free some space or point `out` at another disk"
        )


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn a full disk, however the libraries put it, into one sentence."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        full = getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT)
        text = str(error)
        if full or "No space left on device" in text or "PytorchStreamWriter failed writing" in text:
            raise PipelineError(
                f"{folder}: the disk is full; free some space and go on with --resume from the last whole checkpoint"
            ) from None
        raise
