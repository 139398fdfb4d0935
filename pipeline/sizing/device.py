"""The device: GPUs by NVML (nvidia-ml-py), the CPU by psutil, and devices that are not here by name or size."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

import msgspec

from pipeline.errors import ConfigError, DeviceError
from pipeline.sizing.config import GIB, MIB, SizingConfig

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

    def __str__(self) -> str:
        what = f"{self.name}, {self.free / GIB:.1f} of {self.total / GIB:.1f} GiB free"
        if self.kind == "cpu":
            return f"{what}, {self.cores} cores"
        what += f", compute capability {self.capability[0]}.{self.capability[1]}" if self.capability else ""
        what += f", driver {self.driver}" if self.driver else ""
        return what if self.present else f"{what} (not here)"


def parse_memory(text: str) -> int:
    """Bytes of `4gb`, `4GiB`, `6144mb` or `4` (GiB). Cards are sold in GB and hold GiB. Raises ConfigError."""
    match = re.fullmatch(r"\s*(\d+(?:\.\d+)?)\s*(g|gb|gib|m|mb|mib)?\s*", text.lower())
    size = 0.0 if match is None else float(match[1]) * (MIB if (match[2] or "g").startswith("m") else GIB)
    if size < 1:
        raise ConfigError(f"GPU memory {text!r} must read like 4gb, 8gb, 6144mb or 16 (in GB)")
    return int(size)


def sized_gpu(memory: int) -> Device:
    """A GPU of `memory` bytes that is not here; nothing else is known of it."""
    return Device(kind="gpu", name=f"{memory / GIB:.3g} GB GPU", total=memory, free=memory, present=False)


def named_gpu(name: str, config: SizingConfig) -> Device:
    """A GPU by its name in configs/sizing.yaml, or by a file that `size --json` wrote there. Raises ConfigError."""
    if Path(name).is_file():
        return _from_file(Path(name))
    key = re.sub(r"[\s_]+", "-", name.strip().lower())
    model = config.gpus.get(key)
    if model is None:
        raise ConfigError(f"GPU {name!r} is neither a file nor one of {', '.join(config.gpus)}")
    size = model.mib * MIB
    return Device(kind="gpu", name=model.name, total=size, free=size, capability=model.capability, present=False)


def _from_file(path: Path) -> Device:
    try:
        content = msgspec.json.decode(path.read_bytes())
        device = msgspec.convert(content.get("device", content), Device)
    except (OSError, msgspec.MsgspecError, AttributeError) as error:
        raise ConfigError(f"{path}: is not what `size --json` writes: {error}") from None
    return msgspec.structs.replace(device, present=False)


def read_cpu() -> Device:
    """This machine's cores and RAM; a container's memory limit counts where it is lower."""
    import psutil

    memory = psutil.virtual_memory()
    total, free = memory.total, memory.available
    limit = _cgroup_limit()
    if limit is not None and limit < total:
        total, free = limit, min(free, limit)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return Device(kind="cpu", name="CPU", total=total, free=free, cores=cores)


def _cgroup_limit() -> int | None:
    try:
        return int(Path("/sys/fs/cgroup/memory.max").read_text())
    except (OSError, ValueError):
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
        raise DeviceError(f"the NVIDIA driver does not answer: {error}; see nvidia-smi, or {WAY_OUT}") from None
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
        return "the NVIDIA driver may not be asked by this user; see the permissions of /dev/nvidia*"
    return f"the NVIDIA driver does not start: {error}; see nvidia-smi, or {WAY_OUT}"


def read_gpus(needs_cuda: str | None = None) -> list[Device]:
    """The GPUs and MIG slices of this machine, in NVML's order.

    `needs_cuda` is the CUDA version that PyTorch was built with, such as "12.8". Raises DeviceError where there is no
    driver, no GPU, or the driver is older than that major version.
    """
    with _nvml() as nvml:
        driver = _text(nvml.nvmlSystemGetDriverVersion())
        _check_driver(driver, nvml.nvmlSystemGetCudaDriverVersion(), needs_cuda)
        devices: list[Device] = []
        for index in range(nvml.nvmlDeviceGetCount()):
            devices += _read_gpu(nvml, index, driver)
    if not devices:
        raise DeviceError(f"the NVIDIA driver {driver} answers but sees no GPU; {WAY_OUT}")
    return devices


def _check_driver(driver: str, supported: int, needs: str | None) -> None:
    """`supported` is 1000 x major + 10 x minor. Within one major version every driver serves (minor compatibility)."""
    if needs is not None and supported // 1000 < int(needs.split(".")[0]):
        major, minor = supported // 1000, supported % 1000 // 10
        raise DeviceError(
            f"the NVIDIA driver {driver} is too old: it serves CUDA {major}.{minor} and PyTorch here needs {needs}; "
            "update the driver, or use GPU=cpu"
        )


def _read_gpu(nvml: Any, index: int, driver: str) -> list[Device]:
    """The GPU, or its slices where it is cut up by MIG."""
    handle = nvml.nvmlDeviceGetHandleByIndex(index)
    capability = tuple(nvml.nvmlDeviceGetCudaComputeCapability(handle))
    name = _text(nvml.nvmlDeviceGetName(handle))
    try:
        sliced = nvml.nvmlDeviceGetMigMode(handle)[0] == nvml.NVML_DEVICE_MIG_ENABLE
    except nvml.NVMLError:  # most GPUs cannot be sliced, old drivers do not know the question
        sliced = False
    if not sliced:
        return [_describe(nvml, handle, name, str(index), capability, driver, False)]
    slices = []
    for number in range(nvml.nvmlDeviceGetMaxMigDeviceCount(handle)):
        try:
            part = nvml.nvmlDeviceGetMigDeviceHandleByIndex(handle, number)
        except nvml.NVMLError_NotFound:
            continue
        slices.append(_describe(nvml, part, f"{name} MIG", f"{index}:{number}", capability, driver, True))
    if not slices:
        raise DeviceError(f"GPU {index} ({name}) has MIG on and no slice; make one with nvidia-smi mig -cgi")
    return slices


def _describe(nvml: Any, handle: Any, name: str, index: str, capability: Any, driver: str, mig: bool) -> Device:
    memory = nvml.nvmlDeviceGetMemoryInfo(handle)
    try:
        running = [(p.pid, p.usedGpuMemory) for p in nvml.nvmlDeviceGetComputeRunningProcesses(handle)]
    except nvml.NVMLError:  # not for MIG slices on some drivers, nor inside some containers
        running = []
    others = tuple((pid, used) for pid, used in running if pid != os.getpid())
    return Device(
        kind="gpu", name=name, total=memory.total, free=memory.free, index=index, capability=capability,
        driver=driver, processes=others, mig=mig, uuid=_text(nvml.nvmlDeviceGetUUID(handle)),
    )  # fmt: skip


def _text(value: str | bytes) -> str:
    return value.decode() if isinstance(value, bytes) else value


def choose_gpu(devices: list[Device], index: str | None = None) -> Device:
    """The GPU asked for by index (`1`, or `0:2` for a MIG slice), else the first visible one. Raises DeviceError."""
    visible = os.environ.get("CUDA_VISIBLE_DEVICES")
    asked = index if index is not None else (visible or "").split(",")[0].strip() or None
    if index is None and visible is not None and (not visible.strip() or visible.strip() == "-1"):
        raise DeviceError("CUDA_VISIBLE_DEVICES hides every GPU; unset it, or use GPU=cpu")
    if asked is None:
        return devices[0]
    for device in devices:
        if asked == device.index or (asked.startswith(("GPU-", "MIG-")) and device.uuid.startswith(asked)):
            return device
    raise DeviceError(f"there is no GPU {asked} here; there is {', '.join(f'{d.index} ({d.name})' for d in devices)}")


def busy(device: Device) -> str:
    """Who else is on the GPU, in words; empty where nobody takes a tenth of it."""
    used = device.total - device.free
    if device.kind == "cpu" or not device.present or used < device.total / 10:
        return ""
    who = f" by processes {', '.join(str(pid) for pid, _ in device.processes)}" if device.processes else ""
    return f"GPU {device.index} is busy: {used / GIB:.1f} of {device.total / GIB:.1f} GiB are taken{who}"
