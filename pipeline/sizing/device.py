"""The device: GPUs by NVML (nvidia-ml-py), the CPU by psutil; others by name or size."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Literal

import msgspec
import psutil
import pynvml

from pipeline.errors import ConfigError, DeviceError
from pipeline.redaction.cores import usable_cores
from pipeline.sizing.config import GIB, MIB, SizingConfig
from pipeline.training.device import CUDA_MAJOR, MIN_CAPABILITY, MIN_DRIVER, too_old

WAY_OUT = "use --gpu-memory 8gb to size for a GPU that is not here, or GPU=cpu to work without one"
NO_DRIVER = f"no NVIDIA driver on this machine; {WAY_OUT}"
#: What NVML's errors at its start mean, in words.
START = {
    pynvml.NVML_ERROR_LIBRARY_NOT_FOUND: NO_DRIVER,
    pynvml.NVML_ERROR_DRIVER_NOT_LOADED: NO_DRIVER,
    pynvml.NVML_ERROR_LIB_RM_VERSION_MISMATCH: "the NVIDIA driver was updated and the old one still"
    " runs; restart the machine",
    pynvml.NVML_ERROR_FUNCTION_NOT_FOUND: "the NVIDIA driver is too old to be asked about its GPUs;"
    f" update it, or {WAY_OUT}",
}


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
    #: Ids of other processes on it.
    processes: tuple[int, ...] = ()
    cores: int = 0
    uuid: str = ""
    #: Why it cannot be used, in words.
    fault: str = ""

    @property
    def mig(self) -> bool:
        """Whether it is a slice of a GPU."""
        return ":" in self.index

    def __str__(self) -> str:
        what = f"{self.name}, {self.free / GIB:.1f} of {self.total / GIB:.1f} GiB free"
        if self.kind == "cpu":
            return f"{what}, {self.cores} cores"
        if self.capability:
            what += ", compute capability {}.{}".format(*self.capability)
        what += f", driver {self.driver}" if self.driver else ""
        return what if self.present else f"{what} (not here)"


def parse_memory(text: str) -> int:
    """Bytes of `4gb`, `4GiB`, `6144mb` or `4` (GiB).

    Cards are sold in GB and hold GiB. Raises ConfigError.
    """
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(?:(g|m)(?:i?b)?)?\s*", text.lower())
    size = float(match[1]) * (MIB if match[2] == "m" else GIB) if match else 0.0
    if size < 1:
        raise ConfigError(f"GPU memory {text!r} must read like 4gb, 8gb, 6144mb or 16 (in GB)")
    return int(size)


def sized_gpu(memory: int) -> Device:
    """A GPU of `memory` bytes that is not here; nothing else is known of it."""
    name = f"{memory / GIB:.3g} GB GPU"
    return Device(kind="gpu", name=name, total=memory, free=memory, present=False)


def named_gpu(name: str, config: SizingConfig) -> Device:
    """A GPU by its name in configs/sizing.yaml. Raises ConfigError."""
    model = config.gpus.get(re.sub(r"[\s_]+", "-", name.strip().lower()))
    if model is None:
        raise ConfigError(f"GPU {name!r} is not one of {', '.join(config.gpus)}")
    there = sized_gpu(model.mib * MIB)
    return msgspec.structs.replace(there, name=model.name, capability=model.capability)


def read_cpu() -> Device:
    """This machine's cores and RAM; a container's limit counts where it is lower."""
    memory = psutil.virtual_memory()
    total, free = memory.total, memory.available
    with suppress(OSError, ValueError):  # not in a container, or it has no limit
        limit = int(Path("/sys/fs/cgroup/memory.max").read_text())
        total, free = min(total, limit), min(free, limit)
    return Device(kind="cpu", name="CPU", total=total, free=free, cores=usable_cores())


@contextmanager
def _nvml() -> Iterator[None]:
    """NVML, started and shut down; its errors as one sentence each."""
    try:
        pynvml.nvmlInit()
    except pynvml.NVMLError as error:
        unknown = f"the NVIDIA driver does not start: {error}; see nvidia-smi, or {WAY_OUT}"
        raise DeviceError(START.get(error.value, unknown)) from None
    try:
        yield
    except pynvml.NVMLError as error:
        raise DeviceError(
            f"the NVIDIA driver does not answer: {error}; see nvidia-smi, or {WAY_OUT}"
        ) from None
    finally:
        pynvml.nvmlShutdown()


def read_gpus(check_driver: bool = True) -> list[Device]:
    """This machine's GPUs and MIG slices, in NVML's order (that of CUDA_DEVICE_ORDER=PCI_BUS_ID).

    One that cannot be used has its `fault` and hides no other. Raises DeviceError where there is no
    driver, no GPU or, with `check_driver`, a driver too old for this build of PyTorch.
    """
    with _nvml():
        driver = pynvml.nvmlSystemGetDriverVersion()
        if check_driver:
            _check_driver(driver, pynvml.nvmlSystemGetCudaDriverVersion())
        devices: list[Device] = []
        for index in range(pynvml.nvmlDeviceGetCount()):
            devices += _read_gpu(index, driver)
    if not devices:
        raise DeviceError(f"the NVIDIA driver {driver} answers but sees no GPU; {WAY_OUT}")
    return devices


def _check_driver(driver: str, supported: int) -> None:
    """`supported`: 1000 x major + 10 x minor. A driver of a major version serves all of it."""
    if supported // 1000 < CUDA_MAJOR:
        served = f"{supported // 1000}.{supported % 1000 // 10}"
        raise DeviceError(
            f"the NVIDIA driver {driver} is too old: it serves CUDA {served} and PyTorch here is"
            f" built for CUDA {CUDA_MAJOR}; update it to {MIN_DRIVER} or later, or use GPU=cpu"
        )


def _read_gpu(index: int, driver: str) -> list[Device]:
    """The GPU, or its slices where it is cut up by MIG."""
    known: dict[str, Any] = {"kind": "gpu", "index": str(index), "driver": driver}
    broken = known | {"total": 0, "free": 0}
    try:
        handle = pynvml.nvmlDeviceGetHandleByIndex(index)
    except pynvml.NVMLError as error:  # fallen off the bus, or not this user's
        fault = f"GPU {index} does not answer ({error}); see nvidia-smi"
        return [Device(name=f"GPU {index}", fault=fault, **broken)]
    name = _ask(pynvml.nvmlDeviceGetName, handle) or f"GPU {index}"
    capability = _ask(pynvml.nvmlDeviceGetCudaComputeCapability, handle)
    known["capability"] = None if capability is None else tuple(capability)
    mode = _ask(pynvml.nvmlDeviceGetMigMode, handle)  # most GPUs cannot be sliced
    if mode is None or mode[0] != pynvml.NVML_DEVICE_MIG_ENABLE:
        return [_describe(handle, known | {"name": name})]
    most = _ask(pynvml.nvmlDeviceGetMaxMigDeviceCount, handle) or 0
    parts = (_ask(pynvml.nvmlDeviceGetMigDeviceHandleByIndex, handle, n) for n in range(most))
    slices = [
        _describe(part, known | {"name": f"{name} MIG", "index": f"{index}:{number}"})
        for number, part in enumerate(parts)
        if part is not None
    ]
    fault = f"GPU {index} ({name}) has MIG on and no slice; make one with nvidia-smi mig -cgi"
    return slices or [Device(name=name, fault=fault, **broken)]


def _ask(question: Any, *about: Any) -> Any:
    """NVML's answer, None where this GPU, driver or container does not give one."""
    try:
        return question(*about)
    except pynvml.NVMLError:
        return None


