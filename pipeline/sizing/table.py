"""A plan for people to read."""

from __future__ import annotations

from pipeline.sizing.config import GIB, MIB
from pipeline.sizing.planning import Plan


def render(made: Plan) -> str:
    """The whole plan: device, settings, memory by component, predicted and measured by length,
    reasons.
    """
    return "\n".join([*head(made), "", *components(made), "", *buckets(made), *reasons(made)])


def head(made: Plan) -> list[str]:
    tf32 = ", TF32" if made.tf32 else ""
    checkpointing = "on" if made.gradient_checkpointing else "off"
    effective = "" if made.token_budget else f" (effective batch {made.batch.effective})"
    optimizer = made.optimizer if made.optimizer != "8bit" else "8-bit"
    pinned = "" if made.pin_memory else "no "
    return [
        f"device      {made.device}",
        f"budget      {made.budget / GIB:.2f} GiB, of which at most {made.margin:.0%} are planned",
        f"model       {made.base}, length {made.max_length}",
        f"batch       {made.batch}{effective}",
        f"precision   {made.precision}{tf32}, gradient checkpointing {checkpointing}",
        f"optimiser   {optimizer} AdamW, rate {made.learning_rate:.2e}, warm-up {made.warmup:.0%}",
        f"loading     {made.workers} workers, {pinned}pinned memory, tokenised beforehand",
    ]


def components(made: Plan) -> list[str]:
    """Predicted MiB by component at the highest point of a step, and their share of the budget."""
    title = f"memory at its peak ({made.estimate.moment})"
    lines = [f"{title:38s}{'MiB':>10s}{'of budget':>11s}"]
    for name, size in made.estimate.components.items():
        lines.append(f"  {name:36s}{size / MIB:10.1f}{size / made.budget:11.1%}")
    total = made.estimate.total / MIB
    return [*lines, f"  {'total':36s}{total:10.1f}{made.utilisation:11.1%}"]


def buckets(made: Plan) -> list[str]:
    """What a micro-batch takes, by length: predicted and, where a step was tried, measured."""
    lines = [f"{'tokens':>8s}{'predicted MiB':>15s}{'measured MiB':>14s}{'of budget':>11s}"]
    for b in made.buckets:
        measured = f"{'-':>14s}" if b.measured is None else f"{b.measured / MIB:14.1f}"
        share = (b.measured or b.predicted) / made.budget
        lines.append(f"{b.length:8d}{b.predicted / MIB:15.1f}{measured}{share:11.1%}")
    return lines


def reasons(made: Plan) -> list[str]:
    return [f"note: {note}" for note in made.notes]
