"""One call of the command line: options checked, input opened, model loaded, records answered, counts written."""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import msgspec

from pipeline.errors import EXIT_RECORDS, ConfigError, PipelineError
from pipeline.labels import Surrogate, all_labels, parse_labels
from pipeline.redaction.formats import FORMATS, Failed, Format, ReadOptions, Record, detect
from pipeline.redaction.policy import Policy
from pipeline.redaction.output import FileOutput, StreamOutput, Tally, fingerprint, open_output
from pipeline.spans import Span

#: Options that change no answer, so may differ when a run is resumed.
NOT_IN_ANSWERS = ("resume", "output", "threads", "report", "secret_file", "look_ahead")
#: How much of the input is looked at to tell its format.
HEAD = 65_536
NO_INPUT = "no input: standard input is empty; with docker pass -i (docker run -i ... < FILE), else name a file"


def default_model() -> Path:
    """$PII_REDACT_MODEL, else artifacts/model here, else artifacts/model beside the package."""
    named = os.environ.get("PII_REDACT_MODEL")
    if named:
        return Path(named)
    here = Path("artifacts/model")
    beside = Path(__file__).parents[2] / here
    return beside if beside.is_dir() and not here.is_dir() else here


def open_input(name: str | None) -> io.FileIO:
    """The input's raw stream. Raises ConfigError where there can be none: a closed or null standard input."""
    if name not in (None, "-"):
        return io.FileIO(str(name), "r")
    try:
        facts = os.fstat(0)
    except OSError:
        raise ConfigError(NO_INPUT) from None
    if stat.S_ISCHR(facts.st_mode) and facts.st_rdev == os.makedev(1, 3):  # /dev/null: docker run without -i
        raise ConfigError(NO_INPUT)
    if os.isatty(0):
        click.echo("reading transcripts from the terminal; end with Ctrl-D", err=True)
    return io.FileIO(0, "r", closefd=False)


def parse_thresholds(pairs: tuple[str, ...]) -> dict[str, float]:
    """("PHONE=0.5",) as {"PHONE": 0.5}. Raises ConfigError."""
    least: dict[str, float] = {}
    for pair in pairs:
        names, _, value = pair.partition("=")
        try:
            least |= dict.fromkeys(parse_labels(names), float(value))
        except ValueError:
            raise ConfigError(f"--threshold {pair}: must read LABEL=SCORE, for example PHONE=0.5") from None
    return least


@contextlib.contextmanager
def progress_bar(stream: io.FileIO | None, to_file: bool) -> Iterator[Callable[[], None] | None]:
    """A bar over the bytes of `stream` on a terminal: none in a pipe, nor where the output goes to that terminal."""
    if stream is None or not os.isatty(2) or (os.isatty(1) and not to_file):
        yield None
        return
    size = os.fstat(stream.fileno()).st_size
    read = 0

    def show() -> None:
        nonlocal read
        before = read
        try:
            read = stream.tell()
        except ValueError:  # the reader's thread has come to the end and closed it
            read = size
        bar.update(read - before)

    with click.progressbar(length=size, label="redacting", file=sys.stderr) as bar:
        yield show


