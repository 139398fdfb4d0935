"""Checkpoints of a run under way: which are whole, where to go on, and a disk that is full.

A checkpoint is whole once its marker stands: the last file written, naming every other file and its
size. One that was cut off by kill -9 or a full disk has no marker, or a file that is not as long as
the marker says.
"""

from __future__ import annotations

import errno
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import torch
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from pipeline.errors import ConfigError, PipelineError
from pipeline.manifest import write_whole
from pipeline.training.batching import Batch
from pipeline.training.distributed import connected, main_process, processes
from pipeline.training.optimizers import Choice
from pipeline.training.schedule import Progress

MARKER = "whole.json"
RUN = "run.json"
#: Settings that may differ between a run and its continuation without making it another run.
FREE = {"data", "out", "cache", "max_minutes", "threads", "workers", "save_steps", "logging_steps"}


def mark_whole(checkpoint: Path, notes: dict[str, Any]) -> None:
    """Write the marker of a finished checkpoint, as one atomic step."""
    files = {
        p.name: p.stat().st_size for p in checkpoint.iterdir() if p.is_file() and p.name != MARKER
    }
    write_whole(checkpoint / MARKER, json.dumps({"files": files, **notes}))


def read_marker(checkpoint: Path) -> dict[str, Any] | None:
    """The marker of a whole checkpoint; None where it is missing or a file is not as it says."""
    try:
        marker = json.loads((checkpoint / MARKER).read_text(encoding="utf-8"))
        whole = all(
            (checkpoint / name).stat().st_size == size for name, size in marker["files"].items()
        )
    except (OSError, ValueError, KeyError):
        return None
    return marker if whole else None


def last_whole(work: Path) -> tuple[Path | None, list[Path]]:
    """The newest whole checkpoint in `work`, and the half-written ones that were passed over."""
    found = [p for p in work.glob("checkpoint-*") if p.name.removeprefix("checkpoint-").isdigit()]
    halves: list[Path] = []
    for checkpoint in sorted(
        found, key=lambda p: int(p.name.removeprefix("checkpoint-")), reverse=True
    ):
        if read_marker(checkpoint) is not None:
            return checkpoint, halves
        halves.append(checkpoint)
    return None, halves


class MarkWhole(TrainerCallback):
    """Marks each checkpoint once Trainer has written all of it, with the time spent so far."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress

    def on_save(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        if connected():
            torch.distributed.barrier()  # each process writes a random state of its own
        if main_process():
            folder = Path(args.output_dir) / f"checkpoint-{state.global_step}"
            mark_whole(folder, {"step": state.global_step, "seconds": self.progress.spent()})


class Run(msgspec.Struct, kw_only=True):
    """What was settled for a run before its first step, and is kept when it goes on (run.json).

    `asked` and `settled` are configurations: as given, and as planned for the device. `optimizer`
    and `precision` are what `auto` came to there.
    """

    asked: dict[str, Any]
    settled: dict[str, Any]
    batch: Batch
    optimizer: str
    precision: str
    halved: int = 0


def write_run(work: Path, run: Run) -> None:
    """Note what was settled for the run in `work`."""
    work.mkdir(parents=True, exist_ok=True)
    write_whole(work / RUN, msgspec.json.encode(run, order="sorted").decode())


def read_run(work: Path) -> Run | None:
    """What was settled for the run in `work`; None where there is none."""
    try:
        return msgspec.json.decode((work / RUN).read_bytes(), type=Run)
    except (OSError, msgspec.DecodeError):
        return None


def check_same_run(run: Run, asked: dict[str, Any], optimizer: Choice) -> None:
    """Raise ConfigError naming a setting that differs from the interrupted run's.

    `optimizer` is what the one asked for comes to now: bitsandbytes may have come or gone.
    """
    again = "start anew without --resume"
    for key, value in asked.items():
        if key not in FREE and run.asked.get(key) != value:
            was = run.asked.get(key)
            raise ConfigError(f"{key}: the interrupted run had {was}, now it is {value}; {again}")
    if optimizer.kind != run.optimizer:
        raise ConfigError(
            f"optimizer: the interrupted run had {run.optimizer} AdamW and that cannot be made now "
            f"({optimizer.why}); go on where it can, or {again}"
        )
    if run.batch.processes != processes():
        raise ConfigError(
            f"the interrupted run had GPUS={run.batch.processes}, now it is {processes()}; {again}"
        )


def note_halved(work: Path, batch: Batch) -> None:
    """Record that memory ran out: a run that is resumed goes on with the smaller `batch`."""
    run = read_run(work)
    if run is not None:
        run.batch, run.halved = batch, run.halved + 1
        write_run(work, run)


def times_halved(work: Path) -> int:
    """How often memory has run out in the run in `work`."""
    run = read_run(work)
    return run.halved if run else 0


def check_space(folder: Path, model_bytes: int) -> None:
    """Raise PipelineError where `folder` has no room for the checkpoints of a run.

    A checkpoint holds the weights and AdamW's two moments; two are kept while a third is written.
    """
    need = 3 * 3 * model_bytes
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if free < need:
        raise PipelineError(
            f"{folder}: {free / 1e9:.1f} GB free, training needs {need / 1e9:.1f} GB for its"
            " checkpoints; free some space or point `out` at another disk"
        )


@contextmanager
def disk_errors(folder: Path) -> Iterator[None]:
    """Turn a full disk, however the libraries put it, into one sentence."""
    try:
        yield
    except (OSError, RuntimeError) as error:
        full = getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT)
        text = str(error)
        if (
            full
            or "No space left on device" in text
            or "PytorchStreamWriter failed writing" in text
        ):
            raise PipelineError(
                f"{folder}: the disk is full; free some space and go on with --resume from the last"
                " whole checkpoint"
            ) from None
        raise
