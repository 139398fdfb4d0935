"""The end of training: every dev part scored, and the checkpoint folder written whole."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import msgspec

from pipeline.manifest import stage_folder
from pipeline.training.batching import Batch
from pipeline.training.card import write_card
from pipeline.training.checkpoints import times_halved
from pipeline.training.distributed import main_process
from pipeline.training.metrics import Scores, describe_scores
from pipeline.training.model import merged
from pipeline.training.pictures import draw_pictures
from pipeline.training.reporting import LOG, say
from pipeline.training.schedule import Progress
from pipeline.training.setup import Setup
from pipeline.training.trainer import TaggerTrainer


def hand_over(
    setup: Setup, batch: Batch, trainer: TaggerTrainer, progress: Progress
) -> dict[str, Scores]:
    """Score each dev part and write the checkpoint folder with log, figures, pictures and card."""
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
        "labels": setup.tag_set.labels,
        "utterances": {name: len(rows) for name, rows in setup.parts.items()},
        "steps": trainer.state.global_step,
        "minutes": minutes,
        "examples": len(setup.dataset),
        "precision": setup.precision.kind,
        "optimizer": setup.optimizer.kind,
        "batch": batch._asdict(),
        "out_of_memory": times_halved(setup.work),
    }
    out, settings = Path(setup.config.out), msgspec.to_builtins(setup.config)
    with stage_folder(out, "train", settings) as folder:
        trainer.model.save_pretrained(folder)
        setup.tokenizer.save_pretrained(folder)
        (folder / "figures.json").write_text(json.dumps(figures, indent=1))
        shutil.copy(setup.work / LOG, folder / LOG)
        draw_pictures(folder, setup.dataset, setup.tag_set, setup.parts, found, figures)
        write_card(folder / "README.md", settings, figures)
    shutil.rmtree(setup.work, ignore_errors=True)
    say(f"{out}: {trainer.state.global_step} steps in {minutes} minutes")
    return scores
