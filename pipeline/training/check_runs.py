"""The parts of `make gpu-test` that train."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any, NamedTuple
from unittest import mock

import msgspec
import torch
from safetensors.torch import load_file

from pipeline.errors import GateError, last_line
from pipeline.sizing.config import MIB
from pipeline.sizing.device import parse_memory
from pipeline.training.checkpoints import last_whole
from pipeline.training.config import TrainConfig, load_train_config
from pipeline.training.device import choose_device
from pipeline.training.memory_errors import release_memory
from pipeline.training.setup import work_folder
from pipeline.training.stage import run_training
from pipeline.training.trainer import TaggerTrainer

GPU_PROFILES = ("4gb", "8gb", "24gb", "80gb")


class Job(NamedTuple):
    """What a part is given; `folder` is its own."""

    data: str
    gpu: bool
    base: str
    folder: Path


def short(job: Job, profile: str, steps: int, **settings: Any) -> TrainConfig:
    """A profile's recipe for `steps` optimiser steps of `job`'s base."""
    config = load_train_config(profile)
    effective = config.effective_batch if config.auto else 64
    common = {
        "data": job.data,
        "base": job.base,
        "out": str(job.folder / profile),
        "cache": str(job.folder / "cache"),
        "max_steps": steps,
        "max_minutes": None,
        "max_examples": min(40_000, steps * effective),
        "eval_examples": 100,
        "evaluations": 2,
    }
    return msgspec.structs.replace(config, **{**common, **settings})


def figures_of(config: TrainConfig) -> dict[str, Any]:
    """What a run left behind about itself."""
    return json.loads((Path(config.out) / "figures.json").read_text())


def profiles(job: Job) -> dict[str, Any]:
    """200 steps of each profile that fits the card, planned, tried and trained as `make train`
    does.
    """
    lines = [
        "| profile | batch | precision | dev PII F1 | peak MiB |",
        "| --- | --- | --- | ---: | ---: |",
    ]
    for name in GPU_PROFILES if job.gpu else ("cpu",):
        config = short(job, name, 200 if job.gpu else 10)
        if job.gpu:
            card = torch.cuda.mem_get_info()[1]
            if config.gpu_memory and card < 0.9 * parse_memory(config.gpu_memory):
                lines.append(f"| {name} | larger than the card | | | |")
                continue
            torch.cuda.reset_peak_memory_stats()
            torch.cuda.set_per_process_memory_fraction(1.0, choose_device(True))
        scores = run_training(config, gpu=job.gpu)
        figures = figures_of(config)
        f1 = sum(part["pii"]["f1"] for part in scores.values()) / len(scores)
        peak = f"{torch.cuda.max_memory_allocated() / MIB:.0f}" if job.gpu else "-"
        batch = f"{figures['batch']['micro_batch']} x {figures['batch']['accumulation']}"
        lines.append(f"| {name} | {batch} | {figures['precision']} | {f1:.3f} | {peak} |")
        release_memory()
    return {"table": "\n".join(lines)}


def resume(job: Job) -> dict[str, Any]:
    """A run that kill -9 ends and --resume finishes has the weights of one that nothing ended.

    On a GPU sums are not taken in the same order each time, so two whole runs say how far apart the
    same may be; on a CPU that is nothing.
    """
    profile, precision, steps = ("4gb", "fp16", 60) if job.gpu else ("cpu", "fp32", 24)
    every = {"eval_steps": steps // 4, "save_steps": steps // 4, "precision": precision}
    config = short(job, profile, steps, **every)
    whole, again = (
        msgspec.structs.replace(config, out=str(job.folder / name)) for name in ("whole", "again")
    )
    run_training(whole, gpu=job.gpu)
    run_training(again, gpu=job.gpu)
    _kill_after_a_checkpoint(job, config)
    run_training(config, gpu=job.gpu, resume=True)
    usual, found = distance(whole, again), distance(whole, config)
    what = f"a weight differs by up to {found:.1e}, between two whole runs by {usual:.1e}"
    return {"why": what} | ({} if found <= 4 * usual else {"status": "failed"})


def _kill_after_a_checkpoint(job: Job, config: TrainConfig) -> None:
    line = [sys.executable, "-m", "pipeline.training.checks", "train-settled"]
    line += ["--settled", msgspec.json.encode(config).decode(), *(["--gpu"] if job.gpu else [])]
    work, log = work_folder(config.out), job.folder / "killed.log"
    with log.open("wb") as stream:
        process = subprocess.Popen(line, stdout=stream, stderr=stream)
        while process.poll() is None and last_whole(work)[0] is None:
            time.sleep(0.02)
        process.kill()
        process.wait()
    if last_whole(work)[0] is None:
        last = last_line(log.read_text())
        raise GateError(f"the run to be killed ended before its first checkpoint: {last}")


def distance(one: TrainConfig, two: TrainConfig) -> float:
    """The largest difference of a weight."""
    first, second = (load_file(Path(run.out) / "model.safetensors") for run in (one, two))
    return max(float((first[name] - second[name]).abs().max()) for name in first)


def forced(job: Job) -> dict[str, Any]:
    """Memory that really runs out in the middle of a run: the micro-batch is halved, the run goes
    on from its checkpoint to its end.
    """
    batches = {"micro_batch": 8, "accumulation": 1, "eval_steps": 4, "save_steps": 4}
    config = short(job, "auto", 12, workers=0, **batches)
    step = TaggerTrainer.training_step

    def greedy(self: TaggerTrainer, model: Any, inputs: Any, *rest: Any, **more: Any) -> Any:
        if self.state.global_step >= 6 and len(inputs["input_ids"]) > 4:
            torch.empty(2**50, dtype=torch.uint8, device=self.args.device)
        return step(self, model, inputs, *rest, **more)

    with mock.patch.object(TaggerTrainer, "training_step", greedy):
        run_training(config, gpu=job.gpu)
    figures = figures_of(config)
    batch, halved = figures["batch"], figures["out_of_memory"]
    what = f"micro-batch 8 became {batch['micro_batch']} x {batch['accumulation']}"
    if (batch["micro_batch"], halved, figures["steps"]) != (4, 1, 12):
        raise GateError(f"{what}, halved {halved} times, {figures['steps']} of 12 steps")
    return {"why": f"{what}, all 12 steps done"}
