"""The memory model: the counted step plus what a device takes besides, by component."""

from __future__ import annotations

from functools import lru_cache

import msgspec

from pipeline.sizing.config import MIB, SizingConfig, by_capability
from pipeline.sizing.count import Counted, Shape, Step, count_step
from pipeline.sizing.device import Device
from pipeline.training.base import DISTILBERT, canonical, find_base
from pipeline.training.config import TrainConfig


class Estimate(msgspec.Struct, frozen=True, kw_only=True):
    """Predicted bytes by component at the step's highest point, which `moment` names (forward,
    backward, ...).

    `components` sum to what the device must hold; `saved` is everything kept for backward at the
    end of forward.
    """

    components: dict[str, int]
    moment: str
    saved: int

    @property
    def total(self) -> int:
        return sum(self.components.values())

    @property
    def allocated(self) -> int:
        """What torch.cuda.max_memory_allocated would say: all but the context and the
        allocator's loss.
        """
        return self.total - sum(
            self.components.get(key, 0) for key in ("CUDA context", "allocator", "process")
        )


def base_shape(base: str, revision: str) -> Shape:
    """The encoder's config.json; distilbert-base-uncased's equals transformers' defaults, which
    need no network.
    """
    if canonical(base) == DISTILBERT:
        from transformers import DistilBertConfig

        return DistilBertConfig().to_dict()
    return find_base(base, revision).shape


class MemoryModel:
    """Estimates for one encoder on one device; counts are kept, so asking twice costs nothing."""

    def __init__(
        self, shape: Shape, device: Device, half: bool, settings: SizingConfig, processes: int = 1
    ) -> None:
        self.shape, self.device, self.half, self.settings = shape, device, half, settings
        self.processes = processes
        self._count = lru_cache(maxsize=None)(lambda step: count_step(shape, step))

    def count(self, config: TrainConfig, batch: int, length: int, accumulating: bool) -> Counted:
        """The step's tensors. Only what changes them is part of the key."""
        gpu = self.device.kind == "gpu"
        return self._count(Step(_memory_part(config), batch, length, self.half, accumulating, gpu))

    def __call__(
        self, config: TrainConfig, batch: int, length: int, accumulating: bool
    ) -> Estimate:
        """`config` with its optimiser settled (fused, adamw or 8bit); `length` in tokens,
        padding included.
        """
        counted = self.count(config, batch, length, accumulating)
        components = {
            "parameters": counted.parameters,
            "gradients": counted.gradients,
            "optimiser state": counted.optimizer,
            "activations": counted.activations,
            "largest temporary": counted.temporary,
            "batch data": counted.data,
        }
        if self.processes > 1:
            # DistributedDataParallel copies every gradient into its buckets
            # (gradient_as_bucket_view=False).
            components["DDP buckets"] = counted.all_gradients
        moving = counted.gradients + counted.activations + counted.temporary + counted.data
        loss = int(self.settings.fragmentation * moving)
        if self.device.kind == "gpu":
            capability = self.device.capability
            components["cuBLAS workspace"] = by_capability(self.settings.workspace_mib, capability)
            components["allocator"] = loss
            components["CUDA context"] = by_capability(self.settings.context_mib, capability)
        else:
            components["allocator"] = loss
            components["process"] = self.settings.cpu_process_mib * MIB
        return Estimate(components=components, moment=counted.moment, saved=counted.saved)


def _memory_part(config: TrainConfig) -> TrainConfig:
    """A configuration that differs from the default only in what a step's memory depends on."""
    keys = ("labels", "optimizer", "label_smoothing", "freeze_embeddings", "freeze_layers",
            "gradient_checkpointing", "lora",
            "dropout", "attention_dropout", "attention")  # fmt: skip
    return TrainConfig(**{key: getattr(config, key) for key in keys})
