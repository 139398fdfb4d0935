"""`python -m pipeline.verification.peers` (`make bench-peers`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from pipeline.cli import run


@click.command()
@click.option("--eval", "evaluation", default="artifacts/data/dev", show_default=True, envvar="EVAL",
              help="Folder of labelled *.jsonl; the environment variable EVAL names one too.")  # fmt: skip
@click.option("--model", default="artifacts/model", show_default=True, help="Our model folder.")
@click.option("--envs", default="artifacts/peers", show_default=True, help="Where the environments are kept.")
@click.option("--limit", default=250, show_default=True, help="Utterances a part, the first ones; 0 takes all.")
@click.option("--json", "json_file", default=None, type=click.Path(dir_okay=False), help="Also write the figures here.")
def peers(evaluation: str, model: str, envs: str, limit: int, json_file: str | None) -> None:
    """Run Presidio, scrubadub and datafog beside our redactor on the same labelled transcripts.

    Each tool is installed by pip in an environment of its own, once. A tool that cannot be installed is shown as such.

    \b
    Examples:
      python -m pipeline.verification.peers
      EVAL=../shared/eval python -m pipeline.verification.peers --limit 0 --json peers.json
    """
    import msgspec

    from pipeline.verification.evalset import load_parts
    from pipeline.verification.machine import describe_machine
    from pipeline.verification.peers.compare import compare

    parts = [part._replace(rows=part.rows[: limit or None]) for part in load_parts(evaluation)]
    results = compare(parts, model, Path(envs), lambda line: click.echo(line, err=True))
    document = {"eval": evaluation, "limit": limit, "machine": describe_machine(), "tools": results}
    click.echo(tables(document, sum(len(part.rows) for part in parts)))
    if json_file:
        Path(json_file).write_bytes(msgspec.json.format(msgspec.json.encode(document), indent=1) + b"\n")


def tables(document: dict[str, Any], utterances: int) -> str:
    """Quality and cost side by side, then F1 by part, as plain text."""
    from pipeline.verification.report import table

    measured = [r for r in document["tools"] if "error" not in r]
    quality = [
        [r["tool"], *(r[k] for k in ("pii_precision", "pii_recall", "pii_f1", "partial_f1", "leak", "over_redaction",
                                     "false_alarms_per_100"))]
        for r in measured
    ]  # fmt: skip
    cost = [
        [r["tool"], r["latency_ms"]["p50"], r["latency_ms"]["p95"], round(r["utterances_per_s"]), round(r["peak_mb"]),
         round(r["installed_mb"]), r["load_s"]]
        for r in measured
    ]  # fmt: skip
    by_part = [
        [name, *(r["parts"][name]["pii_f1"] for r in measured), *(r["parts"][name]["leak"] for r in measured)]
        for name in (measured[0]["parts"] if measured else [])
    ]
    tools = [r["tool"] for r in measured]
    machine = document["machine"]
    return "\n".join(
        [
            table(["tool", "precision", "recall", "F1", "partial F1", "leak", "over", "alarms/100"], quality,
                  markdown=False),
            "",
            table(["tool", "p50 ms", "p95 ms", "utt/s", "peak MB", "installed MB", "load s"], cost, markdown=False),
            "",
            table(["part", *(f"F1 {t}" for t in tools), *(f"leak {t}" for t in tools)], by_part, markdown=False),
            "",
            *(f"{r['tool']}: not measured: {r['error']}" for r in document["tools"] if "error" in r),
            f"{utterances} utterances of {document['eval']}, one at a time after 20 for warm-up. Strict spans of the "
            f"five PII labels; types mapped to ours, other types left out. {machine['processor']}, "
            f"{machine['cores']} cores, load {machine['load_average'][0]}.",
        ]
    )  # fmt: skip


if __name__ == "__main__":
    run(peers, prog_name="python -m pipeline.verification.peers")