class Job:
    """Checks the options of one call; `run` does the work and returns the exit code."""

    def __init__(self, file: str | None, options: dict[str, Any]):
        self._options = options
        self._render = Policy.of(
            options["entities"],
            options["keep"],
            mode=options["mode"],
            surrogate=self._surrogate(),
            spans_only=options["spans"],
            digits=options["digits"],
            operating_point=options["operating_point"],
            thresholds=parse_thresholds(options["threshold"]),
        )
        name = options["format_name"]
        if name != "auto" and name not in FORMATS:
            raise ConfigError(f"--format {name}: is not one of auto, {', '.join(FORMATS)}")
        self._model = Path(options["model"] or default_model())
        self._name = None if file in (None, "-") else file
        self._input = open_input(file)
        self._seekable = stat.S_ISREG(os.fstat(self._input.fileno()).st_mode)
        if options["resume"] and not (self._seekable and options["output"]):
            raise ConfigError("--resume needs an input file that can be read again, and -o")
        if options["resume"] and options["mute_plan"]:
            raise ConfigError("--mute-plan needs the whole transcript at once; it cannot go with --resume")
        self._mute = MutePlan(options["mute_plan"], self._render) if options["mute_plan"] else None

    def _surrogate(self) -> Surrogate | None:
        """The Pseudonymiser of mode "pseudonym"; its secret is a part of what --resume compares, as a hash."""
        if self._options["mode"] != "pseudonym":
            return None
        from pipeline.redaction.pseudonym import Pseudonymiser, load_secret

        secret = load_secret(self._options["secret_file"])
        self._options = self._options | {"secret": hashlib.sha256(b"resume" + secret).hexdigest()}
        return Pseudonymiser(secret)

    def run(self) -> int:
        """Redact the input. Returns 0, or 3 when records failed."""
        from pipeline.redaction.redactor import Redactor
        from pipeline.redaction.stream import Run

        options = self._options
        redactor = Redactor.load(self._model, threads=options["threads"])
        redactor.check(self._render)
        output = self._open_output()
        done = False
        try:
            with progress_bar(self._input if self._seekable else None, to_file=bool(options["output"])) as progress:
                work = Run(redactor, self._render, output, options["strict"], self._mute, progress)
                work.over(self._records(), options["look_ahead"])
            output.complete()
            done = True
        finally:
            if not done:
                output.close(keep=self._seekable and not options["strict"])
        return self._finish(output.tally)

    def _records(self) -> Iterator[Record | Failed]:
        """The input's records; its format is told from its first bytes when they come."""
        stream = io.BufferedReader(self._input, HEAD)
        name = self._options["format_name"]
        chosen: Format = FORMATS[name] if name != "auto" else detect(stream.peek(HEAD)[:HEAD], self._name)
        if self._render.spans_only and not chosen.adds_entities:
            raise ConfigError(f"--spans: {chosen.name} has no place for entities")
        yield from chosen.read(stream, ReadOptions(field=self._options["field"]))

    def _open_output(self) -> StreamOutput | FileOutput:
        options = {k: v for k, v in self._options.items() if k not in NOT_IN_ANSWERS}
        known = fingerprint(self._input.fileno(), self._model, options) if self._seekable else ""
        return open_output(self._options["output"], known, self._options["resume"])

    def _finish(self, tally: Tally) -> int:
        if self._options["report"]:
            write_report(self._options["report"], tally)
        if self._mute:
            self._mute.write(failed=tally.failed)
        if not tally.failed:
            return 0
        click.echo(
            f"{tally.failed} of {tally.records} records could not be redacted and were replaced by an error line; "
            f"the first is line {tally.first_failed}",
            err=True,
        )
        return EXIT_RECORDS


class MutePlan:
    """Gathers the audio intervals of the one record of the input. Fails closed: a plan is whole, or there is none."""

    def __init__(self, path: str, render: Policy):
        self._path, self._labels = path, render.labels
        self._intervals: list[Any] | None = None
        self._error: str | None = None

    def __call__(self, record: Record, found: list[list[Span]]) -> None:
        """Take in a record; what is wrong with it is told by `write`, the transcript itself goes out redacted."""
        from pipeline.redaction import mute

        if self._intervals is not None:
            self._error = "the input holds several records, and a plan is for one recording"
        try:
            self._intervals = mute.collect(record, found, self._labels)
        except PipelineError as error:
            self._intervals, self._error = [], str(error)

    def write(self, failed: int) -> None:
        """Write the plan, or remove an older one and raise PipelineError."""
        from pipeline.redaction import mute

        error = "the transcript could not be redacted" if failed else self._error
        if error is None and self._intervals is None:
            error = "the input is empty"
        if error is not None:
            Path(self._path).unlink(missing_ok=True)
            raise PipelineError(f"{self._path}: no mute plan was written: {error}")
        mute.write(self._path, self._intervals or [])


def write_report(path: str, tally: Tally) -> None:
    """Counts by entity type: found and redacted, records and failures. No content."""
    report = {
        "records": tally.records,
        "failed": tally.failed,
        "found": {label: tally.found.get(label, 0) for label in all_labels()},
        "redacted": {label: tally.redacted.get(label, 0) for label in all_labels()},
    }
    Path(path).write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=1) + b"\n")
