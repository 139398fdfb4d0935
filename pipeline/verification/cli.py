"""`python -m pipeline verify`."""

from __future__ import annotations

import sys

import click

from pipeline.config import config_dir, load_config
from pipeline.errors import GateError
from pipeline.verification import options
from pipeline.verification.config import VerifyConfig


@click.command()
@options.model
@options.evaluation
@click.option(
    "--report",
    default="artifacts/report",
    show_default=True,
    help="Folder to write the report into.",
)
@click.option("--config", default=None, help="YAML of thresholds.  [default: configs/verify.yaml]")
@click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    help="Override one setting; may be repeated.",
)
@click.option(
    "--digits",
    type=click.Choice(["model", "closed", "all"]),
    default="closed",
    show_default=True,
    help="What happens to runs of digits that the model passed over, as in `redact --digits`.",
)
@click.option(
    "--plots/--no-plots",
    default=None,
    help="Draw the plots.  [default: where matplotlib is installed]",
)
def verify(
    model: str,
    evaluation: str,
    report: str,
    config: str | None,
    overrides: tuple[str, ...],
    digits: str,
    plots: bool | None,
) -> None:
    """Check quality and latency of a model against the limits of configs/verify.yaml.

    Writes report.md and report.json, prints the table of gates last, and exits with 4 if a gate
    failed.

    \b
    Examples:
      python -m pipeline verify
      python -m pipeline verify --eval ../shared/eval --report /tmp/report
      python -m pipeline verify --set gates.latency_p95_ms.max=10
    """
    from pipeline.redaction import Policy
    from pipeline.verification.gates import gate_table
    from pipeline.verification.report import summary
    from pipeline.verification.verify import verify_model

    settings = load_config(config or config_dir() / "verify.yaml", VerifyConfig, overrides)
    policy = Policy.of(digits=digits)
    outcome = verify_model(model, evaluation, report, settings, policy=policy, plots=plots)
    click.echo(summary(outcome))
    click.echo(f"\nreport: {report}/report.md\n")
    click.echo(gate_table(outcome.verdicts))
    sys.stdout.flush()
    failed = [v.name for v in outcome.verdicts if not v.passed]
    if failed:
        raise GateError(
            f"{len(failed)} of {len(outcome.verdicts)} gates failed: {', '.join(failed)}"
        )
