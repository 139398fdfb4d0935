"""Sizing for the device that training is about to run on: planned, tried, held to."""

from __future__ import annotations

import torch
from msgspec.structs import replace

from pipeline.labels import TagSet
from pipeline.sizing.config import MIB, load_sizing_config
from pipeline.sizing.device import Device, parse_memory, read_cpu
from pipeline.sizing.memory import MemoryModel
from pipeline.sizing.planning import plan
from pipeline.sizing.table import render
from pipeline.sizing.trial import hold, try_plan
from pipeline.training.base import BaseModel
from pipeline.training.batching import Batch
from pipeline.training.config import TrainConfig
from pipeline.training.device import Precision
from pipeline.training.distributed import from_first, gather
from pipeline.training.optimizers import choose_optimizer
from pipeline.training.reporting import say


def size_training(
    config: TrainConfig, device: torch.device, precision: Precision, base: BaseModel,
    tag_set: TagSet,
) -> tuple[TrainConfig, Batch]:  # fmt: skip
    """`config` with every `auto` of the batch settled for `device`, and the batch; says the table.

    All processes of a run get one plan: that of the smallest device among them. On a GPU PyTorch
    is then held to the budget. Raises DeviceError where nothing fits.
    """
    gather(None)  # NCCL takes its memory at the first exchange: what is free is asked after it
    everyone = gather(read_cpu() if device.type == "cpu" else live_gpu(device))
    found = min(everyone, key=lambda one: one.free)
    budget = parse_memory(config.gpu_memory) if config.gpu_memory and found.kind == "gpu" else None
    kind = choose_optimizer(config.optimizer, device).kind
    model = MemoryModel(
        base.shape, found, precision.half is not None, load_sizing_config(), len(everyone),
        eight_bit=lambda: choose_optimizer("8bit", device).kind == "8bit",
    )  # fmt: skip
    wanted = replace(config, optimizer=kind, labels=tag_set.labels, precision=precision.kind)
    made = from_first(plan(wanted, model, budget, fixed=not config.auto))
    made = try_plan(made, device, model)
    say(render(made))
    hold(made.budget, device)
    settled = replace(made.config, labels=config.labels, precision=config.precision)
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
    context = load_sizing_config().context_mib * MIB
    free = min(total, free + torch.cuda.memory_reserved(device) + context)
    capability = (properties.major, properties.minor)
    return Device(kind="gpu", name=properties.name, total=total, free=free, capability=capability)
