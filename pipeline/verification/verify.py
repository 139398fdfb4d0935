"""Entry point of the verification stage: measure a model on labelled transcripts, judge, report.

What is measured is `Redactor.redact_records`, the call that the command and the services make.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
import msgspec

from pipeline.errors import PipelineError
from pipeline.labelled import Labelled, read_parts
from pipeline.manifest import MANIFEST, file_digest, stage_folder
from pipeline.model_settings import ONNX_MODEL
from pipeline.redaction import Failed, Policy, Redactor
from pipeline.verification.config import VerifyConfig
from pipeline.verification.counts import Known, Measured
from pipeline.verification.gates import gate_figures, judge
from pipeline.verification.latency import measure, summarise
from pipeline.verification.machine import describe_machine
from pipeline.verification.outcome import Outcome
from pipeline.verification.quality import quality
from pipeline.verification.report import write_report

#: Rows given to the redactor at once: enough to keep every core busy, few enough to stay small in
#: memory.
BATCH = 64


def verify_model(
    model: str | Path,
    evaluation: str | Path,
    report: str | Path,
    config: VerifyConfig,
    *,
    policy: Policy | None = None,
    plots: bool | None = None,
    reference: Callable[[], float] | None = None,
) -> Outcome:
    """Measure the redactor of `model` on the labelled folder `evaluation` and write `report` (a
    folder).

    Latency comes first, on texts the redactor has not seen. `policy`: by default what `redact` does
    without options.
    `plots` None draws them where matplotlib is installed. `reference` stands in for the int8
    reference. Raises DataError for a missing model or an unusable evaluation; failed gates are in
    the outcome, not raised.
    """
    redactor, policy = Redactor.load(model), policy or Policy()
    parts = read_parts(evaluation)
    texts = [row.turns[0].text for rows in parts.values() for row in rows if not row.conversation]
    latency = _latency(redactor, policy, texts, config, reference)
    measured = [
        Measured(name, row, found)
        for name, rows in parts.items()
        for row, found in zip(rows, redact_all(redactor, policy, rows, name), strict=True)
    ]
    known = Known(frozenset(policy.labels), frozenset(redactor.labels))
    figures = quality(measured, known, config) | {"digits": policy.digits}
    verdicts = judge(gate_figures(figures, latency, config.gates), config.gates)
    outcome = Outcome(
        passed=all(v.passed for v in verdicts),
        verdicts=verdicts,
        quality=figures,
        latency=latency,
        model=describe_model(model),
        machine=describe_machine(),
    )
    with stage_folder(report, "verify", msgspec.to_builtins(config)) as folder:
        write_report(outcome, folder, plots)
    return outcome


def _latency(
    redactor: Redactor,
    policy: Policy,
    texts: Sequence[str],
    config: VerifyConfig,
    reference: Callable[[], float] | None,
) -> dict[str, Any]:
    """Latency of one text at a time."""
    if reference is None:
        from pipeline.verification.reference import reference_timer

        reference = reference_timer()
    if not texts:
        raise PipelineError(
            "the evaluation holds conversations alone; latency is measured on single texts"
        )

    def redact(text: str) -> None:
        redactor.redact_records([text], policy)

    taken, beside = measure(redact, texts, reference, config.latency, config.seed)
    return summarise(taken, beside, [len(text) for text in texts], config.latency)


def redact_all(
    redactor: Redactor, policy: Policy, rows: Sequence[Labelled], name: str = ""
) -> list[list[list[Any]]]:
    """The spans found in each turn of each row; a bar named `name` on a terminal.

    Raises PipelineError naming the first row that cannot be redacted.
    """
    found = []
    hidden = not sys.stderr.isatty()
    with click.progressbar(length=len(rows), label=name, file=sys.stderr, hidden=hidden) as bar:
        for at in range(0, len(rows), BATCH):
            some = rows[at : at + BATCH]
            records = [[turn.text for turn in row.turns] for row in some]
            for number, answer in enumerate(redactor.redact_records(records, policy), at + 1):
                if isinstance(answer, Failed):
                    raise PipelineError(f"{name}: row {number} {answer.error}")
                found.append(answer.spans)
            bar.update(len(some))
    return found


def describe_model(model: str | Path) -> dict[str, Any]:
    """Folder, digests and size of a model; no digest where there is no such file."""
    folder = Path(model)
    files = {
        name: file_digest(folder / name)
        for name in (ONNX_MODEL, MANIFEST)
        if (folder / name).is_file()
    }
    size = (folder / ONNX_MODEL).stat().st_size if ONNX_MODEL in files else 0
    return {"folder": folder.name, "sha256": files, "onnx_bytes": size}
