"""What gets out of a task beside its answers: an error without content, and nothing else."""

from __future__ import annotations

import contextlib
import os
import resource
from collections.abc import Iterator

from pyspark import TaskContext

from pipeline.errors import PipelineError


class WorkerError(PipelineError):
    """A fault of a task; no content."""


@contextlib.contextmanager
def sealed() -> Iterator[None]:
    """Of an error that was not foreseen only the type is told: its message could hold content."""
    _keep_quiet()
    try:
        yield
    except PipelineError as error:
        raise type(error)(str(error)) from None
    except Exception as error:
        raise WorkerError(f"a task failed ({type(error).__name__})") from None


def _keep_quiet() -> None:
    """Leave no way out of this Python worker but its answers and its error.

    A core file would hold transcripts. On its standard error, which is the user's terminal where
    Spark runs on one machine, a worker that is ended by another's fault writes a traceback.
    """
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if TaskContext.get() is not None:  # else no worker: somebody's own process
        with open(os.devnull, "wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
