"""The device: GPUs by NVML (nvidia-ml-py), the CPU by psutil, and devices that are not here by
name or size.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

import msgspec

from pipeline.errors import ConfigError, DeviceError
from pipeline.redaction.cores import usable_cores
from pipeline.sizing.config import GIB, MIB, SizingConfig
from pipeline.training.device import CUDA_MAJOR, MIN_CAPABILITY, MIN_DRIVER, too_old

WAY_OUT = "use --gpu-memory 8gb to size for a GPU that is not here, or GPU=cpu to work without one"


class Device(msgspec.Struct, kw_only=True, frozen=True):
    """A device to size for. Memory in bytes; for a CPU it is the machine's RAM."""

    kind: Literal["gpu", "cpu"]
    name: str
    total: int
    free: int
    #: Whether it is in this machine; otherwise it is a size or a model's name.
    present: bool = True
    index: str = ""
    capability: tuple[int, int] | None = None
    driver: str = ""
    #: (process id, bytes; None where the driver does not tell)
    processes: tuple[tuple[int, int | None], ...] = ()
    mig: bool = False
    cores: int = 0
    uuid: str = ""
    #: Why it cannot be used, in words.
    fault: str = ""

    def __str__(self) -> str:
        what = f"{self.name}, {self.free / GIB:.1f} of {self.total / GIB:.1f} GiB free"
        if self.kind == "cpu":
            return f"{what}, {self.cores} cores"
        what += (
            f", compute capability {self.capability[0]}.{self.capability[1]}"
            if self.capability
            else ""
        )
        what += f", driver {self.driver}" if self.driver else ""
        return what if self.present else f"{what} (not here)"


