"""A plan for people to read."""

from __future__ import annotations

from pipeline.sizing.config import GIB, MIB
from pipeline.sizing.planning import Plan


def render(made: Plan) -> str:
    """The whole plan: device, settings, memory by component, batch by length, reasons."""
    return "\n".join([*head(made), "", *components(made), "", *buckets(made), *reasons(made)])


def head(made: Plan) -> list[str]:
    tf32 = ", TF32" if made.tf32 else ""
    checkpointing = "on" if made.gradient_checkpointing else "off"
    tokens = f" within {made.token_budget} tokens" if made.token_budget else ""
    effective = "" if made.token_budget else f" (effective batch {made.effective_batch})"
    return [
        f"device      {made.device}",
        f"budget      {made.budget / GIB:.2f} GiB, of which at most {made.margin:.0%} are planned",
        f"model       {made.base}, length {made.max_length}",
        f"batch       micro-batch {made.micro_batch}{tokens}, accumulation {made.accumulation}{effective}",
        f"precision   {made.precision}{tf32}, gradient checkpointing {checkpointing}",
        f"optimiser   {made.optimizer if made.optimizer != '8bit' else '8-bit'} AdamW, warm-up {made.warmup:.0%}",
        f"loading     {made.workers} workers, {'' if made.pin_memory else 'no '}pinned memory, tokenised beforehand",
    ]


def components(made: Plan) -> list[str]:
    """Predicted MiB by component at the highest point of a step, and their share of the budget."""
    lines = [f"{'memory at its peak (' + made.estimate.moment + ')':38s}{'MiB':>10s}{'of budget':>11s}"]
    for name, size in made.estimate.components.items():
        lines.append(f"  {name:36s}{size / MIB:10.1f}{size / made.budget:11.1%}")
    lines.append(f"  {'total':36s}{made.estimate.total / MIB:10.1f}{made.utilisation:11.1%}")
    return lines


def buckets(made: Plan) -> list[str]:
    """The batch for each length."""
    lines = [f"{'tokens':>8s}{'micro-batch':>13s}{'accumulation':>14s}{'MiB':>10s}{'of budget':>11s}"]
    for b in made.buckets:
        share = b.total / made.budget
        lines.append(f"{b.length:8d}{b.micro_batch:13d}{b.accumulation:14d}{b.total / MIB:10.1f}{share:11.1%}")
    return lines


def reasons(made: Plan) -> list[str]:
    return [f"note: {note}" for note in made.notes]
