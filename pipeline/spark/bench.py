"""What Spark costs over the command: runs on the cores of this machine, one after another.

python -m pipeline.spark.bench --model artifacts/model --folder /tmp/bench --lines 1000000

Each result is kept in the folder as soon as it is there: started again, it goes on with the run
that was cut off. Utterances are measured in two sizes: what the larger one takes more is what a
record costs once all is started.
"""

from __future__ import annotations

import hashlib
import random
import re
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click
import msgspec

from pipeline.cli import run
from pipeline.errors import PipelineError, last_line
from pipeline.redaction.cores import usable_cores
from pipeline.redaction.spoken import ONES
from pipeline.spark.cluster import Cluster, environment, memory_of, submit

REDACTOR = "from pipeline.redaction.cli import main; main()"
#: Seconds between two looks at the memory of Python workers.
LOOK = 1.0
COMMAND, LOCAL, ONE, TWO = "redact", "local mode", "1 worker", "2 workers"
KILLED = "1 of 2 killed, replaced"
WORKERS = {LOCAL: 0, ONE: 1, TWO: 2, KILLED: 2}
WAYS = (COMMAND, *WORKERS)
HEAD = ("input", "run", "seconds", "records/s", "lost to Spark", "a Python worker, MB")
_NUMBER = re.compile(rf"\d|\b(?:{'|'.join(ONES)})\b")


class Ran(msgspec.Struct, frozen=True):
    """One run: seconds in all, records, hash of the answers, bytes of the largest Python worker at
    each look.
    """

    input: str
    way: str
    seconds: float
    records: int
    answers: str
    memory: list[int]


class Input(NamedTuple):
    """Records that are measured; `call`: which one an utterance is of; `ways`: in their order."""

    name: str
    records: int
    ways: tuple[str, ...]
    call: Callable[[int], int] | None = None


def utterances(source: Path, number: int) -> Iterator[str]:
    """So many: each line of the texts of `source`, over and over, with other numbers each time."""
    texts = [msgspec.json.decode(row)["text"] for row in source.read_bytes().splitlines()]
    said = [line for text in texts for line in text.splitlines() if line]
    words, draw = list(ONES), random.Random(0)

    def other(found: re.Match[str]) -> str:
        return str(draw.randrange(10)) if found[0].isdigit() else words[draw.randrange(10)]

    for i in range(number):
        yield _NUMBER.sub(other, said[i % len(said)])


