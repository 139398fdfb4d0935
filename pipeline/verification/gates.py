"""Gates: each figure against its limit. A figure that could not be measured fails its gate."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.verification.config import GATE_FIGURES, AtLeast, AtMost, Gates


class Verdict(NamedTuple):
    """One gate's outcome; `value` is None where the evaluation had nothing to measure it on."""

    name: str
    value: float | None
    limit: str
    passed: bool
    reason: str


def gate_figures(quality: Mapping[str, Any], latency: Mapping[str, Any], gates: Gates) -> dict[str, float]:
    """The figure of each gate that is on; for quality, the bound of the interval on the bad side."""
    figures = {}
    for name, gate in active(gates).items():
        if name in quality["headline"]:
            figures[name] = quality["headline"][name]["low" if isinstance(gate, AtLeast) else "high"]
        else:
            figures[name] = quality[name] if name in quality else latency[name]
    return figures


def active(gates: Gates) -> dict[str, AtLeast | AtMost]:
    """The gates that are not switched off, by name."""
    return {name: gate for name in GATE_FIGURES if (gate := getattr(gates, name)) is not None}


def judge(figures: Mapping[str, float], gates: Gates) -> list[Verdict]:
    """One verdict a gate that is on."""
    verdicts = []
    for name, gate in active(gates).items():
        value = figures.get(name)
        at_least = isinstance(gate, AtLeast)
        limit = f">= {gate.min:g}" if at_least else f"<= {gate.max:g}"
        if value is None or math.isnan(value):
            verdicts.append(Verdict(name, None, limit, False, gate.reason))
            continue
        passed = value >= gate.min if at_least else value <= gate.max
        verdicts.append(Verdict(name, float(value), limit, bool(passed), gate.reason))
    return verdicts


def gate_table(verdicts: Sequence[Verdict]) -> str:
    """The verdicts as aligned plain text, failed gates last so that they end the log."""
    rows = [("gate", "measured", "limit", "", "what")]
    for v in sorted(verdicts, key=lambda v: not v.passed):
        measured = "none" if v.value is None else f"{v.value:.4g}"
        rows.append((v.name, measured, v.limit, "pass" if v.passed else "FAIL", GATE_FIGURES[v.name]))
    widths = [max(len(row[i]) for row in rows) for i in range(5)]
    return "\n".join("  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows)
