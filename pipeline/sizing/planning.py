"""The plan: micro-batch, accumulation, precision, checkpointing and optimiser for a device and a
model, and why.

The effective batch and the learning rate are the recipe's (pipeline.training.recipe): memory
decides only how the effective batch is cut up.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any

import msgspec

from pipeline.errors import DeviceError
from pipeline.sizing.config import GIB, SizingConfig, load_sizing_config
from pipeline.sizing.device import Device, busy
from pipeline.sizing.memory import Estimate, MemoryModel, base_shape
from pipeline.training.batching import Batch
from pipeline.training.config import TrainConfig
from pipeline.training.device import Precision, cpu_precision, gpu_precision

#: Bytes of a trained weight: itself, its gradient and AdamW's two moments in float32.
BYTES_A_WEIGHT = 16
#: The longest sequence that DistilBERT and BERT have positions for.
LONGEST = 512


class Bucket(msgspec.Struct, frozen=True):
    """A micro-batch of utterances of `length` tokens: predicted bytes, and measured ones once it
    was tried.
    """

    length: int
    predicted: int
    measured: int | None = None


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """What to train with on `device` within `budget` bytes.

    `estimate` is by component; `notes` say why.
    """

    device: Device
    budget: int
    margin: float
    base: str
    micro_batch: int
    accumulation: int
    processes: int
    precision: str
    tf32: bool
    gradient_checkpointing: bool
    optimizer: str
    max_length: int
    workers: int
    pin_memory: bool
    token_budget: int | None
    learning_rate: float
    warmup: float
    buckets: tuple[Bucket, ...]
    estimate: Estimate
    notes: tuple[str, ...]

    @property
    def batch(self) -> Batch:
        return Batch(self.micro_batch, self.accumulation, self.token_budget, self.processes)

    @property
    def utilisation(self) -> float:
        """Predicted share of the budget."""
        return self.estimate.total / self.budget

    def settings(self) -> dict[str, Any]:
        """The keys of the training configuration that the plan settles."""
        keys = ("micro_batch", "accumulation", "gradient_checkpointing", "optimizer", "max_length")
        return {key: getattr(self, key) for key in keys}

    def applied(self, config: TrainConfig) -> TrainConfig:
        """`config` with everything settled."""
        return msgspec.structs.replace(config, **self.settings())


def plan(
    config: TrainConfig,
    device: Device,
    *,
    budget: int | None = None,
    settings: SizingConfig | None = None,
    model: MemoryModel | None = None,
    fixed: bool = False,
    processes: int = 1,
) -> Plan:
    """Size training of `config` for `device`: `auto` in micro_batch, accumulation, precision and
    optimizer is settled.

    `budget` in bytes is never taken above what is free. `fixed` leaves everything as configured and
    only tells what it takes. With several `processes` each has such a device. Raises DeviceError
    with the smallest budget that would do where nothing fits.
    """
    settings = settings or load_sizing_config()
    notes: list[str] = []
    budget = _budget(device, budget, notes)
    precision = precision_for(config, device, notes)
    if device.kind == "cpu" and not fixed and config.max_length > settings.cpu_length:
        notes.append(
            f"length {settings.cpu_length} on a CPU: longer utterances are cut into windows,"
            " nothing is lost"
        )
        config = msgspec.structs.replace(config, max_length=settings.cpu_length)
    if config.optimizer == "auto":
        config = msgspec.structs.replace(config, optimizer="fused")
    model = model or model_for(config, device, settings, processes)
    limit = int(settings.margin * budget)
    if fixed:
        micro, accumulation = _as_configured(config)
    else:
        config, micro, accumulation = _search(config, model, limit, budget, processes, notes)
    estimate = model(config, micro, config.max_length, accumulation > 1)
    if estimate.total > limit:
        notes.append(
            f"this is more than {settings.margin:.0%} of the budget: it may run out of memory"
        )
    elif not fixed and device.kind == "gpu":
        notes += room(config, model, micro, accumulation, limit)
    lengths = sorted({n for n in settings.buckets if n < config.max_length} | {config.max_length})
    return Plan(
        device=device,
        budget=budget,
        margin=settings.margin,
        base=config.base,
        micro_batch=micro,
        accumulation=accumulation,
        processes=processes,
        precision=precision.kind,
        tf32=precision.tf32,
        gradient_checkpointing=config.gradient_checkpointing,
        optimizer=config.optimizer,
        max_length=config.max_length,
        workers=min(2, device.cores // 2) if device.kind == "cpu" else config.workers,
        pin_memory=device.kind == "gpu",
        token_budget=config.token_budget,
        learning_rate=config.learning_rate,
        warmup=config.warmup,
        buckets=tuple(Bucket(n, model(config, micro, n, accumulation > 1).total) for n in lengths),
        estimate=estimate,
        notes=tuple(notes),
    )


def recut(made: Plan, batch: Batch, config: TrainConfig, model: MemoryModel) -> Plan:
    """`made` with another micro-batch and accumulation, and what that takes."""
    micro, accumulating = batch.micro_batch, batch.accumulation > 1
    return msgspec.structs.replace(
        made,
        micro_batch=micro,
        accumulation=batch.accumulation,
        token_budget=batch.token_budget,
        estimate=model(config, micro, made.max_length, accumulating),
        buckets=tuple(
            Bucket(b.length, model(config, micro, b.length, accumulating).total)
            for b in made.buckets
        ),
    )


def _budget(device: Device, budget: int | None, notes: list[str]) -> int:
    available = device.free
    if budget is not None and budget > available:
        notes.append(
            f"the budget of {budget / GIB:.1f} GiB is more than is free: {available / GIB:.1f} GiB"
            " are used"
        )
    if taken := busy(device):
        notes.append(taken)
    return available if budget is None else min(budget, available)


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
    half = precision_for(config, device, []).kind != "fp32"
    shape = base_shape(config.base, config.revision)
    return MemoryModel(shape, device, half, settings, processes)


def _as_configured(config: TrainConfig) -> tuple[int, int]:
    """Micro-batch at max_length, which a budget of tokens bounds, and accumulation."""
    micro = int(config.micro_batch)
    if config.token_budget is not None:
        micro = max(1, min(micro, config.token_budget // config.max_length))
    return micro, int(config.accumulation)


def _search(
    config: TrainConfig,
    model: MemoryModel,
    limit: int,
    budget: int,
    processes: int,
    notes: list[str],
) -> tuple[TrainConfig, int, int]:
    """The first configuration, concession by concession, in which an example fits; its
    micro-batch and accumulation.
    """
    share, choices = micro_batches(config, model, processes)
    if share * processes != config.effective_batch:
        notes.append(
            f"effective batch {share * processes} instead of {config.effective_batch}: "
            f"as many for each of {processes} GPUs"
        )
    for candidate, concession in fallbacks(config, model.device.kind == "gpu", model.settings):
        config = candidate
        if concession:
            notes.append(concession)

        def cost(micro: int, candidate: TrainConfig = candidate) -> int:
            return model(candidate, micro, candidate.max_length, micro < share).total

        fitting = bisect_right(choices, limit, key=cost)  # memory grows with the micro-batch
        if fitting:
            micro = choices[fitting - 1]
            return candidate, micro, share // micro
    need = model(config, choices[0], config.max_length, choices[0] < share).total
    raise DeviceError(_nothing_fits(config, model, budget, need))


def micro_batches(config: TrainConfig, model: MemoryModel, processes: int) -> tuple[int, list[int]]:
    """The examples of a step in one process, and the micro-batches that divide them, ascending."""
    share = max(1, config.effective_batch // processes)
    if config.micro_batch != "auto":
        micro = int(config.micro_batch)
        return micro * max(1, round(share / micro)), [micro]
    if config.accumulation != "auto":
        micro = max(1, share // int(config.accumulation))
        return micro * int(config.accumulation), [micro]
    most = share if model.device.kind == "gpu" else model.settings.cpu_micro_batch
    return share, [n for n in range(1, min(share, most) + 1) if share % n == 0]


def fallbacks(
    config: TrainConfig, gpu: bool, settings: SizingConfig
) -> Iterator[tuple[TrainConfig, str]]:
    """`config` as it is, then with one more concession each time, and what it is, in words."""
    yield config, ""
    if not config.gradient_checkpointing:
        config = msgspec.structs.replace(config, gradient_checkpointing=True)
        yield config, "gradient checkpointing is on: without it not even one example fits"
    if gpu and config.optimizer != "8bit":
        config = msgspec.structs.replace(config, optimizer="8bit")
        yield config, "8-bit AdamW: its state takes a quarter of the memory"
    while config.max_length // 2 >= settings.shortest:
        length = config.max_length // 2
        config = msgspec.structs.replace(config, max_length=length)
        yield (
            config,
            f"max_length is {length}: longer utterances are cut into windows, nothing is lost",
        )


def room(
    config: TrainConfig, model: MemoryModel, micro: int, accumulation: int, limit: int
) -> list[str]:
    """What is left over, in words: for longer utterances, or for a larger base."""
    left = limit - model(config, micro, config.max_length, accumulation > 1).total
    if left < limit / 4:
        return []
    length = config.max_length
    while (
        2 * length <= LONGEST and model(config, micro, 2 * length, accumulation > 1).total <= limit
    ):
        length *= 2
    longer = f" for max_length {length}" if length > config.max_length else ""
    weights = left // BYTES_A_WEIGHT // 10**6
    return [
        f"{left / GIB:.1f} GiB are left over: room{longer}{', or' if longer else ''} for a base of "
        f"up to {weights} million weights more, its activations aside"
    ]


def _nothing_fits(config: TrainConfig, model: MemoryModel, budget: int, need: int) -> str:
    smallest = math.ceil(10 * need / model.settings.margin / GIB) / 10
    hint = f"; {taken}" if (taken := busy(model.device)) else ""
    return (
        f"{config.base} does not fit into {budget / GIB:.1f} GiB, not even one example of"
        f" {config.max_length} tokens at a time with checkpointing: it needs a budget of"
        f" {smallest:.1f} GiB{hint}; use that, a smaller base or GPU=cpu"
    )
