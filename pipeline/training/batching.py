"""The batch: from the profile, from the sizing stage, or halved after running out of memory."""

from __future__ import annotations

import gc
from typing import NamedTuple

import torch

from pipeline.errors import ConfigError, DeviceError
from pipeline.training.config import TrainConfig


class Batch(NamedTuple):
    """Examples and tokens (padding included; None is no limit) of a micro-batch, and micro-batches a step."""

    micro_batch: int
    accumulation: int
    token_budget: int | None = None

    def __str__(self) -> str:
        tokens = "" if self.token_budget is None else f" within {self.token_budget} tokens"
        return f"micro-batch {self.micro_batch}{tokens}, accumulation {self.accumulation}"

    def halved(self) -> Batch:
        """Half the micro-batch, twice the accumulation: the same effective batch. Raises DeviceError at one example."""
        if self.micro_batch == 1:
            raise DeviceError("out of memory with one example at a time; use a shorter max_length or a smaller base")
        budget = None if self.token_budget is None else max(1, self.token_budget // 2)
        return Batch((self.micro_batch + 1) // 2, self.accumulation * 2, budget)


def plan_batch(config: TrainConfig, device: torch.device) -> tuple[TrainConfig, Batch, str]:
    """The batch to start with, the configuration it belongs to, and where it comes from.

    `auto` asks the sizing stage, which may also switch checkpointing or the optimiser.
    """
    if config.micro_batch != "auto" and config.accumulation != "auto":
        return config, Batch(config.micro_batch, config.accumulation, config.token_budget), "from the profile"
    try:
        from pipeline.sizing import size_training
    except ImportError:
        raise ConfigError("micro_batch: auto needs the sizing stage; give micro_batch and accumulation") from None
    config = size_training(config, device)
    return config, Batch(config.micro_batch, config.accumulation, config.token_budget), "from the sizing stage"


def out_of_memory(error: BaseException) -> bool:
    """Whether `error` is how CUDA, cuDNN or the CPU allocator say that memory has run out."""
    from accelerate.utils.memory import should_reduce_batch_size

    return isinstance(error, (torch.OutOfMemoryError, MemoryError)) or (
        isinstance(error, RuntimeError) and (should_reduce_batch_size(error) or "can't allocate memory" in str(error))
    )


def release_memory() -> None:
    """Give back what a failed attempt held."""
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
