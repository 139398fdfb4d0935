"""Several processes, one for each GPU: started by torchrun, agreed on everything that must be
the same.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TypeVar

import torch

from pipeline.errors import PipelineError

T = TypeVar("T")
#: Left in a run's folder by the process whose memory ran out; torchrun ends the others.
OUT_OF_MEMORY = "out-of-memory"


def processes() -> int:
    """How many processes torchrun started; 1 without it."""
    return int(os.environ.get("WORLD_SIZE", "1"))


def main_process() -> bool:
    """Whether this is the only process or the first of those that torchrun started."""
    return os.environ.get("RANK", "0") == "0"


def connect(on_cpu: bool) -> None:
    """Make the processes of this run known to each other; nothing where there is one."""
    if processes() > 1 and not torch.distributed.is_initialized():
        from accelerate import PartialState

        PartialState(cpu=on_cpu)


def gather(mine: T) -> list[T]:
    """What each process has, in their order."""
    if not connected():
        return [mine]
    everyone: list[Any] = [None] * torch.distributed.get_world_size()
    torch.distributed.all_gather_object(everyone, mine)
    return everyone


def from_first(mine: T) -> T:
    """What the first process has, for all."""
    if not connected():
        return mine
    shared: list[Any] = [mine]
    torch.distributed.broadcast_object_list(shared)
    return shared[0]


def connected() -> bool:
    return torch.distributed.is_available() and torch.distributed.is_initialized()


def launch(gpus: int, program: Sequence[str], work: Path) -> None:
    """Run `program` (what follows `python`) in `gpus` processes, again with --resume after each
    out-of-memory.

    A process whose memory runs out cannot tell the others, which wait for it in a collective. It
    notes the smaller batch in `work` and ends; torchrun ends the rest; all start again from the
    last whole checkpoint. Raises PipelineError with torchrun's exit code where they end otherwise.
    """
    torchrun = [sys.executable, "-m", "pipeline.training.distributed", "--standalone"]
    line = [*torchrun, "--nproc-per-node", str(gpus), *program]
    environment = os.environ | {"TORCH_CPP_LOG_LEVEL": "ERROR", "OMP_NUM_THREADS": _threads(gpus)}
    (work / OUT_OF_MEMORY).unlink(missing_ok=True)
    while code := _run(line, environment):
        if not (work / OUT_OF_MEMORY).is_file():
            raise LaunchFailed(code)
        (work / OUT_OF_MEMORY).unlink()
        if "--resume" not in line:
            line.append("--resume")


def _run(line: list[str], environment: dict[str, str]) -> int:
    """Exit code of torchrun, run apart from the terminal.

    Of Ctrl-C the terminal would tell every process, and torchrun would tell them again: the second
    signal ends them before they have saved. This way each is told once, and always by SIGINT: of
    SIGTERM the processes that load data would die, and training with them. Raises LaunchFailed.
    """
    process = subprocess.Popen(line, env=environment, start_new_session=True)
    told: list[int] = []

    def forward(number: int, _: object) -> None:
        told.append(number)
        process.send_signal(signal.SIGINT)

    before = {number: signal.signal(number, forward) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        code = process.wait()
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if told:
        raise LaunchFailed(-told[0], "interrupted; what was reached is saved, go on with --resume")
    return code


def _threads(gpus: int) -> str:
    from pipeline.redaction.cores import usable_cores

    return os.environ.get("OMP_NUM_THREADS", str(max(1, usable_cores() // gpus)))


class LaunchFailed(PipelineError):
    """The processes ended with an error, which one of them has told, or were told to stop."""

    def __init__(
        self, code: int, why: str = "training ended in one of its processes; its message is above"
    ) -> None:
        super().__init__(why)
        self.exit_code = code if code > 0 else 128 - code


def main(arguments: Sequence[str]) -> int:
    """torchrun without its tracebacks: the processes have told what was wrong. Its exit code."""
    from torch.distributed.elastic.multiprocessing import SignalException
    from torch.distributed.elastic.multiprocessing.errors import ChildFailedError
    from torch.distributed.run import parse_args, run

    try:
        run(parse_args(list(arguments)))
    except ChildFailedError as error:
        return error.get_first_failure()[1].exitcode
    except SignalException as error:
        return 128 + error.sigval
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
