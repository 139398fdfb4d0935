"""The processes of the benchmark: one a contender, started, asked for slices, ended; and the
command `redact`, from its start to its end.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import cycle, islice
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import PipelineError, last_line
from pipeline.verification.bench_texts import ORDINARY, Said, Sample


class Contender(NamedTuple):
    """A row of the table: which worker, how many records a call, on which sample."""

    title: str
    worker: str
    batch: int = 1
    sample: str = ORDINARY
    needs_checkpoint: bool = False


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


#: Which worker at which batch size: contenders that differ in what they are asked alone share a
#: process.
Process = tuple[str, int]


class Started(NamedTuple):
    """By title: the workers that run, seconds to each first answer, why others do not run."""

    workers: dict[str, Worker]
    first_answers: dict[str, float]
    errors: dict[str, str]


@contextmanager
def started(
    contenders: Sequence[Contender], model: str, checkpoint: str, drawn: Mapping[str, Sample]
) -> Iterator[Started]:
    """All contenders, running; they are ended on the way out."""
    processes: dict[Process, tuple[Worker, float]] = {}
    running = Started({}, {}, {})
    try:
        for one in contenders:
            key = (one.worker, one.batch)
            if one.needs_checkpoint and not (Path(checkpoint) / "config.json").is_file():
                running.errors[one.title] = f"no checkpoint in {checkpoint}"
            elif not drawn[one.sample].records:
                running.errors[one.title] = f"the labelled texts hold no {one.sample}"
            else:
                try:
                    if key not in processes:
                        known = any(worker == one.worker for worker, _ in processes)
                        first = drawn[one.sample].records[0]
                        processes[key] = _start(one, model, checkpoint, first, known)
                    running.workers[one.title], running.first_answers[one.title] = processes[key]
                except PipelineError as error:
                    running.errors[one.title] = str(error)
        yield running
    finally:
        for worker, _ in processes.values():
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


def command_speed(model: str, sample: Sample, lines: int) -> dict[str, float]:
    """The command `redact` from its start to its end on `lines` lines of JSON, from a file into a
    file; the records of `sample` again and again. Raises PipelineError where it fails.
    """
    with tempfile.TemporaryDirectory(prefix="pii-bench-") as work:
        source = Path(work) / "in.jsonl"
        with source.open("w", encoding="utf-8") as stream:
            for record in islice(cycle(sample.records), lines):
                key = "text" if isinstance(record, str) else "turns"
                said = record if isinstance(record, str) else [{"text": turn} for turn in record]
                stream.write(json.dumps({key: said}) + "\n")
        program = "from pipeline.redaction.cli import main; main()"
        command = [sys.executable, "-c", program, "--model", model, str(source)]
        start = time.perf_counter()
        done = subprocess.run(
            [*command, "-o", str(Path(work) / "out.jsonl")], capture_output=True, text=True
        )
        seconds = time.perf_counter() - start
    if done.returncode:
        last = last_line(done.stderr, f"exit code {done.returncode}")
        raise PipelineError(f"redact failed: {last[:200]}")
    utterances = sample.repeated(lines)
    return {
        "lines": lines,
        "utterances": utterances,
        "seconds": seconds,
        "utterances_per_s": utterances / seconds,
    }
