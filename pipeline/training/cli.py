"""`python -m pipeline train`."""

from __future__ import annotations

import logging

import click


@click.command()
@click.option("--profile", default="cpu", show_default=True, help="One of configs/gpu: 4gb 8gb 24gb 80gb auto cpu.")
@click.option("--quick", is_flag=True, help="The profile's short setting: fewer examples or minutes.")
@click.option("--data", type=click.Path(), help="Folder with train.jsonl and dev/. [default: artifacts/data]")
@click.option("--out", type=click.Path(), help="Where the checkpoint goes. [default: artifacts/checkpoint]")
@click.option("--resume", is_flag=True, help="Go on from the last whole checkpoint of an interrupted run.")
@click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Override one setting; repeatable.")
def train(
    profile: str, quick: bool, data: str | None, out: str | None, resume: bool, overrides: tuple[str, ...]
) -> None:
    """Train the tagger into artifacts/checkpoint.

    \b
    Examples:
      python -m pipeline train --profile cpu --quick
      python -m pipeline train --profile 4gb --set learning_rate=3e-5
      python -m pipeline train --profile cpu --resume
    """
    from pipeline.training.config import load_train_config

    logging.getLogger("bitsandbytes").setLevel(logging.ERROR)  # tells of kernels that nothing here asks for
    pairs = list(overrides)
    pairs += [f"data={data}"] if data else []
    pairs += [f"out={out}"] if out else []
    config = load_train_config(profile, quick, pairs)
    from pipeline.training.stage import run_training

    run_training(config, gpu=profile != "cpu", resume=resume)
