"""A fake driver at pynvml's own boundary: the library's functions, with GPUs that a test
describes.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pynvml
import pytest

GIB = 2**30


class FakeDriver:
    """GPUs as dicts: total and used in GiB, name, capability, pids, slices (GiB each; None:
    cannot be sliced).
    """

    def __init__(
        self,
        gpus: list[dict[str, Any]],
        cuda: int = 13000,
        init_error: int | None = None,
        driver: str = "580.65.06",
    ) -> None:
        self.driver = driver
        self.gpus, self.cuda, self.init_error = gpus, cuda, init_error

    def init(self) -> None:
        if self.init_error is not None:
            raise pynvml.NVMLError(self.init_error)

    def memory(self, handle: tuple) -> SimpleNamespace:
        gpu = self.gpus[handle[0]]
        if "total" not in gpu:  # GB10: the machine's memory is the GPU's
            raise pynvml.NVMLError(pynvml.NVML_ERROR_NOT_SUPPORTED)
        total = gpu["total"] if len(handle) == 1 else gpu["slices"][handle[1]]
        used = gpu.get("used", 0) if len(handle) == 1 else 0
        return SimpleNamespace(
            total=int(total * GIB), free=int((total - used) * GIB), used=int(used * GIB)
        )

    def mig_mode(self, handle: tuple) -> list[int]:
        if self.gpus[handle[0]].get("slices") is None:
            raise pynvml.NVMLError(pynvml.NVML_ERROR_NOT_SUPPORTED)
        return [pynvml.NVML_DEVICE_MIG_ENABLE, pynvml.NVML_DEVICE_MIG_ENABLE]

    def handle(self, index: int) -> tuple:
        if self.gpus[index].get("lost"):
            raise pynvml.NVMLError(pynvml.NVML_ERROR_GPU_IS_LOST)
        return (index,)

    def slice(self, handle: tuple, number: int) -> tuple:
        if number >= len(self.gpus[handle[0]]["slices"]):
            raise pynvml.NVMLError(pynvml.NVML_ERROR_NOT_FOUND)
        return (*handle, number)

    def install(self, patch: pytest.MonkeyPatch) -> None:
        gpus = self.gpus
        functions = {
            "nvmlInit": self.init,
            "nvmlShutdown": lambda: None,
            "nvmlSystemGetDriverVersion": lambda: self.driver,
            "nvmlSystemGetCudaDriverVersion": lambda: self.cuda,
            "nvmlDeviceGetCount": lambda: len(gpus),
            "nvmlDeviceGetHandleByIndex": self.handle,
            "nvmlDeviceGetName": lambda h: gpus[h[0]].get("name", "NVIDIA Test"),
            "nvmlDeviceGetCudaComputeCapability": lambda h: gpus[h[0]].get("capability", (8, 6)),
            "nvmlDeviceGetMemoryInfo": self.memory,
            "nvmlDeviceGetMigMode": self.mig_mode,
            "nvmlDeviceGetMaxMigDeviceCount": lambda h: 7,
            "nvmlDeviceGetMigDeviceHandleByIndex": self.slice,
            "nvmlDeviceGetUUID": lambda h: "GPU-" + "-".join(map(str, h)),
            "nvmlDeviceGetComputeRunningProcesses": lambda h: [
                SimpleNamespace(pid=pid, usedGpuMemory=None) for pid in gpus[h[0]].get("pids", ())
            ],
        }
        for name, function in functions.items():
            patch.setattr(pynvml, name, function)


@pytest.fixture
def driver(monkeypatch):
    """Installs a FakeDriver with the GPUs given."""
    monkeypatch.delenv("CUDA_VISIBLE_DEVICES", raising=False)

    def install(*gpus: dict[str, Any], **options: Any) -> None:
        FakeDriver(list(gpus), **options).install(monkeypatch)

    return install
