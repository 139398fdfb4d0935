"""What each optimisation of training is worth: `python -m pipeline.training.bench`, or `make
bench-train`.

The first row is the plain loop: fp32, batches in random order padded to their longest, tokenised on
every run, AdamW tensor by tensor, dropout on, every weight trained. Each further row adds one
optimisation to those above it. Every row runs in a process of its own, takes the same number of
steps of the same number of examples from the same seed, and is given as a ratio to the first row of
the same run.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import click
import msgspec

from pipeline.cli import run
from pipeline.errors import DeviceError, PipelineError, last_line
from pipeline.training import KERNEL_CACHE
from pipeline.training.config import load_train_config, train_config

PLAIN = {
    "precision": "fp32",
    "group_by_length": False,
    "token_budget": None,
    "optimizer": "adamw",
    "dropout": 0.1,
    "attention_dropout": 0.1,
    "attention": "sdpa",
    "freeze_embeddings": False,
    "gradient_checkpointing": False,
}
#: (name, settings added), in the order in which they are added.
CPU_STEPS: list[tuple[str, dict[str, Any]]] = [
    ("plain loop", {}),
    ("+ tokens cached", {"keep_cache": True}),
    ("+ grouped by length", {"group_by_length": True}),
    ("+ half precision", {"precision": "auto"}),
    ("+ fused AdamW", {"optimizer": "fused"}),
    ("+ frozen embeddings", {"freeze_embeddings": True}),
    ("+ no dropout", {"dropout": 0.0, "attention_dropout": 0.0}),
    ("+ eager attention", {"attention": "eager"}),
    ("+ fewer kernels kept", {"kernel_cache": KERNEL_CACHE}),
    ("+ micro-batch / 2, accumulated", {"split": 2}),
    ("+ micro-batch / 4, accumulated", {"split": 4}),
]
GPU_STEPS: list[tuple[str, dict[str, Any]]] = [
    *CPU_STEPS[:4],
    ("+ fused AdamW", {"optimizer": "fused"}),
    ("+ 8-bit AdamW", {"optimizer": "8bit"}),
    ("+ gradient checkpointing", {"gradient_checkpointing": True}),
]


#: Dev utterances that each row is scored on.
DEV_EXAMPLES = 600


def measure(job: dict[str, Any]) -> dict[str, float]:
    """Run one row in this process: `job` has data, cache, base, steps, batch, gpu and the row's
    settings.
    """
    import torch

    from pipeline.training.interruption import Interruption
    from pipeline.training.metrics import sample_rows
    from pipeline.training.reporting import peak_memory
    from pipeline.training.schedule import Progress
    from pipeline.training.setup import prepare
    from pipeline.training.stage import train

    given = PLAIN | job["settings"]
    split, keep_cache = given.pop("split", 1), given.pop("keep_cache", False)
    given.pop("kernel_cache", None)  # in the environment already
    with tempfile.TemporaryDirectory() as folder:
        config = train_config(
            data=job["data"],
            out=f"{folder}/checkpoint",
            cache=job["cache"] if keep_cache else f"{folder}/cache",
            base=job["base"],
            micro_batch=job["batch"] // split,
            accumulation=split,
            max_steps=job["steps"],
            max_examples=job["steps"] * job["batch"],
            evaluations=1,
            eval_steps=10**6,
            save_steps=10**6,
            eval_examples=10,
            patience=0,
            learning_rate=4e-4,
            **given,
        )
        setup, batch = prepare(config, job["gpu"], resume=False)
        preparing = setup.report["seconds"]  # of the data alone: a GPU also tries steps
        if job["gpu"]:
            torch.cuda.reset_peak_memory_stats()  # those of the trial steps
        before = peak_memory()
        with Interruption() as interruption:
            trainer = train(setup, batch, Progress(None), interruption, resume=False)
        log = [
            json.loads(line)
            for line in (setup.work / "training_log.jsonl").read_text().splitlines()
        ]
        seconds = next(entry["train_runtime"] for entry in log if "train_runtime" in entry)
        rows = sample_rows(setup.parts, DEV_EXAMPLES)
        flops = useful_flops(setup.dataset.lengths, trainer.model)
        return {
            "examples_per_second": job["steps"] * job["batch"] / (seconds + preparing),
            "memory_bytes": peak_memory() - (0 if job["gpu"] else before),
            "f1": trainer.score(rows)["pii"]["f1"],
            "seconds": seconds,
            "preparing_seconds": preparing,
            "flops_per_second": flops / seconds,
        }


def useful_flops(lengths: Any, model: Any) -> float:
    """Floating-point operations that training on examples of `lengths` tokens needs, padding not
    counted.

    6 for each weight of a matrix product and token, 12 * layers * width for each pair of tokens of
    an example: model FLOPs as in PaLM, appendix B. What freezing, checkpointing or LoRA change in
    the work done is left out.
    """
    sizes = model.config
    weights = 4 * sizes.n_layers * sizes.dim**2 + 2 * sizes.n_layers * sizes.dim * sizes.hidden_dim
    return float(
        6 * weights * lengths.sum()
        + 12 * sizes.n_layers * sizes.dim * (lengths.astype(float) ** 2).sum()
    )


def measure_device(gpu: bool, size: int) -> dict[str, Any]:
    """The device in words and its peak in the precision that `auto` picks, FLOP/s: the best of
    twelve products of `size` squared.
    """
    import torch

    from pipeline.training.device import choose_device, choose_precision, describe

    device = choose_device(gpu)
    half = choose_precision("auto", device).half
    one = torch.randn(size, size, device=device).to(half or torch.float32)
    best = float("inf")
    for _ in range(12):
        began = time.perf_counter()
        one @ one
        if gpu:
            torch.cuda.synchronize()
        best = min(best, time.perf_counter() - began)
    return {"device": describe(device), "peak": 2 * size**3 / best}


def device_figures(gpu: bool, size: int) -> dict[str, Any]:
    """`measure_device` in a process of its own: here it would go on holding memory of the GPU."""
    found = _measure_elsewhere({"gpu": gpu, "size": size})
    if found is None:
        raise PipelineError("not enough memory to measure the device")
    return found


def run_rows(
    job: dict[str, Any], rows: list[tuple[str, dict[str, Any]]], peak: float, quiet: bool = False
) -> list[dict[str, Any]]:
    """Measure each row in a fresh process; settings add up from row to row. `peak`: the device's
    FLOP/s.

    A row that memory does not suffice for has no figures. Raises PipelineError where that is the
    first.
    """
    # The libraries' default.
    settings: dict[str, Any] = {"kernel_cache": dict.fromkeys(KERNEL_CACHE, "1024")}
    results: list[dict[str, Any]] = []
    for name, more in rows:
        settings = settings | more
        if more.get("keep_cache"):
            _measure_elsewhere(job | {"settings": settings, "steps": 1})  # fills the cache
        found = _measure_elsewhere(job | {"settings": settings})
        if found is None and not results:
            raise PipelineError(
                f"not enough memory for {job['batch']} examples a step; give --batch less"
            )
        if found is not None:
            found["share_of_peak"] = found["flops_per_second"] / peak
        results.append({"name": name, **(found or {})})
        if not quiet:
            click.echo(table(results[-1:], results[0], header=len(results) == 1), nl=False)
    return results


def _measure_elsewhere(job: dict[str, Any]) -> dict[str, Any] | None:
    """The job's figures, None where memory ran out."""
    line = [sys.executable, "-m", "pipeline.training.bench", "--job", json.dumps(job)]
    environment = os.environ | job.get("settings", {}).get("kernel_cache", {})
    done = subprocess.run(line, capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        last = last_line(done.stderr, f"exit code {done.returncode}")
        raise PipelineError(f"the measurement failed: {last}")
    return json.loads(done.stdout.splitlines()[-1])


def table(rows: list[dict[str, Any]], first: dict[str, Any], header: bool = True) -> str:
    """Markdown rows: speed, peak memory (each beside its ratio to the first row), dev F1, share
    of peak.
    """
    lines = []
    if header:
        lines += [
            "| training | examples/s | ratio | peak memory | ratio | dev PII F1 | share of peak |",
            "| --- | ---: | ---: | ---: | ---: | ---: | ---: |",
        ]
    for row in rows:
        if "examples_per_second" not in row:
            lines.append(f"| {row['name']} | out of memory | | | | | |")
            continue
        speed = row["examples_per_second"] / first["examples_per_second"]
        memory = row["memory_bytes"] / first["memory_bytes"]
        lines.append(
            f"| {row['name']} | {row['examples_per_second']:.1f} | {speed:.2f} |"
            f" {row['memory_bytes'] / 1e6:.0f} MB | {memory:.2f} | {row['f1']:.3f} |"
            f" {row['share_of_peak']:.1%} |"
        )
    return "\n".join(lines) + "\n"


@click.command()
@click.option("--data", type=click.Path(), default="artifacts/data", show_default=True)
@click.option(
    "--profile", default="cpu", show_default=True, help="cpu, or a GPU profile for the GPU at hand."
)
@click.option("--gpu-index", envvar="GPU_INDEX", metavar="N", help="Which GPU.")
@click.option("--base", default="minilm-l6", show_default=True, help="As in configs/train.yaml.")
@click.option("--steps", default=60, show_default=True, help="Optimiser steps of each row.")
@click.option("--batch", default=32, show_default=True, help="Examples a step.")
@click.option("--out", type=click.Path(), help="Also write the figures as JSON.")
@click.option(
    "--gpus", default=1, hidden=True, help="As the other targets have it; one is measured."
)
@click.option("--job", hidden=True, help="Measure one row in this process.")
def bench(
    data: str, profile: str, gpu_index: str | None, base: str, steps: int, batch: int,
    out: str | None, gpus: int, job: str | None,
) -> None:  # fmt: skip
    """Build the table of training optimisations, each added to those above it.

    \b
    Example:
      python -m pipeline.training.bench --steps 60 --batch 32
    """
    if job is not None:
        _answer(json.loads(job))
        return
    from pipeline.training.preflight import check_gpu

    gpu = profile != "cpu"
    if gpu:
        check_gpu(msgspec.structs.replace(load_train_config(profile), base=base), gpu_index)
    found = device_figures(gpu, 4096 if gpu else 1024)
    no_gpu = "" if gpu else " (CPU figures; --profile 8gb makes those of a GPU)"
    click.echo(f"{found['device']}{no_gpu}")
    click.echo(
        f"{base}, {steps} steps of {batch} examples; "
        f"memory {'of the GPU' if gpu else 'resident, beyond the loaded libraries and data'}"
    )
    peak = found["peak"]
    click.echo(f"peak of the device, measured with a square product: {peak / 1e12:.2f} TFLOP/s")
    with tempfile.TemporaryDirectory() as cache:
        shared: dict[str, Any] = {"data": data, "cache": cache, "base": base, "gpu": gpu}
        shared |= {"steps": steps, "batch": batch}
        rows = run_rows(shared, GPU_STEPS if gpu else CPU_STEPS, peak)
    if out:
        Path(out).write_bytes(msgspec.json.format(msgspec.json.encode(rows), indent=1))


def _answer(job: dict[str, Any]) -> None:
    """Measure a row, or the device, in this process; `null` says that memory ran out."""
    from pipeline.training.memory_errors import out_of_memory

    found: dict[str, Any] | None = None
    try:
        found = measure_device(**job) if "size" in job else measure(job)
    except Exception as error:
        if not isinstance(error, DeviceError) and not out_of_memory(error):
            raise
    click.echo(json.dumps(found))


if __name__ == "__main__":
    run(bench, prog_name="python -m pipeline.training.bench")
