"""A real standalone cluster on 127.0.0.1, without Docker: to measure on, and to kill workers of.

with Cluster(workers=2) as cluster:
    cluster.submit("IN", "OUT", "--model", "artifacts/model")
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType
from typing import Any

import msgspec
import pyspark

from pipeline.errors import DeviceError
from pipeline.spark.settings import QUICK_JAVA

HOME = Path(pyspark.__file__).parent
SCRIPT = Path(__file__).with_name("__main__.py")
#: Seconds that the daemons and their executors have to be there.
PATIENCE = 120


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


def environment() -> dict[str, str]:
    """What Spark's programs are started with: this Python, this checkout, loopback only."""
    paths = [str(Path(__file__).parents[2]), os.environ.get("PYTHONPATH", "")]
    return os.environ | {
        "SPARK_HOME": str(HOME),
        "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_DAEMON_JAVA_OPTS": QUICK_JAVA,
        "SPARK_SUBMIT_OPTS": QUICK_JAVA,
        "PYSPARK_PYTHON": sys.executable,
        "PYTHONPATH": os.pathsep.join(filter(None, paths)),
    }


def submit(*words: str, master: str, **options: Any) -> subprocess.Popen[str]:
    """Start `redact-spark WORDS` by spark-submit; `conf` holds --conf settings."""
    conf = {"spark.ui.enabled": "false"} | options.pop("conf", {})
    pairs = [word for name, value in conf.items() for word in ("--conf", f"{name}={value}")]
    command = [str(HOME / "bin/spark-submit"), "--master", master, *pairs, str(SCRIPT), *words]
    given: dict[str, Any] = {
        "env": environment(),
        "stderr": subprocess.PIPE,
        "text": True,
    } | options
    started: subprocess.Popen[str] = subprocess.Popen(command, **given)
    return started


class Cluster:
    """One master and some workers, each a process group of its own."""

    def __init__(self, workers: int = 2, cores: int = 1, memory: str = "1g") -> None:
        self._workers, self._cores, self._memory = workers, cores, memory
        self._running: list[subprocess.Popen[bytes]] = []
        self._folder = tempfile.TemporaryDirectory(prefix="redact-spark-")
        self._port, self._page = free_port(), free_port()

    @property
    def url(self) -> str:
        """What --master takes."""
        return f"spark://127.0.0.1:{self._port}"

    @property
    def folder(self) -> Path:
        """Where the daemons write their logs, and the executors theirs."""
        return Path(self._folder.name)

    def __enter__(self) -> Cluster:
        self._start("master", "master.Master", "--port", str(self._port))
        for number in range(self._workers):
            self.add_worker(f"worker-{number}")
        self._wait(self._workers)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        for one in reversed(self._running):
            kill(one)
        with contextlib.suppress(OSError):
            self._folder.cleanup()

    def add_worker(self, name: str) -> None:
        """Start one more worker."""
        words = ["--cores", str(self._cores), "--memory", self._memory]
        words += ["--work-dir", str(self.folder / name), self.url]
        self._start(name, "worker.Worker", *words)

    def kill_worker(self, number: int) -> None:
        """Kill a worker, its executors and their Python as a lost machine would be."""
        kill(self._running[1 + number])
        kill_all(processes_of(str(self.folder / f"worker-{number}")))

    def submit(self, *words: str, **options: Any) -> subprocess.Popen[str]:
        """Start `redact-spark WORDS` on this cluster."""
        return submit(*words, master=self.url, **options)

    def python_workers(self) -> list[int]:
        """The processes of all executors that are Python's."""
        return [pid for pid in processes_of(str(self.folder)) if name_of(pid).startswith("python")]

    def _start(self, name: str, daemon: str, *words: str) -> None:
        page = self._page if name == "master" else 0
        command = [str(HOME / "bin/spark-class"), f"org.apache.spark.deploy.{daemon}"]
        command += ["--host", "127.0.0.1", "--webui-port", str(page), *words]
        with (self.folder / f"{name}.log").open("wb") as log:
            self._running.append(
                subprocess.Popen(
                    command, env=environment(), stdout=log, stderr=log, start_new_session=True
                )
            )

    def _wait(self, workers: int) -> None:
        """Until so many workers are there."""
        page = f"http://127.0.0.1:{self._page}/json/"
        asked = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        deadline = time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError, ValueError):
                told = msgspec.json.decode(asked.open(page, timeout=5).read())
                if told["aliveworkers"] >= workers:
                    return
            time.sleep(0.2)
        raise DeviceError(f"the cluster did not start; see {self.folder}/*.log")


def kill(process: subprocess.Popen[Any]) -> None:
    """End a process group, at once."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def kill_all(pids: Iterable[int]) -> None:
    """End processes, at once."""
    for pid in pids:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


def processes_of(folder: str) -> list[int]:
    """The processes that work below `folder`."""
    found = []
    for one in Path("/proc").iterdir():
        with contextlib.suppress(OSError):
            if one.name.isdigit() and os.readlink(one / "cwd").startswith(folder):
                found.append(int(one.name))
    return found


def name_of(pid: int) -> str:
    """The name of a process's program; none where it has gone."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/comm").read_text()
    return ""


def memory_of(pid: int) -> int:
    """Resident memory of a process in bytes, shared pages shared out (PSS); 0 where it has gone."""
    with contextlib.suppress(OSError):
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return 1024 * sum(int(row.split()[1]) for row in rows if row.startswith("Pss:"))
    return 0
