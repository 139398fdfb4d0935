"""Every profile's recipe on the CPU, scaled down: does it reach the dev F1 of the CPU recipe on the
same examples?

`python -m pipeline.training.recipes --share 0.04`: a share of the examples with batches of that
share, so that each recipe takes its own number of steps, at its rate for such batches (square-root
rule), on the bundled encoder.
"""

from __future__ import annotations

import json
import math
import tempfile
from pathlib import Path

import click
import msgspec

from pipeline.cli import run
from pipeline.training.base import MINILM
from pipeline.training.config import TrainConfig, load_train_config, profiles
from pipeline.training.recipe import settle_recipe
from pipeline.training.stage import run_training


def scaled(profile: str, share: float, available: int) -> TrainConfig:
    """The recipe of `profile` for a `share` of `available` examples, on this CPU."""
    config = load_train_config(profile)
    examples = max(1, round(share * min(available, config.max_examples or available)))
    common = {"base": MINILM, "max_examples": examples, "max_minutes": None, "patience": 0}
    if profile == "cpu":
        return msgspec.structs.replace(config, **common)
    full, _ = settle_recipe(config, available)
    batch = max(1, round(share * full.effective_batch))
    rate = full.learning_rate * math.sqrt(batch / full.effective_batch)
    return msgspec.structs.replace(
        full,
        **common,
        gpu_memory=None,
        precision="auto",
        optimizer="fused",
        workers=0,
        micro_batch=batch,
        accumulation=1,
        effective_batch=batch,
        learning_rate=rate,
    )


@click.command()
@click.option("--data", type=click.Path(), default="artifacts/data", show_default=True)
@click.option("--share", default=0.04, show_default=True, help="Of examples and batches.")
@click.option("--profiles", "names", default="cpu 4gb 8gb 24gb 80gb", show_default=True)
def recipes(data: str, share: float, names: str) -> None:
    """Train each profile's recipe, scaled down, and compare dev PII F1."""
    with (Path(data) / "train.jsonl").open("rb") as stream:
        available = sum(1 for _ in stream)
    click.echo(
        "| recipe | examples | batch | rate | steps | dev PII F1 |\n| --- | --- | --- | --- | --- |"
        " --- |"
    )
    with tempfile.TemporaryDirectory() as folder:
        for name in [one for one in names.split() if one in profiles()]:
            config = msgspec.structs.replace(
                scaled(name, share, available),
                data=data,
                out=f"{folder}/{name}",
                cache=f"{folder}/c",
            )
            scores = run_training(config)
            figures = json.loads((Path(config.out) / "figures.json").read_text())
            gold = [part["pii"]["f1"] for part in scores.values() if part["pii"]["gold"]]
            click.echo(
                f"| {name} | {config.max_examples} | {config.micro_batch} |"
                f" {config.learning_rate:.1e} | {figures['steps']} | {sum(gold) / len(gold):.3f} |"
            )


if __name__ == "__main__":
    run(recipes, prog_name="python -m pipeline.training.recipes")
