"""`redact`: transcripts in, the same transcripts out with the PII gone."""

from __future__ import annotations

import os
import resource
import sys
from typing import Any

import click

from pipeline import __version__
from pipeline.cli import run
from pipeline.redaction.modes import MODES
from pipeline.redaction.policy import DIGITS

FORMATS_HELP = "Input format; see above.  [default: auto]"


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("files", nargs=-1)
@click.option("-o", "--output", metavar="OUT", help="File to write, or a folder for several.")
@click.option("--overwrite", is_flag=True, help="Replace files that are there already.")
@click.option("--resume", is_flag=True, help="With FILE and -o: go on after a kill.")
@click.option(
    "--model", metavar="DIR", help="Model folder.  [default: $PII_REDACT_MODEL or artifacts/model]"
)
@click.option("--format", "format_name", default="auto", metavar="NAME", help=FORMATS_HELP)
@click.option("--field", metavar="NAME", help="JSONL field that holds the text.  [default: text]")
@click.option(
    "--column",
    multiple=True,
    metavar="NAME",
    help="Scan this column of a table only; may be repeated.",
)
@click.option(
    "--group-by", metavar="NAME", help="Field or column that is the same in all rows of one call."
)
@click.option("--spans", is_flag=True, help="Leave the text as it was, only add entities.")
@click.option("--mode", type=click.Choice(MODES), help="What replaces PII.  [default: label]")
@click.option(
    "--secret-file", metavar="F", help="Key of --mode pseudonym.  [default: $PII_REDACT_SECRET]"
)
@click.option(
    "--entities",
    metavar="LABELS",
    help=(
        "Redact these types only, e.g. PHONE,EMAIL, or "
        "groups: pci, numbers, identity, contact, all."
    ),
)
@click.option("--keep", metavar="LABELS", help="Leave these types or groups standing, e.g. DATE.")
@click.option(
    "--threshold",
    multiple=True,
    metavar="LABEL=SCORE",
    help="Least score of a type; may be repeated.",
)
@click.option(
    "--digits",
    type=click.Choice(DIGITS),
    help=(
        "Long runs of digits that the model passed over: left to it, redacted unless their words"
        " say otherwise, all redacted.  [default: closed]"
    ),
)
@click.option(
    "--operating-point",
    metavar="NAME",
    help="precision, balanced or recall, as calibrated with the model.",
)
@click.option(
    "--mute-plan",
    metavar="OUT",
    help=(
        "Write the audio intervals of PII (JSON and ffmpeg filter). Where the transcript turns out"
        " to have no times it alone is written (exit code 1)."
    ),
)
@click.option("--report", metavar="OUT", help="Write counts by entity type, no content, as JSON.")
@click.option(
    "--stats", is_flag=True, help="Tell counts by entity type on standard error at the end."
)
@click.option(
    "--preview", is_flag=True, help="Show on the terminal, in colours, what would be redacted."
)
@click.option("--strict", is_flag=True, help="Stop at the first record that fails (exit code 3).")
@click.option(
    "--threads",
    type=click.IntRange(min=1),
    help="Cores to use, each with a process of its own.  [default: all]",
)
@click.option(
    "--look-ahead", type=click.IntRange(1, 100_000), help="Records read ahead.  [default: 256]"
)
@click.version_option(__version__, prog_name="redact")
def redact(**options: Any) -> int:
    """Redact PII in call transcripts. The same format comes out, every copy of the text in it
    redacted.

    FILES are transcripts or folders of them; without one standard input is read. Formats,
    recognised by themselves:

    \b
      jsonl          JSON lines with one text, or turns, or one turn a row
      json           JSON of the speech services and of any other shape
      text           plain text, also "Agent: ..." lines
      vtt srt        WebVTT (Zoom, Teams), SubRip
      ttml ass       TTML (DFXP, IMSC), ASS and SSA
      csv tsv        tables; quoting is kept
      parquet        with pyarrow installed; a number or date that goes becomes null
      each of them   compressed with gzip or zstd

    A JSON line's `text` is redacted and `entities` is added: [{start, end, label, pii, score}],
    offsets into the text as it came. What cannot be read or scanned is not passed on: {"line": N,
    "error": "..."} stands in its place. No file that is there is written over without --overwrite,
    the input never.

    \b
    Examples:
      echo "my name is john smith" | redact
      redact calls.jsonl -o redacted.jsonl --resume
      redact calls/ more/*.vtt.gz -o redacted/
      redact --keep DATE --mode mask call.srt > redacted.srt
      redact --column comment --entities contact,pci survey.csv > redacted.csv
      redact --preview call.txt
      docker run -i --rm --network none pii-redact < calls.jsonl

    \b
    Exit codes: 0 done; 1 not done; 2 wrong usage, nothing written;
    3 done, but some records failed; 130 interrupted; 143 terminated.
    """
    from pipeline.redaction.job import Job
    from pipeline.redaction.options import Options

    return Job(Options(**options)).run()


def main() -> None:
    """Entry point of `redact`.

    Leaves at once: a reader thread may still sit in a read of standard input.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold transcripts
    code: Any = 1
    try:
        run(redact, prog_name="redact")
    except SystemExit as leaving:
        code = leaving.code
    except (
        BaseException
    ) as error:  # no traceback: an unforeseen error's message could hold transcript text
        click.echo(
            f"error: internal error ({type(error).__name__}); nothing unscanned was passed on",
            err=True,
        )
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, AttributeError):
        pass
    os._exit(code if isinstance(code, int) else 1)