def write(path: Path, said: Iterator[str], call: Callable[[int], int] | None = None) -> None:
    """A file of JSON lines, there as a whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.parent.parent / f"{path.name}.part"
    with part.open("wb") as file:
        for i, text in enumerate(said):
            own = {"call_id": call(i)} if call else {}
            file.write(msgspec.json.encode({"id": i, **own, "text": text}) + b"\n")
    part.rename(path)


def timed(
    name: str, process: subprocess.Popen[Any], workers: Callable[[], list[int]] | None = None
) -> tuple[float, list[int]]:
    """Wait for a program; its time, and the memory of the processes `workers()` meanwhile."""
    begun, memory, ended = time.perf_counter(), [], threading.Event()

    def look() -> None:
        while workers and not ended.wait(LOOK):
            memory.append(max((memory_of(pid) for pid in workers()), default=0))

    watch = threading.Thread(target=look, daemon=True)
    watch.start()
    try:
        _, said = process.communicate()
        seconds = time.perf_counter() - begun
    finally:
        process.terminate()  # where this program is told to end
        ended.set()
        watch.join()
    if process.returncode:
        raise PipelineError(f"{name}: {last_line(said or '')}")
    return seconds, [size for size in memory if size]


def digest(files: Iterable[Path]) -> str:
    """Of all lines, in whatever order: the sum of their hashes, which sees what is doubled."""
    total = number = 0
    for path in files:
        with path.open("rb") as lines:
            for line in lines:
                total += int.from_bytes(hashlib.sha256(line).digest())
                number += 1
    return f"{number}:{total % 2**256:064x}"


def grown(memory: list[int]) -> str:
    """The most in the second and in the last quarter of a run: the first is spent on loading."""
    quarter = len(memory) // 4
    if not quarter:
        return ""
    second, last = max(memory[quarter : 2 * quarter]), max(memory[-quarter:])
    return f"{second // 1_000_000}, at the end {last // 1_000_000}"


class Bench:
    """Runs over inputs, kept in `folder`; those that are there already are not made again."""

    def __init__(self, model: str, source: Path, folder: Path, cores: int) -> None:
        self._model, self._source, self._cores = str(Path(model).resolve()), source, cores
        self._folder, self._kept = folder, folder / "runs.jsonl"
        folder.mkdir(parents=True, exist_ok=True)
        kept = self._kept.read_bytes().splitlines() if self._kept.exists() else []
        self.runs = [msgspec.json.decode(line, type=Ran) for line in kept]

    def over(self, given: Input) -> None:
        """Each way over one input; all must give the same answers."""
        said = utterances(self._source, given.records)
        source = self._folder / _plain(given.name) / "in" / "lines.jsonl"
        if not source.exists():
            write(source, said, given.call)
        for way in given.ways:
            if self.ran(given.name, way):
                continue
            done = self._run(given, way, source)
            first = next((one for one in self.runs if one.input == given.name), done)
            if done.answers != first.answers:
                raise PipelineError(f"{given.name}, {way}: other answers than {first.way}'s")
            self.runs.append(done)
            with self._kept.open("ab") as file:
                file.write(msgspec.json.encode(done) + b"\n")
            click.echo(f"{given.name}, {way}: {done.seconds:.1f} s", err=True)

    def ran(self, name: str, way: str) -> Ran | None:
        """The run that was made."""
        return next((one for one in self.runs if (one.input, one.way) == (name, way)), None)

    def _run(self, given: Input, way: str, source: Path) -> Ran:
        out = source.parent.parent / _plain(way)
        if way == COMMAND:
            words = [sys.executable, "-c", REDACTOR, "--model", self._model, str(source)]
            words += ["-o", str(out), "--overwrite", "--threads", str(self._cores)]
            process = subprocess.Popen(words, env=environment(), stderr=subprocess.PIPE, text=True)
            seconds, memory = timed(way, process)
            return Ran(given.name, way, seconds, given.records, digest([out]), memory)
        words = [str(source.parent), str(out), "--overwrite", "--model", self._model]
        workers = WORKERS[way]
        if not workers:
            seconds, memory = timed(way, submit(*words, master=f"local[{self._cores}]"))
        else:
            with Cluster(workers, max(1, self._cores // workers)) as cluster:
                process = cluster.submit(*words)
                ended, half = threading.Event(), self._half(given.name)
                accident = threading.Thread(target=_replace, args=(cluster, half, ended))
                if way == KILLED:
                    accident.start()
                try:
                    seconds, memory = timed(way, process, cluster.python_workers)
                finally:
                    ended.set()
                if way == KILLED:
                    accident.join()
        answers = digest(out.glob("part-*"))
        return Ran(given.name, way, seconds, given.records, answers, memory)

    def _half(self, name: str) -> float:
        """Seconds of answering until a worker is killed: half of the command's."""
        command = self.ran(name, COMMAND)
        return command.seconds / 2 if command else 60.0

    def rows(self, small: str, large: str) -> Iterator[tuple[str, ...]]:
        """What is to be told of each run; then what each further record of `large` over `small`
        takes.
        """
        for one in self.runs:
            if command := self.ran(one.input, COMMAND):
                seconds, lost = f"{one.seconds:.1f}", 1 - command.seconds / one.seconds
                rate = f"{one.records / one.seconds:.0f}"
                yield one.input, one.way, seconds, rate, f"{100 * lost:.0f} %", grown(one.memory)
        slopes = {}
        for way in WAYS:
            less, more = self.ran(small, way), self.ran(large, way)
            if less and more:
                slopes[way] = (more.seconds - less.seconds) / (more.records - less.records)
                lost = 1 - slopes.get(COMMAND, slopes[way]) / slopes[way]
                yield "a further one", way, "", f"{1 / slopes[way]:.0f}", f"{100 * lost:.0f} %", ""


def _replace(cluster: Cluster, seconds: float, ended: threading.Event) -> None:
    """Kill a worker `seconds` after Python is at work, unless all has ended; start another."""
    while not cluster.python_workers():
        if ended.wait(LOOK):
            return
    if not ended.wait(seconds):
        cluster.kill_worker(0)
        cluster.add_worker("another")


def _plain(name: str) -> str:
    return re.sub(r"\W+", "-", name)


def table(rows: Iterable[tuple[str, ...]]) -> str:
    """A table of Markdown."""
    lines = [HEAD, tuple("---" for _ in HEAD), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--model", default="artifacts/model", show_default=True)
@click.option(
    "--source",
    default="artifacts/data/test/conversations.jsonl",
    show_default=True,
    help='JSON lines with a "text" each, of which every line is an utterance.',
)
@click.option("--folder", required=True, help="What is made is kept here: one folder a model.")
@click.option("--lines", default=100_000, show_default=True, help="Single ones; and a tenth of it.")
@click.option("--turns", default=20_000, show_default=True, help="Utterances in calls of 20.")
@click.option("--long", "long_", default=20_000, show_default=True, help="Turns of a long call.")
@click.option("--cores", default=usable_cores(), show_default=True)
def bench(
    model: str, source: str, folder: str, lines: int, turns: int, long_: int, cores: int
) -> None:
    """Measure the command, local mode and one and two workers on the same cores."""
    made = Bench(model, Path(source), Path(folder), cores)
    large, small = f"{lines} utterances", f"{lines // 10} utterances"
    inputs = [
        Input(large, lines, (COMMAND, KILLED, LOCAL)),
        Input(f"{turns} turns in calls of 20", turns, (COMMAND, TWO), lambda i: i // 20),
        Input(
            f"a call of {long_} turns, {long_ // 4} beside it",
            long_ + long_ // 4,
            (COMMAND, TWO),
            lambda i: max(0, i - long_ + 20) // 20,
        ),
        Input(small, lines // 10, WAYS),
        Input(large, lines, (ONE, TWO)),
    ]
    for given in inputs:
        if given.records:
            made.over(given)
    click.echo(table(made.rows(small, large)))


if __name__ == "__main__":
    run(bench, prog_name="python -m pipeline.spark.bench")
