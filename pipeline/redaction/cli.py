"""`redact`: transcripts in, the same transcripts out with the PII gone."""

from __future__ import annotations

import os
import resource
import signal
import sys
from types import FrameType
from typing import Any

import click

from pipeline import __version__
from pipeline.cli import run
from pipeline.redaction.modes import MODES

EXIT_TERMINATED = 143


class Terminated(BaseException):
    """SIGTERM. Process 1 of a container has no default action for it, so it must be caught."""


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("file", required=False)
@click.option("-o", "--output", metavar="OUT", help="Write to OUT; it appears only when complete.")
@click.option("--model", metavar="DIR", help="Model folder.  [default: $PII_REDACT_MODEL or artifacts/model]")
@click.option("--spans", is_flag=True, help="Leave the text as it was, only add entities.")
@click.option("--format", "format_name", default="auto", metavar="NAME", help="Input format.  [default: auto]")
@click.option("--field", default="text", metavar="NAME", show_default=True, help="JSONL field that holds the text.")
@click.option("--mode", type=click.Choice(MODES), default="label", show_default=True, help="What replaces PII.")
@click.option("--entities", metavar="LABELS", help="Redact these types only, e.g. PHONE,EMAIL (places may be named).")
@click.option("--keep", metavar="LABELS", default="", help="Leave these types standing, e.g. DATE.")
@click.option("--threshold", multiple=True, metavar="LABEL=SCORE", help="Least score of a type; may be repeated.")
@click.option(
    "--digits",
    type=click.Choice(["model", "closed", "all"]),
    default="closed",
    show_default=True,
    help="Long runs of digits that the model passed over: left, redacted unless their words say otherwise, redacted.",
)
@click.option("--operating-point", metavar="NAME", help="precision, balanced or recall, as calibrated with the model.")
@click.option("--secret-file", metavar="F", help="Key of --mode pseudonym.  [default: $PII_REDACT_SECRET]")
@click.option("--mute-plan", metavar="OUT", help="Write the audio intervals of PII (JSON and ffmpeg filter).")
@click.option("--strict", is_flag=True, help="Stop at the first record that fails (exit code 3).")
@click.option("--resume", is_flag=True, help="With FILE and -o: go on after a kill.")
@click.option("--report", metavar="OUT", help="Write counts by entity type, no content, as JSON.")
@click.option("--threads", type=click.IntRange(min=1), help="CPU threads.  [default: the container's cores]")
@click.option("--look-ahead", type=click.IntRange(min=1), default=256, help="Records read ahead.  [default: 256]")
@click.version_option(__version__, prog_name="redact")
def redact(file: str | None, **options: Any) -> int:
    """Redact PII in call transcripts: JSONL in, JSONL out, one line for each line.

    Each line's `text` is redacted and `entities` is added: [{start, end, label, pii, score}], offsets into the text as
    it came. A line that cannot be read or scanned is replaced by {"line": N, "error": "..."}.

    \b
    Examples:
      redact < calls.jsonl > redacted.jsonl
      redact calls.jsonl -o redacted.jsonl --resume
      redact --spans --keep DATE calls.jsonl
      docker run -i --rm --network none pii-redact < calls.jsonl

    \b
    Exit codes: 0 done; 1 not done; 2 wrong usage; 3 done, but some records failed;
    130 interrupted; 143 terminated.
    """
    from pipeline.redaction.job import Job

    return Job(file, options).run()


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    raise Terminated


def main() -> None:
    """Entry point of `redact`. Leaves at once: a reader thread may still sit in a read of standard input."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold transcripts
    signal.signal(signal.SIGTERM, _terminate)
    code: Any = 1
    try:
        run(redact, prog_name="redact")
    except SystemExit as leaving:
        code = leaving.code
    except Terminated:
        click.echo("terminated", err=True)
        code = EXIT_TERMINATED
    except BaseException as error:  # no traceback: an unforeseen error's message could hold transcript text
        click.echo(f"error: internal error ({type(error).__name__}); nothing unscanned was passed on", err=True)
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, AttributeError):
        pass
    os._exit(code if isinstance(code, int) else 1)
