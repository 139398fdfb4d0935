"""Speed and memory of the redactor against its baselines, on one machine in one run.

Each contender runs in a process of its own, so that its memory and start-up are its own. All of them are started
first; then they take turns in short slices, round after round, so that whatever else the machine does hits all alike.
Ratios are taken within each round and their median is reported.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import numpy as np

from pipeline.errors import PipelineError
from pipeline.model_settings import TOKENIZER, read_settings
from pipeline.verification.evalset import load_parts
from pipeline.verification.latency import percentiles
from pipeline.verification.machine import describe_machine


class Contender(NamedTuple):
    """A row of the table: which worker, at which batch size."""

    title: str
    worker: str
    batch: int
    needs_checkpoint: bool


CONTENDERS = (
    Contender("redactor, batch 1", "redactor", 1, False),
    Contender("redactor, batch 64", "redactor", 64, False),
    Contender("bare ONNX session, batch 1", "session", 1, False),
    Contender("transformers fp32, batch 1", "fp32", 1, True),
    Contender("transformers fp32, batch 32", "fp32", 32, True),
    Contender("PyTorch dynamic int8, batch 1", "int8", 1, True),
)
BASELINE, FLOOR = "transformers fp32, batch 1", "bare ONNX session, batch 1"


class Row(msgspec.Struct, kw_only=True):
    """One contender's figures; `error` says why there are none. Latency is an utterance's, at batch 1 only."""

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

    def __init__(self, contender: Contender, model: str, checkpoint: str):
        command = [sys.executable, "-m", "pipeline.verification.bench_worker", contender.worker, model, checkpoint]
        quiet = {"TRANSFORMERS_VERBOSITY": "error", "TOKENIZERS_PARALLELISM": "false", "HF_HUB_OFFLINE": "1"}
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
            env={**os.environ, **quiet},
        )  # fmt: skip
        self.batch = contender.batch

    def ask(self, texts: Sequence[str], warm: int = 0) -> dict[str, Any]:
        """Have `texts` answered, the first `warm` once before, untimed. Raises PipelineError when it gave up."""
        try:
            self._process.stdin.write(json.dumps({"texts": list(texts), "batch": self.batch, "warm": warm}) + "\n")
            self._process.stdin.flush()
        except BrokenPipeError:
            pass  # it ended while starting; its last line says why
        line = self._process.stdout.readline()
        reply = json.loads(line) if line else {"error": f"ended with exit code {self._process.wait()}"}
        if "error" in reply:
            raise PipelineError(reply["error"])
        return reply

    def close(self) -> None:
        """End the process."""
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.terminate()
        self._process.wait()


def bench_texts(model: str | Path, source: str | Path, tokens: int, count: int, seed: int = 7) -> list[str]:
    """`count` texts of exactly `tokens` tokens each, [CLS] and [SEP] not counted, from the words of `source`.

    Words keep the order of the transcripts; a word that would overshoot is passed over for the next that fits.
    """
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(Path(model) / TOKENIZER))
    words = [word for part in load_parts(source) for row in part.rows for word in row.text.split()]
    if not words:
        raise PipelineError(f"{source}: holds no words to measure with")
    sizes = {word: len(tokenizer.encode(word, add_special_tokens=False).ids) for word in set(words)}
    at = int(np.random.default_rng(seed).integers(len(words)))
    texts: list[str] = []
    for _ in range(count * 20):
        chosen, room = [], tokens
        for _ in range(4 * tokens):
            word, at = words[at % len(words)], at + 1
            if 0 < sizes[word] <= room:
                chosen.append(word)
                room -= sizes[word]
            if not room:
                break
        text = " ".join(chosen)
        if len(tokenizer.encode(text, add_special_tokens=False).ids) == tokens:
            texts.append(text)
        if len(texts) == count:
            return texts
    raise PipelineError(f"{source}: no {count} texts of {tokens} tokens can be made of its words")


@contextmanager
def started(model: str, checkpoint: str, first: str) -> Iterator[tuple[dict[str, Worker], dict[str, Row]]]:
    """All contenders, running, with a row each that holds the start-up time; those that failed have no worker."""
    workers: dict[str, Worker] = {}
    rows: dict[str, Row] = {}
    try:
        for one in CONTENDERS:
            row = rows[one.title] = Row(title=one.title, batch=one.batch)
            if one.needs_checkpoint and not (Path(checkpoint) / "config.json").is_file():
                row.error = f"no checkpoint in {checkpoint}"
                continue
            # Started twice: the first fills the page cache, the second is timed.
            for _ in range(2):
                start = time.perf_counter()
                worker = Worker(one, model, checkpoint)
                try:
                    worker.ask([first])
                except PipelineError as error:
                    row.error = str(error)
                    worker.close()
                    break
                row.first_answer_s = time.perf_counter() - start
                if one.title in workers:
                    workers[one.title].close()
                workers[one.title] = worker
        yield workers, rows
    finally:
        for worker in workers.values():
            worker.close()


def run_bench(
    model: str, checkpoint: str, source: str, *, seconds: float = 60, tokens: int = 21, texts: int = 128
) -> dict[str, Any]:
    """Measure all contenders for about `seconds` in all and return {"rows", "machine", ...}, ready for JSON.

    Raises DataError without a model. A contender that cannot run here has its reason in its row.
    """
    read_settings(model)
    sample = bench_texts(model, source, tokens, texts)
    with started(model, checkpoint, sample[0]) as (workers, rows):
        taken, rounds = _take_turns(workers, rows, sample, seconds)
    for title, slices in taken.items():
        _fill(rows[title], slices, tokens)
    _ratios(taken, rows)
    return {
        "rows": [msgspec.to_builtins(rows[one.title]) for one in CONTENDERS],
        "tokens": tokens,
        "texts": len(sample),
        "rounds": rounds,
        "machine": describe_machine(),
    }


#: Utterances that a contender answers untimed at the start of its slice: the one before has filled the CPU's caches.
SLICE_WARM_UP = 8
#: One contender's rounds: seconds of each batch and the utterances they held.
Slices = list[tuple[np.ndarray, int]]


def _take_turns(
    workers: dict[str, Worker], rows: dict[str, Row], sample: list[str], seconds: float
) -> tuple[dict[str, Slices], int]:
    """Warm up with the whole sample, then rounds in which each contender answers a slice of the same texts."""
    for title in list(workers):
        try:
            workers[title].ask(sample)
        except PipelineError as error:
            rows[title].error = str(error)
            workers.pop(title).close()
    taken: dict[str, Slices] = {title: [] for title in workers}
    start, rounds = time.perf_counter(), 0
    while workers and (time.perf_counter() - start < seconds or rounds < 2):
        at = 64 * rounds % len(sample)
        # The order turns, so that no contender always follows the same one.
        titles = list(workers)[rounds % len(workers) :] + list(workers)[: rounds % len(workers)]
        for title in titles:
            part = (sample + sample)[at : at + 64]
            reply = workers[title].ask(part, SLICE_WARM_UP)
            taken[title].append((np.array(reply["seconds"]), len(part)))
            rows[title].peak_mb = reply["peak_mb"]
        rounds += 1
    return taken, rounds


def _fill(row: Row, slices: Slices, tokens: int) -> None:
    times = np.concatenate([seconds for seconds, _ in slices])
    count = sum(n for _, n in slices)
    row.samples = count
    row.utterances_per_s = count / float(times.sum())
    row.tokens_per_s = row.utterances_per_s * tokens
    if row.batch == 1:
        row.latency_ms = percentiles(times)


def _ratios(taken: dict[str, Slices], rows: dict[str, Row]) -> None:
    """Median over rounds of the speed against the fp32 pipeline and of the p95 against the bare session."""

    def rate(slices: Slices) -> np.ndarray:
        return np.array([n / seconds.sum() for seconds, n in slices])

    def p95(slices: Slices) -> np.ndarray:
        return np.array([np.percentile(seconds, 95) for seconds, _ in slices])

    for title, slices in taken.items():
        if BASELINE in taken:
            rows[title].speed_up = float(np.median(rate(slices) / rate(taken[BASELINE])))
        if FLOOR in taken and rows[title].batch == 1:
            rows[title].p95_to_session = float(np.median(p95(slices) / p95(taken[FLOOR])))
