"""Run every tool over the same labelled transcripts and score all with one scorer."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from pipeline.errors import PipelineError, last_line
from pipeline.labelled import Labelled
from pipeline.labels import redacted_labels
from pipeline.model_settings import read_settings
from pipeline.spans import Span
from pipeline.verification.counts import Known, Measured, figures, tally
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
from pipeline.verification.peers.types import type_map

OURS = "pii-redact"
RUNNERS = Path(__file__).parent / "runners"
Parts = dict[str, list[Labelled]]
#: The spans in each turn of a row.
Found = list[list[Span]]


def to_spans(entities: Iterable[dict[str, Any]], length: int) -> list[Span]:
    """A tool's entities as spans of our labels, sorted; of overlapping ones the surer, then the
    longer stays.
    """
    types = type_map()
    mapped = [
        Span(
            max(0, e["start"]),
            min(length, e["end"]),
            types[e["type"].upper()],
            float(e["score"] or 0),
        )
        for e in entities
        if e["type"].upper() in types
    ]
    kept: list[Span] = []
    for span in sorted(mapped, key=lambda s: (-s.score, s.start - s.end, s.start)):
        if span.start < span.end and all(span.end <= k.start or k.end <= span.start for k in kept):
            kept.append(span)
    return sorted(kept)


def by_turn(turns: Sequence[str], spans: Iterable[Span]) -> Found:
    """`spans` of turns joined by newlines, in each turn; one over several turns becomes one in
    each.
    """
    spans, found, at = list(spans), [], 0
    for turn in turns:
        end = at + len(turn)
        found.append(
            [
                s._replace(start=max(s.start, at) - at, end=min(s.end, end) - at)
                for s in spans
                if max(s.start, at) < min(s.end, end)
            ]
        )
        at = end + 1
    return found


def run_tool(
    command: Sequence[str], rows: Sequence[Labelled]
) -> tuple[list[Found], dict[str, Any]]:
    """Spans of every turn of every row, and the speed and memory figures.

    Raises PipelineError when the tool fails.
    """
    turns = [[turn.text for turn in row.turns] for row in rows]
    feed = "".join(json.dumps({"turns": one}) + "\n" for one in turns)
    quiet = {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8", "DO_NOT_TRACK": "1"}
    done = subprocess.run(command, input=feed, capture_output=True, text=True, encoding="utf-8",
                          env={**os.environ, **quiet})  # fmt: skip
    lines = done.stdout.splitlines()
    if done.returncode or len(lines) != len(rows) + 1:
        last = last_line(done.stderr, f"exit code {done.returncode}")
        raise PipelineError(f"it failed: {last[:200]}")
    *answers, cost = [json.loads(line) for line in lines]
    spans = [
        by_turn(one, to_spans(answer["entities"], len("\n".join(one))))
        for answer, one in zip(answers, turns, strict=True)
    ]
    seconds = np.array([answer["seconds"] for answer in answers])
    types = Counter(e["type"].upper() for answer in answers for e in answer["entities"])
    return spans, {
        "latency_ms": percentiles(seconds[[not row.conversation for row in rows]]),
        "utterances_per_s": sum(map(len, turns)) / float(seconds.sum()),
        "load_s": cost["load_s"],
        "peak_mb": cost["peak_mb"],
        "types_left_out": {name: n for name, n in sorted(types.items()) if name not in type_map()},
    }


def score(rows: Sequence[Measured], known: Known) -> dict[str, float | None]:
    """The figures of `pipeline.verification.quality` over the PII types of our model; None
    without any to measure.
    """
    values = figures(tally(rows, known).sum(axis=0))
    return {name: None if np.isnan(value) else float(value) for name, value in values.items()}


def compare(
    parts: Parts, model: str, folder: Path, say: Callable[[str], None] = lambda line: None
) -> list[dict[str, Any]]:
    """One row a tool, ours first: quality over all parts and by part, speed, memory, size; or
    `error`.

    All are scored on the types that our model knows; `types_left_out` counts what a tool found of
    types that we have no name for. Raises DataError without a model.
    """
    known = Known(frozenset(redacted_labels()), frozenset(read_settings(model).labels))
    rows = [row for own in parts.values() for row in own]
    names = [name for name, own in parts.items() for _ in own]
    results = []
    for peer in (Peer(OURS, our_requirements(), "run_ours.py"), *PEERS):
        result: dict[str, Any] = {"tool": peer.name, "requirements": list(peer.requirements)}
        results.append(result)
        try:
            say(f"{peer.name}: installing")
            python = install(peer, folder)
            say(f"{peer.name}: {len(rows)} rows")
            arguments = [str(Path(model).resolve())] if peer.name == OURS else []
            found, speed = run_tool([str(python), str(RUNNERS / peer.runner), *arguments], rows)
        except PipelineError as error:
            result["error"] = str(error)
            continue
        size = installed_mb(folder, peer.name)
        if peer.name == OURS:
            size += (folder_bytes(Path(model)) + folder_bytes(ROOT / "pipeline")) / 1e6
        measured = [Measured(*one) for one in zip(names, rows, found, strict=True)]
        by_part = {name: score([m for m in measured if m.part == name], known) for name in parts}
        result |= speed | score(measured, known) | {"installed_mb": size, "parts": by_part}
    return results


def unknown_types(parts: Parts, labels: Iterable[str]) -> dict[str, int]:
    """How many PII spans of types outside `labels` are labelled: no tool can find them rightly,
    so they are listed.
    """
    pii, known = redacted_labels(), set(labels)
    found = Counter(
        span.label
        for rows in parts.values()
        for row in rows
        for turn in row.turns
        for span in turn.spans
        if span.label in pii and span.label not in known
    )
    return dict(sorted(found.items()))
