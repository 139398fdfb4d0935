"""`python -m pipeline bench`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.verification import options


@click.command()
@options.model
@click.option(
    "--checkpoint",
    default="artifacts/checkpoint",
    show_default=True,
    help="Folder that `train` wrote.",
)
@options.evaluation
@click.option(
    "--seconds", default=60.0, show_default=True, help="How long to measure, start-up not counted."
)
@click.option(
    "--tokens",
    default=21,
    show_default=True,
    help="Tokens a text has about, [CLS] and [SEP] not counted.",
)
@click.option(
    "--lines",
    default=20_000,
    show_default=True,
    help="Utterances that the whole command is timed on, for each kind of text.",
)
@options.json_file
def bench(
    model: str,
    checkpoint: str,
    evaluation: str,
    seconds: float,
    tokens: int,
    lines: int,
    json_file: str | None,
) -> None:
    """Measure speed and memory of the redactor against its baselines.

    Measures what `redact` does for texts of which 0, 10 and 90 % hold PII, for conversations, and
    the whole command. Contenders take turns, each in a process of its own. Baselines need the
    checkpoint, torch and transformers; without them their rows say so.

    \b
    Examples:
      python -m pipeline bench
      python -m pipeline bench --seconds 20 --lines 4000 --json bench.json
    """
    import msgspec

    from pipeline.verification.bench import run_bench

    result = run_bench(model, checkpoint, evaluation, seconds=seconds, tokens=tokens, lines=lines)
    click.echo(bench_table(result))
    if json_file:
        Path(json_file).write_bytes(
            msgspec.json.format(msgspec.json.encode(result), indent=1) + b"\n"
        )


def bench_table(result: dict[str, Any]) -> str:
    """The result of `run_bench` as plain text."""
    from pipeline.verification.tables import table

    header = [
        "contender",
        "p50 ms",
        "p95 ms",
        "p99 ms",
        "utterances/s",
        "tokens/s",
        "peak MB",
        "first answer s",
        "x fp32",
        "p95 / session",
    ]
    rows = []
    for row in result["rows"]:
        if row["error"]:
            rows.append([row["title"], *[None] * (len(header) - 1)])
            continue
        latency = row["latency_ms"]
        rows.append(
            [
                row["title"],
                *(latency.get(p) for p in ("p50", "p95", "p99")),
                round(row["utterances_per_s"]),
                round(row["tokens_per_s"]),
                round(row["peak_mb"]),
                row["first_answer_s"],
                row["speed_up"],
                row["p95_to_session"],
            ]
        )
    machine = result["machine"]
    whole = [
        [f"redact, {name}", *(one[key] for key in ("lines", "seconds", "utterances_per_s"))]
        for name, one in result["command"].items()
    ]
    samples = "; ".join(
        f"{name}: {one['records']} of {one['tokens']:.1f} tokens"
        for name, one in result["samples"].items()
    )
    notes = [
        f"{row['title']}: not measured: {row['error']}" for row in result["rows"] if row["error"]
    ]
    notes += [
        (
            f"{samples} ([CLS] and [SEP] on top). {result['rounds']} rounds of 64 records a"
            " contender in turn, 8 more before each to warm up; an utterance is a text or a turn;"
            " percentiles by linear interpolation; ratios: median over rounds, `x fp32` in"
            f" utterances/s against transformers fp32, 1 text. {machine['processor']},"
            f" {machine['cores']} cores, int8: {', '.join(machine['int8']) or 'none'}, load"
            f" {machine['load_average'][0]}."
        ),
    ]
    command_header = ["the whole command, from start to end", "lines", "seconds", "utterances/s"]
    tables = [table(header, rows, markdown=False), table(command_header, whole, markdown=False)]
    return "\n\n".join([*tables, "\n".join(notes)])
