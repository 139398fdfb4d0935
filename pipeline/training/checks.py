"""The parts of `make gpu-test`, each a process of its own: `python -m pipeline.training.checks
NAME`.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import click
import msgspec
import torch

from pipeline.cli import run
from pipeline.errors import DeviceError, GateError
from pipeline.sizing.config import GIB, MIB, load_sizing_config
from pipeline.sizing.count import Step
from pipeline.sizing.device import read_cpu
from pipeline.sizing.live import held, live_gpu
from pipeline.sizing.memory import MemoryModel, base_shape
from pipeline.sizing.planning import plan
from pipeline.sizing.trial import Trial, predicted
from pipeline.training.base import DISTILBERT, MINILM
from pipeline.training.checkpoints import last_whole
from pipeline.training.config import TrainConfig, load_train_config
from pipeline.training.device import choose_device, choose_precision
from pipeline.training.fake_cuda import count_forward
from pipeline.training.memory_errors import out_of_memory, release_memory
from pipeline.training.recipe import settle_recipe
from pipeline.training.setup import work_folder
from pipeline.training.stage import run_training

#: How far the measured peak may be from the predicted one. A trial step corrects what is further
#: off.
TOLERANCE = 0.10


class Job(NamedTuple):
    """What a part is given."""

    data: str
    gpu: bool
    base: str
    folder: Path


def sizes(job: Job) -> dict[str, Any]:
    """Predicted and measured peaks of 22M and 66M weights, three lengths, with and without
    checkpointing.
    """
    from pipeline.sizing.count import build

    device, settings = choose_device(job.gpu), load_sizing_config()
    found = live_gpu(device) if job.gpu else read_cpu()
    precision = choose_precision("auto", device)
    lines = ["| step | predicted MiB | measured MiB | off |", "| --- | ---: | ---: | ---: |"]
    worst = 0.0
    for base in (MINILM, DISTILBERT) if job.gpu else (MINILM,):
        model = MemoryModel(base_shape(base, ""), found, precision.kind != "fp32", settings)
        for length, batch in ((32, 64), (128, 16), (256, 8)) if job.gpu else ((32, 4), (64, 2)):
            for checkpointing in (False, True):
                config = TrainConfig(optimizer="fused", gradient_checkpointing=checkpointing)
                estimate = predicted(model.count(config, batch, length, False))
                workspace = model(config, batch, length, False).components
                expected = estimate["peak"] + workspace.get("cuBLAS workspace", 0)
                trial = Trial(build(model.shape, config), config, device, precision)
                peak = trial.components(batch, length).parts["peak"]
                off = expected / peak - 1
                worst = max(worst, abs(off))
                ckpt = " checkpointed" if checkpointing else ""
                lines.append(
                    f"| {base} {batch} x {length}{ckpt} | {expected / MIB:.0f} | {peak / MIB:.0f} |"
                    f" {off:+.1%} |"
                )
                del trial
                release_memory()
    return {"worst": round(worst, 4), "table": "\n".join(lines)} | _within(worst)


def _within(worst: float) -> dict[str, Any]:
    if worst > TOLERANCE:
        return {"status": "failed", "why": f"off by {worst:.1%}, {TOLERANCE:.0%} allowed"}
    return {"why": f"off by at most {worst:.1%}"}


def fake_cuda(job: Job) -> dict[str, Any]:
    """What a forward pass keeps: counted on stood-in CPU tensors, and on fake CUDA ones in
    torch's CUDA build.
    """
    if torch.version.cuda is None:
        return {"status": "left out", "why": "PyTorch's CPU build makes no fake CUDA tensors"}
    lines = ["| step | stood in MiB | fake CUDA MiB | off |", "| --- | ---: | ---: | ---: |"]
    worst = 0.0
    for base in (MINILM, DISTILBERT):
        for checkpointing in (False, True):
            # Without a GPU torch chooses no fused attention kernel, so both count eager attention.
            config = TrainConfig(
                optimizer="fused", attention="eager", gradient_checkpointing=checkpointing
            )
            step = Step(config, 16, 128, half=True)
            shape = base_shape(base, "")
            stood, fake = (count_forward(shape, step, fake_cuda=f) for f in (False, True))
            off = stood / fake - 1
            worst = max(worst, abs(off))
            lines.append(
                f"| {base}{' checkpointed' if checkpointing else ''} "
                f"| {stood / MIB:.1f} | {fake / MIB:.1f} | {off:+.1%} |"
            )
    return {"worst": round(worst, 4), "table": "\n".join(lines)} | _within(worst)


def profiles(job: Job) -> dict[str, Any]:
    """200 steps of each profile that fits the card, planned, tried and trained as `make train`
    does.
    """
    lines = [
        "| profile | batch | precision | dev PII F1 | peak MiB |",
        "| --- | --- | --- | ---: | ---: |",
    ]
    names = ("4gb", "8gb", "24gb", "80gb") if job.gpu else ("cpu",)
    for name in names:
        config = _short(job, name, 200 if job.gpu else 10)
        if config.gpu_memory and _total() < 0.9 * _bytes(config.gpu_memory):
            lines.append(f"| {name} | larger than the card | | | |")
            continue
        if job.gpu:
            torch.cuda.reset_peak_memory_stats()
            torch.cuda.set_per_process_memory_fraction(1.0, choose_device(True))
        scores = run_training(config, gpu=job.gpu)
        figures = json.loads((Path(config.out) / "figures.json").read_text())
        f1 = sum(part["pii"]["f1"] for part in scores.values()) / len(scores)
        peak = torch.cuda.max_memory_allocated() / MIB if job.gpu else 0
        batch = f"{figures['batch']['micro_batch']} x {figures['batch']['accumulation']}"
        lines.append(f"| {name} | {batch} | {figures['precision']} | {f1:.3f} | {peak:.0f} |")
        release_memory()
    return {"table": "\n".join(lines)}


def _bytes(size: str) -> int:
    from pipeline.sizing.device import parse_memory

    return parse_memory(size)


def _total() -> int:
    return torch.cuda.mem_get_info()[1]


def _short(job: Job, profile: str, steps: int) -> TrainConfig:
    """A profile's recipe for `steps` optimiser steps of `job`'s base."""
    config = load_train_config(profile)
    effective = config.effective_batch if config.auto else 32
    return msgspec.structs.replace(
        config,
        data=job.data,
        base=job.base,
        out=str(job.folder / profile),
        cache=str(job.folder / "cache"),
        max_steps=steps,
        max_minutes=None,
        max_examples=min(40_000, steps * effective),
        eval_examples=100,
        evaluations=2,
    )


def resume(job: Job) -> dict[str, Any]:
    """A run that kill -9 ends and --resume finishes has the weights of one that nothing ended."""
    profile, precision = ("4gb", "fp16") if job.gpu else ("cpu", "fp32")
    settings = {"max_steps": 60, "eval_steps": 15, "save_steps": 15, "precision": precision}
    config = msgspec.structs.replace(_short(job, profile, 60), **settings)
    whole = msgspec.structs.replace(config, out=str(job.folder / "whole"))
    run_training(whole, gpu=job.gpu)
    child = [sys.executable, "-m", "pipeline.training.checks", "train-settled"]
    child += ["--settled", msgspec.json.encode(config).decode(), *(["--gpu"] if job.gpu else [])]
    process = subprocess.Popen(child, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    work = work_folder(config.out)
    while process.poll() is None and last_whole(work)[0] is None:
        signal.sigtimedwait([], 0.02)
    process.kill()
    process.wait()
    if last_whole(work)[0] is None:
        raise GateError("the run ended before its first checkpoint")
    run_training(config, gpu=job.gpu, resume=True)
    return _same(Path(whole.out), Path(config.out))


def _same(one: Path, two: Path) -> dict[str, Any]:
    from safetensors.torch import load_file

    first, second = (load_file(out / "model.safetensors") for out in (one, two))
    largest = max(float((first[name] - second[name]).abs().max()) for name in first)
    if largest > 1e-3:
        return {"status": "failed", "why": f"a weight differs by {largest:.1e}"}
    return {"why": f"largest difference of a weight {largest:.1e}"}


def forced(job: Job) -> dict[str, Any]:
    """Memory that really runs out, and is taken for it."""
    device = choose_device(job.gpu)
    try:
        torch.empty(2**50, dtype=torch.uint8, device=device)
    except Exception as error:
        if out_of_memory(error):
            return {"why": type(error).__name__}
        raise GateError(f"not taken for out-of-memory: {type(error).__name__}: {error}") from None
    raise GateError("2**50 bytes were there")


def cap(job: Job) -> dict[str, Any]:
    """The 4gb profile's plan for the real base runs within 4 GB of this card."""
    from pipeline.sizing.count import build

    device = choose_device(True)
    config, _ = settle_recipe(load_train_config("4gb"), 10**6)
    found, settings = live_gpu(device), load_sizing_config()
    model = MemoryModel(base_shape(config.base, ""), found, True, settings)
    made = plan(config, found, budget=4 * GIB, settings=settings, model=model)
    with held(made, device):
        settled = made.applied(config)
        precision = choose_precision(config.precision, device)
        trial = Trial(build(model.shape, settled), settled, device, precision, made.accumulation)
        seen = trial.components(made.micro_batch, made.max_length).parts
    return {
        "why": (
            f"micro-batch {made.micro_batch}: peak {seen['peak'] / MIB:.0f} MiB, reserved "
            f"{seen['reserved'] / MIB:.0f} MiB, predicted {made.estimate.allocated / MIB:.0f} MiB"
        )
    }


