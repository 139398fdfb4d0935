"""What `python -m pipeline size` does."""

from __future__ import annotations

import json
from typing import Any

import click
import msgspec
import torch

from pipeline.config import config_dir
from pipeline.errors import ConfigError, DeviceError
from pipeline.sizing.apply import apply_settings
from pipeline.sizing.config import MIB, SizingConfig, load_sizing_config
from pipeline.sizing.count import build
from pipeline.sizing.device import (
    Device,
    choose_gpu,
    named_gpu,
    parse_memory,
    read_cpu,
    read_gpus,
    sized_gpu,
)
from pipeline.sizing.memory import MemoryModel
from pipeline.sizing.planning import Plan, model_for, plan
from pipeline.sizing.suggest import render_suggestions, suggest
from pipeline.sizing.table import render
from pipeline.sizing.trial import Measured, Trial, predicted
from pipeline.training.config import TrainConfig, load_train_config, profiles
from pipeline.training.device import Precision, choose_device
from pipeline.training.recipe import settle_recipe


class Options(msgspec.Struct, kw_only=True):
    """The options of the command; see its --help."""

    gpu_memory: str | None
    gpu: str | None
    index: str | None
    profile: str | None
    overrides: tuple[str, ...]
    quick: bool
    gpus: int
    suggest: bool
    show: bool
    apply: bool
    choose: str
    measured: bool
    as_json: bool


def run_size(options: Options) -> None:
    """One invocation of the command."""
    settings = load_sizing_config()
    device, budget = find_device(options.gpu_memory, options.gpu, options.index, settings)
    profile = options.profile or pick_profile(options.gpu_memory, device)
    config = load_train_config(profile, options.quick, options.overrides)
    if budget is None and config.gpu_memory and device.kind == "gpu" and not options.gpu_memory:
        budget = parse_memory(config.gpu_memory)
    model = model_for(config, device, settings, options.gpus)
    wanted: dict[str, Any] = {
        "budget": budget,
        "settings": settings,
        "model": model,
        "processes": options.gpus,
    }
    if options.show:
        # The configuration as it stands: nothing is settled that the YAML settles.
        plans = {"planned": plan(config, device, fixed=not config.auto, **wanted)}
    elif options.suggest or (options.apply and options.choose != "planned"):
        plans = suggest(config, device, **wanted)
    else:
        # The question is what would fit, so the YAML's own batch does not bind.
        config = msgspec.structs.replace(config, micro_batch="auto", accumulation="auto")
        config, _ = settle_recipe(config, 10**9)  # as many examples as the recipe likes
        plans = {"planned": plan(config, device, **wanted)}
    if options.apply:
        _apply(plans, options.choose, profile)
    elif options.measured:
        _compare(config, plans["planned"], model, options.as_json)
    elif options.as_json:
        found = {name: to_builtins(made) for name, made in plans.items()}
        click.echo(json.dumps(found if options.suggest else found["planned"], indent=1))
    else:
        click.echo(render_suggestions(plans) if options.suggest else render(plans["planned"]))


def find_device(
    gpu_memory: str | None, gpu: str | None, index: str | None, settings: SizingConfig
) -> tuple[Device, int | None]:
    """The device to size for and the budget in bytes, None where it is all that is free."""
    if gpu_memory == "cpu":
        return read_cpu(), None
    budget = None if gpu_memory in (None, "auto") else parse_memory(gpu_memory)
    if gpu is not None:
        return named_gpu(gpu, settings), budget
    try:
        return choose_gpu(read_gpus(torch.version.cuda is not None), index), budget
    except DeviceError as error:
        if index is not None or gpu_memory == "auto":
            raise
        click.echo(f"note: {str(error).partition(';')[0]}", err=True)
        return (read_cpu() if budget is None else sized_gpu(budget)), budget


def pick_profile(gpu_memory: str | None, device: Device) -> str:
    """The profile named like the size, else `auto`, or `cpu` on a CPU."""
    name = (gpu_memory or "").strip().lower()
    return "cpu" if device.kind == "cpu" else name if name in profiles() else "auto"


def to_builtins(made: Plan) -> dict[str, Any]:
    """The plan for scripts, sums included."""
    sums = {
        "total": made.estimate.total,
        "utilisation": made.utilisation,
        "effective_batch": made.batch.effective,
    }
    return msgspec.to_builtins(made) | sums


def _apply(plans: dict[str, Plan], choose: str, profile: str) -> None:
    if choose not in plans:
        raise ConfigError(f"--choose {choose}: is not one of {', '.join(plans)}")
    made, path = plans[choose], config_dir() / "gpu" / f"{profile}.yaml"
    backup = apply_settings(path, made.settings())
    if backup is None:
        click.echo(f"{path}: says so already, nothing changed")
        return
    click.echo(render(made))
    click.echo(f"{path}: written, what it was is in {backup.name}")


def _compare(config: TrainConfig, made: Plan, model: MemoryModel, as_json: bool) -> None:
    """Run the plan's step on this machine and print predicted against measured memory by
    component.
    """
    if not made.device.present:
        raise DeviceError(f"--profile runs real steps and {made.device.name} is not here")
    expected, seen = compare(config, made, model)
    if as_json:
        both = {"predicted": expected, "measured": seen.parts, "seconds": seen.seconds}
        click.echo(json.dumps(both, indent=1))
        return
    click.echo(render(made) + f"\n\n{'MiB':20s}{'predicted':>11s}{'measured':>11s}")
    for part, size in expected.items():
        click.echo(f"  {part:18s}{size / MIB:11.1f}{seen.parts[part] / MIB:11.1f}")
    rate = made.micro_batch * min(2, made.accumulation) / seen.seconds
    click.echo(f"{rate:.1f} examples of {made.max_length} tokens a second")


def compare(config: TrainConfig, made: Plan, model: MemoryModel) -> tuple[dict[str, int], Measured]:
    """Bytes by component of one step of `made`: predicted, and of a real one here."""
    gpu, accumulating = made.device.kind == "gpu", made.accumulation > 1
    settled = made.applied(config)
    expected = predicted(model.count(settled, made.micro_batch, made.max_length, accumulating))
    expected["peak"] += made.estimate.components.get("cuBLAS workspace", 0)
    device, precision = choose_device(gpu), Precision(made.precision, "", made.tf32)
    trial = Trial(build(model.shape, settled), settled, device, precision, made.accumulation)
    return expected, trial.components(made.micro_batch, made.max_length)
