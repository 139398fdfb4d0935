"""The learning-rate schedule, by steps and by the clock."""

from __future__ import annotations

import math
import time
from collections.abc import Callable

from transformers import TrainerCallback


class Progress:
    """How far training is, 0 to 1: the larger of steps done and of minutes spent, each against what is allowed.

    With `max_minutes` the schedule reaches its end in time on any machine: a slow one does fewer steps instead of
    taking longer, and the learning rate still comes down to 0. Without it progress is a function of the step alone.
    """

    def __init__(self, max_minutes: float | None, clock: Callable[[], float] = time.monotonic) -> None:
        self.max_seconds = None if max_minutes is None else 60 * max_minutes
        self.clock = clock
        self.began: float | None = None
        self.spent_before = 0.0

    def start(self, spent_before: float = 0.0) -> None:
        """Start the clock; `spent_before` seconds were spent before an interruption."""
        self.began, self.spent_before = self.clock(), spent_before

    def spent(self) -> float:
        """Seconds spent training, those before an interruption included."""
        return self.spent_before + (0.0 if self.began is None else self.clock() - self.began)

    def __call__(self, step: int, max_steps: int) -> float:
        by_steps = step / max(1, max_steps)
        by_clock = 0.0 if self.max_seconds is None else self.spent() / self.max_seconds
        return min(1.0, max(by_steps, by_clock))


def rate(progress: float, kind: str, warmup: float) -> float:
    """Share of the peak learning rate at `progress`: a linear warm-up, then down to 0, linear or cosine."""
    if progress < warmup:
        return progress / warmup
    rest = (progress - warmup) / (1.0 - warmup)
    return 0.5 * (1.0 + math.cos(math.pi * rest)) if kind == "cosine" else 1.0 - rest


class StopInTime(TrainerCallback):
    """Starts the clock with training and ends training when the schedule is through."""

    def __init__(self, progress: Progress) -> None:
        self.progress = progress

    def on_train_begin(self, args, state, control, **kwargs):
        self.progress.start(self.progress.spent())

    def on_step_end(self, args, state, control, **kwargs):
        if self.progress(state.global_step, state.max_steps) >= 1.0:
            control.should_training_stop = True