def bench(job: Job) -> dict[str, Any]:
    """The table of `make bench-train`, short."""
    from pipeline.training.bench import CPU_STEPS, GPU_STEPS, matmul_peak, run_rows, table

    rows = GPU_STEPS if job.gpu else CPU_STEPS[:1]
    shared = {
        "data": job.data,
        "cache": str(job.folder),
        "base": job.base,
        "steps": 60 if job.gpu else 3,
        "batch": 32,
        "gpu": job.gpu,
    }
    found = run_rows(shared, rows, matmul_peak(job.gpu, 4096 if job.gpu else 512), quiet=True)
    return {"rows": found, "table": table(found, found[0])}


class Check(NamedTuple):
    """A part of the test."""

    name: str
    run: Callable[[Job], dict[str, Any]]
    needs_gpu: bool = False


CHECKS = (
    Check("forced-out-of-memory", forced),
    Check("fake-cuda", fake_cuda),
    Check("sizes", sizes),
    Check("cap-4gb", cap, needs_gpu=True),
    Check("profiles", profiles),
    Check("kill-and-resume", resume),
    Check("bench-train", bench),
)


@click.command()
@click.argument("name")
@click.option("--data", default="artifacts/data")
@click.option("--base", default=MINILM)
@click.option("--gpu", is_flag=True)
@click.option("--settled", hidden=True, help="A whole configuration as JSON, for train-settled.")
def check(name: str, data: str, base: str, gpu: bool, settled: str | None) -> None:
    """Run one part of the GPU test; its figures are the last line of the output."""
    if settled is not None:
        run_training(msgspec.json.decode(settled, type=TrainConfig), gpu=gpu)
        return
    if not gpu:
        os.environ["CUDA_VISIBLE_DEVICES"] = ""
    part = next((one for one in CHECKS if one.name == name), None)
    if part is None:
        raise DeviceError(f"there is no part {name}; there is {', '.join(c.name for c in CHECKS)}")
    with tempfile.TemporaryDirectory() as folder:
        click.echo("\n" + json.dumps(part.run(Job(data, gpu, base, Path(folder)))))


if __name__ == "__main__":
    run(check, prog_name="python -m pipeline.training.checks")
