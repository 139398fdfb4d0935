"""Gates: each figure against its limit. A figure that could not be measured fails its gate."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pipeline.verification.config import GATE_FIGURES, AtLeast, AtMost, Gates
from pipeline.verification.tables import table


class Verdict(NamedTuple):
    """One gate's outcome; `value` is None where the evaluation had nothing to measure it on."""

    name: str
    value: float | None
    limit: str
    passed: bool
    reason: str

    @property
    def state(self) -> str:
        """The outcome in a word."""
        if self.value is None and self.passed:
            return "none here"
        return "pass" if self.passed else "FAIL"


def gate_figures(
    quality: Mapping[str, Any], latency: Mapping[str, Any], gates: Gates
) -> dict[str, float | None]:
    """The figure of each gate that is on; for quality, the bound of the interval on the bad
    side.
    """
    whole = {**quality, **latency, "calibration_error": quality["calibration"]["ece"]}
    figures = {}
    for name, gate in active(gates).items():
        if name in quality["headline"]:
            interval = quality["headline"][name]
            figures[name] = interval.low if isinstance(gate, AtLeast) else interval.high
        else:
            figures[name] = whole[name]
    return figures


def active(gates: Gates) -> dict[str, AtLeast | AtMost]:
    """The gates that are not switched off, by name."""
    return {name: gate for name in GATE_FIGURES if (gate := getattr(gates, name)) is not None}


def judge(figures: Mapping[str, float | None], gates: Gates) -> list[Verdict]:
    """One verdict a gate that is on."""
    verdicts = []
    for name, gate in active(gates).items():
        value = figures.get(name)
        limit = f">= {gate.min:g}" if isinstance(gate, AtLeast) else f"<= {gate.max:g}"
        if value is None or math.isnan(value):
            verdicts.append(Verdict(name, None, limit, gate.absent == "pass", gate.reason))
            continue
        passed = value >= gate.min if isinstance(gate, AtLeast) else value <= gate.max
        verdicts.append(Verdict(name, float(value), limit, bool(passed), gate.reason))
    return verdicts


def gate_table(verdicts: Sequence[Verdict]) -> str:
    """The verdicts as aligned plain text, failed gates last so that they end the log."""
    rows = [
        [
            v.name,
            "none" if v.value is None else f"{v.value:.4g}",
            v.limit,
            v.state,
            GATE_FIGURES[v.name],
        ]
        for v in sorted(verdicts, key=lambda v: not v.passed)
    ]
    return table(["gate", "measured", "limit", "", "what"], rows, markdown=False, left=True)
