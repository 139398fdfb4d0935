"""Real training steps as training makes them, measured: what decides in the end whether a plan
fits.

A step has a padded batch with masks, autocast, the loss, the scaler, clipping and the optimiser.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext
from typing import NamedTuple

import msgspec
import torch

from pipeline.errors import DeviceError
from pipeline.sizing.count import Counted, Tracker
from pipeline.sizing.memory import MemoryModel
from pipeline.sizing.planning import Plan, recut
from pipeline.training.config import TrainConfig
from pipeline.training.device import Precision
from pipeline.training.distributed import gather
from pipeline.training.loss import TokenLoss
from pipeline.training.memory_errors import out_of_memory, release_memory
from pipeline.training.optimizers import build_optimizer, parameter_groups
from pipeline.training.rows import IGNORE


class Measured(NamedTuple):
    """Bytes by component of a real step, and the seconds of a whole one."""

    parts: dict[str, int]
    seconds: float


def predicted(counted: Counted) -> dict[str, int]:
    """The components that a run can separate."""
    return {
        "parameters": counted.parameters,
        "gradients": counted.all_gradients,
        "optimiser state": counted.optimizer,
        "saved activations": counted.saved,
        "peak": counted.peak,
    }


def padded_batch(
    batch: int, length: int, device: torch.device, tags: int, vocabulary: int
) -> dict[str, torch.Tensor]:
    """`batch` utterances of up to `length` tokens, padded as `collate` pads: the first is whole,
    others are shorter.
    """
    lengths = torch.linspace(length, max(2, length // 2), batch).long()
    mask = (torch.arange(length) < lengths[:, None]).long()
    ids = torch.randint(0, vocabulary, (batch, length)) * mask
    labels = torch.randint(0, tags, (batch, length)).where(mask.bool(), torch.tensor(IGNORE))
    parts = {"input_ids": ids, "attention_mask": mask, "labels": labels}
    return {name: tensor.to(device) for name, tensor in parts.items()}


class Trial:
    """A model with its optimiser on `device`, ready for steps of any batch."""

    def __init__(
        self,
        model: torch.nn.Module,
        config: TrainConfig,
        device: torch.device,
        precision: Precision,
        accumulation: int = 1,
    ) -> None:
        self.device, self.precision, self.config = device, precision, config
        self.accumulation = min(2, accumulation)  # what a third one adds is gone before the fourth
        self.model = model.to(device).train()
        rate, decay = config.learning_rate, config.weight_decay
        groups = parameter_groups(self.model, rate, decay, config.layer_decay)
        self.optimizer = build_optimizer(
            config.optimizer, groups, rate, config.adam_eps, self.model
        )
        self.scaler = torch.amp.GradScaler(device.type, enabled=precision.kind == "fp16")
        self.loss = TokenLoss(config.label_smoothing, config.o_weight)
        self.sizes = model.config

    def forward(self, batch: int, length: int) -> torch.Tensor:
        data = padded_batch(
            batch, length, self.device, self.sizes.num_labels, self.sizes.vocab_size
        )
        labels = data.pop("labels")
        half = self.precision.half
        with torch.autocast(self.device.type, half or torch.bfloat16, enabled=half is not None):
            outputs = self.model(**data)
            return self.loss(outputs, labels, int((labels != IGNORE).sum()))

    def step(self, batch: int, length: int) -> None:
        """One optimiser step of `batch` examples a micro-batch."""
        for _ in range(self.accumulation):
            self.scaler.scale(self.forward(batch, length)).backward()
        self.scaler.unscale_(self.optimizer)
        trained = [p for p in self.model.parameters() if p.requires_grad]
        torch.nn.utils.clip_grad_norm_(trained, self.config.clip)
        self.scaler.step(self.optimizer)
        self.scaler.update()
        self.optimizer.zero_grad(set_to_none=True)

    def peak(self, batch: int, length: int) -> tuple[int, int, float]:
        """Bytes allocated and reserved at the highest point of a step, and its seconds.

        On a GPU by the allocator's counters, on a CPU by every tensor's storage.
        """
        if self.device.type == "cuda":
            torch.cuda.synchronize(self.device)
            torch.cuda.empty_cache()
            torch.cuda.reset_peak_memory_stats(self.device)
            began = time.perf_counter()
            self.step(batch, length)
            torch.cuda.synchronize(self.device)
            seconds = time.perf_counter() - began
            allocated = torch.cuda.max_memory_allocated(self.device)
            return allocated, torch.cuda.max_memory_reserved(self.device), seconds
        state = self.states()  # what the first step makes is seen by the tracker itself
        tracker = Tracker()
        for tensor in (*self.model.parameters(), *self.model.buffers()):
            tracker.add(tensor)
        began = time.perf_counter()
        with tracker:
            self.step(batch, length)
        held = tracker.peak_total + state
        return held, held, time.perf_counter() - began

    def states(self) -> int:
        """Bytes of the optimiser's state."""
        values = (v for state in self.optimizer.state.values() for v in state.values())
        return storage_bytes(v for v in values if isinstance(v, torch.Tensor))

    def components(self, batch: int, length: int) -> Measured:
        """Parts of a step that are separate objects, by their storages, and the peak of the next
        one.
        """
        own = {
            p.untyped_storage()._cdata for p in (*self.model.parameters(), *self.model.buffers())
        }
        kept: dict[int, tuple[int, torch.Tensor]] = {}

        def keep(tensor: torch.Tensor) -> torch.Tensor:
            storage = tensor.untyped_storage()
            if storage._cdata not in own:
                kept[storage._cdata] = (storage.nbytes(), tensor.detach())
            return tensor

        with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
            loss = self.forward(batch, length)
        saved = sum(size for size, _ in kept.values())
        loss.backward()
        grads = storage_bytes(p.grad for p in self.model.parameters() if p.grad is not None)
        del loss
        kept.clear()
        self.optimizer.zero_grad(set_to_none=True)
        self.step(batch, length)
        parts = {
            "parameters": storage_bytes((*self.model.parameters(), *self.model.buffers())),
            "gradients": grads,
            "optimiser state": self.states(),
            "saved activations": saved,
        }
        parts["peak"], parts["reserved"], seconds = self.peak(batch, length)
        return Measured(parts, seconds)


