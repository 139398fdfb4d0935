"""torch.cuda over a C binding of our own: all of torch's Python, argument checks included, runs
as it is.
"""

from __future__ import annotations

from types import SimpleNamespace

import pytest
import torch

GIB = 2**30


class FakeBinding:
    """What torch._C would do on a machine with `count` GPUs of `gigabytes`; calls are kept."""

    def __init__(self, count: int, gigabytes: float, capability: tuple[int, int]) -> None:
        self.count, self.total, self.capability = count, int(gigabytes * GIB), capability
        self.current, self.fractions = 0, {}

    def set_fraction(self, fraction: float, device: int) -> None:
        assert type(device) is int, "the C binding takes an index"
        self.fractions[device] = fraction

    def set_device(self, device: int) -> None:
        self.current = device

    def properties(self, device: int) -> SimpleNamespace:
        major, minor = self.capability
        return SimpleNamespace(
            name="NVIDIA Test", total_memory=self.total, major=major, minor=minor, uuid=f"{device}",
            multi_processor_count=20,
        )  # fmt: skip

    def install(self, patch: pytest.MonkeyPatch) -> None:
        functions = {
            "_cuda_getDeviceCount": lambda: self.count,
            "_cuda_getDevice": lambda: self.current,
            "_cuda_setDevice": self.set_device,
            "_cuda_setMemoryFraction": self.set_fraction,
            "_cuda_getDefaultStream": lambda device: None,
            "_cuda_memoryStats": lambda device: {},
            "_cuda_getArchFlags": lambda: "sm_75 sm_80 sm_86 sm_90 sm_100 sm_120",
            "_cuda_emptyCache": lambda: None,
        }
        for name, function in functions.items():
            patch.setattr(torch._C, name, function, raising=False)
        runtime = SimpleNamespace(cudaMemGetInfo=lambda device: (self.total, self.total))
        patch.setattr(torch.cuda, "_cudart", runtime)
        patch.setattr(torch.cuda, "_initialized", True)
        patch.setattr(torch.cuda, "_get_device_properties", self.properties, raising=False)
        patch.setattr(torch.cuda, "_cached_device_count", None, raising=False)
        patch.setattr(torch.version, "cuda", "13.0")
