"""Speed and memory of the redactor against its baselines, on one machine in one run.

Each contender runs in a process of its own (one for all texts it is asked), so that its memory and
start-up are its own. All of them are started first; then they take turns in short slices, round
after round, so that whatever else the machine does hits all alike. Ratios are taken within each
round and their median is reported.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np

from pipeline.errors import PipelineError
from pipeline.model_settings import read_settings
from pipeline.verification.bench_texts import CONVERSATIONS, SHARES, Said, Sample, mix, samples
from pipeline.verification.latency import percentiles
from pipeline.verification.machine import describe_machine

#: The mix of texts that the baselines answer; what a text holds does not change their time.
ORDINARY = mix(10)


class Contender(NamedTuple):
    """A row of the table: which worker, how many records a call, on which sample."""

    title: str
    worker: str
    batch: int = 1
    sample: str = ORDINARY
    needs_checkpoint: bool = False


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


class Row(msgspec.Struct, kw_only=True):
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


class Worker:
    """A contender's process: started, asked for slices, ended."""

    def __init__(self, contender: Contender, model: str, checkpoint: str) -> None:
        module = "pipeline.verification.bench_worker"
        command = [sys.executable, "-m", module, contender.worker, model, checkpoint]
        quiet = {
            "TRANSFORMERS_VERBOSITY": "error",
            "TOKENIZERS_PARALLELISM": "false",
            "HF_HUB_OFFLINE": "1",
        }
        self._process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={**os.environ, **quiet},
        )
        self.batch = contender.batch

    def ask(self, records: Sequence[Said], warm: int = 0) -> dict[str, Any]:
        """Have `records` answered, the first `warm` once before, untimed.

        Raises PipelineError when it gave up.
        """
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin and stdout
        try:
            stdin.write(
                json.dumps({"records": list(records), "batch": self.batch, "warm": warm}) + "\n"
            )
            stdin.flush()
        except BrokenPipeError:
            pass  # it ended while starting; its last line says why
        line = stdout.readline()
        reply: dict[str, Any] = (
            json.loads(line) if line else {"error": f"ended with exit code {self._process.wait()}"}
        )
        if "error" in reply:
            raise PipelineError(reply["error"])
        return reply

    def close(self) -> None:
        """End the process."""
        for stream in (self._process.stdin, self._process.stdout):
            if stream:
                stream.close()
        self._process.terminate()
        self._process.wait()


class Slice(NamedTuple):
    """One contender's part of a round: seconds of each call, the utterances and tokens in all of
    them.
    """

    seconds: np.ndarray
    utterances: int
    tokens: int


#: Which worker at which batch size: contenders that differ in what they are asked alone share a
#: process.
Process = tuple[str, int]


@contextmanager
def started(
    contenders: Sequence[Contender], model: str, checkpoint: str, drawn: Mapping[str, Sample]
) -> Iterator[tuple[dict[str, Worker], dict[str, Row]]]:
    """All contenders, running, with a row each that holds the start-up time; those that failed
    have no worker.
    """
    processes: dict[Process, Worker] = {}
    first_answers: dict[Process, float] = {}
    workers: dict[str, Worker] = {}
    rows: dict[str, Row] = {}
    try:
        for one in contenders:
            row = rows[one.title] = Row(title=one.title, batch=one.batch)
            key = (one.worker, one.batch)
            if one.needs_checkpoint and not (Path(checkpoint) / "config.json").is_file():
                row.error = f"no checkpoint in {checkpoint}"
                continue
            if not drawn[one.sample].records:
                row.error = f"the labelled texts hold no {one.sample}"
                continue
            try:
                if key not in processes:
                    known = any(worker == one.worker for worker, _ in processes)
                    first = drawn[one.sample].records[0]
                    processes[key], first_answers[key] = _start(
                        one, model, checkpoint, first, known
                    )
            except PipelineError as error:
                row.error = str(error)
                continue
            workers[one.title], row.first_answer_s = processes[key], first_answers[key]
        yield workers, rows
    finally:
        for worker in processes.values():
            worker.close()


def _start(
    one: Contender, model: str, checkpoint: str, first: Said, known: bool
) -> tuple[Worker, float]:
    """A contender's process and the seconds to its first answer. Raises PipelineError where it
    cannot start.

    A worker that is not `known` is started twice: the first fills the page cache.
    """
    if not known:
        _start(one, model, checkpoint, first, known=True)[0].close()
    start = time.perf_counter()
    worker = Worker(one, model, checkpoint)
    try:
        worker.ask([first])
    except PipelineError:
        worker.close()
        raise
    return worker, time.perf_counter() - start


def run_bench(
    model: str, checkpoint: str, source: str, *, seconds: float, tokens: int, texts: int = 128
) -> dict[str, Any]:
    """Measure all contenders for about `seconds` in all and return {"rows", "machine", ...}, ready
    for JSON.

    `source` is a folder of labelled texts and conversations. Raises DataError without a model or
    without texts. A contender that cannot run here has its reason in its row.
    """
    read_settings(model)
    drawn = samples(model, source, tokens, texts)
    with started(CONTENDERS, model, checkpoint, drawn) as (workers, rows):
        taken, rounds = _take_turns(CONTENDERS, workers, rows, drawn, seconds)
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
        "command": command_speed(model, drawn[ORDINARY]),
        "rounds": rounds,
        "machine": describe_machine(),
    }


def _take_turns(
    contenders: Sequence[Contender],
    workers: dict[str, Worker],
    rows: dict[str, Row],
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


def fill(row: Row, slices: Sequence[Slice]) -> None:
    """Write the speed of all slices into a contender's row."""
    times = np.concatenate([one.seconds for one in slices])
    row.samples = sum(one.utterances for one in slices)
    row.utterances_per_s = row.samples / float(times.sum())
    row.tokens_per_s = sum(one.tokens for one in slices) / float(times.sum())
    if row.batch == 1:
        row.latency_ms = percentiles(times)


def ratios(taken: Mapping[str, Sequence[Slice]], rows: Mapping[str, Row]) -> None:
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


def command_speed(model: str, sample: Sample, count: int = 4000) -> dict[str, float]:
    """The command `redact` from its start to its end on `count` lines of JSONL: the better of
    two runs.
    """
    lines = [json.dumps({"text": text}) for text in sample.records]
    feed = "\n".join((lines * (count // len(lines) + 1))[:count]) + "\n"
    program = "from pipeline.redaction.cli import main; main()"
    seconds = []
    for _ in range(2):
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", program, "--model", model],
            input=feed,
            capture_output=True,
            text=True,
        )
        seconds.append(time.perf_counter() - start)
        if done.returncode:
            last = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
            raise PipelineError(f"redact failed: {last[:200]}")
    return {"texts": count, "seconds": min(seconds), "utterances_per_s": count / min(seconds)}
