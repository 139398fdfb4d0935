"""The image for Spark: the answers of the serve image, sealed on one machine."""

from __future__ import annotations

import json
import os
import subprocess
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Self

import pytest

from pipeline.spark.cluster import free_port

from .conftest import ROOT, docker

pytestmark = pytest.mark.containers
SAMPLE = (ROOT / "data/samples/transcripts.jsonl").read_text(encoding="utf-8").splitlines()
SEALED = ["--rm", "--network", "none", "--read-only", "--cap-drop", "ALL", "--tmpfs", "/tmp"]
SEALED += ["-e", "SPARK_LOCAL_IP=127.0.0.1"]  # without a network a container's name has no address

#: The volume of docker-compose.yml on a disk that a test can fill.
SMALL_DISK = """
volumes:
  lake:
    driver_opts: {type: tmpfs, device: tmpfs, o: "size=24m,mode=1777"}
"""


class Lake:
    """A volume of Docker's with /data/in/a.jsonl: calls of 20 turns, and a line that is no JSON."""

    def __init__(self, name: str, image: str, number: int) -> None:
        self.name, self._image = name, image
        rows = [json.loads(SAMPLE[i % len(SAMPLE)]) for i in range(number)]
        lines = [json.dumps({**row, "call": f"c{i // 20}", "id": i}) for i, row in enumerate(rows)]
        text = "\n".join([*lines, "poison maya"]) + "\n"
        ran = self.sh("mkdir /data/in && cat > /data/in/a.jsonl", input=text)
        assert ran.returncode == 0, ran.stderr

    def sh(self, script: str, **options: object) -> subprocess.CompletedProcess[str]:
        """Run a shell script where the volume is /data."""
        words = ["--rm", "-i", "-v", f"{self.name}:/data", "--entrypoint", "sh", self._image]
        return docker("run", *words, "-c", script, **options)

    def answers(self, folder: str) -> list[str]:
        """The lines of a folder, sorted."""
        ran = self.sh(f"cat /data/{folder}/part-* && test -e /data/{folder}/_SUCCESS")
        assert ran.returncode == 0, ran.stderr
        return sorted(ran.stdout.splitlines())

    def expected(self, image: str) -> list[str]:
        """What the serve image answers."""
        ran = docker("run", *SEALED, "-v", f"{self.name}:/data:ro", image, "/data/in/a.jsonl")
        assert ran.returncode == 3, ran.stderr
        return sorted(ran.stdout.splitlines())


@pytest.fixture()
def project() -> Iterator[str]:
    """The name of a project of docker-compose; its volume goes with it."""
    name = f"spark{uuid.uuid4().hex[:8]}"
    try:
        yield name
    finally:
        docker("volume", "rm", "-f", f"{name}_lake")


def test_on_one_machine_sealed(image: str, spark_image: str, project: str) -> None:
    lake = Lake(f"{project}_lake", spark_image, 400)
    ran = docker("run", *SEALED, "-v", f"{lake.name}:/data", spark_image, "/data/in", "/data/out")
    assert ran.returncode == 3 and "Traceback" not in ran.stderr, ran.stderr
    assert "maya" not in ran.stderr + ran.stdout
    assert lake.answers("out") == lake.expected(image)


def test_a_full_disk_is_one_sentence(spark_image: str, project: str) -> None:
    lake = Lake(f"{project}_lake", spark_image, 600)
    words = [*SEALED, "-v", f"{lake.name}:/data", "--tmpfs", "/full:size=64k,mode=1777"]
    ran = docker("run", *words, spark_image, "/data/in", "/full/out")
    said = ran.stdout + ran.stderr  # spark-submit sends what Python says to standard output
    assert ran.returncode == 1 and "disk is full" in said, said[-3000:]
    assert "Traceback" not in said and "maya" not in said


