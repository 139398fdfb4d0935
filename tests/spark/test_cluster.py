"""A real cluster of one master and two workers that loses them, or their Python."""

from __future__ import annotations

import subprocess
import tarfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.spark.cluster import Cluster, kill_all

from .conftest import Command
from .test_lake import BAD, lines, parts

pytestmark = pytest.mark.containers
SMALL = ("--set", "task_mib=1", "--set", "tasks_per_core=20")


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    with Cluster(workers=2) as one:
        yield one


def wait_for_tasks(process: subprocess.Popen[str], out: Path, number: int) -> None:
    """Until so many tasks have answered, two minutes at most."""
    deadline = time.monotonic() + 120
    while len(list(out.glob("_temporary/0/task_*"))) < number and time.monotonic() < deadline:
        assert process.poll() is None, process.communicate()
        time.sleep(0.05)


def test_a_worker_is_killed_in_the_middle(
    cluster: Cluster, toy_model: str, command: Command, tmp_path: Path
) -> None:
    """The answers are the same, none lost and none twice; nothing of the content in any log."""
    source = tmp_path / "in/a.jsonl"
    source.parent.mkdir()
    source.write_bytes(b"".join([*lines(12_000, call=True), *BAD]))
    out = tmp_path / "out"
    process = cluster.submit(str(source.parent), str(out), "--model", toy_model, *SMALL)
    wait_for_tasks(process, out, 3)
    cluster.kill_worker(0)
    cluster.add_worker("worker-2")
    _, said = process.communicate(timeout=400)
    assert process.returncode == 3, said
    assert parts(out) == sorted(command(source))
    logs = [p for p in cluster.folder.rglob("*") if p.name in ("stderr", "stdout")]
    logs += cluster.folder.glob("*.log")
    assert len(logs) > 4
    for log in logs:
        assert "maya" not in log.read_text(errors="replace").lower(), log


def test_the_model_comes_in_an_archive(
    cluster: Cluster, toy_model: str, command: Command, tmp_path: Path
) -> None:
    """For a cluster whose image is not ours: executors unpack it beside their work."""
    archive, source, out = tmp_path / "pii.tgz", tmp_path / "a.jsonl", tmp_path / "out"
    with tarfile.open(archive, "w:gz") as made:
        made.add(toy_model, "artifacts/model")
    source.write_bytes(b"".join(lines(500)))
    process = cluster.submit(
        str(source),
        str(out),
        "--model",
        "pii/artifacts/model",
        conf={"spark.ui.enabled": "false", "spark.archives": f"{archive}#pii"},
    )
    _, said = process.communicate(timeout=200)
    assert process.returncode == 0, said
    assert parts(out) == sorted(command(source))


def test_python_workers_are_killed(
    cluster: Cluster, toy_model: str, command: Command, tmp_path: Path
) -> None:
    """Each time, as by a row that takes all memory: the job ends in a sentence with nothing
    written. Once: the answers are the same.
    """
    source, out = tmp_path / "a.jsonl", tmp_path / "out"
    source.write_bytes(b"".join(lines(6_000, call=True)))
    words = (str(source), str(out), "--model", toy_model, *SMALL)

    told = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT}
    process = cluster.submit(*words, **told)
    while process.poll() is None:
        kill_all(cluster.python_workers())
        time.sleep(0.1)
    said, _ = process.communicate()
    assert process.returncode == 1 and "Python was ended in an executor" in said, said
    assert "Traceback" not in said and "maya" not in said.lower()
    assert not list(out.glob("part-*")) and not (out / "_SUCCESS").exists()

    process = cluster.submit(*words, **told)
    wait_for_tasks(process, out, 1)
    workers = cluster.python_workers()
    assert workers
    kill_all(workers)
    said, _ = process.communicate(timeout=400)
    assert process.returncode == 0, said
    assert parts(out) == sorted(command(source))
