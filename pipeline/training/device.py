"""What the device can do: precision and optimiser by capability, with the reason for people to read."""

from __future__ import annotations

import os
from typing import NamedTuple

import torch

from pipeline.errors import ConfigError, DeviceError


class Precision(NamedTuple):
    """`kind` is bf16, fp16 or fp32; `why` says what decided it; `tf32` whether fp32 products may use TF32."""

    kind: str
    why: str
    tf32: bool = False


def cpu_bf16() -> str | None:
    """The instruction set that makes bf16 worth it on this CPU: AMX or AVX512-BF16, else None."""
    for name, probe in (("AMX", "_is_amx_tile_supported"), ("AVX512-BF16", "_is_avx512_bf16_supported")):
        check = getattr(torch.cpu, probe, None)
        if check is not None and check():
            return name
    return None


def choose_device(want_gpu: bool) -> torch.device:
    """The device to train on. Raises DeviceError, naming the way out, where a GPU profile meets no GPU."""
    if not want_gpu:
        return torch.device("cpu")
    if torch.cuda.is_available():
        return torch.device("cuda")
    raise DeviceError("this profile needs an NVIDIA GPU and PyTorch sees none; train on the CPU with --profile cpu")


def choose_precision(wanted: str, device: torch.device) -> Precision:
    """Pick bf16, fp16 or fp32. Raises ConfigError where `wanted` cannot run on `device`."""
    if device.type == "cpu":
        if wanted == "fp16":
            raise ConfigError("precision: fp16 needs a GPU; use bf16, fp32 or auto on a CPU")
        has = cpu_bf16()
        if wanted == "auto":
            return Precision("bf16", f"CPU with {has}") if has else Precision("fp32", "CPU without AMX or AVX512-BF16")
        return Precision(wanted, "as configured")
    return gpu_precision(wanted, torch.cuda.get_device_capability(device))


def gpu_precision(wanted: str, capability: tuple[int, int]) -> Precision:
    """The same for a GPU that need not be here. Raises ConfigError where `wanted` cannot run on it."""
    major, minor = capability
    sm, ampere = f"compute capability {major}.{minor}", major >= 8
    if wanted == "bf16" and not ampere:
        raise ConfigError(f"precision: bf16 needs an Ampere GPU or later and this one has {sm}; use fp16 or auto")
    if wanted != "auto":
        return Precision(wanted, "as configured", tf32=ampere)
    if ampere:
        return Precision("bf16", f"{sm}, Ampere or later", tf32=True)
    if major >= 6:
        return Precision("fp16", f"{sm}, before Ampere: fp16 with loss scaling")
    return Precision("fp32", f"{sm} has no fast half precision")


def cpu_count() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def describe(device: torch.device) -> str:
    """The device in words: a GPU's name and memory, or the CPU's threads and the machine's memory."""
    if device.type == "cuda":
        free, total = torch.cuda.mem_get_info(device)
        return f"{torch.cuda.get_device_name(device)}, {free / 2**30:.1f} of {total / 2**30:.1f} GiB free"
    import psutil

    memory = psutil.virtual_memory()
    return (
        f"CPU, {torch.get_num_threads()} threads, {memory.available / 2**30:.1f} of {memory.total / 2**30:.1f} GiB free"
    )