def parse_memory(text: str) -> int:
    """Bytes of `4gb`, `4GiB`, `6144mb` or `4` (GiB).

    Cards are sold in GB and hold GiB. Raises ConfigError.
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(g|gb|gib|m|mb|mib)?\s*", text.lower())
    size = (
        0.0
        if match is None
        else float(match[1]) * (MIB if (match[2] or "g").startswith("m") else GIB)
    )
    if size < 1:
        raise ConfigError(f"GPU memory {text!r} must read like 4gb, 8gb, 6144mb or 16 (in GB)")
    return int(size)


def sized_gpu(memory: int) -> Device:
    """A GPU of `memory` bytes that is not here; nothing else is known of it."""
    return Device(
        kind="gpu", name=f"{memory / GIB:.3g} GB GPU", total=memory, free=memory, present=False
    )


def named_gpu(name: str, config: SizingConfig) -> Device:
    """A GPU by its name in configs/sizing.yaml, or by a file that `size --json` wrote there.

    Raises ConfigError.
    """
    if Path(name).is_file():
        return _from_file(Path(name))
    key = re.sub(r"[\s_]+", "-", name.strip().lower())
    model = config.gpus.get(key)
    if model is None:
        raise ConfigError(f"GPU {name!r} is neither a file nor one of {', '.join(config.gpus)}")
    size = model.mib * MIB
    return Device(
        kind="gpu",
        name=model.name,
        total=size,
        free=size,
        capability=model.capability,
        present=False,
    )


def _from_file(path: Path) -> Device:
    try:
        content = msgspec.json.decode(path.read_bytes())
        device = msgspec.convert(content.get("device", content), Device)
    except (OSError, msgspec.MsgspecError, AttributeError) as error:
        raise ConfigError(f"{path}: is not what `size --json` writes: {error}") from None
    return msgspec.structs.replace(device, present=False)


def read_cpu() -> Device:
    """This machine's cores and RAM; a container's limits count where they are lower."""
    import psutil

    memory = psutil.virtual_memory()
    total, free = memory.total, memory.available
    limit = _cgroup_limit()
    if limit is not None and limit < total:
        total, free = limit, min(free, limit)
    return Device(kind="cpu", name="CPU", total=total, free=free, cores=usable_cores())


def _cgroup_limit() -> int | None:
    with suppress(OSError, ValueError):
        return int(Path("/sys/fs/cgroup/memory.max").read_text())
    return None


@contextmanager
def _nvml() -> Iterator[Any]:
    """NVML, started and shut down; its errors as one sentence each."""
    import pynvml

    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError as error:
        raise DeviceError(_start_sentence(error)) from None
    try:
        yield pynvml
    except pynvml.NVMLError as error:
        raise DeviceError(
            f"the NVIDIA driver does not answer: {error}; see nvidia-smi, or {WAY_OUT}"
        ) from None
    finally:
        pynvml.nvmlShutdown()


def _start_sentence(error: Exception) -> str:
    import pynvml

    if isinstance(error, (pynvml.NVMLError_LibraryNotFound, pynvml.NVMLError_DriverNotLoaded)):
        return f"no NVIDIA driver on this machine; {WAY_OUT}"
    if isinstance(error, pynvml.NVMLError_LibRmVersionMismatch):
        return "the NVIDIA driver was updated and the old one still runs; restart the machine"
    if isinstance(error, pynvml.NVMLError_FunctionNotFound):
        return f"the NVIDIA driver is too old to be asked about its GPUs; update it, or {WAY_OUT}"
    if isinstance(error, pynvml.NVMLError_NoPermission):
        return (
            "the NVIDIA driver may not be asked by this user; see the permissions of /dev/nvidia*"
        )
    return f"the NVIDIA driver does not start: {error}; see nvidia-smi, or {WAY_OUT}"


def read_gpus(check_driver: bool = True) -> list[Device]:
    """The GPUs and MIG slices of this machine, in NVML's order, which is that of
    CUDA_DEVICE_ORDER=PCI_BUS_ID.

    One that cannot be used has its `fault` and hides no other. Raises DeviceError where there is no
    driver, no GPU or, with `check_driver`, a driver too old for this build of PyTorch.
    """
    with _nvml() as nvml:
        driver = _text(nvml.nvmlSystemGetDriverVersion())
        if check_driver:
            _check_driver(driver, nvml.nvmlSystemGetCudaDriverVersion())
        devices: list[Device] = []
        for index in range(nvml.nvmlDeviceGetCount()):
            devices += _read_gpu(nvml, index, driver)
    if not devices:
        raise DeviceError(f"the NVIDIA driver {driver} answers but sees no GPU; {WAY_OUT}")
    return devices


def _check_driver(driver: str, supported: int) -> None:
    """`supported` is 1000 x major + 10 x minor.

    Every driver of a major version serves all of it.
    """
    if supported // 1000 < CUDA_MAJOR:
        served = f"{supported // 1000}.{supported % 1000 // 10}"
        raise DeviceError(
            f"the NVIDIA driver {driver} is too old: it serves CUDA {served} and PyTorch here is"
            f" built for CUDA {CUDA_MAJOR}; update it to {MIN_DRIVER} or later, or use GPU=cpu"
        )


def _read_gpu(nvml: Any, index: int, driver: str) -> list[Device]:
    """The GPU, or its slices where it is cut up by MIG."""
    try:
        handle = nvml.nvmlDeviceGetHandleByIndex(index)
    except nvml.NVMLError as error:  # fallen off the bus, or not this user's
        return [
            _faulty(index, f"GPU {index}", driver, f"does not answer ({error}); see nvidia-smi")
        ]
    name = _text(_ask(nvml, nvml.nvmlDeviceGetName, handle) or f"GPU {index}")
    mode = _ask(nvml, nvml.nvmlDeviceGetMigMode, handle)  # most GPUs cannot be sliced
    if mode is None or mode[0] != nvml.NVML_DEVICE_MIG_ENABLE:
        return [_describe(nvml, handle, handle, name, str(index), driver)]
    slices = []
    for number in range(_ask(nvml, nvml.nvmlDeviceGetMaxMigDeviceCount, handle) or 0):
        part = _ask(nvml, nvml.nvmlDeviceGetMigDeviceHandleByIndex, handle, number)
        if part is not None:
            place = f"{index}:{number}"
            slices.append(_describe(nvml, part, handle, f"{name} MIG", place, driver))
    return slices or [
        _faulty(index, name, driver, "has MIG on and no slice; make one with nvidia-smi mig -cgi")
    ]


def _faulty(index: int, name: str, driver: str, why: str) -> Device:
    return Device(
        kind="gpu",
        name=name,
        total=0,
        free=0,
        index=str(index),
        driver=driver,
        fault=f"GPU {index} ({name}) {why}",
    )


def _ask(nvml: Any, question: Any, *about: Any) -> Any:
    """NVML's answer, None where this GPU, driver or container does not give one."""
    try:
        return question(*about)
    except nvml.NVMLError:
        return None


