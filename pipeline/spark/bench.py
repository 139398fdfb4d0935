"""What Spark costs over the command: one table in one run, on the cores of this machine.

python -m pipeline.spark.bench --model artifacts/model --lines 100000 --turns 20000 --long 20000

Utterances are measured in two sizes: what the larger one takes more is what a record costs once all
is started. The rows of 10^6 utterances are worked out from that, not run, and say so.
"""

from __future__ import annotations

import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click
import msgspec

from pipeline.cli import run
from pipeline.errors import PipelineError, last_line
from pipeline.redaction.cores import usable_cores
from pipeline.redaction.spoken import ONES
from pipeline.spark.cluster import Cluster, environment, memory_of, submit

REDACT = "from pipeline.redaction.cli import main; main()"
#: Seconds between two looks at the memory of Python workers.
LOOK = 1.0
#: Utterances that the last rows are worked out for.
FAR = 1_000_000
LOCAL, ONE, TWO, KILLED = "local mode", "1 worker", "2 workers", "1 of 2 killed"
WORKERS = {LOCAL: 0, ONE: 1, TWO: 2, KILLED: 2}
HEAD = ("input", "run", "seconds", "records/s", "lost to Spark", "answers", "a Python worker, MB")
_NUMBER = re.compile(rf"\d|\b(?:{'|'.join(ONES)})\b")


class Ran(NamedTuple):
    """One run: seconds in all, records, bytes of the largest Python worker at each look."""

    seconds: float
    records: int
    memory: list[int]


def utterances(source: Path, number: int) -> Iterator[str]:
    """So many: each line of the texts of `source`, over and over, with other numbers each time."""
    texts = [msgspec.json.decode(row)["text"] for row in source.read_bytes().splitlines()]
    said = [line for text in texts for line in text.splitlines() if line]
    words, draw = list(ONES), random.Random(0)

    def other(found: re.Match[str]) -> str:
        return str(draw.randrange(10)) if found[0].isdigit() else words[draw.randrange(10)]

    for i in range(number):
        yield _NUMBER.sub(other, said[i % len(said)])


def write(path: Path, said: Iterator[str], call: Callable[[int], int] | None = None) -> Path:
    """A file of JSON lines in a folder of its own; `call`: which one an utterance is of."""
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        for i, text in enumerate(said):
            own = {"call_id": call(i)} if call else {}
            file.write(msgspec.json.encode({"id": i, **own, "text": text}) + b"\n")
    return path


def timed(
    name: str,
    records: int,
    process: subprocess.Popen[Any],
    workers: Callable[[], list[int]] | None = None,
) -> Ran:
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
    return Ran(seconds, records, [size for size in memory if size])


def same(answer: Path, folder: Path) -> bool:
    """Whether the files of `folder` hold the lines of `answer`, in whatever order."""
    parts = folder.glob("part-*")
    lines = [line for part in parts for line in part.read_bytes().splitlines()]
    return sorted(lines) == sorted(answer.read_bytes().splitlines())


def grown(memory: list[int]) -> str:
    """The most in the second and in the last quarter of a run: the first is spent on loading."""
    quarter = len(memory) // 4
    if not quarter:
        return ""
    second, last = max(memory[quarter : 2 * quarter]), max(memory[-quarter:])
    return f"{second // 1_000_000}, at the end {last // 1_000_000}"


