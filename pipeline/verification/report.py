"""The verification report: report.json with every figure, report.md for people, plots where they
can be drawn.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec

from pipeline.verification.config import GATE_FIGURES
from pipeline.verification.outcome import Outcome
from pipeline.verification.plots import draw_plots
from pipeline.verification.tables import cell, table

LABEL_HEADER = [
    "label",
    "precision",
    "recall",
    "F1",
    "touched",
    "left",
    "labelled",
    "found",
    "score",
    "right",
    "ECE",
]
#: The figures of a part or a tool and the heads of their columns, in order.
QUALITY_FIGURES = {
    "pii_precision": "precision",
    "pii_recall": "recall",
    "pii_f1": "F1",
    "redaction_precision": "hiding",
    "pii_touched": "touched",
    "leak": "leak",
    "over_redaction": "over",
    "false_alarms_per_100": "alarms/100",
    "wrong_per_1000_words": "wrong/1000 words",
}
PART_HEADER = ["part", "texts", "PII spans", *QUALITY_FIGURES.values()]
HEADLINE_HEADER = ["figure", "value", "low", "high"]
LATENCY_HEADER = ["ms", "p50", "p95", "p99"]


def headline_rows(quality: dict[str, Any]) -> list[list[Any]]:
    """Rows [figure, value, low, high]."""
    return [[name, *interval] for name, interval in quality["headline"].items()]


def label_rows(quality: dict[str, Any]) -> list[list[Any]]:
    """Rows of LABEL_HEADER; a type that the model does not know is marked."""
    rows = []
    for name, own in quality["labels"].items():
        reliability = quality["calibration"]["labels"].get(name, {"ece": None, "bins": []})
        title = name if own["known"] else f"{name} (unknown to the model)"
        figures = [
            own[key] for key in ("precision", "recall", "f1", "touched", "left", "gold", "found")
        ]
        rows.append([title, *figures, *_means(reliability["bins"]), reliability["ece"]])
    return rows


def _means(bins: list[list[float]]) -> tuple[float | None, float | None]:
    """Mean score and share right over reliability bins."""
    spans = sum(n for _, n, _, _ in bins)
    if not spans:
        return None, None
    return (
        sum(n * score for _, n, score, _ in bins) / spans,
        sum(n * hit for _, n, _, hit in bins) / spans,
    )


def part_rows(quality: dict[str, Any]) -> list[list[Any]]:
    """Rows of PART_HEADER."""
    names = ("texts", "gold_pii_spans", *QUALITY_FIGURES)
    return [[part, *(own[name] for name in names)] for part, own in quality["parts"].items()]


def latency_rows(latency: dict[str, Any]) -> list[list[Any]]:
    """Rows [what, p50, p95, p99] in milliseconds."""
    return [
        ["redact, one text", *latency["raw_ms"].values()],
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
            table(LATENCY_HEADER, latency_rows(latency), markdown=False),
            latency_note(latency),
        ]
    )


def latency_note(latency: dict[str, Any]) -> str:
    """How the latency was measured, in one paragraph."""
    return (
        f"{latency['samples']} measurements ({latency['utterances']} utterances x"
        f" {latency['rounds']} rounds) after {latency['warmup']} warm-up calls; percentiles by"
        f" linear interpolation. Undisturbed p95 {latency['undisturbed_p95_ms']:.2f} ms against an"
        f" undisturbed reference of {latency['undisturbed_reference_ms']:.2f} ms; the gated p95 is"
        f" the raw one divided by {latency['load_factor']:.2f} for the machine's load."
    )


def write_report(outcome: Outcome, folder: Path, plots: bool | None) -> None:
    """Write report.json, report.md and, where wanted and possible, the plots into `folder`."""
    drawn = [] if plots is False else draw_plots(outcome, folder, required=bool(plots))
    encoded = msgspec.json.format(msgspec.json.encode(outcome.builtins()), indent=1)
    (folder / "report.json").write_bytes(encoded + b"\n")
    (folder / "report.md").write_text(markdown(outcome, drawn), encoding="utf-8")


def markdown(outcome: Outcome, drawn: list[str]) -> str:
    """report.md."""
    quality, latency, machine = outcome.quality, outcome.latency, outcome.machine
    gates = [
        [
            v.name,
            v.value,
            v.limit,
            "**FAIL**" if v.state == "FAIL" else v.state,
            GATE_FIGURES[v.name],
            v.reason,
        ]
        for v in outcome.verdicts
    ]
    names = quality["confusion"]["labels"]
    confusion = [
        [name, *row]
        for name, row in zip([*names, "none"], quality["confusion"]["counts"], strict=True)
    ]
    sections = [
        "# Verification report",
        (
            f"**{'All gates passed' if outcome.passed else 'A gate FAILED'}** on {quality['texts']}"
            f" rows, {quality['conversations']} of them conversations, with"
            f" {quality['gold_pii_spans']} PII spans; {quality['no_entity_texts']} texts hold none."
            f" Digits: {quality['digits']}."
        ),
        table(["gate", "measured", "limit", "", "what", "why this limit"], gates),
        (
            "## Quality\nPrecision, recall and F1 are strict: start, end and label right. `hiding`"
            " is the share of redactions that hide something personal, `touched` the share of spans"
            " of which a redaction takes at least a part, `left` the share of characters left"
            " standing. Intervals are percentile bootstrap over texts and whole conversations; of"
            " conversations the kind that does worst counts. Types that the model does not know"
            " count in `leak`; `other_types_left` tells them apart."
        ),
        table(HEADLINE_HEADER, headline_rows(quality)),
        (
            "`score` is the mean score of the found spans, `right` the share of them that are what"
            " a score says: of types that are redacted, that they hide something personal; of the"
            " others, that they are strictly right."
        ),
        table(LABEL_HEADER, label_rows(quality)),
        "## By part",
        table(PART_HEADER, part_rows(quality)),
        (
            "## Confusion of spans\nRows: labelled; columns: found. `none`: nothing found there, or"
            " nothing labelled."
        ),
        table(["", *names, "none"], confusion),
        (
            "## Calibration\nExpected calibration error of the span scores:"
            f" {cell(quality['calibration']['ece'])}."
        ),
        "## Latency",
        table(LATENCY_HEADER, latency_rows(latency)),
        latency_note(latency),
        (
            f"Machine: {machine['processor']}, {machine['cores']} cores, int8:"
            f" {', '.join(machine['int8']) or 'none'}, load {machine['load_average'][0]}."
        ),
    ]
    if drawn:
        sections += ["## Plots", *(f"![{name.rsplit('.', 1)[0]}]({name})" for name in drawn)]
    else:
        sections.append("No plots: matplotlib is not installed here, or they were not asked for.")
    return "\n\n".join(sections) + "\n"
