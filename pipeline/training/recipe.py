"""The recipe: effective batch, learning rate and epochs, settled by what trains well on the data
at hand.
"""

from __future__ import annotations

import math

import msgspec

from pipeline.training.base import canonical
from pipeline.training.config import TrainConfig

#: Examples a step that `rates` are for.
RATE_BATCH = 16
#: A recipe's effective batch is halved no further than this.
SMALLEST = 16


def steps_of(config: TrainConfig, examples: int) -> int:
    """Optimiser steps that `examples` give at least, with the effective batch and epochs of
    `config`: an epoch's last step, if it is a short one, may be left out with several processes.
    """
    if config.max_steps is not None:
        return config.max_steps
    return math.ceil(config.epochs * max(1, examples // config.effective_batch))


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
    if config.learning_rate == "auto":
        effective = config.effective_batch
        if config.micro_batch != "auto" and config.accumulation != "auto":
            effective = config.micro_batch * config.accumulation * processes
        rate = base_rate(config)
        share = math.sqrt(effective / RATE_BATCH)
        notes.append(
            f"learning rate {rate * share:.2e}: {rate:.1e} for {RATE_BATCH} examples a step, times"
            f" the square root of {effective}/{RATE_BATCH}"
        )
        rate = float(f"{rate * share:.3g}")
        config = msgspec.structs.replace(config, learning_rate=rate)
    return config, notes


def base_rate(config: TrainConfig) -> float:
    """The rate of the configuration's base for RATE_BATCH examples a step."""
    rates, name = config.rates, canonical(config.base)
    known = next((rate for base, rate in rates.items() if name.startswith(base)), None)
    return rates["default"] if known is None else known


def _enough_steps(config: TrainConfig, examples: int, notes: list[str]) -> TrainConfig:
    wanted = config.effective_batch
    while steps_of(config, examples) < config.min_steps and config.effective_batch >= 2 * SMALLEST:
        config = msgspec.structs.replace(config, effective_batch=config.effective_batch // 2)
    if config.effective_batch < wanted:
        notes.append(
            f"effective batch {config.effective_batch} instead of {wanted}: "
            f"{examples} examples must give {config.min_steps} steps"
        )
    if steps_of(config, examples) < config.min_steps:
        epochs = math.ceil(config.min_steps / max(1, examples // config.effective_batch))
        notes.append(f"{epochs} epochs instead of {config.epochs:g}: for {config.min_steps} steps")
        config = msgspec.structs.replace(config, epochs=float(epochs))
    return config
