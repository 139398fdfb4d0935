"""The training stage, top to bottom: data in artifacts/data to a Hugging Face model folder in artifacts/checkpoint."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import torch
import transformers

from pipeline.errors import DataError
from pipeline.manifest import stage_folder
from pipeline.training.base import BaseModel, find_base
from pipeline.training.batching import Batch, out_of_memory, plan_batch, release_memory
from pipeline.training.checkpoints import (
    MarkWhole,
    check_same_run,
    check_space,
    disk_errors,
    last_whole,
    note_halved,
    read_marker,
    times_halved,
    write_run,
)
from pipeline.training.config import TrainConfig
from pipeline.training.dataset import LengthBatches, TokenDataset, tokenised
from pipeline.training.device import Precision, choose_device, choose_precision, cpu_count, describe
from pipeline.training.interruption import Interrupted, Interruption, main_process
from pipeline.training.metrics import Scores, describe_scores, sample_rows
from pipeline.training.model import build_model, merged, parameter_counts
from pipeline.training.optimizers import Choice, choose_optimizer
from pipeline.training.rows import Row, read_parts
from pipeline.training.schedule import Progress, StopInTime
from pipeline.training.tokenizer import build_tokenizer, wrap
from pipeline.training.trainer import TaggerTrainer, training_arguments
from pipeline.training.watch import Watch, say

LOG = "training_log.jsonl"


class Setup(NamedTuple):
    """Everything that is settled before the first step."""

    config: TrainConfig
    device: torch.device
    precision: Precision
    optimizer: Choice
    base: BaseModel
    tokenizer: transformers.PreTrainedTokenizerFast
    dataset: TokenDataset
    parts: dict[str, list[Row]]
    work: Path


def run_training(config: TrainConfig, *, gpu: bool = False, resume: bool = False) -> dict[str, Scores]:
    """Train a tagger from `config.data` into `config.out`; returns the scores of each dev part.

    Raises DataError, ConfigError or DeviceError before any training time is spent, Interrupted after Ctrl-C or SIGTERM.
    """
    progress = Progress(config.max_minutes)  # reading and tokenising count too
    with Interruption() as interruption, disk_errors(Path(config.out).parent):
        setup, batch = prepare(config, gpu, resume)
        while True:
            try:
                trainer = train(setup, batch, progress, interruption, resume)
                break
            except Exception as error:
                if not out_of_memory(error):
                    raise
                batch, resume = batch.halved(), True
                if main_process():
                    note_halved(setup.work, batch)
            # Outside the except block, whose traceback would keep the failed attempt's tensors alive.
            release_memory()
            say(f"out of memory: micro-batch {batch.micro_batch}, accumulation {batch.accumulation} from here on")
        return hand_over(setup, batch, trainer, progress)


def prepare(config: TrainConfig, gpu: bool, resume: bool) -> tuple[Setup, Batch]:
    """Settle device, precision, batch, data and base model; read and check every row."""
    data, out = Path(config.data), Path(config.out)
    work = out.parent / f".{out.name}-run"
    if not (data / "train.jsonl").is_file():
        raise DataError(f"{data}: no training data here; run `python -m pipeline data` first")
    device = choose_device(gpu)
    precision = choose_precision(config.precision, device)
    if device.type == "cpu":
        torch.set_num_threads(config.threads or cpu_count())
    asked = msgspec.to_builtins(config)
    config, batch, origin = plan_batch(config, device)
    optimizer = choose_optimizer(config.optimizer, device)  # the plan may have settled it
    if resume:
        batch = Batch(*check_same_run(work, asked).get("batch", batch))
    elif main_process():
        shutil.rmtree(work, ignore_errors=True)
    if main_process():
        write_run(work, {"asked": asked, "batch": batch})

    parts = read_parts(data / "dev")
    base = find_base(config.base, config.revision)
    tokenizer = wrap(build_tokenizer(base.vocab))
    # With several processes the first one fills the cache and the others read it.
    with training_arguments(config, batch, work, precision, device.type == "cpu").main_process_first():
        table, report = tokenised(
            data / "train.jsonl", tokenizer, config.max_length, Path(config.cache), config.max_examples
        )
    dataset = TokenDataset.from_table(table)

    setup = Setup(config, device, precision, optimizer, base, tokenizer, dataset, parts, work)
    show_banner(setup, batch, origin, report)
    return setup, batch


def show_banner(setup: Setup, batch: Batch, origin: str, report: dict[str, Any]) -> None:
    """What training runs on and with, and why."""
    config, lengths = setup.config, setup.dataset.lengths
    batches = LengthBatches(lengths, batch.micro_batch, batch.token_budget, config.seed, config.group_by_length)
    how = f"from the cache, {report['saved_seconds']:.1f} s saved" if report["cached"] else f"{report['seconds']:.1f} s"
    say(f"device     {describe(setup.device)}")
    say(f"precision  {setup.precision.kind}: {setup.precision.why}{', TF32' if setup.precision.tf32 else ''}")
    say(f"optimiser  {setup.optimizer.kind}: {setup.optimizer.why}")
    say(
        f"data       {len(lengths)} examples, {lengths.sum()} tokens ({how}), {report['duplicates']} duplicates dropped"
    )
    say(f"batches    {len(batches)} an epoch, {batch} {origin}, {batches.padding_share():.1%} padding")


def train(setup: Setup, batch: Batch, progress: Progress, interruption: Interruption, resume: bool) -> TaggerTrainer:
    """Train from the base model, or from the last whole checkpoint; the trainer holds the best model of dev."""
    config = setup.config
    transformers.set_seed(config.seed)
    model = build_model(setup.base, config)
    trained, total = parameter_counts(model)
    check_space(setup.work, 4 * total)
    say(f"model      {config.base}, {trained / 1e6:.1f} of {total / 1e6:.1f} million parameters trained")

    start = find_start(setup.work, progress) if resume else None
    trainer = TaggerTrainer(
        config,
        setup.dataset,
        sample_rows(setup.parts, config.eval_examples),
        setup.tokenizer,
        progress,
        batch,
        setup.optimizer.kind,
        model=model,
        args=training_arguments(config, batch, setup.work, setup.precision, setup.device.type == "cpu"),
        callbacks=[
            StopInTime(progress),
            *early_stopping(config),
            interruption,
            MarkWhole(progress),
            Watch(setup.dataset.lengths, setup.work / LOG, progress.max_seconds),
        ],
    )
    trainer.pop_callback(transformers.PrinterCallback)
    trainer.train(resume_from_checkpoint=None if start is None else str(start))
    if interruption.number is not None:
        step = trainer.state.global_step
        raise Interrupted(f"interrupted at step {step}, which is saved; go on with --resume", interruption.number)
    return trainer


def early_stopping(config: TrainConfig) -> list[transformers.TrainerCallback]:
    """Stop after `patience` evaluations without a gain of `threshold` in dev PII F1."""
    return [transformers.EarlyStoppingCallback(config.patience, config.threshold)] if config.patience else []


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


def hand_over(setup: Setup, batch: Batch, trainer: TaggerTrainer, progress: Progress) -> dict[str, Scores]:
    """Score each dev part and write the checkpoint folder with log, figures, pictures and card."""
    from pipeline.training.card import write_card
    from pipeline.training.pictures import draw_pictures

    if not main_process():
        return {}
    minutes = round(progress.spent() / 60, 2)
    trainer.model = merged(trainer.model)
    found = {name: trainer.find(rows) for name, rows in setup.parts.items()}
    scores = {name: trainer.score(rows, found[name]) for name, rows in setup.parts.items()}
    for name, values in scores.items():
        say(f"dev {name:12s} {describe_scores(values, len(setup.parts[name]))}")
    figures = {
        "dev": scores,
        "utterances": {name: len(rows) for name, rows in setup.parts.items()},
        "steps": trainer.state.global_step,
        "minutes": minutes,
        "examples": len(setup.dataset),
        "precision": setup.precision.kind,
        "optimizer": setup.optimizer.kind,
        "batch": batch._asdict(),
        "out_of_memory": times_halved(setup.work),
    }
    out = Path(setup.config.out)
    with stage_folder(out, "train", msgspec.to_builtins(setup.config)) as folder:
        trainer.model.save_pretrained(folder)
        setup.tokenizer.save_pretrained(folder)
        (folder / "figures.json").write_text(json.dumps(figures, indent=1))
        shutil.copy(setup.work / LOG, folder / LOG)
        draw_pictures(folder, setup.dataset, setup.parts, found, figures)
        write_card(folder / "README.md", msgspec.to_builtins(setup.config), figures)
    shutil.rmtree(setup.work, ignore_errors=True)
    say(f"{out}: {trainer.state.global_step} steps in {minutes} minutes")
    return scores