def storage_bytes(tensors: Iterable[torch.Tensor]) -> int:
    """Bytes of the distinct storages behind `tensors`."""
    return sum({t.untyped_storage()._cdata: t.untyped_storage().nbytes() for t in tensors}.values())


def try_plan(
    made: Plan,
    config: TrainConfig,
    device: torch.device,
    model: MemoryModel,
    build: Callable[[], torch.nn.Module],
    held: Callable[[Plan], AbstractContextManager[None]] = lambda _: nullcontext(),
) -> Plan:
    """`made` with a step measured for each length; smaller where one is over the budget, on any of
    the processes.

    `model` predicts for the smaller ones. `build` makes the tagger afresh; `held` is a context in
    which the device gives no more than the plan's budget. Raises DeviceError where not even one
    example fits.
    """
    while True:
        with held(made):
            measured = _measure(made, config, device, build)
        release_memory()
        everyone = gather(measured)
        if all(peaks is not None and max(peaks) <= made.budget for peaks in everyone):
            break
        made = _smaller(made, config, model, everyone)
    worst = [max(peaks) for peaks in zip(*everyone, strict=True)]
    buckets = (
        msgspec.structs.replace(bucket, measured=size)
        for bucket, size in zip(made.buckets, worst, strict=True)
    )
    return msgspec.structs.replace(made, buckets=tuple(buckets))


def _measure(
    made: Plan, config: TrainConfig, device: torch.device, build: Callable[[], torch.nn.Module]
) -> list[int] | None:
    """Bytes that the device holds at the peak of a step, for each length; None where memory runs
    out.
    """
    beside = sum(
        made.estimate.components.get(part, 0) for part in ("CUDA context", "DDP buckets", "process")
    )
    precision = Precision(made.precision, "", made.tf32)
    try:
        trial = Trial(build(), made.applied(config), device, precision, made.accumulation)
        longest = made.buckets[-1].length
        trial.step(made.micro_batch, longest)  # makes the optimiser's state
        return [beside + trial.peak(made.micro_batch, b.length)[1] for b in made.buckets]
    except Exception as error:
        if not out_of_memory(error):
            raise
        return None


def _smaller(
    made: Plan, config: TrainConfig, model: MemoryModel, everyone: list[list[int] | None]
) -> Plan:
    peaks = [max(one) for one in everyone if one is not None]
    what = "ran out of memory"
    if len(peaks) == len(everyone):
        what = f"took {max(peaks) / 2**20:.0f} MiB"
    if made.micro_batch == 1:
        raise DeviceError(
            f"a trial step with one example of {made.max_length} tokens {what} within the budget of"
            f" {made.budget / 2**20:.0f} MiB; use a shorter max_length, a smaller base or GPU=cpu"
        )
    batch = made.batch.halved()
    note = (
        f"a trial step with micro-batch {made.micro_batch} {what}: {batch.micro_batch} from here on"
    )
    made = msgspec.structs.replace(made, notes=(*made.notes, note))
    return recut(made, batch, made.applied(config), model)
