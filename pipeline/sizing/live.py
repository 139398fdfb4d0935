"""Sizing for the device that training is about to run on."""

from __future__ import annotations

import msgspec
import torch

from pipeline.errors import DeviceError
from pipeline.sizing.config import MIB, by_capability, load_sizing_config
from pipeline.sizing.device import Device, parse_memory, read_cpu, read_gpus
from pipeline.sizing.planning import Plan, count_examples, plan
from pipeline.sizing.table import render
from pipeline.training.config import TrainConfig


def size_training(config: TrainConfig, device: torch.device) -> TrainConfig:
    """`config` with every `auto` of the batch settled for `device`; the table is logged once.

    On a GPU PyTorch is then held to the budget. Raises DeviceError where nothing fits.
    """
    from pipeline.training.optimizers import choose_optimizer
    from pipeline.training.watch import say

    found = read_cpu() if device.type == "cpu" else live_gpu(device)
    kind = choose_optimizer(config.optimizer, device).kind
    budget = parse_memory(config.gpu_memory) if config.gpu_memory and found.kind == "gpu" else None
    settled = msgspec.structs.replace(config, optimizer=kind)
    made = plan(settled, found, budget=budget, examples=count_examples(config.data))
    say(render(made))
    if found.kind == "gpu":
        hold_to_budget(made, device)
    keys = made.settings() | {"workers": made.workers}
    if made.optimizer == kind:
        keys["optimizer"] = config.optimizer  # its reason is for training to tell
    return msgspec.structs.replace(config, **keys)


def live_gpu(device: torch.device) -> Device:
    """PyTorch's GPU as NVML sees it (matched by UUID), with PyTorch's own figures of memory.

    What the CUDA context of this process holds already is counted as free: the plan counts it itself.
    """
    properties = torch.cuda.get_device_properties(device)
    free, total = torch.cuda.mem_get_info(device)
    capability = (properties.major, properties.minor)
    context = by_capability(load_sizing_config().context_mib, capability)
    free = min(total, free + torch.cuda.memory_reserved(device) + context)
    uuid = str(getattr(properties, "uuid", ""))
    try:
        seen = next((d for d in read_gpus() if uuid and uuid in d.uuid), None)
    except DeviceError:  # CUDA works without NVML in some containers; only names of other processes are lost
        seen = None
    if seen is None:
        return Device(kind="gpu", name=properties.name, total=total, free=free, capability=capability)
    return msgspec.structs.replace(seen, total=total, free=free, capability=capability)


def hold_to_budget(made: Plan, device: torch.device) -> None:
    """Have PyTorch's allocator fail at the budget instead of taking what belongs to others."""
    context = made.estimate.components["CUDA context"]
    total = torch.cuda.mem_get_info(device)[1]
    share = (made.budget - context) / total
    if made.budget - context > 64 * MIB and share < 1:
        torch.cuda.set_per_process_memory_fraction(share, device)
