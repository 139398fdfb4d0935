"""Speed and memory of the redactor against its baselines, on one machine in one run.

Each contender runs in a process of its own (one for all texts it is asked), so that its memory and
start-up are its own. All of them are started first; then they take turns in short slices, round
after round, so that whatever else the machine does hits all alike. Ratios are taken within each
round and their median is reported.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
import numpy as np

from pipeline.errors import PipelineError
from pipeline.model_settings import read_settings
from pipeline.verification.bench_processes import Contender, Worker, command_speed, started
from pipeline.verification.bench_texts import (
    CONVERSATIONS,
    SHARES,
    Sample,
    mix,
    samples,
)
from pipeline.verification.latency import percentiles
from pipeline.verification.machine import describe_machine

CONTENDERS = (
    *(
        Contender(f"redact, 1 text a call, {mix(share)}", "redact", 1, mix(share))
        for share in SHARES
    ),
    *(
        Contender(f"redact, 64 texts a call, {mix(share)}", "redact", 64, mix(share))
        for share in SHARES
    ),
    Contender("redact, 8 conversations a call", "redact", 8, CONVERSATIONS),
    Contender("bare ONNX session, 1 text", "session"),
    Contender("transformers fp32, 1 text", "fp32", needs_checkpoint=True),
    Contender("transformers fp32, 32 texts", "fp32", 32, needs_checkpoint=True),
    Contender("PyTorch dynamic int8, 1 text", "int8", needs_checkpoint=True),
)
BASELINE, FLOOR = "transformers fp32, 1 text", "bare ONNX session, 1 text"
#: Records of a contender's slice, and those that it answers untimed before: another has filled the
#: CPU's caches.
SLICE, SLICE_WARM_UP = 64, 8


class Figures(msgspec.Struct, kw_only=True):
    """One contender's figures; `error` says why there are none.

    Utterances are texts or turns. Latency is a text's, one a call only.
    """

    title: str
    batch: int
    error: str = ""
    latency_ms: dict[str, float] = {}
    utterances_per_s: float = 0.0
    tokens_per_s: float = 0.0
    peak_mb: float = 0.0
    first_answer_s: float = 0.0
    samples: int = 0
    speed_up: float | None = None
    p95_to_session: float | None = None


class Slice(NamedTuple):
    """One contender's part of a round: seconds of each call, the utterances and tokens in all of
    them.
    """

    seconds: np.ndarray
    utterances: int
    tokens: int


def run_bench(
    model: str,
    checkpoint: str,
    source: str,
    *,
    seconds: float,
    tokens: int,
    lines: int,
    texts: int = 128,
) -> dict[str, Any]:
    """Measure all contenders for about `seconds` in all, then the command on `lines` lines of each
    sample, and return {"rows", "machine", ...}, ready for JSON.

    `source` is a folder of labelled texts and conversations. Raises DataError without a model or
    without texts. A contender that cannot run here has its reason in its row.
    """
    read_settings(model)
    drawn = samples(model, source, tokens, texts)
    rows = {one.title: Figures(title=one.title, batch=one.batch) for one in CONTENDERS}
    with started(CONTENDERS, model, checkpoint, drawn) as running:
        for title, error in running.errors.items():
            rows[title].error = error
        for title, first_answer in running.first_answers.items():
            rows[title].first_answer_s = first_answer
        taken, rounds = _take_turns(CONTENDERS, running.workers, rows, drawn, seconds)
    for title, slices in taken.items():
        fill(rows[title], slices)
    ratios(taken, rows)
    return {
        "rows": [msgspec.to_builtins(rows[one.title]) for one in CONTENDERS],
        "samples": {
            name: {
                "records": len(one.records),
                "tokens": float(np.mean(one.tokens)) if one.tokens else 0.0,
            }
            for name, one in drawn.items()
        },
        "command": {
            name: command_speed(model, sample, _lines(sample, lines))
            for name, sample in drawn.items()
            if sample.records
        },
        "rounds": rounds,
        "machine": describe_machine(),
    }


def _lines(sample: Sample, utterances: int) -> int:
    """How many records hold about so many utterances."""
    each = sample.units(0, len(sample.records)) / len(sample.records)
    return max(1, round(utterances / each))


def _take_turns(
    contenders: Sequence[Contender],
    workers: dict[str, Worker],
    rows: dict[str, Figures],
    drawn: Mapping[str, Sample],
    seconds: float,
) -> tuple[dict[str, list[Slice]], int]:
    """Warm up with the whole sample, then rounds in which each contender answers a slice of its
    sample.
    """
    sample = {one.title: drawn[one.sample] for one in contenders}
    for title in list(workers):
        try:
            workers[title].ask(sample[title].records)
        except PipelineError as error:
            rows[title].error = str(error)
            del workers[title]
    taken: dict[str, list[Slice]] = {title: [] for title in workers}
    start, rounds = time.perf_counter(), 0
    while workers and (time.perf_counter() - start < seconds or rounds < 2):
        # The order turns, so that no contender always follows the same one.
        titles = list(workers)[rounds % len(workers) :] + list(workers)[: rounds % len(workers)]
        for title in titles:
            own = sample[title]
            at = SLICE * rounds % len(own.records) if len(own.records) > SLICE else 0
            after = at + SLICE
            reply = workers[title].ask(own.records[at:after], SLICE_WARM_UP)
            tokens = sum(own.tokens[at:after])
            taken[title].append(Slice(np.array(reply["seconds"]), own.units(at, after), tokens))
            rows[title].peak_mb = reply["peak_mb"]
        rounds += 1
    return taken, rounds


def fill(row: Figures, slices: Sequence[Slice]) -> None:
    """Write the speed of all slices into a contender's row."""
    times = np.concatenate([one.seconds for one in slices])
    row.samples = sum(one.utterances for one in slices)
    row.utterances_per_s = row.samples / float(times.sum())
    row.tokens_per_s = sum(one.tokens for one in slices) / float(times.sum())
    if row.batch == 1:
        row.latency_ms = percentiles(times)


def ratios(taken: Mapping[str, Sequence[Slice]], rows: Mapping[str, Figures]) -> None:
    """Median over rounds of the speed against the fp32 pipeline and of the p95 against the bare
    session.
    """

    def rate(slices: Sequence[Slice]) -> np.ndarray:
        return np.array([one.utterances / one.seconds.sum() for one in slices])

    def p95(slices: Sequence[Slice]) -> np.ndarray:
        return np.array([np.percentile(one.seconds, 95) for one in slices])

    for title, slices in taken.items():
        if BASELINE in taken:
            rows[title].speed_up = float(np.median(rate(slices) / rate(taken[BASELINE])))
        if FLOOR in taken and rows[title].batch == 1:
            rows[title].p95_to_session = float(np.median(p95(slices) / p95(taken[FLOOR])))
