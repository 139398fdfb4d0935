"""What `python -m pipeline size` does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import msgspec
import torch

from pipeline.config import config_dir
from pipeline.errors import ConfigError, DeviceError
from pipeline.sizing.apply import apply_settings
from pipeline.sizing.config import SizingConfig, load_sizing_config
from pipeline.sizing.device import Device, choose_gpu, named_gpu, parse_memory, read_cpu, read_gpus, sized_gpu
from pipeline.sizing.planning import Plan, count_examples, plan
from pipeline.sizing.suggest import render_suggestions, suggest
from pipeline.sizing.table import render
from pipeline.training.config import TrainConfig, load_train_config, profiles


def run_size(
    gpu_memory: str | None,
    gpu: str | None,
    index: str | None,
    profile: str | None,
    overrides: tuple[str, ...],
    quick: bool,
    suggest: bool,
    show: bool,
    apply: bool,
    choose: str,
    measured: bool,
    check: bool,
    as_json: bool,
) -> None:
    """One invocation of the command; see its --help."""
    if check:
        from pipeline.sizing.check import check as run_check

        run_check(quick)
        return
    settings = load_sizing_config()
    device, budget = find_device(gpu_memory, gpu, index, settings)
    profile = profile or pick_profile(gpu_memory, device)
    config = load_train_config(profile, quick, overrides)
    if budget is None and config.gpu_memory and device.kind == "gpu" and gpu_memory is None:
        budget = parse_memory(config.gpu_memory)
    options = {"budget": budget, "quick": quick, "settings": settings, "examples": count_examples(config.data)}
    if show:
        _print(explain(config, device, options), as_json)
        return
    plans = _plans(config, device, options, suggest or (apply and choose != "planned"))
    if apply:
        _apply(plans, choose, config_dir() / "gpu" / f"{profile}.yaml")
        return
    if measured:
        compare_here(config, plans["planned"], as_json)
        return
    if as_json:
        found = {name: to_builtins(made) for name, made in plans.items()}
        click.echo(json.dumps(found if suggest else found["planned"], indent=1))
        return
    click.echo(render_suggestions(plans) if suggest else render(plans["planned"]))


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
        return choose_gpu(read_gpus(torch.version.cuda), index), budget
    except DeviceError as error:
        if index is not None or gpu_memory == "auto":
            raise
        click.echo(f"note: {str(error).partition(';')[0]}", err=True)
        return (read_cpu() if budget is None else sized_gpu(budget)), budget


def pick_profile(gpu_memory: str | None, device: Device) -> str:
    """The profile named like the size, else `auto`, or `cpu` on a CPU."""
    name = (gpu_memory or "").strip().lower()
    return "cpu" if device.kind == "cpu" else name if name in profiles() else "auto"


def _plans(config: TrainConfig, device: Device, options: dict[str, Any], several: bool) -> dict[str, Plan]:
    if several:
        return suggest(config, device, **options)
    # The question is what would fit, so the YAML's own batch does not bind.
    wanted = msgspec.structs.replace(config, micro_batch="auto", accumulation="auto")
    return {"planned": plan(wanted, device, **options)}


def explain(config: TrainConfig, device: Device, options: dict[str, Any]) -> Plan:
    """The configuration as it stands, as a plan: nothing is settled that the YAML settles."""
    if "auto" in (config.micro_batch, config.accumulation):
        return plan(config, device, **options)
    return plan(config, device, **options, fixed=True)


def _print(made: Plan, as_json: bool) -> None:
    click.echo(json.dumps(to_builtins(made), indent=1) if as_json else render(made))


def to_builtins(made: Plan) -> dict[str, Any]:
    """The plan for scripts, sums included."""
    sums = {"total": made.estimate.total, "utilisation": made.utilisation, "effective_batch": made.effective_batch}
    return msgspec.to_builtins(made) | sums


def _apply(plans: dict[str, Plan], choose: str, path: Path) -> None:
    if choose not in plans:
        raise ConfigError(f"--choose {choose}: is not one of {', '.join(plans)}")
    made = plans[choose]
    backup = apply_settings(path, made.settings())
    if backup is None:
        click.echo(f"{path}: says so already, nothing changed")
        return
    click.echo(render(made))
    click.echo(f"{path}: written, what it was is in {backup.name}")


def compare_here(config: TrainConfig, made: Plan, as_json: bool) -> None:
    """Run the plan's steps on this machine and print predicted against measured memory by component."""
    from pipeline.sizing.config import by_capability
    from pipeline.sizing.count import Step
    from pipeline.sizing.measure import compare, render_comparison
    from pipeline.sizing.memory import base_shape

    if not made.device.present:
        raise DeviceError(f"--profile runs real steps and {made.device.name} is not here")
    gpu = made.device.kind == "gpu"
    if gpu and not torch.cuda.is_available():
        raise DeviceError("--profile runs real steps and PyTorch sees no GPU here; use --gpu-memory cpu")
    workspace = by_capability(load_sizing_config().workspace_mib, made.device.capability) if gpu else 0
    longest = made.buckets[-1]
    config = msgspec.structs.replace(
        config, optimizer=made.optimizer, gradient_checkpointing=made.gradient_checkpointing
    )
    half = made.precision != "fp32"
    step = Step(config, longest.micro_batch, made.max_length, half, longest.accumulation > 1, gpu)
    shape = base_shape(config.base, config.revision)
    row = compare(
        f"{config.base[:14]} b{step.batch} L{step.length}",
        shape,
        step,
        torch.device("cuda" if gpu else "cpu"),
        workspace,
    )
    if as_json:
        seen = {"predicted": row.predicted, "measured": row.measured.parts, "seconds": row.measured.seconds}
        click.echo(json.dumps(seen, indent=1))
        return
    click.echo(render(made) + "\n\nMiB, predicted/measured\n" + render_comparison([row]))
    rate = step.batch * (1 + step.accumulating) / row.measured.seconds
    click.echo(f"{rate:.1f} examples of {step.length} tokens a second")
