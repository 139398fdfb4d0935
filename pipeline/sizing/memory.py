"""The memory model: the counted step plus what a device takes besides, by component."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from pipeline.sizing.config import MIB, SizingConfig
from pipeline.sizing.count import Counted, Shape, Step, count_step
from pipeline.sizing.device import Device
from pipeline.training.base import DISTILBERT, canonical, find_base
from pipeline.training.config import TrainConfig

#: The settings that a step's memory depends on.
DECISIVE = ("labels", "optimizer", "label_smoothing", "freeze_embeddings", "freeze_layers", "lora",
            "gradient_checkpointing", "dropout", "attention_dropout", "attention")  # fmt: skip
#: Components that PyTorch's allocator does not hold.
OUTSIDE = ("CUDA context", "process")


def base_shape(base: str, revision: str | None = None) -> Shape:
    """The encoder's config.json; distilbert-base-uncased's is transformers' default, offline."""
    if canonical(base) == DISTILBERT:
        from transformers import DistilBertConfig

        return DistilBertConfig().to_dict()
    return find_base(base, revision).shape


class MemoryModel:
    """Predictions for one encoder on one device; counts are kept, so asking twice costs nothing."""

    def __init__(
        self, shape: Shape, device: Device, half: bool, settings: SizingConfig, processes: int = 1,
        eight_bit: Callable[[], bool] = lambda: True,
    ) -> None:  # fmt: skip
        """`eight_bit`: asked only when it matters, whether 8-bit AdamW can be had on the device."""
        self.shape, self.device, self.half, self.settings = shape, device, half, settings
        self.processes, self.eight_bit = processes, eight_bit
        self.counted: dict[tuple[Any, ...], Counted] = {}

    def count(self, config: TrainConfig, batch: int, length: int, accumulating: bool) -> Counted:
        """The step's tensors; `config` with its optimiser settled (fused, adamw or 8bit)."""
        key = (*(getattr(config, name) for name in DECISIVE), batch, length, accumulating)
        if key not in self.counted:
            gpu = self.device.kind == "gpu"
            step = Step(config, batch, length, self.half, accumulating, gpu)
            self.counted[key] = count_step(self.shape, step)
        return self.counted[key]

    @property
    def workspace(self) -> int:
        """Bytes of cuBLAS workspace that PyTorch allocates: 32 MiB a handle from Hopper on, two
        buffers of 4 MiB and eight of 16 KiB before (ATen/cuda/CublasHandlePool.cpp), for two
        handles, one of autograd's thread. The larger where the GPU is not known.
        """
        if self.device.kind == "cpu":
            return 0
        before_hopper = (self.device.capability or (9, 0)) < (9, 0)
        return 2 * (8 * MIB + 128 * 1024 if before_hopper else 32 * MIB)

    def allocated(self, *step: Any) -> Counted:
        """What PyTorch's allocator will hold in a step as of `count`: the workspace at the peak."""
        counted = self.count(*step)
        return counted._replace(peak=counted.peak + self.workspace)

    def __call__(
        self, config: TrainConfig, batch: int, length: int, accumulating: bool
    ) -> dict[str, int]:
        """Bytes by component at the highest point of a step of `batch` examples of `length` tokens;
        they sum to what the device must hold.
        """
        counted, settings = self.count(config, batch, length, accumulating), self.settings
        components = counted.parts()
        if self.processes > 1:  # DistributedDataParallel: gradient_as_bucket_view=False
            components["DDP buckets"] = counted.gradients
        moving = components["gradients"] + components["activations"]
        components["allocator"] = int(settings.fragmentation * moving)
        if self.device.kind == "gpu":
            components["cuBLAS workspace"] = self.workspace
            components["CUDA context"] = settings.context_mib * MIB
        else:
            components["process"] = settings.cpu_process_mib * MIB
        return components

    def total(self, *step: Any) -> int:
        """The sum of the components of a step as of `count`."""
        return sum(self(*step).values())