class Bench:
    """The runs over one input after another; `ways`: those of Spark that are wanted."""

    def __init__(self, model: str, folder: Path, cores: int, ways: tuple[str, ...]) -> None:
        self._model, self._folder, self._cores = str(Path(model).resolve()), folder, cores
        self._ways = [way for way in WORKERS if way in ways]
        self.rows: list[tuple[str, ...]] = []

    def over(self, what: str, source: Path, records: int, kill: bool = False) -> dict[str, Ran]:
        """The command, then Spark in its ways, over `source`; each must give the same answers."""
        answer = self._folder / f"{source.stem}.answer"
        runs = {"redact": self._command(source, answer, records)}
        self._row(what, "redact", runs["redact"], runs["redact"])
        for way in self._ways:
            if way != KILLED or kill:
                dies = runs.get(TWO, runs["redact"]).seconds / 2 if way == KILLED else None
                runs[way] = self._spark(way, source, records, answer, dies)
                self._row(what, way, runs[way], runs["redact"], "same")
        return runs

    def far(self, small: dict[str, Ran], large: dict[str, Ran]) -> None:
        """What `FAR` utterances would take, by two sizes that were run."""
        made = {}
        for way, less in small.items():
            more = large[way]
            each = (more.seconds - less.seconds) / (more.records - less.records)
            made[way] = Ran(more.seconds + each * (FAR - more.records), FAR, [])
            self._row(f"{FAR} utterances, worked out", way, made[way], made["redact"])

    def _command(self, source: Path, answer: Path, records: int) -> Ran:
        words = [sys.executable, "-c", REDACT, "--model", self._model, str(source)]
        words += ["-o", str(answer), "--threads", str(self._cores)]
        process = subprocess.Popen(words, env=environment(), stderr=subprocess.PIPE, text=True)
        return timed("redact", records, process)

    def _spark(self, way: str, source: Path, records: int, answer: Path, dies: float | None) -> Ran:
        out = self._folder / f"{source.stem}-{way.replace(' ', '-')}"
        words = [str(source.parent), str(out), "--model", self._model]
        workers = WORKERS[way]
        if not workers:
            ran = timed(way, records, submit(*words, master=f"local[{self._cores}]"))
        else:
            with Cluster(workers, max(1, self._cores // workers)) as cluster:
                process = cluster.submit(*words)
                if dies:
                    threading.Timer(dies, cluster.kill_worker, [0]).start()
                ran = timed(way, records, process, cluster.python_workers)
        if not same(answer, out):
            raise PipelineError(f"{way}: the answers are not those of redact")
        return ran

    def _row(self, what: str, way: str, ran: Ran, command: Ran, answers: str = "") -> None:
        rate, lost = ran.records / ran.seconds, 1 - command.seconds / ran.seconds
        figures = f"{ran.seconds:.1f}", f"{rate:.0f}", f"{100 * lost:.0f} %"
        self.rows.append((what, way, *figures, answers, grown(ran.memory)))
        click.echo(" | ".join(self.rows[-1]), err=True)


def table(rows: list[tuple[str, ...]]) -> str:
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
@click.option("--lines", default=100_000, show_default=True, help="Single utterances.")
@click.option("--turns", default=20_000, show_default=True, help="Utterances in calls of 20.")
@click.option("--long", "long_", default=20_000, show_default=True, help="Turns of a long call.")
@click.option("--way", "ways", multiple=True, type=click.Choice([*WORKERS]), help="Not all of it.")
@click.option("--cores", default=usable_cores(), show_default=True)
def bench(
    model: str,
    source: str,
    lines: int,
    turns: int,
    long_: int,
    ways: tuple[str, ...],
    cores: int,
) -> None:
    """Measure the command, local mode and one and two workers on the same cores."""
    with tempfile.TemporaryDirectory(prefix="redact-spark-bench-") as name:
        folder, texts = Path(name), Path(source)
        made = Bench(model, folder, cores, ways or tuple(WORKERS))
        if lines:
            runs = []
            for number in (lines // 5, lines):
                one = write(folder / f"{number}/lines-{number}.jsonl", utterances(texts, number))
                runs.append(made.over(f"{number} utterances", one, number, kill=number == lines))
            made.far(*runs)
        if turns:
            said = utterances(texts, turns)
            one = write(folder / "calls/calls.jsonl", said, lambda i: i // 20)
            made.over(f"{turns} turns in calls of 20", one, turns)
        if long_:
            number = long_ + long_ // 4
            said = utterances(texts, number)
            one = write(folder / "long/long.jsonl", said, lambda i: max(0, i - long_ + 20) // 20)
            made.over(f"a call of {long_} turns, {long_ // 4} beside it", one, number)
        click.echo(table(made.rows))


if __name__ == "__main__":
    run(bench, prog_name="python -m pipeline.spark.bench")
