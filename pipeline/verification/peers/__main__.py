"""`python -m pipeline.verification.peers` (`make bench-peers`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.cli import run
from pipeline.verification import options


@click.command()
@options.evaluation
@options.model
@click.option(
    "--envs", default="artifacts/peers", show_default=True, help="Where the environments are kept."
)
@click.option(
    "--limit", default=250, show_default=True, help="Rows a part, the first ones; 0 takes all."
)
@options.json_file
def peers(evaluation: str, model: str, envs: str, limit: int, json_file: str | None) -> None:
    """Run Presidio, scrubadub and datafog beside our redactor on the same labelled transcripts.

    Each tool is installed by pip in an environment of its own, once. A tool that cannot be
    installed is shown as such.

    \b
    Examples:
      python -m pipeline.verification.peers
      EVAL=../shared/eval python -m pipeline.verification.peers --limit 0 --json peers.json
    """
    import msgspec

    from pipeline.labelled import read_parts
    from pipeline.model_settings import read_settings
    from pipeline.verification.machine import describe_machine
    from pipeline.verification.peers.compare import compare, unknown_types

    parts = {name: rows[: limit or None] for name, rows in read_parts(evaluation).items()}
    results = compare(parts, model, Path(envs), lambda line: click.echo(line, err=True))
    document = {
        "eval": evaluation,
        "limit": limit,
        "rows": sum(map(len, parts.values())),
        "labels": list(read_settings(model).labels),
        "unknown_types": unknown_types(parts, read_settings(model).labels),
        "machine": describe_machine(),
        "tools": results,
    }
    click.echo(tables(document))
    if json_file:
        Path(json_file).write_bytes(
            msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n"
        )


def tables(document: dict[str, Any]) -> str:
    """Quality and cost side by side, then F1 by part, as plain text."""
    from pipeline.verification.report import QUALITY_FIGURES
    from pipeline.verification.tables import table

    measured = [r for r in document["tools"] if "error" not in r]
    quality = [[r["tool"], *(r[name] for name in QUALITY_FIGURES)] for r in measured]
    cost = [
        [
            r["tool"],
            r["latency_ms"]["p50"],
            r["latency_ms"]["p95"],
            round(r["utterances_per_s"]),
            round(r["peak_mb"]),
            round(r["installed_mb"]),
            r["load_s"],
        ]
        for r in measured
    ]
    by_part = [
        [
            name,
            *(_f1(r["parts"][name]) for r in measured),
            *(r["parts"][name]["leak"] for r in measured),
        ]
        for name in (measured[0]["parts"] if measured else [])
    ]
    tools = [r["tool"] for r in measured]
    return "\n".join(
        [
            table(
                ["tool", *QUALITY_FIGURES.values()],
                quality,
                markdown=False,
            ),
            "",
            table(
                ["tool", "p50 ms", "p95 ms", "utt/s", "peak MB", "installed MB", "load s"],
                cost,
                markdown=False,
            ),
            "",
            table(
                ["part", *(f"F1 {t}" for t in tools), *(f"leak {t}" for t in tools)],
                by_part,
                markdown=False,
            ),
            "",
            *notes(document),
        ]
    )


def _f1(figures: dict[str, float | None]) -> float | None:
    """None for a part without PII, of which nothing can be missed."""
    return None if figures["leak"] is None else figures["pii_f1"]


def notes(document: dict[str, Any]) -> list[str]:
    """What stands under the tables: tools that could not run, types that were not scored, how it
    was measured.
    """
    machine = document["machine"]
    lines = [f"{r['tool']}: not measured: {r['error']}" for r in document["tools"] if "error" in r]
    for result in document["tools"]:
        if result.get("types_left_out"):
            named = ", ".join(f"{name} ({n})" for name, n in result["types_left_out"].items())
            lines.append(
                f"{result['tool']}: found types that stand for none of ours, not scored: {named}"
            )
    if document["unknown_types"]:
        named = ", ".join(f"{name} ({n} spans)" for name, n in document["unknown_types"].items())
        lines.append(
            f"labelled types that our model does not know, in `leak` alone for every tool: {named}"
        )
    lines.append(
        f"{document['rows']} rows of {document['eval']}, one at a time after 20 for warm-up;"
        " percentiles of single texts, utterances/s with the turns of conversations. Strict spans"
        f" of the PII types that our model knows ({', '.join(document['labels'])}); a type that a"
        f" tool has not counts as missed. {machine['processor']}, {machine['cores']} cores, load"
        f" {machine['load_average'][0]}."
    )
    return lines


if __name__ == "__main__":
    run(peers, prog_name="python -m pipeline.verification.peers")
