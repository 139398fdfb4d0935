"""What Spark costs over the command: one table in one run, on the cores of this machine.

python -m pipeline.spark.bench --model artifacts/model --lines 100000 --calls 1000 --long 20000

Utterances are measured in two sizes: what the larger one takes more is what a record costs once all
is started, and so what the engine costs at any larger size.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import click
import msgspec

from pipeline.cli import run
from pipeline.errors import PipelineError
from pipeline.redaction.cores import usable_cores
from pipeline.spark.cluster import Cluster, environment, memory_of, submit

REDACT = "from pipeline.redaction.cli import main; main()"
#: Seconds between two looks at the executors' memory.
LOOK = 1.0


class Ran(NamedTuple):
    """One run: seconds in all, records, memory over the run in bytes."""

    name: str
    seconds: float
    records: int
    memory: list[int]


def lines_of(source: Path, number: int, call: Callable[[int], int] | None) -> Iterator[bytes]:
    """So many lines, the texts of `source` over and over, each with the call that it is of."""
    texts = [msgspec.json.decode(line)["text"] for line in source.read_bytes().splitlines()]
    for i in range(number):
        own = {"call_id": call(i)} if call else {}
        yield msgspec.json.encode({"id": i, **own, "text": texts[i % len(texts)]}) + b"\n"


def write(path: Path, lines: Iterable[bytes]) -> Path:
    """A file in a folder of its own."""
    path.parent.mkdir(parents=True)
    with path.open("wb") as file:
        file.writelines(lines)
    return path


def timed(name: str, records: int, process: subprocess.Popen[Any], pids: Any = None) -> Ran:
    """Wait for a program; its time, and the memory of `pids()` meanwhile."""
    begun, memory, ended = time.perf_counter(), [], threading.Event()

    def look() -> None:
        while pids and not ended.wait(LOOK):
            memory.append(memory_of(pids()))

    watch = threading.Thread(target=look, daemon=True)
    watch.start()
    _, said = process.communicate()
    seconds = time.perf_counter() - begun
    ended.set()
    watch.join()
    if process.returncode not in (0, 3):
        raise PipelineError(f"{name}: failed: {(said or '').strip().splitlines()[-1:]}")
    return Ran(name, seconds, records, memory)


def same(answer: Path, folder: Path) -> bool:
    """Whether the files of `folder` hold the lines of `answer`, in whatever order."""
    parts = sorted(folder.glob("part-*"))
    lines = [line for part in parts for line in part.read_bytes().splitlines()]
    return sorted(lines) == sorted(answer.read_bytes().splitlines())


class Bench:
    """The runs over one input after another."""

    def __init__(self, model: str, folder: Path, cores: int) -> None:
        self._model, self._folder, self._cores = model, folder, cores
        self.rows: list[tuple[str, ...]] = []
        self.runs: dict[str, list[Ran]] = {}

    def over(self, what: str, source: Path, records: int) -> None:
        """The command, then Spark in its ways, over `source`."""
        answer = self._folder / f"{source.stem}.answer"
        command = self._command(source, answer, records)
        self._row(what, command, command, "")
        for name, workers in (("local", 0), ("1 worker", 1), ("2 workers", 2)):
            self._row(what, self._spark(name, workers, source, records, answer), command, "same")

    def killed(self, what: str, source: Path, records: int) -> None:
        """The last input again, with a worker killed in the middle."""
        command, answer = self.runs["redact"][-1], self._folder / f"{source.stem}.answer"
        name = "one of 2 workers killed"
        ran = self._spark(name, 2, source, records, answer, kill=self.runs["2 workers"][-1].seconds)
        self._row(what, ran, command, "same")

    def _command(self, source: Path, answer: Path, records: int) -> Ran:
        words = [sys.executable, "-c", REDACT, "--model", self._model, str(source)]
        words += ["-o", str(answer), "--threads", str(self._cores)]
        process = subprocess.Popen(words, env=environment(), stderr=subprocess.PIPE, text=True)
        return timed("redact", records, process)

    def _spark(
        self,
        name: str,
        workers: int,
        source: Path,
        records: int,
        answer: Path,
        *,
        kill: float = 0.0,
    ) -> Ran:
        out = self._folder / f"{source.stem}-{name.replace(' ', '-')}"
        words = [str(source.parent), str(out), "--model", str(Path(self._model).resolve())]
        if not workers:
            ran = timed(name, records, submit(*words, master=f"local[{self._cores}]"))
        else:
            with Cluster(workers, max(1, self._cores // workers)) as cluster:
                process = cluster.submit(*words)
                if kill:
                    threading.Timer(kill / 2, cluster.kill_worker, [0]).start()
                ran = timed(name, records, process, cluster.executors)
        if not same(answer, out):
            raise PipelineError(f"{name}: the answers are not those of redact")
        return ran

    def _row(self, what: str, ran: Ran, command: Ran, same: str) -> None:
        self.runs.setdefault(ran.name, []).append(ran)
        memory = [m // 1_000_000 for m in ran.memory[len(ran.memory) // 4 :]]
        spread = f"{min(memory)}-{max(memory)}" if memory else ""
        rate, ratio = ran.records / ran.seconds, ran.seconds / command.seconds
        self.rows.append(
            (what, ran.name, f"{ran.seconds:.1f}", f"{rate:.0f}", f"{ratio:.2f}", same, spread)
        )
        click.echo(" | ".join(self.rows[-1]), err=True)

    def steady(self) -> list[tuple[str, ...]]:
        """What a record costs beyond the start, from the first two inputs, by run."""
        rows: list[tuple[str, ...]] = []
        command = 0.0
        for name, (small, *more) in self.runs.items():
            if not more:
                continue
            large = more[0]
            each = (large.seconds - small.seconds) / (large.records - small.records)
            command = command or each
            start = small.seconds - small.records * each
            rows.append((name, f"{start:.1f}", f"{1 / each:.0f}", f"{each / command:.2f}"))
        return rows


HEAD = ("input", "run", "seconds", "records/s", "times the command", "answers", "executors, MB")
STEADY = ("run", "start, seconds", "records/s then", "times the command then")


def table(head: tuple[str, ...], rows: list[tuple[str, ...]]) -> str:
    """A table of Markdown."""
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(row) + " |" for row in lines)


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--model", default="artifacts/model", show_default=True)
@click.option("--source", default="data/samples/transcripts.jsonl", show_default=True)
@click.option("--lines", type=int, default=100_000, show_default=True, help="Single utterances.")
@click.option("--calls", type=int, default=1_000, show_default=True, help="Calls of 20 turns.")
@click.option("--long", "long_", type=int, default=20_000, help="Turns of one call among these.")
@click.option("--kill/--no-kill", default=True, help="Kill a worker in the middle as well.")
@click.option("--cores", type=int, default=usable_cores())
def bench(
    model: str, source: str, lines: int, calls: int, long_: int, kill: bool, cores: int
) -> None:
    """Measure the command, local mode and one and two workers on the same cores."""
    with tempfile.TemporaryDirectory(prefix="redact-spark-bench-") as name:
        folder, texts = Path(name), Path(source)
        made = Bench(model, folder, cores)
        for number in (lines // 5, lines):
            one = write(folder / f"{number}/lines-{number}.jsonl", lines_of(texts, number, None))
            made.over(f"{number} utterances", one, number)
            if kill and number == lines:
                made.killed(f"{number} utterances", one, number)
        if calls:
            rows = lines_of(texts, 20 * calls, lambda i: i // 20)
            one = write(folder / "calls/calls.jsonl", rows)
            made.over(f"{calls} calls of 20 turns", one, 20 * calls)
        if long_:
            number = long_ + long_ // 4
            rows = lines_of(texts, number, lambda i: max(0, i - long_ + 20) // 20)
            one = write(folder / "long/long.jsonl", rows)
            made.over(f"one call of {long_} turns, {long_ // 4} turns beside it", one, number)
        click.echo(table(HEAD, made.rows) + "\n\n" + table(STEADY, made.steady()))


if __name__ == "__main__":
    run(bench, prog_name="python -m pipeline.spark.bench")
