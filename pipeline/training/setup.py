"""What is settled before the first step: device, precision, data, base, recipe and batch."""

from __future__ import annotations

import shutil
from contextlib import nullcontext
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import torch
import transformers

from pipeline.errors import DataError
from pipeline.labelled import Text
from pipeline.labels import TagSet, label_set
from pipeline.manifest import MANIFEST, read_manifest
from pipeline.redaction.cores import usable_cores
from pipeline.sizing.device import parse_memory
from pipeline.sizing.live import size_training
from pipeline.sizing.trial import hold
from pipeline.training.base import BaseModel, find_base
from pipeline.training.batching import Batch
from pipeline.training.checkpoints import Run, check_same_run, read_run, write_run
from pipeline.training.config import TrainConfig
from pipeline.training.dataset import LengthBatches, TokenDataset, tokenised
from pipeline.training.device import Precision, choose_device, choose_precision, describe
from pipeline.training.distributed import connect, gather, main_process, processes
from pipeline.training.optimizers import Choice, choose_optimizer
from pipeline.training.recipe import settle_recipe
from pipeline.training.reporting import say
from pipeline.training.rows import read_parts
from pipeline.training.tokenizer import build_tokenizer, wrap


class Setup(NamedTuple):
    """Everything that is settled before the first step."""

    config: TrainConfig
    device: torch.device
    precision: Precision
    optimizer: Choice
    base: BaseModel
    tokenizer: transformers.PreTrainedTokenizerFast
    tag_set: TagSet
    dataset: TokenDataset
    parts: dict[str, list[Text]]
    work: Path
    #: What `tokenised` tells of the data.
    report: dict[str, Any]


def work_folder(out: str) -> Path:
    """Where a run keeps its checkpoints until `out` stands."""
    return Path(out).parent / f".{Path(out).name}-run"


def data_labels(config: TrainConfig) -> TagSet:
    """The labels to learn: those of the configuration, else those that the data are labelled
    with.
    """
    wanted: Any = config.labels
    if wanted is None and (Path(config.data) / MANIFEST).is_file():
        wanted = read_manifest(config.data, "data").settings.get("labels")
    if wanted is None or isinstance(wanted, str):
        wanted = label_set(wanted or "core")
    return TagSet(wanted)


def prepare(config: TrainConfig, gpu: bool, resume: bool) -> tuple[Setup, Batch]:
    """Settle everything; read and check every row.

    An earlier run's folder goes only when all is at hand.
    """
    data, work = Path(config.data), work_folder(config.out)
    if not (data / "train.jsonl").is_file():
        raise DataError(f"{data}: no training data here; run `python -m pipeline data` first")
    device = choose_device(gpu)
    connect(on_cpu=not gpu)
    precision = shared_precision(config.precision, device)
    if device.type == "cpu":
        torch.set_num_threads(config.threads or usable_cores())
    asked = msgspec.to_builtins(config)
    tag_set = data_labels(config)
    parts = read_parts(data / "dev")
    base = find_base(config.base, config.revision)
    tokenizer = wrap(build_tokenizer(base.vocab))

    notes: list[str] = []
    before = read_run(work) if resume else None
    if before is not None:
        config = msgspec.convert(before.settled, TrainConfig)
        optimizer, batch = choose_optimizer(before.optimizer, device), before.batch
        precision = choose_precision(before.precision, device)
        check_same_run(before, asked, optimizer)
        if config.gpu_memory:
            hold(parse_memory(config.gpu_memory), device)
        dataset, report = _tokens(config, tokenizer, tag_set)
        origin = "of the interrupted run"
    else:
        dataset, report = _tokens(config, tokenizer, tag_set)
        length = config.max_length
        config, notes = settle_recipe(config, len(dataset), processes())
        config, batch, origin = _plan_batch(config, device, precision, base, tag_set)
        if config.max_length != length:
            dataset, report = _tokens(config, tokenizer, tag_set)
        optimizer = choose_optimizer(config.optimizer, device)
        if main_process():
            shutil.rmtree(work, ignore_errors=True)
            write_run(work, Run(asked=asked, settled=msgspec.to_builtins(config), batch=batch,
                                optimizer=optimizer.kind, precision=precision.kind))  # fmt: skip
    workers = min(config.workers, usable_cores() // processes())  # more would only take turns
    config = msgspec.structs.replace(config, labels=tag_set.labels, workers=workers)
    setup = Setup(
        config, device, precision, optimizer, base, tokenizer, tag_set, dataset, parts, work, report
    )
    show_banner(setup, batch, origin, notes)
    return setup, batch


def shared_precision(wanted: str, device: torch.device) -> Precision:
    """What `choose_precision` chooses on every process: fp16 where some cards have no bf16, for
    scaled gradients must not meet others.
    """
    mine = choose_precision(wanted, device)
    if {one.kind for one in gather(mine)} == {mine.kind}:
        return mine
    one_for_all = choose_precision("fp16", device)
    return one_for_all._replace(why="one of the cards is before Ampere: fp16 with loss scaling")


def _tokens(
    config: TrainConfig, tokenizer: transformers.PreTrainedTokenizerFast, tag_set: TagSet
) -> tuple[TokenDataset, dict[str, Any]]:
    """With several processes the first one fills the cache and the others read it."""
    from accelerate import PartialState

    with PartialState().main_process_first() if processes() > 1 else nullcontext():
        table, report = tokenised(
            Path(config.data) / "train.jsonl",
            tokenizer,
            config.max_length,
            tag_set,
            Path(config.cache),
            config.max_examples,
        )
    return TokenDataset.from_table(table), report


def _plan_batch(
    config: TrainConfig,
    device: torch.device,
    precision: Precision,
    base: BaseModel,
    tag_set: TagSet,
) -> tuple[TrainConfig, Batch, str]:
    """The batch to start with, the configuration it belongs to, and where it comes from.

    The sizing stage settles `auto`, which may also switch checkpointing or the optimiser; on a GPU
    it tries a step in any case.
    """
    if device.type == "cpu" and not config.auto:
        batch = Batch(
            int(config.micro_batch), int(config.accumulation), config.token_budget, processes()
        )
        return config, batch, "from the profile"
    config, batch = size_training(config, device, precision, base, tag_set)
    return config, batch, "from the sizing stage"


def show_banner(setup: Setup, batch: Batch, origin: str, notes: list[str]) -> None:
    """What training runs on and with, and why."""
    config, lengths, report = setup.config, setup.dataset.lengths, setup.report
    batches = LengthBatches(
        lengths, batch.micro_batch, batch.token_budget, config.seed, config.group_by_length
    )
    how = f"{report['seconds']:.1f} s"
    if report["cached"]:
        how = f"from the cache, {report['saved_seconds']:.1f} s saved"
    tf32 = ", TF32" if setup.precision.tf32 else ""
    say(f"device     {describe(setup.device)}")
    say(f"precision  {setup.precision.kind}: {setup.precision.why}{tf32}")
    say(f"optimiser  {setup.optimizer.kind}: {setup.optimizer.why}")
    for note in notes:
        say(f"recipe     {note}")
    say(
        f"data       {len(lengths)} examples, {lengths.sum()} tokens ({how}), "
        f"{report['duplicates']} duplicates dropped, {len(setup.tag_set.labels)} labels"
    )
    say(
        f"batches    {len(batches)} an epoch, {batch} {origin}, "
        f"{batches.padding_share():.1%} padding"
    )
