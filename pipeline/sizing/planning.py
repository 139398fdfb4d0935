"""The plan: micro-batch, accumulation, precision, checkpointing and optimiser for a device and a model, and why."""

from __future__ import annotations

import math
from pathlib import Path

import msgspec

from pipeline.errors import ConfigError, DeviceError
from pipeline.sizing.config import GIB, SizingConfig, load_sizing_config
from pipeline.sizing.device import Device, busy
from pipeline.sizing.memory import MemoryModel, base_shape
from pipeline.sizing.result import Bucket, Plan
from pipeline.sizing.search import divisors, fallbacks, free_candidates, largest, prefer_power_of_two
from pipeline.training.config import TrainConfig
from pipeline.training.device import cpu_bf16, gpu_precision

#: Share of the budget from which a power of two is taken although more would fit.
FULL = 0.80


def plan(
    config: TrainConfig,
    device: Device,
    *,
    budget: int | None = None,
    quick: bool = False,
    settings: SizingConfig | None = None,
    examples: int | None = None,
    model: MemoryModel | None = None,
    fixed: bool = False,
) -> Plan:
    """Size training of `config` for `device`: `auto` in micro_batch, accumulation, precision and optimizer is settled.

    `budget` in bytes is never taken above what is free. `examples` in the data bound a free effective batch. `fixed`
    leaves everything as configured and only tells what it takes.
    Raises DeviceError with the smallest budget that would do where nothing fits.
    """
    settings = settings or load_sizing_config()
    notes: list[str] = []
    available = device.free
    if budget is not None and budget > available:
        notes.append(f"the budget of {budget / GIB:.1f} GiB is more than is free: {available / GIB:.1f} GiB are used")
    budget = available if budget is None else min(budget, available)
    if taken := busy(device):
        notes.append(taken)
    precision, tf32 = _precision(config, device, notes)
    config = msgspec.structs.replace(config, optimizer=_optimizer(config.optimizer, device, notes))
    if device.kind == "cpu" and not fixed and config.max_length > settings.cpu_length:
        notes.append(f"length {settings.cpu_length} on a CPU: longer utterances are cut into windows, nothing is lost")
        config = msgspec.structs.replace(config, max_length=settings.cpu_length)
    model = model or model_for(config, device, settings)

    limit = int(settings.margin * budget)
    if fixed:
        candidate, (micro, accumulation) = config, _as_configured(config)
    else:
        candidate, (micro, accumulation) = _search(config, model, limit, budget, quick, examples, notes)
    free = _is_free(config) and device.kind == "gpu"
    estimate = model(candidate, micro, candidate.max_length, accumulation > 1)
    if estimate.total > limit:
        notes.append(f"this is more than {settings.margin:.0%} of the budget: it may run out of memory")
    cap = _cap(config, settings, examples)
    buckets = _buckets(candidate, model, limit, micro, accumulation, cap if free else None, fixed)
    return Plan(
        device=device,
        budget=budget,
        margin=settings.margin,
        base=config.base,
        micro_batch=micro if not free else max(bucket.micro_batch for bucket in buckets),
        accumulation=accumulation,
        precision=precision,
        tf32=tf32,
        gradient_checkpointing=candidate.gradient_checkpointing,
        optimizer=candidate.optimizer,
        max_length=candidate.max_length,
        workers=min(2, device.cores // 2) if device.kind == "cpu" else config.workers,
        pin_memory=device.kind == "gpu",
        token_budget=micro * candidate.max_length if free else config.token_budget,
        warmup=config.warmup,
        buckets=buckets,
        estimate=estimate,
        notes=tuple(notes),
    )


def model_for(config: TrainConfig, device: Device, settings: SizingConfig) -> MemoryModel:
    """The memory model of `config`'s base; plans that share it share what has been counted."""
    half = _precision(config, device, [])[0] != "fp32"
    return MemoryModel(base_shape(config.base, config.revision), device, half, settings)


def _search(
    config: TrainConfig,
    model: MemoryModel,
    limit: int,
    budget: int,
    quick: bool,
    examples: int | None,
    notes: list[str],
) -> tuple[TrainConfig, tuple[int, int]]:
    """The first configuration, concession by concession, in which an example fits; its micro-batch and accumulation."""
    for candidate, concession in fallbacks(config, model.device.kind == "gpu", model.settings.shortest):
        if concession:
            notes.append(concession)
        found = _batch(candidate, model, limit, budget, quick, examples, notes)
        if found is not None:
            return candidate, found
    raise DeviceError(_nothing_fits(candidate, model, budget))


def _is_free(config: TrainConfig) -> bool:
    """Whether the effective batch may be as large as the device and the data allow."""
    return (config.micro_batch, config.accumulation, config.effective_batch) == ("auto", "auto", "auto")


def _as_configured(config: TrainConfig) -> tuple[int, int]:
    """Micro-batch at max_length, which a budget of tokens bounds, and accumulation."""
    micro = int(config.micro_batch)
    if config.token_budget is not None:
        micro = max(1, min(micro, config.token_budget // config.max_length))
    return micro, int(config.accumulation)


def _precision(config: TrainConfig, device: Device, notes: list[str]) -> tuple[str, bool]:
    if device.kind == "cpu":
        if config.precision == "auto":
            return ("bf16", False) if cpu_bf16() else ("fp32", False)
        return config.precision, False
    if device.capability is None:
        notes.append("its compute capability is not known: Ampere or later is assumed")
    chosen = gpu_precision(config.precision, device.capability or (8, 0))
    return chosen.kind, chosen.tf32


def _optimizer(wanted: str, device: Device, notes: list[str]) -> str:
    """`auto` is 8-bit AdamW on a GPU. Training asks the GPU itself whether that works before it calls us."""
    if wanted == "8bit" and device.kind == "cpu":
        notes.append("8-bit AdamW needs a GPU: fused AdamW here")
    if wanted in ("auto", "8bit"):
        return "8bit" if device.kind == "gpu" else "fused"
    return wanted


def _batch(
    config: TrainConfig,
    model: MemoryModel,
    limit: int,
    budget: int,
    quick: bool,
    examples: int | None,
    notes: list[str],
) -> tuple[int, int] | None:
    """Micro-batch and accumulation at max_length, None where not even one example fits."""
    if model.device.kind == "cpu":
        return _cpu_batch(config, model, limit, quick)
    if _is_free(config):
        return _free_batch(config, model, limit, budget, examples, notes)
    effective, choices = _choices(config)
    best = largest(choices, lambda n: model(config, n, config.max_length, n < effective).total, limit)
    if best is None:
        return None
    micro = prefer_power_of_two(best, choices, lambda n: 3 * n >= 2 * best)
    return micro, effective // micro


def _choices(config: TrainConfig) -> tuple[int, list[int]]:
    """The effective batch and the micro-batches that give it, within what is configured."""
    micro, accumulation = config.micro_batch, config.accumulation
    if config.effective_batch == "auto":
        raise ConfigError("effective_batch: auto needs micro_batch: auto and accumulation: auto")
    if micro != "auto":
        return micro * max(1, round(config.effective_batch / micro)), [micro]
    if accumulation != "auto":
        micro = max(1, config.effective_batch // accumulation)
        return micro * accumulation, [micro]
    return config.effective_batch, divisors(config.effective_batch)


def _free_batch(
    config: TrainConfig, model: MemoryModel, limit: int, budget: int, examples: int | None, notes: list[str]
) -> tuple[int, int] | None:
    cap = _cap(config, model.settings, examples)
    choices = free_candidates(cap)

    def cost(n: int) -> int:
        return model(config, n, config.max_length, False).total

    best = largest(choices, cost, limit)
    if best is None:
        return None
    if best == choices[-1] and examples is not None:
        notes.append(
            f"the data bound the batch, not the memory: {examples} examples must give {model.settings.min_steps} steps"
        )
    return prefer_power_of_two(best, choices, lambda n: cost(n) >= FULL * budget), 1


def _cap(config: TrainConfig, settings: SizingConfig, examples: int | None) -> int:
    """The largest free effective batch that leaves `min_steps` optimiser steps."""
    return 2**13 if examples is None else max(1, int(examples * config.epochs / settings.min_steps))


def _cpu_batch(config: TrainConfig, model: MemoryModel, limit: int, quick: bool) -> tuple[int, int] | None:
    """By the table of RAM, halved until it fits."""
    ram = model.device.total / GIB
    row = next(r for r in model.settings.cpu_table if r.below_gib is None or ram < r.below_gib)
    effective = config.effective_batch if config.effective_batch != "auto" else 32
    micro = min(row.quick if quick else row.standard, effective)
    while micro and model(config, micro, config.max_length, micro < effective).total > limit:
        micro //= 2
    return (micro, math.ceil(effective / micro)) if micro else None


def _buckets(
    config: TrainConfig, model: MemoryModel, limit: int, micro: int, accumulation: int, cap: int | None, fixed: bool
) -> tuple[Bucket, ...]:
    """A batch for each length: short utterances fill the device as well as long ones, the effective batch stays.

    Where the effective batch is free, it is the tokens of a micro-batch that stay, up to `cap` examples.
    """
    effective, buckets = micro * accumulation, []
    for length in sorted({n for n in model.settings.buckets if n < config.max_length} | {config.max_length}):
        choices = [micro]
        if cap is not None:
            choices = [max(micro, min(cap, micro * config.max_length // length))]
        elif model.device.kind == "gpu" and not fixed:
            choices = [n for n in divisors(effective) if n >= micro]

        def cost(n: int, length: int = length) -> int:
            return model(config, n, length, n < effective).total

        best = micro if length == config.max_length else largest(choices, cost, limit) or micro
        buckets.append(Bucket(length, best, max(1, effective // best), cost(best)))
    return tuple(buckets)


def _nothing_fits(config: TrainConfig, model: MemoryModel, budget: int) -> str:
    need = (
        model(config, 1, config.max_length, not _is_free(config) and config.effective_batch != 1).total
        / model.settings.margin
    )
    smallest = math.ceil(10 * need / GIB) / 10
    hint = f"; {taken}" if (taken := busy(model.device)) else ""
    return (
        f"{config.base} does not fit into {budget / GIB:.1f} GiB, not even one example of {config.max_length} tokens "
        f"at a time with checkpointing: it needs a budget of {smallest:.1f} GiB{hint}; "
        "use that, a smaller base or GPU=cpu"
    )


def count_examples(data: str) -> int | None:
    """Rows of the training data, None where there is none yet."""
    path = Path(data) / "train.jsonl"
    try:
        with path.open("rb") as stream:
            return sum(chunk.count(b"\n") for chunk in iter(lambda: stream.read(1 << 20), b""))
    except OSError:
        return None
