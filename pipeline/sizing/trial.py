"""Real training steps, measured: they decide in the end whether a plan fits.

A step has a padded batch with masks, autocast, the loss, the scaler, clipping and the optimiser.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice

import numpy as np
import torch
from msgspec.structs import replace

from pipeline.errors import DeviceError
from pipeline.sizing.config import MIB, load_sizing_config
from pipeline.sizing.count import Counted, Tracker, build
from pipeline.sizing.memory import OUTSIDE, MemoryModel
from pipeline.sizing.planning import Plan, fallbacks
from pipeline.training.config import TrainConfig
from pipeline.training.dataset import collate
from pipeline.training.device import Precision
from pipeline.training.distributed import gather
from pipeline.training.loss import TokenLoss
from pipeline.training.memory_errors import out_of_memory, release_memory
from pipeline.training.optimizers import build_optimizer, parameter_groups
from pipeline.training.rows import IGNORE

#: Any: how far a step goes costs no memory.
RATE = 1e-4


def padded_batch(batch: int, length: int, tags: int, vocabulary: int) -> dict[str, torch.Tensor]:
    """`batch` utterances, the longest of `length` tokens, as `collate` pads them."""
    lengths = np.linspace(length, max(2, length // 2), batch).astype(int)
    any_of = np.random.default_rng(0).integers
    return collate([(any_of(vocabulary, size=n), any_of(tags, size=n)) for n in lengths])


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
        self.optimizer = build_optimizer(
            config.optimizer, groups, RATE, config.adam_eps, self.model
        )
        # Training's scale of 65,536 may overflow at once, and a skipped step makes no 8-bit state.
        half = precision.kind == "fp16"
        self.scaler = torch.amp.GradScaler(device.type, init_scale=1.0, enabled=half)
        self.loss = TokenLoss(config.label_smoothing, config.o_weight)
        self.gradients = 0

    def forward(self, batch: int, length: int) -> torch.Tensor:
        sizes, half = self.model.config, self.precision.half
        made = padded_batch(batch, length, sizes.num_labels, sizes.vocab_size)
        data = {name: tensor.to(self.device) for name, tensor in made.items()}
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
        """Bytes allocated and reserved at the highest point of a step: on a GPU by the allocator's
        counters, on a CPU by every tensor's storage.
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


def try_plan(made: Plan, device: torch.device, model: MemoryModel) -> Plan:
    """`made` with a step measured for each length; smaller where one is over the budget, on any of
    the processes.

    `model` predicts for the smaller ones. Raises DeviceError where not even one example fits.
    """
    while True:
        with held(made, device):
            measured = _measure(made, device, model)
        release_memory()
        everyone = gather(measured)
        if all(peaks and max(peaks) <= made.budget for peaks in everyone):
            break
        made = _smaller(made, model, everyone)
    worst = (max(peaks) for peaks in zip(*everyone, strict=True))
    tried = zip(made.buckets, worst, strict=True)
    return replace(made, buckets=tuple(replace(bucket, measured=size) for bucket, size in tried))


def hold(budget: int, device: torch.device) -> None:
    """Have PyTorch's allocator fail at `budget` bytes instead of taking what belongs to others."""
    if device.type == "cpu":
        return
    allowed = budget - load_sizing_config().context_mib * MIB
    share = allowed / torch.cuda.mem_get_info(device)[1]
    if allowed > 64 * MIB and share < 1:
        torch.cuda.set_per_process_memory_fraction(share, device)


@contextmanager
def held(made: Plan, device: torch.device) -> Iterator[None]:
    """A GPU that gives no more than the plan's budget; a CPU as it is."""
    hold(made.budget, device)
    try:
        yield
    finally:
        if device.type == "cuda":
            torch.cuda.set_per_process_memory_fraction(1.0, device)


def _measure(made: Plan, device: torch.device, model: MemoryModel) -> list[int]:
    """Bytes that the device holds at the peak of a step of each length; none if memory runs out."""
    beside = sum(made.components.get(part, 0) for part in (*OUTSIDE, "DDP buckets"))
    accumulation, longest = made.batch.accumulation, made.config.max_length
    try:
        tagger = build(model.shape, made.config)
        trial = Trial(tagger, made.config, device, made.precision, accumulation)
        trial.step(made.rows(longest), longest)  # makes the optimiser's state
        lengths = (bucket.length for bucket in made.buckets)
        return [beside + trial.peak(made.rows(n), n)[1] for n in lengths]
    except Exception as error:
        if not out_of_memory(error):
            raise
        return []


def _smaller(made: Plan, model: MemoryModel, everyone: list[list[int]]) -> Plan:
    """The plan with a smaller micro-batch or, at one example, with one more concession."""
    what = "ran out of memory"
    if all(everyone):
        what = f"took {max(map(max, everyone)) / MIB:.0f} MiB"
    notes = [f"a trial step with micro-batch {made.batch.micro_batch} {what}"]
    if made.batch.micro_batch > 1:
        micro, accumulation, tokens, _ = made.batch.halved()
        notes.append(f"micro-batch {micro} from here on")
        config = replace(
            made.config, micro_batch=micro, accumulation=accumulation, token_budget=tokens
        )
    else:
        conceding = list(islice(fallbacks(made.config, model, notes), 1, 2))
        if not conceding:
            raise DeviceError(
                f"{notes[0]} within the budget of {made.budget / MIB:.0f} MiB, with examples of"
                f" {made.config.max_length} tokens; use a smaller base or GPU=cpu"
            )
        config = conceding[0]
    return replace(made, config=config, notes=(*made.notes, *notes)).predicted(model)
