"""The parts of `make gpu-test`, each a process of its own: `python -m pipeline.training.checks
NAME`.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import click
import msgspec
import torch

from pipeline.cli import run
from pipeline.errors import DeviceError
from pipeline.sizing.config import GIB, MIB, load_sizing_config
from pipeline.sizing.count import Step, build
from pipeline.sizing.device import read_cpu
from pipeline.sizing.live import live_gpu
from pipeline.sizing.memory import OUTSIDE, MemoryModel, base_shape
from pipeline.sizing.planning import plan
from pipeline.sizing.trial import Trial, held
from pipeline.training import check_runs
from pipeline.training.base import DISTILBERT, MINILM
from pipeline.training.check_runs import Job
from pipeline.training.config import TrainConfig, load_train_config, train_config
from pipeline.training.device import choose_device, choose_precision
from pipeline.training.fake_cuda import count_forward
from pipeline.training.memory_errors import release_memory
from pipeline.training.recipe import settle_recipe
from pipeline.training.stage import run_training

#: How far the measured peak may be from the predicted one. A trial step corrects what is further
#: off.
TOLERANCE = 0.10


def sizes(job: Job) -> dict[str, Any]:
    """Predicted and measured peaks of 22M and 66M weights, three lengths, with and without
    checkpointing.
    """
    device, settings = choose_device(job.gpu), load_sizing_config()
    found = live_gpu(device) if job.gpu else read_cpu()
    precision = choose_precision("auto", device)
    lines = ["| step | predicted MiB | measured MiB | off |", "| --- | ---: | ---: | ---: |"]
    worst = 0.0
    for base in (MINILM, DISTILBERT) if job.gpu else (MINILM,):
        model = MemoryModel(base_shape(base), found, precision.half is not None, settings)
        for length, batch in ((32, 64), (128, 16), (256, 8)) if job.gpu else ((128, 16),):
            for checkpointing in (False, True):
                config = train_config(optimizer="fused", gradient_checkpointing=checkpointing)
                expected = model.allocated(config, batch, length, False).peak
                trial = Trial(build(model.shape, config), config, device, precision)
                peak = trial.components(batch, length).peak
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
            config = train_config(
                optimizer="fused", attention="eager", gradient_checkpointing=checkpointing
            )
            step = Step(config, 16, 128, half=True)
            shape = base_shape(base)
            stood, fake = (count_forward(shape, step, fake_cuda=f) for f in (False, True))
            off = stood / fake - 1
            worst = max(worst, abs(off))
            lines.append(
                f"| {base}{' checkpointed' if checkpointing else ''} "
                f"| {stood / MIB:.1f} | {fake / MIB:.1f} | {off:+.1%} |"
            )
    return {"worst": round(worst, 4), "table": "\n".join(lines)} | _within(worst)


def cap(job: Job) -> dict[str, Any]:
    """The 4gb profile's plan for the real base runs within 4 GB of this card."""
    device = choose_device(True)
    config, _ = settle_recipe(load_train_config("4gb"), 10**6)
    shape = base_shape(config.base)
    model = MemoryModel(shape, live_gpu(device), True, load_sizing_config())
    made = plan(config, model, budget=4 * GIB)
    with held(made, device):
        tagger = build(model.shape, made.config)
        trial = Trial(tagger, made.config, device, made.precision, made.batch.accumulation)
        trial.step(made.batch.micro_batch, made.config.max_length)
        peak, reserved = trial.peak(made.batch.micro_batch, made.config.max_length)
    expected = sum(size for part, size in made.components.items() if part not in OUTSIDE)
    return {
        "why": (
            f"micro-batch {made.batch.micro_batch}: peak {peak / MIB:.0f} MiB, reserved "
            f"{reserved / MIB:.0f} MiB, predicted {expected / MIB:.0f} MiB"
        )
    }


def bench(job: Job) -> dict[str, Any]:
    """The table of `make bench-train`, short."""
    from pipeline.training.bench import CPU_STEPS, GPU_STEPS, device_figures, run_rows, table

    rows = GPU_STEPS if job.gpu else CPU_STEPS[:2]
    shared: dict[str, Any] = {"data": job.data, "cache": str(job.folder), "base": job.base}
    shared |= {"steps": 60 if job.gpu else 3, "batch": 32, "gpu": job.gpu}
    peak = device_figures(job.gpu, 4096 if job.gpu else 512)["peak"]
    found = run_rows(shared, rows, peak, quiet=True)
    return {"rows": found, "table": table(found, found[0])}


class Check(NamedTuple):
    """A part of the test."""

    name: str
    run: Callable[[Job], dict[str, Any]]
    needs_gpu: bool = False


CHECKS = (
    Check("forced-out-of-memory", check_runs.forced),
    Check("fake-cuda", fake_cuda),
    Check("sizes", sizes),
    Check("cap-4gb", cap, needs_gpu=True),
    Check("kill-and-resume", check_runs.resume),
    Check("profiles", check_runs.profiles),
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
