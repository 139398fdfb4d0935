"""`python -m pipeline STAGE`: one click command a stage, imported only when it is called."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import click

from pipeline import __version__
from pipeline.errors import EXIT_FAILED, EXIT_INTERRUPTED, EXIT_TERMINATED, PipelineError

#: stage -> ("module:click command", one line of help), in the order the data flows
STAGES = {
    "data": ("pipeline.data.cli:data", "Write synthetic noisy transcripts into artifacts/data."),
    "size": ("pipeline.sizing.cli:size", "Work out batch, precision and memory for a device."),
    "train": ("pipeline.training.cli:train", "Train the tagger into artifacts/checkpoint."),
    "export": ("pipeline.export.cli:export", "Export int8 ONNX into artifacts/model."),
    "verify": ("pipeline.verification.cli:verify", "Check quality and latency of artifacts/model."),
    "bench": (
        "pipeline.verification.bench_cli:bench",
        "Measure speed and memory against baselines.",
    ),
}


class LazyGroup(click.Group):
    """A group that imports a stage when it is called, so that `--help` and light stages stay
    quick.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(STAGES)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in STAGES:
            return None
        module, _, name = STAGES[cmd_name][0].partition(":")
        return getattr(importlib.import_module(module), name)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Stages"):
            formatter.write_dl([(name, about) for name, (_, about) in STAGES.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="pii-redact")
def cli() -> None:
    """Train, check and ship a redactor for speech transcripts.

    \b
    Examples:
      python -m pipeline data --size 20000
      python -m pipeline train --profile cpu --quick
      python -m pipeline export
      python -m pipeline verify
    """


class Terminated(BaseException):
    """SIGTERM, as an exception: what is half written is removed on the way out. Process 1 of a
    container has no default action for it, so it must be caught.
    """


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    raise Terminated


def run(command: Callable[..., Any], **kwargs: Any) -> None:
    """Run a click command as a program: errors as one sentence, silent when a pipe closes, exit
    codes as in `pipeline.errors`.
    """
    signal.signal(signal.SIGTERM, _terminate)
    result: Any = None
    try:
        result = command(standalone_mode=False, **kwargs)
        sys.stdout.flush()
    except PipelineError as error:
        _exit(f"error: {error}", error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        _exit("interrupted", EXIT_INTERRUPTED)
    except Terminated:
        _exit("terminated", EXIT_TERMINATED)
    except BrokenPipeError:
        # The reader has gone; point stdout at nothing so that Python's exit does not complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(EXIT_FAILED)
    except OSError as error:
        _exit(f"error: {error.filename or 'input/output'}: {error.strerror or error}", EXIT_FAILED)
    sys.exit(result if isinstance(result, int) else 0)


def _exit(message: str, code: int) -> None:
    click.echo(message, err=True)
    sys.exit(code)


def main() -> None:
    """Entry point of `python -m pipeline`."""
    run(cli, prog_name="python -m pipeline")
