"""`make gpu-check`: is the memory model right on the GPU at hand? On a CPU: as far as a CPU can tell."""

from __future__ import annotations

import gc
import random

import click
import msgspec
import torch

from pipeline.errors import DeviceError, GateError
from pipeline.sizing.config import GIB, MIB, by_capability, load_sizing_config
from pipeline.sizing.count import Step
from pipeline.sizing.live import live_gpu
from pipeline.sizing.measure import Compared, compare, measure, render_comparison
from pipeline.sizing.memory import MemoryModel, base_shape
from pipeline.sizing.planning import plan
from pipeline.training.base import DISTILBERT, MINILM
from pipeline.training.config import TrainConfig
from pipeline.training.optimizers import choose_optimizer

CAP = 4 * GIB
RANDOM_RUNS = 50
NOT_ON_A_CPU = (
    "the peak by torch.cuda's counters, within 5 %",
    "the CUDA context, the cuBLAS workspace and the allocator's loss",
    "8-bit AdamW's state as bitsandbytes makes it",
    "a 4 GB cap kept, with at least 80 % of it used",
    f"no out-of-memory in {RANDOM_RUNS} random configurations that the search called fitting",
)


def grid(gpu: bool, quick: bool = False) -> list[tuple[str, str, Step]]:
    """22M and 66M, three lengths, three batches, with and without checkpointing."""
    batches = (8, 32, 128) if gpu else (1, 2, 4)
    cases = []
    for base in (MINILM, DISTILBERT):
        for length in (32, 64, 128):
            for batch in batches[1:2] if quick else batches:
                for checkpointing in (False, True):
                    config = TrainConfig(base=base, gradient_checkpointing=checkpointing, optimizer="fused")
                    name = f"{base[:10]} b{batch} L{length}{' ckpt' if checkpointing else ''}"
                    cases.append((name, base, Step(config, batch, length, half=gpu, gpu=gpu)))
    return cases


def run_grid(device: torch.device, quick: bool = False) -> list[Compared]:
    """Predicted against measured over the grid; raises GateError beyond 10 % (CPU) or 5 % of the peak (GPU)."""
    gpu, settings = device.type == "cuda", load_sizing_config()
    workspace = by_capability(settings.workspace_mib, torch.cuda.get_device_capability(device)) if gpu else 0
    rows = []
    for name, base, step in grid(gpu, quick):
        rows.append(compare(name, base_shape(base, TrainConfig().revision), step, device, workspace))
        _release()
    return rows


def check(quick: bool = False) -> None:
    """Everything that this machine can check, printed; GateError where the model is wrong."""
    gpu = torch.cuda.is_available()
    device = torch.device("cuda" if gpu else "cpu")
    rows = run_grid(device, quick)
    click.echo("MiB, predicted/measured\n" + render_comparison(rows))
    worst = max(rows, key=lambda row: abs(row.error("peak") if gpu else row.worst()))
    error, allowed = abs(worst.error("peak") if gpu else worst.worst()), 0.05 if gpu else 0.10
    click.echo(f"largest error {error:.2%} ({worst.name}), {allowed:.0%} allowed")
    failures = [f"{worst.name} is off by {error:.1%}"] if error > allowed else []
    if gpu:
        failures += capped(device) + random_runs(device)
    else:
        click.echo("no GPU here; not checked:\n" + "\n".join(f"  - {what}" for what in NOT_ON_A_CPU))
    if failures:
        raise GateError("gpu-check: " + "; ".join(failures))


def capped(device: torch.device) -> list[str]:
    """Train within 4 GB of this GPU, and see how much of it is used."""
    found = live_gpu(device)
    total = torch.cuda.mem_get_info(device)[1]
    settings = load_sizing_config()
    context = by_capability(settings.context_mib, found.capability)
    kind = choose_optimizer("auto", device).kind
    wanted = TrainConfig(
        base=DISTILBERT, micro_batch="auto", accumulation="auto", effective_batch="auto", optimizer=kind
    )
    made = plan(wanted, found, budget=CAP, settings=settings)
    longest = made.buckets[-1]
    config = msgspec.structs.replace(
        wanted, optimizer=made.optimizer, gradient_checkpointing=made.gradient_checkpointing
    )
    step = Step(config, longest.micro_batch, made.max_length, made.precision != "fp32", longest.accumulation > 1)
    torch.cuda.set_per_process_memory_fraction((min(CAP, made.budget) - context) / total, device)
    try:
        measured = measure(base_shape(DISTILBERT, wanted.revision), step, device)
    except torch.OutOfMemoryError:
        return ["out of memory within the 4 GB cap"]
    finally:
        torch.cuda.set_per_process_memory_fraction(1.0, device)
        _release()
    peak, reserved = measured.parts["peak"], measured.parts["reserved"]
    used, off = (reserved + context) / made.budget, made.estimate.allocated / peak - 1
    click.echo(
        f"4 GB cap: micro-batch {longest.micro_batch}, peak {peak / MIB:.0f} MiB (predicted "
        f"{made.estimate.allocated / MIB:.0f}), reserved {reserved / MIB:.0f} MiB, {used:.0%} of the budget used"
    )
    failures = [f"only {used:.0%} of the 4 GB cap are used"] if used < 0.80 else []
    return failures + ([f"the peak within the 4 GB cap is off by {off:.1%}"] if abs(off) > 0.05 else [])


def random_runs(device: torch.device, seed: int = 7) -> list[str]:
    """Random configurations under random budgets; those that the search calls fitting must run."""
    chance, found, settings = random.Random(seed), live_gpu(device), load_sizing_config()
    total, context = torch.cuda.mem_get_info(device)[1], by_capability(settings.context_mib, found.capability)
    half = torch.cuda.get_device_capability(device)[0] >= 6
    models = {
        b: MemoryModel(base_shape(b, TrainConfig().revision), found, half, settings) for b in (MINILM, DISTILBERT)
    }
    ran, failed = 0, []
    while ran < RANDOM_RUNS:
        base = chance.choice([MINILM, DISTILBERT])
        config = TrainConfig(
            base=base, micro_batch="auto", accumulation="auto", max_length=chance.choice([32, 48, 64, 96, 128, 192]),
            effective_batch=chance.choice(["auto", 16, 24, 64, 128, 256]), optimizer=chance.choice(["fused", "8bit"]),
            gradient_checkpointing=chance.random() < 0.3, freeze_embeddings=chance.random() < 0.3,
        )  # fmt: skip
        config = msgspec.structs.replace(config, optimizer=choose_optimizer(config.optimizer, device).kind)
        budget = int(chance.uniform(1.5, 16) * GIB)
        try:
            made = plan(config, found, budget=budget, settings=settings, model=models[base])
        except DeviceError:
            continue
        ran += 1
        longest = made.buckets[-1]
        settled = msgspec.structs.replace(
            config, optimizer=made.optimizer, gradient_checkpointing=made.gradient_checkpointing
        )
        step = Step(settled, longest.micro_batch, made.max_length, half, longest.accumulation > 1)
        torch.cuda.set_per_process_memory_fraction((made.budget - context) / total, device)
        try:
            measure(models[base].shape, step, device)
        except torch.OutOfMemoryError:
            failed.append(f"{base} {longest.micro_batch}x{made.max_length} in {made.budget / GIB:.1f} GiB")
        _release()
    torch.cuda.set_per_process_memory_fraction(1.0, device)
    click.echo(f"{ran} random configurations, {len(failed)} out of memory" + "".join(f"\n  {f}" for f in failed))
    return [f"{len(failed)} of {ran} random configurations ran out of memory"] if failed else []


def _release() -> None:
    gc.collect()
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
