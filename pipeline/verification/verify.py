"""Entry point of the verification stage: measure a model on labelled transcripts, judge, report."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Protocol, TypeVar

import click
import msgspec

from pipeline.manifest import MANIFEST, file_digest, stage_folder
from pipeline.model_settings import ONNX_MODEL
from pipeline.spans import Span
from pipeline.verification.config import VerifyConfig
from pipeline.verification.evalset import Part, load_parts
from pipeline.verification.gates import Verdict, gate_figures, judge
from pipeline.verification.latency import measure, summarise
from pipeline.verification.machine import describe_machine
from pipeline.verification.quality import quality
from pipeline.verification.report import write_report

CHUNK = 64
T = TypeVar("T")


class Finder(Protocol):
    """What verification needs of a redactor."""

    def find(self, text: str) -> list[Span]: ...

    def find_many(self, texts: list[str]) -> list[list[Span]]: ...


class Outcome(msgspec.Struct):
    """All that was measured, as written to report.json."""

    passed: bool
    verdicts: list[Verdict]
    quality: dict[str, Any]
    latency: dict[str, Any]
    model: dict[str, Any]
    machine: dict[str, Any]


def verify_model(
    model: str | Path,
    evaluation: str | Path,
    report: str | Path,
    config: VerifyConfig,
    *,
    plots: bool | None = None,
    finder: Finder | None = None,
    reference: Callable[[], float] | None = None,
) -> Outcome:
    """Measure the redactor of `model` on the labelled folder `evaluation` and write `report` (a folder).

    Latency comes first, on texts the redactor has not seen, through the whole `find`. `plots` None draws them where
    matplotlib is installed. `finder` and `reference` stand in for the redactor and the int8 reference.
    Raises DataError for a missing model or an unusable evaluation; failed gates are in the outcome, not raised.
    """
    parts = load_parts(evaluation)
    texts = [row.text for part in parts for row in part.rows]
    if finder is None:
        finder = load_redactor(model)
    if reference is None:
        from pipeline.verification.reference import reference_timer

        reference = reference_timer()
    taken, beside = measure(finder.find, texts, reference, config.latency, config.seed)
    latency = summarise(taken, beside, [len(text) for text in texts], config.latency)
    found = [find_all(finder, part) for part in parts]
    measured = quality(
        parts, found, config.bootstrap.resamples, config.bootstrap.confidence, config.seed, config.calibration_bins
    )
    verdicts = judge(gate_figures(measured, latency, config.gates), config.gates)
    outcome = Outcome(
        passed=all(v.passed for v in verdicts),
        verdicts=verdicts,
        quality=measured,
        latency=latency,
        model=describe_model(model),
        machine=describe_machine(),
    )
    with stage_folder(report, "verify", msgspec.to_builtins(config)) as folder:
        write_report(outcome, folder, plots)
    return outcome


def load_redactor(model: str | Path) -> Finder:
    """The redactor that ships."""
    from pipeline.redaction import Redactor

    return Redactor.load(str(model))


def find_all(finder: Finder, part: Part) -> list[list[Span]]:
    """Spans of every utterance of `part`, in chunks, with a bar on a terminal."""
    texts = [row.text for row in part.rows]
    chunks = [texts[i : i + CHUNK] for i in range(0, len(texts), CHUNK)]
    return [spans for chunk in progress(chunks, part.name) for spans in finder.find_many(chunk)]


def progress(items: list[T], label: str) -> Iterator[T]:
    """`items`, with a progress bar on standard error where that is a terminal."""
    if not sys.stderr.isatty():
        yield from items
        return
    with click.progressbar(items, label=label, file=sys.stderr) as bar:
        yield from bar


def describe_model(model: str | Path) -> dict[str, Any]:
    """Folder, digests and size of a model; empty digests where there is no such file."""
    folder = Path(model)
    names: Iterable[str] = (ONNX_MODEL, MANIFEST)
    files = {name: file_digest(folder / name) for name in names if (folder / name).is_file()}
    size = (folder / ONNX_MODEL).stat().st_size if ONNX_MODEL in files else 0
    return {"folder": folder.name, "sha256": files, "onnx_bytes": size}
