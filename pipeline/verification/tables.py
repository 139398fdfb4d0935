"""Tables of figures, in Markdown or as plain text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any


def table(
    header: Sequence[str],
    rows: Sequence[Sequence[Any]],
    *,
    markdown: bool = True,
    left: bool = False,
) -> str:
    """A Markdown table, or the same aligned as plain text; the first column is left-aligned, the
    rest right.

    `left` aligns all columns to the left.
    """
    cells = [[cell(value) for value in row] for row in [header, *rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(header))]
    edge, gap = ("| ", " | ") if markdown else ("", "  ")
    lines = [
        edge
        + gap.join(
            c.ljust(w) if left or i == 0 else c.rjust(w)
            for i, (c, w) in enumerate(zip(row, widths, strict=True))
        )
        + (" |" if markdown else "")
        for row in cells
    ]
    if markdown:
        rules = ("-" * (w + 1) + ("-" if left or i == 0 else ":") for i, w in enumerate(widths))
        lines.insert(1, "|" + "|".join(rules) + "|")
    return "\n".join(line.rstrip() for line in lines)


def cell(value: Any) -> str:
    """A figure for a table: three decimals for fractions, a dash for what could not be measured."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"
    return str(value)
