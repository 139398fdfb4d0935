"""The verification report: report.json with every figure, report.md for people, plots where they can be drawn."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from pipeline.labels import LABELS
from pipeline.verification.config import GATE_FIGURES

if TYPE_CHECKING:
    from pipeline.verification.verify import Outcome


def table(header: list[str], rows: list[list[Any]], *, markdown: bool = True) -> str:
    """A Markdown table, or the same aligned as plain text; the first column is left-aligned, the rest right."""
    cells = [[cell(value) for value in row] for row in [header, *rows]]
    widths = [max(len(row[i]) for row in cells) for i in range(len(header))]
    edge, gap = ("| ", " | ") if markdown else ("", "  ")
    lines = [
        edge
        + gap.join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(row, widths, strict=True)))
        + (" |" if markdown else "")
        for row in cells
    ]
    if markdown:
        lines.insert(1, "|" + "|".join("-" * (w + 1) + ("-" if i == 0 else ":") for i, w in enumerate(widths)) + "|")
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


def headline_rows(quality: dict[str, Any]) -> list[list[Any]]:
    """Rows [figure, value, low, high]."""
    return [[name, f["value"], f["low"], f["high"]] for name, f in quality["headline"].items()]


def label_rows(quality: dict[str, Any]) -> list[list[Any]]:
    """Rows [label, strict P R F1, exact F1, partial F1, gold, predicted], PII last."""
    rows = []
    for name, figures in [*quality["labels"].items(), ("PII", quality["pii"])]:
        strict = figures["strict"]
        gold = strict["correct"] + strict["incorrect"] + strict["missed"]
        predicted = strict["correct"] + strict["incorrect"] + strict["spurious"]
        rows.append(
            [name, strict["precision"], strict["recall"], strict["f1"], figures["exact"]["f1"],
             figures["partial"]["f1"], gold, predicted]
        )  # fmt: skip
    return rows


def part_rows(quality: dict[str, Any]) -> list[list[Any]]:
    """Rows [part, utterances, PII spans, P, R, F1, leak, over, alarms per 100]."""
    names = ("utterances", "gold_pii_spans", "pii_precision", "pii_recall", "pii_f1", "leak", "over_redaction",
             "false_alarms_per_100")  # fmt: skip
    return [[part, *(figures[name] for name in names)] for part, figures in quality["parts"].items()]


LABEL_HEADER = ["label", "precision", "recall", "F1", "exact F1", "partial F1", "gold", "found"]
PART_HEADER = ["part", "utterances", "PII spans", "precision", "recall", "F1", "leak", "over", "alarms/100"]
HEADLINE_HEADER = ["figure", "value", "low", "high"]


def latency_rows(latency: dict[str, Any]) -> list[list[Any]]:
    """Rows [what, p50, p95, p99] in milliseconds."""
    return [
        ["find, batch 1", *latency["raw_ms"].values()],
        ["int8 reference", *latency["reference_ms"].values()],
    ]


def summary(outcome: Outcome) -> str:
    """The figures as plain text for a terminal or a build log."""
    quality, latency = outcome.quality, outcome.latency
    return "\n\n".join(
        [
            table(LABEL_HEADER, label_rows(quality), markdown=False),
            table(PART_HEADER, part_rows(quality), markdown=False),
            table(HEADLINE_HEADER, headline_rows(quality), markdown=False),
            table(["latency, ms", "p50", "p95", "p99"], latency_rows(latency), markdown=False),
            latency_note(latency),
        ]
    )


def latency_note(latency: dict[str, Any]) -> str:
    """How the latency was measured, in one paragraph."""
    return (
        f"{latency['samples']} measurements ({latency['utterances']} utterances x {latency['rounds']} rounds) after "
        f"{latency['warmup']} warm-up calls; percentiles by linear interpolation. Quiet p95 "
        f"{latency['quiet_p95_ms']:.2f} ms against a quiet reference of {latency['quiet_reference_ms']:.2f} ms; the "
        f"gated p95 is the raw one divided by {latency['load_factor']:.2f} for the machine's load."
    )


def write_report(outcome: Outcome, folder: Path, plots: bool | None) -> None:
    """Write report.json, report.md and, where wanted and possible, the plots into `folder`."""
    drawn: list[str] = []
    if plots is not False:
        from pipeline.verification.plots import draw_plots

        drawn = draw_plots(outcome, folder, required=bool(plots))
    document = msgspec.to_builtins(outcome)
    document["verdicts"] = [v._asdict() for v in outcome.verdicts]
    encoded = msgspec.json.format(msgspec.json.encode(document), indent=1)
    (folder / "report.json").write_bytes(encoded + b"\n")
    (folder / "report.md").write_text(markdown(outcome, drawn), encoding="utf-8")


def markdown(outcome: Outcome, drawn: list[str]) -> str:
    """report.md."""
    quality, latency, machine = outcome.quality, outcome.latency, outcome.machine
    gates = [
        [v.name, v.value, v.limit, "pass" if v.passed else "**FAIL**", GATE_FIGURES[v.name], v.reason]
        for v in outcome.verdicts
    ]
    confusion = [[name, *row] for name, row in zip([*LABELS, "none"], quality["confusion"], strict=True)]
    ece = quality["calibration"]["ece"]
    sections = [
        "# Verification report",
        f"**{'All gates passed' if outcome.passed else 'A gate FAILED'}** on {quality['utterances']} utterances with "
        f"{quality['gold_pii_spans']} PII spans; {quality['quiet_utterances']} of them hold none.",
        table(["gate", "measured", "limit", "", "what", "why this limit"], gates),
        "## Quality\nPrecision, recall and F1 are strict (start, end and label right, by nervaluate); exact ignores "
        "the label; partial gives half a point for an overlap. Intervals are percentile bootstrap over utterances.",
        table(HEADLINE_HEADER, headline_rows(quality)),
        table(LABEL_HEADER, label_rows(quality)),
        "## By part",
        table(PART_HEADER, part_rows(quality)),
        "## Confusion of spans\nRows: labelled; columns: found. `none`: nothing found there, or nothing labelled.",
        table(["", *LABELS, "none"], confusion),
        f"## Calibration\nExpected calibration error of the span scores: {cell(ece)}.",
        "## Latency",
        table(["ms", "p50", "p95", "p99"], latency_rows(latency)),
        latency_note(latency),
        f"Machine: {machine['processor']}, {machine['cores']} cores, int8: {', '.join(machine['int8']) or 'none'}, "
        f"load {machine['load_average'][0]}.",
    ]
    if drawn:
        sections += ["## Plots", *(f"![{name.rsplit('.', 1)[0]}]({name})" for name in drawn)]
    else:
        sections.append("No plots: matplotlib is not installed here, or they were not asked for.")
    return "\n\n".join(sections) + "\n"
