"""Seeing it: a progress line with speed, and every figure as JSONL."""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

import numpy as np
from transformers import TrainerCallback


class Watch(TrainerCallback):
    """Writes the Trainer's logs to a JSONL file and a short line every so often to stderr."""

    def __init__(self, lengths: np.ndarray, file: Path) -> None:
        self.mean_length = float(lengths.mean())
        self.examples = len(lengths)
        self.file = file
        self.last = (0.0, 0.0)

    def on_train_begin(self, args, state, control, **kwargs):
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.last = (time.perf_counter(), state.epoch or 0.0)
        self.began = self.last[0]

    def on_log(self, args, state, control, logs=None, **kwargs):
        logs = dict(logs or {})
        if "loss" in logs:
            now = (time.perf_counter(), state.epoch or 0.0)
            seconds, epochs = now[0] - self.last[0], now[1] - self.last[1]
            self.last = now
            speed = epochs * self.examples / max(seconds, 1e-9)
            logs |= {"examples_per_second": round(speed, 1), "tokens_per_second": round(speed * self.mean_length)}
        with self.file.open("a", encoding="utf-8") as stream:
            stream.write(json.dumps({"step": state.global_step, **logs}) + "\n")
        elapsed = time.perf_counter() - self.began
        if "loss" in logs and (state.global_step // args.logging_steps) % 10 == 1:
            print(
                f"step {state.global_step}/{state.max_steps} epoch {state.epoch:.2f} loss {logs['loss']:.4f} "
                f"lr {logs['learning_rate']:.2e} {logs['examples_per_second']:.0f} examples/s "
                f"{logs['tokens_per_second']} tokens/s {elapsed:.0f} s",
                file=sys.stderr,
                flush=True,
            )
        if "eval_pii_f1" in logs:
            print(
                f"step {state.global_step} dev PII precision {logs['eval_pii_precision']:.3f} "
                f"recall {logs['eval_pii_recall']:.3f} F1 {logs['eval_pii_f1']:.3f}",
                file=sys.stderr,
                flush=True,
            )
