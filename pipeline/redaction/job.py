"""One call of the command: options checked, model loaded, each input answered, counts written."""

from __future__ import annotations

import io
import os
import stat
import sys
import time
from pathlib import Path

import click

from pipeline.errors import EXIT_RECORDS, ConfigError, DataError, PipelineError
from pipeline.redaction import compression, paths, report
from pipeline.redaction.answers import Answers
from pipeline.redaction.inputs import Source, Task, open_input, open_source, tasks
from pipeline.redaction.mute import MutePlan
from pipeline.redaction.options import LOOK_AHEAD, Options, default_model
from pipeline.redaction.output import FileOutput, StreamOutput, Tally, fingerprint, open_output
from pipeline.redaction.preview import Preview
from pipeline.redaction.progress import progress_of
from pipeline.redaction.redactor import Redactor

TABLES = ("csv", "tsv", "parquet")
#: Formats in which nothing says when it was said.
TIMELESS = ("text", *TABLES)
KEPT = "what is done is kept; the same command with --resume goes on"


class Job:
    """Checks the options of one call; `run` does the work and returns the exit code."""

    def __init__(self, options: Options):
        options.check()
        self._options = options
        self._secret = options.secret()
        self._policy = options.policy(self._secret)
        self._model = Path(options.model or default_model())
        self._tasks = tasks(options.files, options.output)
        self._check_files()
        self._mute = MutePlan(options.mute_plan, self._policy.labels) if options.mute_plan else None
        self._preview = Preview(self._policy.labels) if options.preview else None
        self._mode = paths.new_file_mode()
        self._tally = Tally()
        self._begun = time.monotonic()

    def _check_files(self) -> None:
        """Refuse to write over an input, the model, the secret or what is there already, before
        any work.
        """
        options = self._options
        if options.mute_plan and len(self._tasks) > 1:
            raise ConfigError("--mute-plan is for one recording; name one transcript")
        taken = [*paths.of_model(self._model)]
        taken += [
            paths.Taken("the input", paths.identity(task.source or 0)) for task in self._tasks
        ]
        if options.secret_file:
            taken.append(paths.Taken("the secret", paths.identity(options.secret_file)))
        if any(task.target is None for task in self._tasks) and paths.is_file(1):
            if paths.identity(1) in {one.identity for one in taken}:
                raise ConfigError(
                    "the output is the input; it would be overwritten, send it elsewhere"
                )
            taken.append(paths.Taken("the output", paths.identity(1)))
        over = options.overwrite
        if options.resume:
            self._leave_finished()
        answers = [("-o", task.target) for task in self._tasks if task.target]
        paths.check_outputs(answers, taken, self._model, over)
        known = [paths.Taken("the output", paths.identity(target)) for _, target in answers]
        others = [("--report", options.report), ("--mute-plan", options.mute_plan)]
        named = [(option, path) for option, path in others if path]
        paths.check_outputs(named, [*taken, *known], self._model, over)

    def _leave_finished(self) -> None:
        """--resume: leave out the inputs whose answers are there, complete."""
        left = [t for t in self._tasks if not t.target or paths.unfinished(t.target)]
        if not left:
            raise ConfigError(
                "--resume: nothing is left to do, what was asked for is there already"
            )
        if len(left) < len(self._tasks):
            click.echo(
                f"{len(self._tasks) - len(left)} files are there already and are left", err=True
            )
        self._tasks = left

    def run(self) -> int:
        """Redact the inputs. Returns 0, or 3 when records failed."""
        raw = open_input(self._tasks[0].source) if len(self._tasks) == 1 else None
        redactor = Redactor.load(self._model, threads=self._options.cores, processes=True)
        redactor.check(self._policy)
        if raw is not None:
            self._one(redactor, self._tasks[0], raw)
            return self._finish(0)
        return self._finish(sum(not self._one_of_many(redactor, task) for task in self._tasks))

    def _one_of_many(self, redactor: Redactor, task: Task) -> bool:
        """Redact one of several files; whether that could be done."""
        try:
            self._one(redactor, task, open_input(task.source))
        except (PipelineError, OSError) as error:
            reason = (
                error
                if isinstance(error, PipelineError)
                else f"{task.source}: {error.strerror or 'unreadable'}"
            )
            click.echo(f"error: {reason}", err=True)
            return False
        return True

    def _one(self, redactor: Redactor, task: Task, raw: io.FileIO) -> None:
        """Redact one input into its output."""
        options = self._options
        regular = stat.S_ISREG(os.fstat(raw.fileno()).st_mode)
        if options.resume and not regular:
            raise ConfigError("--resume needs an input file that can be read again, and -o")
        source = open_source(raw, task.source, options.format_name)
        self._check_format(source)
        if task.target and task.target != options.output:  # -o names a folder
            Path(task.target).parent.mkdir(parents=True, exist_ok=True)
        output = self._open_output(task, raw, regular, source.compression)
        strict = "--strict" if options.strict else ""
        if source.format.name == "parquet":
            strict = "a Parquet file has no place for an error"
        done = False
        try:
            with progress_of(raw if regular else None, to_file=bool(task.target)) as progress:
                watch = self._mute or self._preview
                answers = Answers(redactor, self._policy, output, strict, watch, progress)
                records = source.format.read(source.stream, options.reading(look_ahead=regular))
                answers.over(records, options.look_ahead or LOOK_AHEAD)
            output.complete()
            done = True
        finally:
            if not done:
                # With an input that is damaged the same command would end here again.
                lost = strict or isinstance(sys.exception(), DataError)
                output.close(keep=regular and not lost)
                if output.kept:
                    click.echo(f"{task.target}: {KEPT}", err=True)
            report.add(self._tally, output.tally)

    def _check_format(self, source: Source) -> None:
        """Refuse options that this format has no use for."""
        name, options = source.format.name, self._options
        if options.spans and not source.format.adds_entities:
            raise ConfigError(f"--spans: {name} has no place for entities")
        if options.mute_plan and name in TIMELESS:
            raise ConfigError(f"--mute-plan: {name} does not say when a word was said")
        if name == "parquet" and options.resume:
            raise ConfigError("--resume cannot go on with parquet; it needs a format of lines")
        rules = [
            ("--field", options.field, ("jsonl", "json")),
            ("--column", options.column, TABLES),
            ("--group-by", options.group_by, ("jsonl", *TABLES)),
        ]
        for option, given, formats in rules:
            if given and name not in formats:
                raise ConfigError(
                    f"{option} has no effect on {name}, only on {' and '.join(formats)}"
                )

    def _open_output(
        self, task: Task, raw: io.FileIO, regular: bool, kind: str | None
    ) -> StreamOutput | FileOutput:
        if self._preview:
            return open_output(os.devnull)
        known, mode = "", None
        if regular:
            mode = self._mode = paths.mode_like(raw.fileno()) or 0o600
        if regular and task.target:
            known = fingerprint(raw.fileno(), self._model, self._options.answers(self._secret))
        over = self._options.overwrite
        # A file is compressed as its name says; standard output as the input, but not on a
        # terminal.
        kind = compression.by_name(task.target) if task.target else None if os.isatty(1) else kind
        return open_output(task.target, known, self._options.resume, mode, over, kind)

    def _finish(self, undone: int) -> int:
        tally, over = self._tally, self._options.overwrite
        if self._options.stats:
            click.echo(report.table(tally, time.monotonic() - self._begun), err=True)
        if self._options.report:
            report.write(self._options.report, tally, self._mode, over)
        if self._mute:
            self._mute.write(tally.failed, self._mode, over)
        if undone:
            click.echo(f"{undone} of {len(self._tasks)} files could not be redacted", err=True)
        if tally.failed:
            first = f"; the first is line {tally.first_failed}" if len(self._tasks) == 1 else ""
            click.echo(
                f"{tally.failed} of {tally.records} records could not be redacted and were replaced"
                " by an error line" + first,
                err=True,
            )
        return EXIT_RECORDS if undone or tally.failed else 0
