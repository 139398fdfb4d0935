"""Real training steps as training makes them, measured: what decides in the end whether a plan
fits.

A step has a padded batch with masks, autocast, the loss, the scaler, clipping and the optimiser.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager, nullcontext

import torch
from msgspec.structs import replace

from pipeline.errors import DeviceError
from pipeline.sizing.config import MIB
from pipeline.sizing.count import Counted, Tracker
from pipeline.sizing.memory import OUTSIDE, MemoryModel
from pipeline.sizing.planning import Plan
from pipeline.training.config import TrainConfig
from pipeline.training.device import Precision
from pipeline.training.distributed import gather
from pipeline.training.loss import TokenLoss
from pipeline.training.memory_errors import out_of_memory, release_memory
from pipeline.training.optimizers import build_optimizer, parameter_groups
from pipeline.training.rows import IGNORE

#: Any: how far a step goes costs no memory.
RATE = 1e-4


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
        self, model: torch.nn.Module, config: TrainConfig, device: torch.device,
        precision: Precision, accumulation: int = 1,
    ) -> None:  # fmt: skip
        self.device, self.precision, self.config = device, precision, config
        self.accumulation = min(2, accumulation)  # what a third one adds is gone before the fourth
        self.model = model.to(device).train()
        groups = parameter_groups(self.model, RATE, config.weight_decay, config.layer_decay)
        kind, eps = config.optimizer, config.adam_eps
        self.optimizer = build_optimizer(kind, groups, RATE, eps, self.model)
        # Training's scale of 65,536 may overflow at once, and a skipped step makes no 8-bit state.
        half = precision.kind == "fp16"
        self.scaler = torch.amp.GradScaler(device.type, init_scale=1.0, enabled=half)
        self.loss = TokenLoss(config.label_smoothing, config.o_weight)
        self.gradients = 0

    def forward(self, batch: int, length: int) -> torch.Tensor:
        sizes, half = self.model.config, self.precision.half
        data = padded_batch(batch, length, self.device, sizes.num_labels, sizes.vocab_size)
        labels = data.pop("labels")
        with torch.autocast(self.device.type, half or torch.bfloat16, enabled=half is not None):
            return self.loss(self.model(**data), labels, int((labels != IGNORE).sum()))

    def step(self, batch: int, length: int) -> None:
        """One optimiser step of `batch` examples a micro-batch."""
        for _ in range(self.accumulation):
            self.scaler.scale(self.forward(batch, length)).backward()
        self.scaler.unscale_(self.optimizer)
        trained = [p for p in self.model.parameters() if p.requires_grad]
        torch.nn.utils.clip_grad_norm_(trained, self.config.clip)
        self.gradients = storage_bytes(p.grad for p in trained if p.grad is not None)
        self.scaler.step(self.optimizer)
        self.scaler.update()
        self.optimizer.zero_grad(set_to_none=True)

    def peak(self, batch: int, length: int) -> tuple[int, int]:
        """Bytes allocated and reserved at the highest point of a step.

        On a GPU by the allocator's counters, on a CPU by every tensor's storage.
        """
        if self.device.type == "cuda":
            torch.cuda.synchronize(self.device)
            torch.cuda.empty_cache()
            torch.cuda.reset_peak_memory_stats(self.device)
            self.step(batch, length)
            torch.cuda.synchronize(self.device)
            held = torch.cuda.max_memory_reserved(self.device)
            return torch.cuda.max_memory_allocated(self.device), held
        state = self.states()  # what the first step makes is seen by the tracker itself
        tracker = Tracker()
        for tensor in (*self.model.parameters(), *self.model.buffers()):
            tracker.add(tensor)
        with tracker:
            self.step(batch, length)
        held = tracker.peak + state
        return held, held

    def states(self) -> int:
        """Bytes of the optimiser's state."""
        values = (v for state in self.optimizer.state.values() for v in state.values())
        return storage_bytes(v for v in values if isinstance(v, torch.Tensor))

    def components(self, batch: int, length: int) -> Counted:
        """A step that is not the first, measured."""
        self.step(batch, length)
        peak, _ = self.peak(batch, length)
        weights = storage_bytes((*self.model.parameters(), *self.model.buffers()))
        return Counted(weights, self.gradients, self.states(), peak)


def storage_bytes(tensors: Iterable[torch.Tensor]) -> int:
    """Bytes of the distinct storages behind `tensors`."""
    return sum({t.untyped_storage()._cdata: t.untyped_storage().nbytes() for t in tensors}.values())


def try_plan(
    made: Plan,
    device: torch.device,
    model: MemoryModel,
    build: Callable[[TrainConfig], torch.nn.Module],
    held: Callable[[Plan], AbstractContextManager[None]] = lambda _: nullcontext(),
) -> Plan:
    """`made` with a step measured for each length; smaller where one is over the budget, on any of
    the processes.

    `model` predicts for the smaller ones. `build` makes the tagger of a configuration; `held` is a
    context in which the device gives no more than the plan's budget. Raises DeviceError where not
    even one example fits.
    """
    while True:
        with held(made):
            measured = _measure(made, device, build)
        release_memory()
        everyone = gather(measured)
        if all(peaks and max(peaks) <= made.budget for peaks in everyone):
            break
        made = _smaller(made, model, everyone)
    worst = (max(peaks) for peaks in zip(*everyone, strict=True))
    tried = zip(made.buckets, worst, strict=True)
    return replace(made, buckets=tuple(replace(bucket, measured=size) for bucket, size in tried))


def _measure(
    made: Plan, device: torch.device, build: Callable[[TrainConfig], torch.nn.Module]
) -> list[int]:
    """Bytes that the device holds at the peak of a step, for each length; none where memory runs
    out.
    """
    beside = sum(made.components.get(part, 0) for part in (*OUTSIDE, "DDP buckets"))
    accumulation, longest = made.batch.accumulation, made.config.max_length
    try:
        trial = Trial(build(made.config), made.config, device, made.precision, accumulation)
        trial.step(made.rows(longest), longest)  # makes the optimiser's state
        lengths = (bucket.length for bucket in made.buckets)
        return [beside + trial.peak(made.rows(n), n)[1] for n in lengths]
    except Exception as error:
        if not out_of_memory(error):
            raise
        return []


def _smaller(made: Plan, model: MemoryModel, everyone: list[list[int]]) -> Plan:
    what = "ran out of memory"
    if all(everyone):
        what = f"took {max(map(max, everyone)) / MIB:.0f} MiB"
    if made.batch.micro_batch == 1:
        raise DeviceError(
            f"a trial step with one example of {made.config.max_length} tokens {what} within the"
            f" budget of {made.budget / MIB:.0f} MiB; use a shorter max_length, a smaller base or"
            " GPU=cpu"
        )
    batch = made.batch.halved()
    note = f"a trial step with micro-batch {made.batch.micro_batch} {what}"
    note += f": {batch.micro_batch} from here on"
    config = replace(made.config, micro_batch=batch.micro_batch, accumulation=batch.accumulation,
                     token_budget=batch.token_budget)  # fmt: skip
    return replace(made, config=config, notes=(*made.notes, note)).predicted(model)
