"""Ctrl-C and SIGTERM: training saves a checkpoint at the next step and ends, so that --resume
goes on from there.
"""

from __future__ import annotations

import signal
from types import FrameType
from typing import Any

import torch
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from pipeline.errors import EXIT_INTERRUPTED, PipelineError

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Interrupted(PipelineError):
    """Training was told to stop and did, with a checkpoint to go on from."""

    def __init__(self, message: str, number: int) -> None:
        super().__init__(message)
        self.exit_code = EXIT_INTERRUPTED if number == signal.SIGINT else 128 + number


class Interruption(TrainerCallback):
    """A context in which SIGINT and SIGTERM are noted; outside training steps they end the program
    at once.

    A second signal does not wait for the step.
    """

    def __init__(self) -> None:
        self.number: int | None = None
        self.training = False
        self._before: dict[int, Any] = {}

    def __enter__(self) -> Interruption:
        for number in SIGNALS:
            self._before[number] = signal.signal(number, self._note)
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _note(self, number: int, frame: FrameType | None) -> None:
        if self.training and self.number is None:
            self.number = number
            return
        raise Interrupted("interrupted", number)

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        self.training = True

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        if torch.distributed.is_available() and torch.distributed.is_initialized():
            # All processes stop after the same step, whichever was told first.
            told = torch.tensor(self.number or 0, device=args.device)
            torch.distributed.all_reduce(told, torch.distributed.ReduceOp.MAX)
            self.number = int(told) or None
        if self.number is not None:
            control.should_save = control.should_training_stop = True
            control.should_evaluate = False

    def on_train_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        self.training = False
