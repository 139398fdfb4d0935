"""Sizing for the device that training is about to run on: planned, tried, held to."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import torch
from msgspec.structs import replace

from pipeline.labels import TagSet
from pipeline.sizing.config import MIB, load_sizing_config
from pipeline.sizing.device import Device, parse_memory, read_cpu
from pipeline.sizing.memory import MemoryModel
from pipeline.sizing.planning import Plan, plan
from pipeline.sizing.table import render
from pipeline.sizing.trial import try_plan
from pipeline.training.base import BaseModel
from pipeline.training.batching import Batch
from pipeline.training.config import TrainConfig
from pipeline.training.device import Precision
from pipeline.training.distributed import from_first, gather
from pipeline.training.model import build_model
from pipeline.training.optimizers import choose_optimizer
from pipeline.training.reporting import say


def size_training(
    config: TrainConfig, device: torch.device, precision: Precision, base: BaseModel,
    tag_set: TagSet,
) -> tuple[TrainConfig, Batch]:  # fmt: skip
    """`config` with every `auto` of the batch settled for `device`, and the batch; the table is
    said once.

    All processes of a run get one plan: that of the smallest device among them. On a GPU PyTorch
    is then held to the budget. Raises DeviceError where nothing fits.
    """
    settings = load_sizing_config()
    gather(None)  # NCCL takes its memory at the first exchange: what is free is asked after it
    everyone = gather(read_cpu() if device.type == "cpu" else live_gpu(device))
    found = min(everyone, key=lambda one: one.free)
    budget = parse_memory(config.gpu_memory) if config.gpu_memory and found.kind == "gpu" else None
    kind = choose_optimizer(config.optimizer, device).kind
    model = MemoryModel(
        base.shape, found, precision.half is not None, settings, len(everyone),
        eight_bit=lambda: choose_optimizer("8bit", device).kind == "8bit",
    )  # fmt: skip
    wanted = replace(config, optimizer=kind, labels=tag_set.labels)
    made = from_first(plan(wanted, model, budget, fixed=not config.auto))

    def build(planned: TrainConfig) -> torch.nn.Module:
        tagger = build_model(base, planned, tag_set)
        if planned.gradient_checkpointing:
            tagger.gradient_checkpointing_enable({"use_reentrant": False})
        return tagger

    made = try_plan(made, device, model, build, held=lambda one: held(one, device))
    say(render(made))
    if found.kind == "gpu":
        hold(made.budget, device)
    settled = replace(made.config, labels=config.labels)
    if settled.optimizer == kind:  # its reason is for training to tell
        settled = replace(settled, optimizer=config.optimizer)
    return settled, made.batch


def live_gpu(device: torch.device) -> Device:
    """PyTorch's GPU with its memory.

    What the CUDA context of this process holds already is counted as free: the plan counts it
    itself.
    """
    properties = torch.cuda.get_device_properties(device)
    free, total = torch.cuda.mem_get_info(device)
    capability = (properties.major, properties.minor)
    context = load_sizing_config().context_mib * MIB
    free = min(total, free + torch.cuda.memory_reserved(device) + context)
    name = properties.name
    return Device(kind="gpu", name=name, total=total, free=free, capability=capability)


def hold_again(config: TrainConfig, device: torch.device) -> None:
    """Hold a run that goes on to the budget of its configuration."""
    if device.type == "cuda" and config.gpu_memory:
        hold(parse_memory(config.gpu_memory), device)


def hold(budget: int, device: torch.device) -> None:
    """Have PyTorch's allocator fail at `budget` bytes instead of taking what belongs to others."""
    allowed = budget - load_sizing_config().context_mib * MIB
    share = allowed / torch.cuda.mem_get_info(device)[1]
    if allowed > 64 * MIB and share < 1:
        torch.cuda.set_per_process_memory_fraction(share, device)


@contextmanager
def held(made: Plan, device: torch.device) -> Iterator[None]:
    """A GPU that gives no more than the plan's budget; a CPU as it is."""
    if device.type == "cuda":
        hold(made.budget, device)
    try:
        yield
    finally:
        if device.type == "cuda":
            torch.cuda.set_per_process_memory_fraction(1.0, device)
