"""What a run tells: lines and a progress bar for people, every figure as JSONL for programs."""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
import torch
from tqdm import tqdm
from transformers import TrainerCallback, TrainerControl, TrainerState, TrainingArguments

from pipeline.training.distributed import main_process

#: The log of a run, in its folder and beside the model.
LOG = "training_log.jsonl"
#: Steps measured before the expected time is told; the first ones pay for warming up.
WARM_UP, MEASURED = 3, 10


def say(line: str) -> None:
    """One line for people, from the main process only, above the progress bar where there is
    one.
    """
    if main_process():
        tqdm.write(line, file=sys.stderr)
        sys.stderr.flush()


def peak_memory() -> int:
    """Peak memory in bytes: the GPU's where there is one, else this process's resident set."""
    if torch.cuda.is_available() and torch.cuda.max_memory_allocated():
        return torch.cuda.max_memory_allocated()
    # Not ru_maxrss where it can be helped: that starts at the peak of the process which started
    # this one.
    status = Path("/proc/self/status")
    for line in status.read_text().splitlines() if status.is_file() else ():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


class ProgressCallback(TrainerCallback):
    """Progress bar (on a terminal) or a line every so often, speed, memory, and all of Trainer's
    logs as JSONL.
    """

    def __init__(self, lengths: np.ndarray, file: Path, max_seconds: float | None = None) -> None:
        self.examples, self.mean_length = len(lengths), float(lengths.mean())
        self.file, self.max_seconds = file, max_seconds
        self.bar: tqdm | None = None
        self.line_at = self.began = 0.0
        self.steps_here = 0
        self.last = (0.0, 0.0)

    def on_train_begin(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        self.began = self.line_at = time.perf_counter()
        self.last, self.steps_here = (self.began, state.epoch or 0.0), 0
        if main_process() and sys.stderr.isatty():
            self.bar = tqdm(
                total=state.max_steps, initial=state.global_step, unit="step", file=sys.stderr
            )

    def on_step_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        self.steps_here += 1
        if self.bar is not None:
            self.bar.update(state.global_step - self.bar.n)
        if self.steps_here == WARM_UP:
            self.warm = time.perf_counter()
        if self.steps_here == WARM_UP + MEASURED:
            self._tell_expected_time(state)

    def _tell_expected_time(self, state: TrainerState) -> None:
        step = (time.perf_counter() - self.warm) / MEASURED
        seconds = step * (state.max_steps - state.global_step)
        limit = ""
        if self.max_seconds is not None and seconds > self.max_seconds:
            seconds, limit = self.max_seconds, ", limited by max_minutes"
        say(
            f"expected time: {seconds / 60:.1f} minutes ({1000 * step:.0f} ms a step,"
            f" {state.max_steps} steps{limit})"
        )

    def on_log(
        self,
        args: TrainingArguments,
        state: TrainerState,
        control: TrainerControl,
        logs: dict[str, float] | None = None,
        **kwargs: Any,
    ) -> None:
        if not main_process():
            return
        logs = dict(logs or {})
        now = (time.perf_counter(), state.epoch or 0.0)
        if "loss" in logs:
            speed = (now[1] - self.last[1]) * self.examples / max(now[0] - self.last[0], 1e-9)
            self.last = now
            logs |= {
                "examples_per_second": round(speed, 1),
                "tokens_per_second": round(speed * self.mean_length),
                "memory_bytes": peak_memory(),
            }
        logs |= {"step": state.global_step, "seconds": round(now[0] - self.began, 2)}
        with self.file.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps(logs) + "\n")
        self._show(logs, state)

    def _show(self, logs: dict[str, Any], state: TrainerState) -> None:
        if "eval_pii_f1" in logs:
            say(
                f"step {state.global_step}: dev PII precision {logs['eval_pii_precision']:.3f}"
                f" recall {logs['eval_pii_recall']:.3f} F1 {logs['eval_pii_f1']:.3f}"
                f" ({logs['eval_seconds']:.1f} s)"
            )
        if "loss" not in logs:
            return
        speed = f"{logs['examples_per_second']:.0f} examples/s {logs['tokens_per_second']} tokens/s"
        memory = f"{logs['memory_bytes'] / 1e9:.2f} GB"
        if self.bar is not None:
            self.bar.set_postfix_str(f"loss {logs['loss']:.4f} {speed} {memory}")
        elif time.perf_counter() - self.line_at > 15:
            self.line_at = time.perf_counter()
            say(
                f"step {state.global_step}/{state.max_steps} epoch {state.epoch:.2f} loss"
                f" {logs['loss']:.4f} rate {logs['learning_rate']:.1e} {speed} {memory}"
            )

    def on_train_end(
        self, args: TrainingArguments, state: TrainerState, control: TrainerControl, **kwargs: Any
    ) -> None:
        if self.bar is not None:
            self.bar.close()
