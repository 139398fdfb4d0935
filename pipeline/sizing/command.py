"""What `python -m pipeline size` does."""

from __future__ import annotations

import io
import json
import shutil
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import msgspec
import torch
from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

from pipeline.config import config_dir
from pipeline.errors import ConfigError, DeviceError
from pipeline.manifest import write_whole
from pipeline.sizing.config import MIB, SizingConfig, load_sizing_config
from pipeline.sizing.count import build
from pipeline.sizing.device import (
    Device,
    choose_gpu,
    named_gpu,
    parse_memory,
    read_cpu,
    read_gpus,
    show_only,
    sized_gpu,
)
from pipeline.sizing.memory import MemoryModel
from pipeline.sizing.planning import Plan, model_for, plan, suggest
from pipeline.sizing.table import render, render_choices
from pipeline.sizing.trial import Trial
from pipeline.training.config import load_train_config, profiles
from pipeline.training.device import choose_device
from pipeline.training.recipe import settle_recipe


def run_size(
    *, gpu_memory: str | None, gpu: str | None, index: str | None, profile: str | None,
    overrides: tuple[str, ...], quick: bool, gpus: int, way: str | None, choose: str, as_json: bool,
) -> None:  # fmt: skip
    """One invocation of the command; `way` is suggest, show, apply, profile or None, to plan."""
    settings = load_sizing_config()
    device, budget = find_device(gpu_memory, gpu, index, settings)
    if way == "profile" and device.kind == "gpu" and device.present:
        show_only([device])
    profile = profile or pick_profile(gpu_memory, device)
    config = load_train_config(profile, quick, overrides)
    if budget is None and config.gpu_memory and device.kind == "gpu" and not gpu_memory:
        budget = parse_memory(config.gpu_memory)
    fixed = way == "show" and not config.auto
    if way != "show":  # the question is what would fit, so the YAML's own batch does not bind
        config = msgspec.structs.replace(config, micro_batch="auto", accumulation="auto")
    config, _ = settle_recipe(config, 10**9)  # as many examples as the recipe likes
    model = model_for(config, device, settings, gpus)
    if way == "suggest" or choose != "planned":
        plans = suggest(config, model, budget)
    else:
        plans = {"planned": plan(config, model, budget, fixed)}
    if way == "suggest":
        found = {name: to_builtins(made) for name, made in plans.items()}
        click.echo(json.dumps(found, indent=1) if as_json else render_choices(plans))
        return
    if choose not in plans:
        raise ConfigError(f"--choose {choose}: is not one of {', '.join(plans)}")
    made = plans[choose]
    if way == "apply":
        path = config_dir() / "gpu" / f"{profile}.yaml"
        backup = write_settings(path, made.settings())
        said = "says so already, nothing changed"
        if backup is not None:
            said = f"written, what it was is in {backup.name}"
        click.echo(f"{render(made)}\n{path}: {said}")
    elif way == "profile":
        _compare(made, model, as_json)
    else:
        click.echo(json.dumps(to_builtins(made), indent=1) if as_json else render(made))


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
        "total": made.total, "utilisation": made.utilisation,
        "effective_batch": made.batch.effective, "precision": made.precision.kind,
    }  # fmt: skip
    return msgspec.to_builtins(made) | made.settings() | sums


def write_settings(path: Path, settings: dict[str, Any]) -> Path | None:
    """Set `settings` in the YAML mapping at `path`, comments and order kept; returns where the file
    was backed up, None where it says all that already.

    The file changes whole or not at all. Raises ConfigError.
    """
    yaml = YAML()
    yaml.preserve_quotes, yaml.width = True, 4096
    try:
        values = yaml.load(path)
    except (OSError, YAMLError) as error:
        raise ConfigError(f"{path}: is not valid YAML: {' '.join(str(error).split())}") from None
    if not isinstance(values, dict):
        raise ConfigError(f"{path}: must hold a mapping of keys to values")
    if all(key in values and values[key] == value for key, value in settings.items()):
        return None
    values.update(settings)
    text = io.StringIO()
    yaml.dump(values, text)
    backup = path.with_name(f"{path.name}.{datetime.now():%Y%m%d-%H%M%S-%f}.bak")
    try:
        shutil.copy2(path, backup)
        write_whole(path, text.getvalue())
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror or error}") from None
    return backup


def _compare(made: Plan, model: MemoryModel, as_json: bool) -> None:
    """Run the plan's step on this machine: predicted against measured memory by component."""
    if not made.device.present:
        raise DeviceError(f"--profile runs real steps and {made.device.name} is not here")
    config, length, accumulation = made.config, made.config.max_length, made.batch.accumulation
    device = choose_device(made.device.kind == "gpu")
    trial = Trial(build(model.shape, config), config, device, made.precision, accumulation)
    both = {
        "predicted": model.allocated(config, made.rows(length), length, accumulation > 1),
        "measured": trial.components(made.rows(length), length),
    }
    parts = {name: seen.parts() | {"peak": seen.peak} for name, seen in both.items()}
    if as_json:
        click.echo(json.dumps(parts, indent=1))
        return
    click.echo(f"{render(made)}\n\n{'MiB':20s}{'predicted':>11s}{'measured':>11s}")
    for part, size in parts["predicted"].items():
        click.echo(f"  {part:18s}{size / MIB:11.1f}{parts['measured'][part] / MIB:11.1f}")
