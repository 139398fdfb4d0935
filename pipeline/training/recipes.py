"""Every profile's recipe on the CPU, scaled down: does it reach the dev F1 of the CPU recipe on the
same examples?

`python -m pipeline.training.recipes`. Scaled down are the base (two layers of the bundled
encoder), the examples (short ones) and their number: for each profile the fewest that leave it its
whole effective batch, for `min_steps` steps, which is where a large batch is worst off. Batch,
rate, steps and epochs are those of the recipe. The CPU recipe sees the same examples once, without
its clock.
"""

from __future__ import annotations

import math
import tempfile
import time
from pathlib import Path

import click
import msgspec

from pipeline.cli import run
from pipeline.training.check_runs import GPU_PROFILES, figures_of
from pipeline.training.config import TrainConfig, load_train_config, profiles
from pipeline.training.excerpt import excerpt
from pipeline.training.recipe import settle_recipe, steps_of
from pipeline.training.stage import run_training

HEAD = """\
| recipe | examples | batch | rate | steps | dev PII F1 | of the CPU recipe | minutes |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |"""


def fewest(config: TrainConfig, least: int) -> int:
    """Examples that leave the recipe its effective batch, but not fewer than `least`."""
    return max(least, config.effective_batch * math.ceil(config.min_steps / config.epochs))


def scaled(profile: str, base: str, examples: int) -> TrainConfig:
    """The recipe of `profile` for so many examples, on this CPU."""
    config = load_train_config(profile, overrides=[f"base={base}"])
    common = {"max_examples": examples, "max_minutes": None, "patience": 0, "evaluations": 2}
    if profile == "cpu":
        return msgspec.structs.replace(config, **common)
    config, _ = settle_recipe(config, examples)
    steps = steps_of(config, examples)  # duplicates are dropped later, and would cost some
    return msgspec.structs.replace(
        config, **common, max_steps=steps, precision="auto", optimizer="fused", workers=0,
        max_length=128,
        micro_batch=min(64, config.effective_batch),
        accumulation=max(1, config.effective_batch // 64),
    )  # fmt: skip


def reached(config: TrainConfig) -> tuple[float, int, float]:
    """Mean dev F1 of a run, its steps and its minutes."""
    began = time.monotonic()
    scores = run_training(config)
    parts = [part["pii"]["f1"] for part in scores.values() if part["pii"]["gold"]]
    minutes = (time.monotonic() - began) / 60
    return sum(parts) / len(parts), figures_of(config)["steps"], minutes


@click.command()
@click.option("--data", type=click.Path(), default="artifacts/data", show_default=True)
@click.option("--base", default="minilm-l2", show_default=True, help="Base model.")
@click.option("--least", default=6400, show_default=True, help="Examples, at least.")
@click.option("--longest", default=60, show_default=True, help="Characters of an example.")
@click.option("--profiles", "names", default=" ".join(GPU_PROFILES), show_default=True)
def recipes(data: str, base: str, least: int, longest: int, names: str) -> None:
    """Train each profile's recipe, scaled down, and compare dev PII F1 with the CPU recipe's."""
    click.echo(HEAD)
    cpu: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        small = excerpt(Path(data), Path(folder) / "data", 10**6, 1000, longest)
        for name in [one for one in names.split() if one in profiles()]:
            examples = fewest(load_train_config(name), least)
            for profile in (name,) if examples in cpu else ("cpu", name):
                config = scaled(profile, base, examples)
                config = msgspec.structs.replace(
                    config, data=str(small), out=f"{folder}/{profile}", cache=f"{folder}/cache"
                )
                f1, steps, minutes = reached(config)
                if profile == "cpu":
                    cpu[examples] = f1
                batch = "46 or so" if profile == "cpu" else config.effective_batch
                click.echo(
                    f"| {profile} | {examples} | {batch} | {config.rate:.1e} | {steps} |"
                    f" {f1:.3f} | {f1 - cpu[examples]:+.3f} | {minutes:.1f} |"
                )


if __name__ == "__main__":
    run(recipes, prog_name="python -m pipeline.training.recipes")