def _describe(nvml: Any, handle: Any, card: Any, name: str, index: str, driver: str) -> Device:
    """A GPU or, with the `card` it is part of, a slice.

    Some (GB10) share the machine's memory and have no own.
    """
    memory = _ask(nvml, nvml.nvmlDeviceGetMemoryInfo, handle) or read_cpu()
    running = _ask(nvml, nvml.nvmlDeviceGetComputeRunningProcesses, handle) or ()
    capability = _ask(nvml, nvml.nvmlDeviceGetCudaComputeCapability, card)
    others = ((p.pid, p.usedGpuMemory) for p in running if p.pid != os.getpid())
    return Device(
        kind="gpu",
        name=name,
        total=memory.total,
        free=memory.free,
        index=index,
        driver=driver,
        capability=None if capability is None else tuple(capability),
        processes=tuple(others),
        mig=handle is not card,
        uuid=_text(_ask(nvml, nvml.nvmlDeviceGetUUID, handle) or ""),
    )


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def visible_gpus(devices: list[Device]) -> list[Device]:
    """Those that CUDA_VISIBLE_DEVICES names, in its order; all where it is not set.

    Raises DeviceError.
    """
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    if visible is None:
        return [device for device in devices if not device.fault] or devices
    names = [name.strip() for name in visible.split(",")]
    if names[0] in ("", "-1", "NoDevFiles"):
        raise DeviceError("CUDA_VISIBLE_DEVICES hides every GPU; unset it, or use GPU=cpu")
    numbered = any(name.isdigit() for name in names)
    if numbered and len(devices) > 1 and os.environ.get("CUDA_DEVICE_ORDER") == "FASTEST_FIRST":
        raise DeviceError(
            "CUDA_DEVICE_ORDER=FASTEST_FIRST counts GPUs otherwise than nvidia-smi; unset it, or"
            " name the GPU by its UUID in CUDA_VISIBLE_DEVICES"
        )
    return [_named(devices, name) for name in names]


def choose_gpu(devices: list[Device], index: str | None = None) -> Device:
    """The GPU asked for by index (`1`, or `0:2` for a MIG slice) or UUID, else the first visible
    one that works.

    Raises DeviceError where it is not there or cannot be used.
    """
    chosen = visible_gpus(devices)[0] if index is None else _named(devices, index)
    if chosen.fault:
        raise DeviceError(chosen.fault)
    if chosen.capability is not None and chosen.capability < MIN_CAPABILITY:
        raise DeviceError(f"{chosen.name}: {too_old(chosen.capability)}")
    return chosen


def _named(devices: list[Device], name: str) -> Device:
    for device in devices:
        by_uuid = name.startswith(("GPU-", "MIG-")) and device.uuid.startswith(name)
        if name == device.index or by_uuid:
            return device
    there = ", ".join(f"{d.index} ({d.name})" for d in devices)
    raise DeviceError(f"there is no GPU {name} here; there is {there}")


def busy(device: Device) -> str:
    """Who else is on the GPU, in words; empty where nobody takes a tenth of it."""
    used = device.total - device.free
    if device.kind == "cpu" or not device.present or used < device.total / 10:
        return ""
    who = ""
    if device.processes:
        who = f" by processes {', '.join(str(pid) for pid, _ in device.processes)}"
    taken = f"{used / GIB:.1f} of {device.total / GIB:.1f} GiB are taken"
    return f"GPU {device.index} is busy: {taken}{who}"
