"""Plans for people to read."""

from __future__ import annotations

from pipeline.sizing.config import GIB, MIB
from pipeline.sizing.planning import Plan


def render(made: Plan) -> str:
    """The plan: device, settings, memory by component, predicted and measured by length, notes."""
    notes = (f"note: {note}" for note in made.notes)
    return "\n".join([*_head(made), "", *_components(made), "", *_buckets(made), *notes])


def _head(made: Plan) -> list[str]:
    config = made.config
    effective = "" if config.token_budget else f" (effective batch {made.batch.effective})"
    tf32 = ", TF32" if made.precision.tf32 else ""
    checkpointing = on_off(config.gradient_checkpointing)
    return [
        f"device      {made.device}",
        f"budget      {made.budget / GIB:.2f} GiB, of which at most {made.margin:.0%} are planned",
        f"model       {config.base}, length {config.max_length}",
        f"batch       {made.batch}{effective}",
        f"precision   {made.precision.kind}{tf32}, gradient checkpointing {checkpointing}",
        f"optimiser   {config.optimizer} AdamW, rate {config.learning_rate},"
        f" warm-up {config.warmup:.0%}",
    ]


def _components(made: Plan) -> list[str]:
    """Predicted MiB by component at the highest point of a step, and their share of the budget."""
    lines = [f"{'memory at its peak':38s}{'MiB':>10s}{'of budget':>11s}"]
    for name, size in {**made.components, "total": made.total}.items():
        lines.append(f"  {name:36s}{size / MIB:10.1f}{size / made.budget:11.1%}")
    return lines


def _buckets(made: Plan) -> list[str]:
    """What a micro-batch takes, by length: predicted and, where a step was tried, measured."""
    lines = [f"{'tokens':>8s}{'predicted MiB':>15s}{'measured MiB':>14s}{'of budget':>11s}"]
    for b in made.buckets:
        measured = "-" if b.measured is None else f"{b.measured / MIB:.1f}"
        share = (b.measured or b.predicted) / made.budget
        lines.append(f"{b.length:8d}{b.predicted / MIB:15.1f}{measured:>14s}{share:11.1%}")
    return lines


def render_choices(plans: dict[str, Plan]) -> str:
    """One line a suggestion, with its predicted memory."""
    rows = [("name", "micro", "accum", "length", "ckpt", "optimiser", "MiB", "of budget")]
    for name, made in plans.items():
        micro, accumulation, checkpointing, optimiser, length = made.settings().values()
        memory = f"{made.total / MIB:.1f}", f"{made.utilisation:.1%}"
        rows.append((name, micro, accumulation, length, on_off(checkpointing), optimiser, *memory))
    lines = [f"{row[0]:9s}" + "".join(f"{cell:>10}" for cell in row[1:]) for row in rows]
    return "\n".join([*lines, "--apply --choose NAME writes one into the YAML"])


def on_off(switch: bool) -> str:
    return "on" if switch else "off"
