"""The plan: micro-batch, accumulation, precision, checkpointing, optimiser for a device, and why.

The effective batch and the learning rate are the recipe's (pipeline.training.recipe): memory
decides only how the effective batch is cut up.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import msgspec
from msgspec.structs import replace

from pipeline.errors import ConfigError, DeviceError
from pipeline.sizing.config import GIB, SizingConfig
from pipeline.sizing.device import Device, busy
from pipeline.sizing.memory import MemoryModel, base_shape
from pipeline.training.batching import Batch
from pipeline.training.config import TrainConfig
from pipeline.training.device import Precision, cpu_precision, gpu_precision

#: Bytes of a trained weight: itself, its gradient and AdamW's two moments in float32.
BYTES_A_WEIGHT = 16
#: The longest sequence that DistilBERT and BERT have positions for.
LONGEST = 512
#: What each suggestion asks for, beside what training with `auto` would take.
CHOICES: dict[str, dict[str, dict[str, Any]]] = {
    "gpu": {
        "safest": {"gradient_checkpointing": True, "optimizer": "8bit"},
        "fastest": {"gradient_checkpointing": False, "optimizer": "fused"},
        "longest": {"gradient_checkpointing": True, "optimizer": "8bit", "max_length": LONGEST},
    },
    "cpu": {
        "safest": {"gradient_checkpointing": True},
        "fastest": {"freeze_embeddings": True, "attention": "eager", "dropout": 0.0},
    },
}


class Bucket(msgspec.Struct, frozen=True):
    """A micro-batch of utterances of `length` tokens: predicted bytes and, once tried, measured."""

    length: int
    predicted: int
    measured: int | None = None


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What to train with on `device` within `budget` bytes: `config` with all that memory decides
    settled, on each of `processes`.

    `components` are predicted bytes at the highest point of a step; `notes` say why.
    """

    device: Device
    budget: int
    margin: float
    config: TrainConfig
    processes: int
    precision: Precision
    components: dict[str, int] = {}
    buckets: tuple[Bucket, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def batch(self) -> Batch:
        micro, accumulation = int(self.config.micro_batch), int(self.config.accumulation)
        return Batch(micro, accumulation, self.config.token_budget, self.processes)

    @property
    def total(self) -> int:
        return sum(self.components.values())

    @property
    def utilisation(self) -> float:
        """Predicted share of the budget."""
        return self.total / self.budget

    def settings(self) -> dict[str, Any]:
        """The keys of the training configuration that the plan settles."""
        keys = ("micro_batch", "accumulation", "gradient_checkpointing", "optimizer", "max_length")
        return {key: getattr(self.config, key) for key in keys}

    def rows(self, length: int) -> int:
        """Examples of `length` tokens at once."""
        micro, _, tokens, _ = self.batch
        return micro if tokens is None else max(1, min(micro, tokens // length))

    def predicted(self, model: MemoryModel) -> Plan:
        """The plan with what it takes, by length, and by component at the largest."""
        config, longest = self.config, self.config.max_length
        lengths = [*sorted(n for n in model.settings.buckets if n < longest), longest]
        takes = [model(config, self.rows(n), n, self.batch.accumulation > 1) for n in lengths]
        buckets = tuple(Bucket(n, sum(of.values())) for n, of in zip(lengths, takes, strict=True))
        return replace(self, components=takes[-1], buckets=buckets)


def plan(
    config: TrainConfig, model: MemoryModel, budget: int | None = None, fixed: bool = False
) -> Plan:
    """Settle `auto` in micro_batch, accumulation, precision and optimizer of `config` for the
    device of `model`, such a one for each of its processes.

    `budget` in bytes is never taken above what is free. `fixed` leaves everything as configured and
    tells what it takes. Raises DeviceError with the smallest budget that would do where none fits.
    """
    device, settings = model.device, model.settings
    notes: list[str] = []
    budget = _budget(device, budget, notes)
    precision = precision_for(config, device, notes)
    limit = int(settings.margin * budget)
    if config.optimizer == "auto":
        config = replace(config, optimizer="fused")
    if not fixed:
        config = _search(config, model, limit, budget, notes)
    made = Plan(device=device, budget=budget, margin=settings.margin, config=config,
                processes=model.processes, precision=precision).predicted(model)  # fmt: skip
    if made.total > limit:
        notes.append(f"this is more than {settings.margin:.0%} of the budget: it may not fit")
    elif not fixed and device.kind == "gpu":
        notes += room(made, model, limit)
    return replace(made, notes=tuple(notes))


def _budget(device: Device, budget: int | None, notes: list[str]) -> int:
    if budget is not None and budget > device.free:
        notes.append(
            f"the budget of {budget / GIB:.1f} GiB is more than is free,"
            f" {device.free / GIB:.1f} GiB: that much is planned for"
        )
    if taken := busy(device):
        notes.append(taken)
    return max(1, device.free if budget is None else min(budget, device.free))


def precision_for(config: TrainConfig, device: Device, notes: list[str]) -> Precision:
    """What training on `device` would compute in."""
    if device.kind == "cpu":
        return cpu_precision(config.precision)
    if device.capability is None:
        notes.append("its compute capability is not known: Ampere or later is assumed")
    return gpu_precision(config.precision, device.capability or (8, 0))


def model_for(
    config: TrainConfig, device: Device, settings: SizingConfig, processes: int = 1
) -> MemoryModel:
    """The memory model of `config`'s base; plans that share it share what has been counted."""
    half = precision_for(config, device, []).half is not None
    return MemoryModel(base_shape(config.base, config.revision), device, half, settings, processes)


def _search(
    config: TrainConfig, model: MemoryModel, limit: int, budget: int, notes: list[str]
) -> TrainConfig:
    """The first of `fallbacks` in which an example fits, with the largest micro-batch that does."""
    share, choices = micro_batches(config, model)
    if share * model.processes != config.effective_batch:
        notes.append(
            f"effective batch {share * model.processes} instead of {config.effective_batch}: "
            f"as many for each of {model.processes} GPUs"
        )

    def need(micro: int) -> int:
        return model.total(config, micro, config.max_length, micro < share)

    for candidate in fallbacks(config, model, notes):
        config = candidate
        fitting = bisect_right(choices, limit, key=need)  # memory grows with the micro-batch
        if fitting:
            micro = choices[fitting - 1]
            return replace(config, micro_batch=micro, accumulation=share // micro)
    smallest = math.ceil(10 * need(choices[0]) / model.settings.margin / GIB) / 10
    hint = f"; {taken}" if (taken := busy(model.device)) else ""
    raise DeviceError(
        f"{config.base} does not fit into {budget / GIB:.1f} GiB, not even one example of"
        f" {config.max_length} tokens at a time with checkpointing: it needs a budget of"
        f" {smallest:.1f} GiB{hint}; use that, a smaller base or GPU=cpu"
    )


def micro_batches(config: TrainConfig, model: MemoryModel) -> tuple[int, list[int]]:
    """The examples of a step in one process, and the micro-batches that divide them, ascending."""
    share = max(1, config.effective_batch // model.processes)
    if config.micro_batch != "auto":
        micro = int(config.micro_batch)
        return micro * max(1, round(share / micro)), [micro]
    if config.accumulation != "auto":
        micro = max(1, share // int(config.accumulation))
        return micro * int(config.accumulation), [micro]
    most = share if model.device.kind == "gpu" else model.settings.cpu_micro_batch
    return share, [n for n in range(1, min(share, most) + 1) if share % n == 0]


def fallbacks(config: TrainConfig, model: MemoryModel, notes: list[str]) -> Iterator[TrainConfig]:
    """`config` as it is, then with one more concession each time, which `notes` tell."""
    yield config
    if not config.gradient_checkpointing:
        config = replace(config, gradient_checkpointing=True)
        notes.append("gradient checkpointing is on: without it not even one example fits")
        yield config
    if model.device.kind == "gpu" and config.optimizer != "8bit" and model.eight_bit():
        config = replace(config, optimizer="8bit")
        notes.append("8-bit AdamW: its state takes a quarter of the memory")
        yield config
    while config.max_length // 2 >= model.settings.shortest:
        length = config.max_length // 2
        config = replace(config, max_length=length)
        notes.append(f"max_length is {length}: longer ones are cut into windows, nothing is lost")
        yield config


def room(made: Plan, model: MemoryModel, limit: int) -> list[str]:
    """What is left over, in words: for longer utterances, or for a larger base."""
    left = limit - made.total
    if left < limit / 4:
        return []
    config, (micro, accumulation, *_) = made.config, made.batch
    longer = ""
    for length in (256, LONGEST):
        need = model.total(config, micro, length, accumulation > 1)
        if length > config.max_length and need <= limit:
            longer = f" for max_length {length}, or"
    return [
        f"{left / GIB:.1f} GiB are left over: room{longer} for a base of up to"
        f" {left // BYTES_A_WEIGHT // 10**6} million weights more, its activations aside"
    ]


def suggest(config: TrainConfig, model: MemoryModel, budget: int | None = None) -> dict[str, Plan]:
    """Plans by name, as in CHOICES, that fit the device. Raises DeviceError where none does."""
    plans = {"planned": plan(config, model, budget)}  # it concedes what the others wish for
    for name, wishes in CHOICES[model.device.kind].items():
        with suppress(DeviceError, ConfigError):
            made = plan(replace(config, **wishes), model, budget)
            # A plan that had to give up what makes the suggestion is not that suggestion.
            if all(getattr(made.config, key) == value for key, value in wishes.items()):
                plans[name] = made
    return plans
