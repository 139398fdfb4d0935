"""What the device can do: which one, and its precision by capability, with the reason for
people.
"""

from __future__ import annotations

import os
from typing import NamedTuple

import torch

from pipeline.errors import ConfigError, DeviceError

#: What this build of PyTorch (2.13 for CUDA 13.0) asks of a GPU: the compute capability of its
#: oldest kernels (`torch._C._cuda_getArchFlags()`: sm_75 ... sm_120) and the driver branch that
#: serves CUDA 13 (CUDA release notes, table "CUDA Toolkit and Driver Versions").
CUDA_MAJOR, MIN_DRIVER, MIN_CAPABILITY = 13, 580, (7, 5)


class Precision(NamedTuple):
    """`kind` is bf16, fp16 or fp32; `why` says what decided it; `tf32`: fp32 products may use
    TF32.
    """

    kind: str
    why: str
    tf32: bool = False

    @property
    def half(self) -> torch.dtype | None:
        """The type that autocast computes in, None where there is no autocast."""
        return {"bf16": torch.bfloat16, "fp16": torch.float16}.get(self.kind)


def cpu_bf16() -> str | None:
    """The instruction set that makes bf16 worth it on this CPU: AMX or AVX512-BF16, else None."""
    probes = (("AMX", "_is_amx_tile_supported"), ("AVX512-BF16", "_is_avx512_bf16_supported"))
    for name, probe in probes:
        check = getattr(torch.cpu, probe, None)
        if check is not None and check():
            return name
    return None


def choose_device(want_gpu: bool) -> torch.device:
    """The device to train on, a GPU always with its index (torch's memory calls want one).

    Raises DeviceError, naming the way out, where a GPU profile meets no GPU.
    """
    if not want_gpu:
        return torch.device("cpu")
    if torch.cuda.is_available():
        return torch.device("cuda", int(os.environ.get("LOCAL_RANK", "0")))
    raise DeviceError(
        "this profile needs an NVIDIA GPU and PyTorch sees none; train on the CPU with GPU=cpu"
    )


def choose_precision(wanted: str, device: torch.device) -> Precision:
    """Pick bf16, fp16 or fp32. Raises ConfigError where `wanted` cannot run on `device`."""
    if device.type == "cpu":
        return cpu_precision(wanted)
    return gpu_precision(wanted, torch.cuda.get_device_capability(device))


def cpu_precision(wanted: str) -> Precision:
    """The same for the CPU of this machine."""
    if wanted == "fp16":
        raise ConfigError("precision: fp16 needs a GPU; use bf16, fp32 or auto on a CPU")
    if wanted != "auto":
        return Precision(wanted, "as configured")
    has = cpu_bf16()
    if has:
        return Precision("bf16", f"CPU with {has}")
    return Precision("fp32", "CPU without AMX or AVX512-BF16")


def gpu_precision(wanted: str, capability: tuple[int, int]) -> Precision:
    """The same for a GPU that need not be here.

    Raises ConfigError where `wanted` cannot run on it, DeviceError where nothing of this build can.
    """
    if tuple(capability) < MIN_CAPABILITY:
        raise DeviceError(too_old(capability))
    major, minor = capability
    sm, ampere = f"compute capability {major}.{minor}", major >= 8
    if wanted == "bf16" and not ampere:
        raise ConfigError(
            f"precision: bf16 needs an Ampere GPU or later and this one has {sm}; use fp16 or auto"
        )
    if wanted != "auto":
        return Precision(wanted, "as configured", tf32=ampere)
    if ampere:
        return Precision("bf16", f"{sm}, Ampere or later", tf32=True)
    return Precision("fp16", f"{sm}, before Ampere: fp16 with loss scaling")


def too_old(capability: tuple[int, int]) -> str:
    """That this build of PyTorch has no kernels for a GPU of `capability`, in words."""
    has, needs = (".".join(map(str, c)) for c in (capability, MIN_CAPABILITY))
    return (
        f"the GPU has compute capability {has} and PyTorch's CUDA {CUDA_MAJOR} build starts at "
        f"{needs} (Turing, 2018); use a newer card or GPU=cpu"
    )


def describe(device: torch.device) -> str:
    """The device in words: a GPU's name and memory, or the CPU's threads and the machine's
    memory.
    """
    if device.type == "cuda":
        free, total = torch.cuda.mem_get_info(device)
        name = torch.cuda.get_device_name(device)
        return f"{name}, {free / 2**30:.1f} of {total / 2**30:.1f} GiB free"
    import psutil

    memory = psutil.virtual_memory()
    free, total = memory.available / 2**30, memory.total / 2**30
    return f"CPU, {torch.get_num_threads()} threads, {free:.1f} of {total:.1f} GiB free"
