"""Errors that a user can act on. The command line prints their message, never a traceback.

Exit codes: 0 done; 1 it could not be done; 2 wrong usage or configuration; 3 done, but some records
could not be read or scanned; 4 a gate failed; 130 interrupted (Ctrl-C), 143 terminated.
"""

from __future__ import annotations

EXIT_FAILED, EXIT_USAGE, EXIT_RECORDS, EXIT_GATE = 1, 2, 3, 4
EXIT_INTERRUPTED, EXIT_TERMINATED = 130, 143


class PipelineError(Exception):
    """Base of all errors with a message for people: what is wrong and what to do.

    Holds no transcript text.
    """

    exit_code = EXIT_FAILED


def last_line(said: str, otherwise: str = "no message") -> str:
    """The last line that a program said; `otherwise` where it said nothing."""
    return (said.strip().splitlines() or [otherwise])[-1]


class ConfigError(PipelineError):
    """A configuration file, option or override that cannot be used; the message names file and
    key.
    """

    exit_code = EXIT_USAGE


class DataError(PipelineError):
    """Input data that breaks the format; the message names file and line where known."""


class DeviceError(PipelineError):
    """No usable device, or the device is not what was asked for."""


class GateError(PipelineError):
    """A quality or latency gate failed."""

    exit_code = EXIT_GATE
