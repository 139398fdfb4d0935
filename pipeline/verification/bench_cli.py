"""`python -m pipeline bench`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


@click.command()
@click.option("--model", default="artifacts/model", show_default=True, help="Model folder that `export` wrote.")
@click.option("--checkpoint", default="artifacts/checkpoint", show_default=True, help="Folder that `train` wrote.")
@click.option("--texts", "source", default=None, help="Labelled *.jsonl to take the words from.  [default: samples]")
@click.option("--seconds", default=60.0, show_default=True, help="How long to measure, start-up not counted.")
@click.option("--tokens", default=21, show_default=True, help="Tokens an utterance, [CLS] and [SEP] not counted.")
@click.option("--json", "json_file", default=None, type=click.Path(dir_okay=False), help="Also write the figures here.")
def bench(model: str, checkpoint: str, source: str | None, seconds: float, tokens: int, json_file: str | None) -> None:
    """Measure speed and memory of the redactor against its baselines.

    Contenders take turns, each in a process of its own. Baselines need the checkpoint, torch and transformers; without
    them their rows say so.

    \b
    Examples:
      python -m pipeline bench
      python -m pipeline bench --seconds 20 --json bench.json
    """
    import msgspec

    from pipeline.verification.bench import run_bench

    samples = Path(__file__).parents[2] / "data" / "samples" / "transcripts.jsonl"
    result = run_bench(model, checkpoint, source or str(samples), seconds=seconds, tokens=tokens)
    click.echo(bench_table(result))
    if json_file:
        Path(json_file).write_bytes(msgspec.json.format(msgspec.json.encode(result), indent=1) + b"\n")


def bench_table(result: dict[str, Any]) -> str:
    """The result of `run_bench` as plain text."""
    from pipeline.verification.report import table

    header = ["contender", "p50 ms", "p95 ms", "p99 ms", "utt/s", "tokens/s", "peak MB", "first answer s",
              "x fp32 batch 1", "p95 / session"]  # fmt: skip
    rows = []
    for row in result["rows"]:
        if row["error"]:
            rows.append([row["title"], *[None] * (len(header) - 1)])
            continue
        latency = row["latency_ms"]
        rows.append(
            [row["title"], *(latency.get(p) for p in ("p50", "p95", "p99")), round(row["utterances_per_s"]),
             round(row["tokens_per_s"]), round(row["peak_mb"]), row["first_answer_s"], row["speed_up"],
             row["p95_to_session"]]
        )  # fmt: skip
    machine = result["machine"]
    notes = [f"{row['title']}: not measured: {row['error']}" for row in result["rows"] if row["error"]]
    notes.append(
        f"{result['tokens']} tokens an utterance ([CLS] and [SEP] on top), {result['texts']} texts, {result['rounds']} "
        f"rounds of 64 utterances a contender in turn, 8 more before each to warm up; percentiles by linear "
        f"interpolation; "
        f"ratios: median over rounds. {machine['processor']}, {machine['cores']} cores, "
        f"int8: {', '.join(machine['int8']) or 'none'}, load {machine['load_average'][0]}."
    )
    return "\n".join([table(header, rows, markdown=False), "", *notes])
