"""The training stage, top to bottom: data in artifacts/data to a Hugging Face model folder in
artifacts/checkpoint.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import transformers

from pipeline.errors import DeviceError
from pipeline.training.batching import Batch
from pipeline.training.checkpoints import (
    MarkWhole,
    check_space,
    disk_errors,
    last_whole,
    note_halved,
    read_marker,
)
from pipeline.training.config import TrainConfig
from pipeline.training.distributed import OUT_OF_MEMORY, main_process
from pipeline.training.handover import hand_over
from pipeline.training.interruption import Interrupted, Interruption
from pipeline.training.memory_errors import out_of_memory, release_memory
from pipeline.training.metrics import Scores, sample_rows
from pipeline.training.model import build_model, parameter_counts
from pipeline.training.reporting import LOG, ProgressCallback, say
from pipeline.training.schedule import FollowSchedule, Progress
from pipeline.training.setup import Setup, prepare
from pipeline.training.trainer import TaggerTrainer, training_arguments


def run_training(
    config: TrainConfig, *, gpu: bool = False, resume: bool = False
) -> dict[str, Scores]:
    """Train a tagger from `config.data` into `config.out`; returns the scores of each dev part.

    Raises DataError, ConfigError or DeviceError before any training time is spent, Interrupted
    after Ctrl-C or SIGTERM.
    """
    progress = Progress(config.max_minutes)  # reading and tokenising count too
    with Interruption() as interruption, disk_errors(Path(config.out).parent):
        setup, batch = prepare(config, gpu, resume)
        while (trainer := attempt(setup, batch, progress, interruption, resume)) is None:
            batch, resume = batch.halved(), True
            note_halved(setup.work, batch)
            if batch.processes > 1:  # the others wait for this one in a collective: see `launch`
                (setup.work / OUT_OF_MEMORY).touch()
                raise DeviceError(f"out of memory: {batch} from here on")
            release_memory()
            say(f"out of memory: {batch} from here on")
        return hand_over(setup, batch, trainer, progress)


def attempt(
    setup: Setup, batch: Batch, progress: Progress, interruption: Interruption, resume: bool
) -> TaggerTrainer | None:
    """`train`, None where memory runs out. (The error goes, whose traceback would keep the
    tensors alive.)
    """
    try:
        return train(setup, batch, progress, interruption, resume)
    except Exception as error:
        if not out_of_memory(error):
            raise
        return None


def train(
    setup: Setup, batch: Batch, progress: Progress, interruption: Interruption, resume: bool
) -> TaggerTrainer:
    """Train from the base model, or from the last whole checkpoint; the trainer holds the best
    model of dev.
    """
    config = setup.config
    transformers.set_seed(config.seed)
    model = build_model(setup.base, config, setup.tag_set, (ids for ids, _ in setup.dataset))
    trained, total = parameter_counts(model)
    check_space(setup.work, 4 * total)
    say(
        f"model      {config.base}, {trained / 1e6:.1f} of {total / 1e6:.1f} million "
        "parameters trained"
    )
    start = find_start(setup.work, progress) if resume else None
    on_cpu = setup.device.type == "cpu"
    trainer = TaggerTrainer(
        config,
        setup.dataset,
        sample_rows(setup.parts, config.eval_examples),
        setup.tokenizer,
        setup.tag_set,
        progress,
        batch,
        setup.optimizer.kind,
        model=model,
        args=training_arguments(config, batch, setup.work, setup.precision, on_cpu),
        callbacks=[
            FollowSchedule(progress, config.evaluations),
            *early_stopping(config),
            interruption,
            MarkWhole(progress),
            ProgressCallback(setup.dataset.lengths, setup.work / LOG, progress.max_seconds),
        ],
    )
    trainer.pop_callback(transformers.PrinterCallback)
    trainer.train(resume_from_checkpoint=None if start is None else str(start))
    if interruption.number is not None:
        step = trainer.state.global_step
        raise Interrupted(
            f"interrupted at step {step}, which is saved; go on with --resume", interruption.number
        )
    return trainer


def early_stopping(config: TrainConfig) -> list[transformers.TrainerCallback]:
    """Stop after `patience` evaluations without a gain of `threshold` in dev PII F1."""
    if not config.patience:
        return []
    return [transformers.EarlyStoppingCallback(config.patience, config.threshold)]


def find_start(work: Path, progress: Progress) -> Path | None:
    """The checkpoint to go on from, its time added to the clock; half-written ones are removed."""
    start, halves = last_whole(work)
    for half in halves:
        say(f"{half.name} is half-written and is passed over")
        if main_process():
            shutil.rmtree(half, ignore_errors=True)
    if start is None:
        say("no whole checkpoint to go on from: starting at the beginning")
        return None
    marker = read_marker(start) or {}
    progress.spent_before = max(progress.spent_before, marker.get("seconds", 0.0))
    say(f"going on from step {marker.get('step')}")
    return start
