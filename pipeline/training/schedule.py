"""The learning-rate schedule, by steps and by the clock."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from typing import Any

from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from pipeline.training.distributed import from_first


class Progress:
    """How far training is, 0 to 1: the larger of steps done and of minutes spent, each against what
    is allowed.

    With `max_minutes` the schedule reaches its end in time on any machine: a slow one does fewer
    steps instead of taking longer, and the learning rate still comes down to 0. Without it progress
    is a function of the step alone. The clock is read once a step (`tick`), so that all processes
    of a run see the same time.
    """

    def __init__(
        self, max_minutes: float | None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self.max_seconds = None if max_minutes is None else 60 * max_minutes
        self.clock = clock
        self.began = clock()
        self.spent_before = 0.0
        self.by_clock = 0.0

    def spent(self) -> float:
        """Seconds since the stage began, those before an interruption included."""
        return self.spent_before + self.clock() - self.began

    def tick(self) -> None:
        """Read the clock; with several processes the first one's counts."""
        if self.max_seconds is None:
            return
        self.by_clock = self.spent() / self.max_seconds
        self.by_clock = from_first(self.by_clock)

    def __call__(self, step: int, max_steps: int) -> float:
        return min(1.0, max(step / max(1, max_steps), self.by_clock))


def rate(progress: float, kind: str, warmup: float) -> float:
    """Share of the peak learning rate at `progress`: a linear warm-up, then down to 0, linear or
    cosine.
    """
    if progress < warmup:
        return progress / warmup
    rest = (progress - warmup) / (1.0 - warmup)
    return 0.5 * (1.0 + math.cos(math.pi * rest)) if kind == "cosine" else 1.0 - rest


class FollowSchedule(TrainerCallback):
    """Evaluations and checkpoints spread evenly over the schedule, and its end when it is
    through.
    """

    def __init__(self, progress: Progress, evaluations: int) -> None:
        self.progress, self.evaluations = progress, evaluations
        self.due = 0

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        self.progress.tick()
        self.due = self._reached(state)

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        self.progress.tick()
        if self._reached(state) > self.due:
            self.due = self._reached(state)
            control.should_evaluate = control.should_save = True
        if self.progress(state.global_step, state.max_steps) >= 1.0:
            control.should_training_stop = True

    def _reached(self, state: TrainerState) -> int:
        """How many evaluations are due by now."""
        return int(self.evaluations * self.progress(state.global_step, state.max_steps) + 1e-9)
