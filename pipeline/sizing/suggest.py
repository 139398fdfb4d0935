"""Three to five plans to choose from."""

from __future__ import annotations

from typing import Any

import msgspec

from pipeline.errors import ConfigError, DeviceError
from pipeline.sizing.config import MIB, load_sizing_config
from pipeline.sizing.device import Device
from pipeline.sizing.planning import LONGEST, Plan, model_for, plan
from pipeline.training.config import TrainConfig

#: What each suggestion asks for; `planned` is what training with `auto` would take.
GPU_CHOICES: dict[str, dict[str, Any]] = {
    "planned": {},
    "safest": {"gradient_checkpointing": True, "optimizer": "8bit"},
    "fastest": {"gradient_checkpointing": False, "optimizer": "fused"},
    "longest": {"gradient_checkpointing": True, "optimizer": "8bit", "max_length": LONGEST},
}
CPU_CHOICES: dict[str, dict[str, Any]] = {
    "planned": {},
    "safest": {"gradient_checkpointing": True},
    "fastest": {
        "freeze_embeddings": True,
        "attention": "eager",
        "dropout": 0.0,
        "attention_dropout": 0.0,
    },
}


def suggest(config: TrainConfig, device: Device, **options: Any) -> dict[str, Plan]:
    """Plans by name: planned, safest, fastest and, on a GPU, longest; those that do not fit are
    left out.

    Raises DeviceError where none fits.
    """
    config = msgspec.structs.replace(config, micro_batch="auto", accumulation="auto")
    options.setdefault("settings", load_sizing_config())
    options.setdefault("model", model_for(config, device, options["settings"]))
    plans, first_error = {}, None
    for name, wishes in (GPU_CHOICES if device.kind == "gpu" else CPU_CHOICES).items():
        try:
            wanted = msgspec.structs.replace(config, **wishes)
            made = plan(wanted, device, **options)
        except (DeviceError, ConfigError) as error:
            first_error = first_error or error
            continue
        # A plan that had to give up what makes the suggestion is not that suggestion.
        kept = (
            made.gradient_checkpointing == wanted.gradient_checkpointing
            and made.max_length
            >= min(
                wanted.max_length, made.max_length if device.kind == "cpu" else wanted.max_length
            )
        )
        if name == "planned" or kept:
            plans[name] = made
    if not plans:
        raise first_error or DeviceError("nothing fits this device")
    return plans


def render_suggestions(plans: dict[str, Plan]) -> str:
    """One line a suggestion, with its predicted memory."""
    lines = [
        f"{'name':9s} {'micro':>6s} {'accum':>6s} {'length':>6s} {'ckpt':>5s} {'optimiser':>9s} "
        f"{'MiB':>9s} {'of budget':>9s}"
    ]
    for name, made in plans.items():
        lines.append(
            f"{name:9s} {made.micro_batch:6d} {made.accumulation:6d} {made.max_length:6d} "
            f"{'on' if made.gradient_checkpointing else 'off':>5s} {made.optimizer:>9s} "
            f"{made.estimate.total / MIB:9.1f} {made.utilisation:9.1%}"
        )
    lines.append("--apply --choose NAME writes one into the YAML")
    return "\n".join(lines)
