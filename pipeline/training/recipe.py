"""The recipe: effective batch, learning rate and epochs, settled by what trains well on the data
at hand.
"""

from __future__ import annotations

import math

import msgspec

from pipeline.training.config import TrainConfig

#: A recipe's effective batch is halved no further than this.
SMALLEST = 16


def steps_of(config: TrainConfig, examples: int) -> int:
    """Optimiser steps that `examples` give with the effective batch and epochs of `config`."""
    if config.max_steps is not None:
        return config.max_steps
    return math.ceil(config.epochs * math.ceil(examples / config.effective_batch))


def settle_recipe(
    config: TrainConfig, examples: int, processes: int = 1
) -> tuple[TrainConfig, list[str]]:
    """`config` with effective batch, rate and epochs settled for `examples`, and in words what was
    changed.

    Few examples get a smaller effective batch, then more epochs, until there are `min_steps`
    optimiser steps; the rate follows the batch. Where the batch is configured by hand (no `auto`)
    or the steps are, only the rate follows.
    """
    notes: list[str] = []
    if config.auto and config.max_steps is None:
        config = _enough_steps(config, examples, notes)
    if config.rate_batch is not None:
        effective = config.effective_batch
        if config.micro_batch != "auto" and config.accumulation != "auto":
            effective = config.micro_batch * config.accumulation * processes
        share = math.sqrt(effective / config.rate_batch)
        rate = float(f"{config.learning_rate * share:.3g}")
        notes.append(
            f"learning rate {rate:.2e}: {config.learning_rate:.1e} for {config.rate_batch} examples"
            f" a step, times the square root of {effective}/{config.rate_batch}"
        )
        config = msgspec.structs.replace(config, learning_rate=rate, rate_batch=None)
    return config, notes


def _enough_steps(config: TrainConfig, examples: int, notes: list[str]) -> TrainConfig:
    effective = config.effective_batch
    while effective // 2 >= SMALLEST and config.epochs * examples < config.min_steps * effective:
        effective //= 2
    if effective < config.effective_batch:
        notes.append(
            f"effective batch {effective} instead of {config.effective_batch}: "
            f"{examples} examples must give {config.min_steps} steps"
        )
        config = msgspec.structs.replace(config, effective_batch=effective)
    if steps_of(config, examples) < config.min_steps:
        epochs = math.ceil(config.min_steps / math.ceil(examples / effective))
        notes.append(f"{epochs} epochs instead of {config.epochs:g}: for {config.min_steps} steps")
        config = msgspec.structs.replace(config, epochs=float(epochs))
    return config
