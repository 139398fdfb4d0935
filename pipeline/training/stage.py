"""The training stage, top to bottom: data in artifacts/data to a Hugging Face model folder in artifacts/checkpoint."""

from __future__ import annotations

import json
import shutil
import sys
import time
from pathlib import Path

import msgspec
import torch
import transformers

from pipeline.errors import DataError
from pipeline.manifest import stage_folder
from pipeline.training.base import find_base, load_tagger
from pipeline.training.config import TrainConfig
from pipeline.training.dataset import LengthBatches, TokenDataset, tokenised
from pipeline.training.device import choose_device, choose_precision, cpu_count
from pipeline.training.metrics import sample_rows
from pipeline.training.rows import read_parts
from pipeline.training.schedule import Progress, StopInTime
from pipeline.training.tokenizer import build_tokenizer, wrap
from pipeline.training.trainer import TaggerTrainer, training_arguments
from pipeline.training.watch import Watch


def run_training(config: TrainConfig, *, gpu: bool = False, resume: bool = False) -> dict[str, dict[str, float]]:
    """Train a tagger from `config.data` into `config.out`; returns the scores of each dev part.

    Raises DataError, ConfigError or DeviceError before any training time is spent.
    """
    began = time.monotonic()
    data, out = Path(config.data), Path(config.out)
    if not (data / "train.jsonl").is_file():
        raise DataError(f"{data}: no training data here; run `python -m pipeline data` first")

    # Device and precision.
    device = choose_device(gpu)
    precision = choose_precision(config.precision, device)
    if device.type == "cpu":
        torch.set_num_threads(config.threads or cpu_count())
    transformers.set_seed(config.seed)

    # Data: every row is read and checked before any training time is spent.
    parts = read_parts(data / "dev")
    base = find_base(config.base, config.revision)
    tokenizer = wrap(build_tokenizer(base.vocab))
    table, report = tokenised(data / "train.jsonl", tokenizer, config.max_length, Path(config.cache))
    dataset = TokenDataset.from_table(table, config.max_examples)

    # Model.
    model = load_tagger(
        base, dropout=config.dropout, attention_dropout=config.attention_dropout, attention=config.attention
    )
    freeze(model, config)

    # Training.
    work = out.parent / f".{out.name}-work"
    if not resume:
        shutil.rmtree(work, ignore_errors=True)
    progress = Progress(config.max_minutes)
    progress.start()
    progress.spent_before = time.monotonic() - began  # loading and tokenising count too
    arguments = training_arguments(config, work, precision.kind, precision.tf32, device.type == "cpu")
    watch = Watch(dataset.lengths, work / "metrics.jsonl")
    trainer = TaggerTrainer(
        config,
        dataset,
        sample_rows(parts, config.eval_examples),
        tokenizer,
        progress,
        model=model,
        args=arguments,
        callbacks=[StopInTime(progress), watch],
    )
    trainer.pop_callback(transformers.PrinterCallback)
    padding = LengthBatches(
        dataset.lengths, config.micro_batch, config.token_budget, config.seed, config.group_by_length
    )
    say(f"device {device}, precision {precision.kind} ({precision.why}), {torch.get_num_threads()} threads")
    say(
        f"{len(dataset)} examples, {dataset.lengths.sum()} tokens, {len(padding)} batches an epoch, "
        f"{padding.padding_share():.1%} padding; tokens {'from the cache' if report['cached'] else 'made'} "
        f"in {report['seconds']:.1f} s"
    )
    trainer.train(resume_from_checkpoint=resume or None)

    # Scores of each dev part, then the hand-over folder.
    scores = {name: trainer.score(rows) for name, rows in parts.items()}
    for name, values in scores.items():
        pii = values["pii"]
        say(f"dev {name:12s} PII precision {pii['precision']:.3f} recall {pii['recall']:.3f} F1 {pii['f1']:.3f}")
    settings = msgspec.to_builtins(config)
    with stage_folder(out, "train", settings) as folder:
        model.save_pretrained(folder)
        tokenizer.save_pretrained(folder)
        figures = {"dev": scores, "steps": trainer.state.global_step, "minutes": round(progress.spent() / 60, 2)}
        (folder / "figures.json").write_text(json.dumps(figures, indent=1))
        shutil.copy(work / "metrics.jsonl", folder / "training_log.jsonl")
    shutil.rmtree(work, ignore_errors=True)
    say(f"{out}: {trainer.state.global_step} steps in {progress.spent() / 60:.1f} minutes")
    return scores


def freeze(model: torch.nn.Module, config: TrainConfig) -> None:
    """Leave the embeddings and the lowest layers as the base model has them."""
    encoder = model.distilbert
    frozen = [encoder.embeddings] if config.freeze_embeddings else []
    frozen += list(encoder.transformer.layer[: config.freeze_layers])
    for module in frozen:
        module.requires_grad_(False)


def say(line: str) -> None:
    """One line for people."""
    print(line, file=sys.stderr, flush=True)
