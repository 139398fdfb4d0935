"""The serve image, built once from this checkout's artifacts/model as `make serve` builds it."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DOCKER = os.environ.get("DOCKER") or next(
    (d for d in ("/usr/bin/docker", "docker") if shutil.which(d)), "docker"
)
SANDBOX = ["--rm", "-i", "--network", "none", "--read-only", "--cap-drop", "ALL", "--user", "65534"]
#: What Dockerfile.serve reads.
CONTEXT = [
    ".ci",
    "pipeline",
    "configs",
    "LICENSE",
    "pyproject.toml",
    ".dockerignore",
    ".wheels",
    "Dockerfile.serve",
    "requirements-serve.lock",
    "requirements-verify.lock",
    "debian.lock",
]


def docker(*words: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Run a docker command and return what it did; nothing is raised on failure."""
    options = {"capture_output": True, "text": True, "timeout": 580} | options
    return subprocess.run([DOCKER, *words], check=False, **options)  # type: ignore[call-overload]


def build_serve(
    context: Path, tag: str, target: str = "redact"
) -> subprocess.CompletedProcess[str]:
    """Build a target of Dockerfile.serve in `context` as the Makefile does, so that its cache is
    shared.
    """
    words = [
        "build",
        f"--network={os.environ.get('NETWORK', 'host')}",
        "--progress=plain",
        "-t",
        tag,
    ]
    words += ["--build-arg", f"BASE={os.environ.get('BASE', 'debian:bookworm-slim')}"]
    words += ["--build-arg", f"SOURCE_DATE_EPOCH={os.environ.get('SOURCE_DATE_EPOCH', '0')}"]
    ca = os.environ.get("CA") or os.environ.get("PIP_CERT") or os.environ.get("SSL_CERT_FILE")
    words += ["--secret", f"id=ca,src={ca}"] if ca and Path(ca).is_file() else []
    words += ["--build-arg", "PIP_NO_INDEX=1"] if os.environ.get("OFFLINE") else []
    built = docker(
        *words,
        "-f",
        "Dockerfile.serve",
        "--target",
        target,
        ".",
        cwd=context,
        env=os.environ | {"DOCKER_BUILDKIT": "1"},
    )
    return subprocess.CompletedProcess(
        built.args, built.returncode, built.stdout + built.stderr, ""
    )


@pytest.fixture(scope="session")
def daemon() -> None:
    """Container tests need a daemon and a model; without them they fail, since they were asked
    for by name.
    """
    answered = docker("version", "--format", "{{.Server.Version}}")
    assert answered.returncode == 0, f"no Docker daemon answers: {answered.stderr}"
    assert (ROOT / "artifacts/model/manifest.json").is_file(), (
        "no artifacts/model: run `make model` first"
    )


@pytest.fixture(scope="session")
def image(daemon: None) -> Iterator[str]:
    """The tag of the serve image with the checkout's model; building it proves that the model
    passes its check.
    """
    tag = f"pii-redact-under-test:{os.getpid()}-{int(time.time())}"
    built = build_serve(ROOT, tag)
    assert built.returncode == 0, built.stdout[-6000:]
    yield tag
    docker("rmi", "-f", tag)


@pytest.fixture(scope="session")
def server_image(image: str) -> Iterator[str]:
    """The tag of the server image, on the layers of the serve image."""
    tag = image.replace("pii-redact", "pii-redact-server")
    built = build_serve(ROOT, tag, "server")
    assert built.returncode == 0, built.stdout[-6000:]
    yield tag
    docker("rmi", "-f", tag)


@pytest.fixture(scope="session")
def spark_image(image: str) -> Iterator[str]:
    """The tag of the image for Spark, from the checked files of the serve image."""
    tag = f"{image}-spark"  # what docker-compose makes of IMAGE
    built = build_serve(ROOT, tag, "spark")
    assert built.returncode == 0, built.stdout[-6000:]
    yield tag
    docker("rmi", "-f", tag)


@pytest.fixture
def context(daemon: None, tmp_path: Path) -> Path:
    """A build context of its own with the checkout's model and a smaller test set, for a test to
    spoil.
    """
    for name in CONTEXT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, tmp_path / name)
    shutil.copytree(ROOT / "artifacts/model", tmp_path / "artifacts/model")
    test = tmp_path / "artifacts/data/test"
    test.mkdir(parents=True)
    for part in sorted((ROOT / "artifacts/data/test").glob("*.jsonl")):
        rows = part.read_text(encoding="utf-8").splitlines(keepends=True)
        (test / part.name).write_text("".join(rows[:100]), encoding="utf-8")
    return tmp_path
