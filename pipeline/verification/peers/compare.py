"""Run every tool over the same labelled transcripts and score all with one scorer."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import PipelineError
from pipeline.spans import Span
from pipeline.verification.evalset import Part, Utterance
from pipeline.verification.latency import percentiles
from pipeline.verification.peers.install import (
    PEERS,
    ROOT,
    Peer,
    folder_bytes,
    install,
    installed_mb,
    our_requirements,
)
from pipeline.verification.quality import rates, span_scores, tally

OURS = "pii-redact"
RUNNERS = Path(__file__).parent / "runners"
#: The tools' own types -> our labels; types that stand for none of them (URL, SSN, IBAN ...) are left out.
TYPES = {
    "PERSON": "PERSON_NAME",
    "NAME": "PERSON_NAME",
    "PHONE_NUMBER": "PHONE",
    "EMAIL_ADDRESS": "EMAIL",
    "DATE_TIME": "DATE",
    "DATE_OF_BIRTH": "DATE",
    "DOB": "DATE",
    "GPE": "CITY",
} | {label: label for label in ("CREDIT_CARD", "PHONE", "EMAIL", "PERSON_NAME", "DATE", "CITY", "LOCATION")}


def to_spans(entities: Iterable[dict[str, Any]], length: int) -> list[Span]:
    """A tool's entities as spans of our labels, sorted; of overlapping ones the surer, then the longer stays."""
    mapped = [
        Span(max(0, e["start"]), min(length, e["end"]), TYPES[e["type"].upper()], float(e["score"] or 0))
        for e in entities
        if e["type"].upper() in TYPES
    ]
    kept: list[Span] = []
    for span in sorted(mapped, key=lambda s: (-s.score, s.start - s.end, s.start)):
        if span.start < span.end and all(span.end <= k.start or k.end <= span.start for k in kept):
            kept.append(span)
    return sorted(kept)


def run_tool(command: Sequence[str], rows: Sequence[Utterance]) -> tuple[list[list[Span]], dict[str, Any]]:
    """Spans of every row and the speed and memory figures. Raises PipelineError when the tool fails."""
    feed = "".join(json.dumps({"text": row.text}) + "\n" for row in rows)
    quiet = {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "DO_NOT_TRACK": "1"}
    done = subprocess.run(command, input=feed, capture_output=True, text=True, encoding="utf-8",
                          env={**os.environ, **quiet})  # fmt: skip
    lines = done.stdout.splitlines()
    if done.returncode or len(lines) != len(rows) + 1:
        last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise PipelineError(f"it failed: {last[:200]}")
    answers = [json.loads(line) for line in lines]
    spans = [to_spans(a["entities"], len(row.text)) for a, row in zip(answers, rows, strict=False)]
    seconds = np.array([a["seconds"] for a in answers[:-1]])
    return spans, {
        "latency_ms": percentiles(seconds),
        "utterances_per_s": len(rows) / float(seconds.sum()),
        "load_s": answers[-1]["load_s"],
        "peak_mb": answers[-1]["peak_mb"],
    }


def score(rows: Sequence[Utterance], found: Sequence[Sequence[Span]]) -> dict[str, float]:
    """Headline figures over the PII labels."""
    gold = [row.spans for row in rows]
    figures = {name: float(value) for name, value in rates(tally(gold, found).sum(axis=0)).items()}
    figures["partial_f1"] = span_scores(gold, found)["pii"]["partial"]["f1"]
    return figures


def compare(
    parts: Sequence[Part], model: str, folder: Path, say: Callable[[str], None] = lambda line: None
) -> list[dict[str, Any]]:
    """One row a tool, ours first: quality over all parts and by part, speed, memory, size; or `error`."""
    rows = [row for part in parts for row in part.rows]
    results = []
    for peer in (Peer(OURS, our_requirements(), "run_ours.py"), *PEERS):
        result: dict[str, Any] = {"tool": peer.name, "requirements": list(peer.requirements)}
        results.append(result)
        try:
            say(f"{peer.name}: installing")
            python = install(peer, folder)
            say(f"{peer.name}: {len(rows)} utterances")
            arguments = [str(Path(model).resolve())] if peer.name == OURS else []
            found, speed = run_tool([str(python), str(RUNNERS / peer.runner), *arguments], rows)
        except PipelineError as error:
            result["error"] = str(error)
            continue
        size = installed_mb(folder, peer.name)
        if peer.name == OURS:
            size += (folder_bytes(Path(model)) + folder_bytes(ROOT / "pipeline")) / 1e6
        result |= speed | score(rows, found) | {"installed_mb": size, "parts": _by_part(parts, found)}
    return results


def _by_part(parts: Sequence[Part], found: Sequence[Sequence[Span]]) -> dict[str, dict[str, float]]:
    figures, at = {}, 0
    for part in parts:
        figures[part.name] = score(part.rows, found[at : at + len(part.rows)])
        at += len(part.rows)
    return figures
