"""Real training steps, measured by component, beside what the memory model predicted for them."""

from __future__ import annotations

import time
from collections.abc import Iterable
from contextlib import nullcontext
from typing import NamedTuple

import torch

from pipeline.sizing.config import MIB
from pipeline.sizing.count import Counted, Shape, Step, Tracker, build, count_step
from pipeline.training.loss import TokenLoss
from pipeline.training.optimizers import build_optimizer, parameter_groups


class Measured(NamedTuple):
    """Bytes by component of a real step, seconds of the later steps (best), and peak resident set where on a CPU."""

    parts: dict[str, int]
    seconds: float
    resident: int | None = None


def predicted(counted: Counted) -> dict[str, int]:
    """The components that a run can separate."""
    return {
        "parameters": counted.parameters,
        "gradients": counted.all_gradients,
        "optimiser state": counted.optimizer,
        "saved activations": counted.saved,
        "peak": counted.peak,
    }


def storage_bytes(tensors: Iterable[torch.Tensor]) -> int:
    """Bytes of the distinct storages behind `tensors`."""
    return sum({t.untyped_storage()._cdata: t.untyped_storage().nbytes() for t in tensors}.values())


def measure(shape: Shape, step: Step, device: torch.device, steps: int = 3) -> Measured:
    """Run `steps` real steps of `step` on `device`, weights at random, every token labelled."""
    model = build(shape, step).to(device)
    groups = parameter_groups(model, step.config.learning_rate, step.config.weight_decay)
    optimizer = build_optimizer(step.config.optimizer, groups, step.config.learning_rate, step.config.adam_eps)
    runner = _Runner(model, optimizer, step, device)
    return runner.on_gpu(steps) if device.type == "cuda" else runner.on_cpu(steps)


class _Runner:
    def __init__(self, model: torch.nn.Module, optimizer: torch.optim.Optimizer, step: Step, device: torch.device):
        self.model, self.optimizer, self.step, self.device = model, optimizer, step, device
        self.loss = TokenLoss(step.config.label_smoothing)
        self.own = {p.untyped_storage()._cdata for p in (*model.parameters(), *model.buffers())}

    def forward(self, count: bool = False) -> tuple[torch.Tensor, int]:
        """Loss, and the bytes autograd keeps (by hooks) where `count`: distinct storages, weights left out."""
        kept: dict[int, tuple[int, torch.Tensor]] = {}

        def keep(tensor: torch.Tensor) -> torch.Tensor:
            storage = tensor.untyped_storage()
            if storage._cdata not in self.own:
                kept[storage._cdata] = (storage.nbytes(), tensor.detach())
            return tensor

        shape = (self.step.batch, self.step.length)
        ids, mask, labels = (torch.ones(shape, dtype=torch.long, device=self.device) for _ in range(3))
        hooks = torch.autograd.graph.saved_tensors_hooks(keep, lambda t: t) if count else nullcontext()
        half = torch.bfloat16 if self.device.type == "cpu" or torch.cuda.is_bf16_supported() else torch.float16
        with hooks:
            with torch.autocast(self.device.type, half, enabled=self.step.half):
                outputs = self.model(input_ids=ids, attention_mask=mask)
            loss = self.loss(outputs, labels, labels.numel())
        return loss, sum(size for size, _ in kept.values())

    def whole(self) -> None:
        """One optimiser step; with accumulation, two micro-batches."""
        for _ in range(1 + self.step.accumulating):
            self.forward()[0].backward()
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)

    def states(self) -> int:
        return storage_bytes(
            v for state in self.optimizer.state.values() for v in state.values() if isinstance(v, torch.Tensor)
        )

    def components(self) -> dict[str, int]:
        """Parts that are separate objects, by their storages; leaves the optimiser's state behind, made."""
        loss, saved = self.forward(count=True)
        loss.backward()
        gradients = storage_bytes(p.grad for p in self.model.parameters() if p.grad is not None)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        parameters = storage_bytes((*self.model.parameters(), *self.model.buffers()))
        return {
            "parameters": parameters,
            "gradients": gradients,
            "optimiser state": self.states(),
            "saved activations": saved,
        }

    def on_cpu(self, steps: int) -> Measured:
        import resource

        parts = self.components()
        tracker = Tracker()
        for tensor in (*self.model.parameters(), *self.model.buffers()):
            tracker.add(tensor)
        with tracker:
            self.whole()
        parts["peak"] = tracker.peak_total + parts["optimiser state"]
        seconds = min(self._timed() for _ in range(max(1, steps - 2)))
        return Measured(parts, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024)

    def on_gpu(self, steps: int) -> Measured:
        """As on a CPU; the peak is PyTorch's own counter."""
        parts = self.components()
        torch.cuda.synchronize(self.device)
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats(self.device)
        seconds = min(self._timed() for _ in range(max(2, steps - 1)))
        parts["peak"] = torch.cuda.max_memory_allocated(self.device)
        parts["reserved"] = torch.cuda.max_memory_reserved(self.device)
        return Measured(parts, seconds)

    def _timed(self) -> float:
        began = time.perf_counter()
        self.whole()
        if self.device.type == "cuda":
            torch.cuda.synchronize(self.device)
        return time.perf_counter() - began


class Compared(NamedTuple):
    """A step's name, its prediction and its measurement."""

    name: str
    predicted: dict[str, int]
    measured: Measured

    def error(self, part: str) -> float:
        """Relative, of the measured."""
        return self.predicted[part] / max(1, self.measured.parts[part]) - 1

    def worst(self) -> float:
        return max((self.error(part) for part in self.predicted if part in self.measured.parts), key=abs)


def compare(name: str, shape: Shape, step: Step, device: torch.device, workspace: int = 0) -> Compared:
    """Predict, then run. `workspace` (cuBLAS) is in PyTorch's peak on a GPU."""
    expected = predicted(count_step(shape, step))
    expected["peak"] += workspace
    return Compared(name, expected, measure(shape, step, device))


def render_comparison(rows: list[Compared]) -> str:
    """MiB predicted / measured by component, one line a step."""
    names = list(rows[0].predicted)
    head = f"{'step':34s}" + "".join(f"{n:>21s}" for n in names) + f"{'worst':>9s}{'s/step':>8s}"
    lines = [head + (f"{'RSS':>8s}" if rows[0].measured.resident else "")]
    for row in rows:
        cells = "".join(f"{row.predicted[n] / MIB:11.1f}/{row.measured.parts[n] / MIB:9.1f}" for n in names)
        resident = f"{row.measured.resident / MIB:8.0f}" if row.measured.resident else ""
        lines.append(f"{row.name:34s}{cells}{row.worst():9.2%}{row.measured.seconds:8.2f}{resident}")
    return "\n".join(lines)
