"""What sizing comes to."""

from __future__ import annotations

from typing import Any

import msgspec

from pipeline.sizing.device import Device
from pipeline.sizing.memory import Estimate


class Bucket(msgspec.Struct, frozen=True):
    """The batch for utterances of up to `length` tokens, and its predicted bytes."""

    length: int
    micro_batch: int
    accumulation: int
    total: int


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What to train with on `device` within `budget` bytes. `estimate` is by component; `notes` say why."""

    device: Device
    budget: int
    margin: float
    base: str
    micro_batch: int
    accumulation: int
    precision: str
    tf32: bool
    gradient_checkpointing: bool
    optimizer: str
    max_length: int
    workers: int
    pin_memory: bool
    token_budget: int | None
    warmup: float
    buckets: tuple[Bucket, ...]
    estimate: Estimate
    notes: tuple[str, ...]

    @property
    def effective_batch(self) -> int:
        return self.micro_batch * self.accumulation

    @property
    def utilisation(self) -> float:
        """Predicted share of the budget."""
        return self.estimate.total / self.budget

    def settings(self) -> dict[str, Any]:
        """The keys of the training configuration that the plan settles."""
        keys = ("micro_batch", "accumulation", "token_budget", "gradient_checkpointing", "optimizer", "max_length")
        return {key: getattr(self, key) for key in keys}