class Cluster:
    """Master and two workers as docker-compose.yml has them, each with a disk of its own."""

    def __init__(self, project: str, image: str, *files: str) -> None:
        ports = {"SPARK_PORT": str(free_port()), "SPARK_UI_PORT": str(free_port())}
        self._environment = os.environ | ports | {"IMAGE": image}
        files = (str(ROOT / "docker-compose.yml"), *files)
        self._compose = ["docker-compose", "-p", project]
        self._compose += [word for file in files for word in ("-f", file)]

    def __enter__(self) -> Self:
        up = self._run("up", "-d", "spark-worker-1", "spark-worker-2")
        if up.returncode:
            self.__exit__()
        assert up.returncode == 0, up.stderr
        return self

    def __exit__(self, *_: object) -> None:
        self._run("--profile", "spark", "--profile", "redact-spark", "down", "-v")

    def submit(self) -> subprocess.Popen[str]:
        """Redact /data/in into /data/out, in many small tasks."""
        cut = ("--set", "task_mib=1", "--set", "tasks_per_core=20")
        words = ["run", "--rm", "-T", "redact-spark", "/data/in", "/data/out", *cut]
        return subprocess.Popen(
            [*self._compose, *words],
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def logs(self) -> str:
        """What master and workers wrote."""
        logs = self._run("--profile", "spark", "logs")
        return logs.stdout + logs.stderr

    def _run(self, *words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self._compose, *words],
            env=self._environment,
            capture_output=True,
            text=True,
            timeout=500,
        )


def test_a_cluster_that_loses_a_worker(image: str, spark_image: str, project: str) -> None:
    """When the shuffled rows of calls are half answered, a worker's container is killed."""
    lake = Lake(f"{project}_lake", spark_image, 12_000)
    with Cluster(project, image) as cluster:
        process = cluster.submit()
        deadline = time.monotonic() + 300
        while len(lake.sh("ls /data/out/_temporary/0 2>/dev/null").stdout.split()) < 5:
            assert process.poll() is None, process.communicate()
            assert time.monotonic() < deadline
        killed = docker("kill", f"{project}_spark-worker-1_1")
        assert killed.returncode == 0, killed.stderr
        said, _ = process.communicate(timeout=400)
        assert process.returncode == 3, said
        assert lake.answers("out") == lake.expected(image)
        assert "maya" not in cluster.logs() + said


def test_a_cluster_whose_disk_is_full(
    image: str, spark_image: str, project: str, tmp_path: Path
) -> None:
    """What was begun is no answer; once there is room the same command gives all of them."""
    small = tmp_path / "small.yml"
    small.write_text(SMALL_DISK, encoding="utf-8")
    with Cluster(project, image, str(small)) as cluster:
        lake = Lake(f"{project}_lake", spark_image, 3_000)  # there while a container holds it
        lake.sh("cat /dev/zero > /data/filler; truncate -s -200K /data/filler")
        process = cluster.submit()
        said, _ = process.communicate(timeout=400)
        assert process.returncode == 1 and "disk is full" in said, said[-3000:]
        assert "Traceback" not in said and "maya" not in said
        assert lake.sh("ls /data/out/part-* /data/out/_SUCCESS").stdout == ""

        lake.sh("rm /data/filler")
        process = cluster.submit()
        said, _ = process.communicate(timeout=400)
        assert process.returncode == 3, said
        assert lake.answers("out") == lake.expected(image)
        assert "maya" not in cluster.logs() + said


def test_it_holds_what_was_checked(image: str, spark_image: str) -> None:
    """The figures of the check are in it, and the very files that were checked."""
    digest = "cd /opt/pii-redact; sha256sum verification.json artifacts/model/model.onnx"
    ran = docker("run", "--rm", "--entrypoint", "sh", spark_image, "-c", digest)
    code = "import hashlib; [print(hashlib.sha256(open('/opt/pii-redact/' + n, 'rb').read()).hexdigest()) for n in ('verification.json', 'artifacts/model/model.onnx')]"  # noqa: E501
    own = docker("run", "--rm", "--entrypoint", "python3", image, "-c", code)
    assert [line.split()[0] for line in ran.stdout.splitlines()] == own.stdout.split()