def _describe(handle: Any, known: dict[str, Any]) -> Device:
    """A GPU or a slice of one. Some (GB10) share the machine's memory and have no own."""
    fault = ""
    try:
        memory = pynvml.nvmlDeviceGetMemoryInfo(handle)
    except pynvml.NVMLError as error:
        memory = read_cpu()
        if error.value != pynvml.NVML_ERROR_NOT_SUPPORTED:
            fault = f"GPU {known['index']} does not tell its memory ({error}); see nvidia-smi"
    running = _ask(pynvml.nvmlDeviceGetComputeRunningProcesses, handle) or ()
    capability = known["capability"]
    if capability is not None and capability < MIN_CAPABILITY:
        fault = f"{known['name']}: {too_old(capability)}"
    others = tuple(p.pid for p in running if p.pid != os.getpid())
    uuid = _ask(pynvml.nvmlDeviceGetUUID, handle) or ""
    return Device(
        total=memory.total, free=memory.free, fault=fault, processes=others, uuid=uuid, **known
    )


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
    """The GPU of `index` (`1`, `0:2` for a MIG slice, or a UUID), else the first visible one.
    Of a GPU that is cut up its own index means the first slice, as to CUDA.

    Raises DeviceError where it is not there or cannot be used.
    """
    chosen = visible_gpus(devices)[0] if index is None else _named(devices, index)
    if chosen.fault:
        raise DeviceError(chosen.fault)
    return chosen


def show_only(devices: list[Device]) -> None:
    """Have PyTorch see these GPUs and no others; CUDA reads it at its first call and not again."""
    os.environ["CUDA_VISIBLE_DEVICES"] = ",".join(d.uuid or d.index for d in devices)


def _named(devices: list[Device], name: str) -> Device:
    for device in devices:
        by_uuid = name.startswith(("GPU-", "MIG-")) and device.uuid.startswith(name)
        if name in (device.index, device.index.partition(":")[0]) or by_uuid:
            return device
    there = ", ".join(f"{d.index} ({d.name})" for d in devices)
    raise DeviceError(f"there is no GPU {name} here; there is {there}")


def busy(device: Device) -> str:
    """Who else is on the GPU, in words; empty where nobody takes a tenth of it."""
    used = device.total - device.free
    if device.kind == "cpu" or not device.present or used < device.total / 10:
        return ""
    who = f" by processes {', '.join(map(str, device.processes))}" if device.processes else ""
    taken = f"{used / GIB:.1f} of {device.total / GIB:.1f} GiB are taken"
    return f"GPU {device.index or device.name} is busy: {taken}{who}"
