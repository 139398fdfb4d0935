"""A Spark session on this machine with real Python workers, the toy model, and what the command
answers.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pyspark.sql import SparkSession

from pipeline.spark.settings import SESSION
from tests.redaction.toy_tagger import build_model

REDACT = [sys.executable, "-c", "from pipeline.redaction.cli import main; main()"]
ROOT = Path(__file__).parents[2]
Command = Callable[..., list[bytes]]


@pytest.fixture(scope="session")
def toy_model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """The toy model's folder."""
    return str(build_model(tmp_path_factory.mktemp("toy") / "model", max_length=64))


@pytest.fixture(scope="session")
def spark(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """Two task slots; small partitions, so that there are many tasks."""
    assert shutil.which("java"), "Spark needs Java: install openjdk-17-jre-headless"
    os.environ |= {"PYSPARK_PYTHON": sys.executable, "SPARK_LOCAL_IP": "127.0.0.1"}
    os.environ["PYTHONPATH"] = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    builder = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
    for name, value in SESSION.items():
        builder = builder.config(name, value)
    builder = builder.config("spark.sql.shuffle.partitions", "4")
    builder = builder.config("spark.local.dir", str(tmp_path_factory.mktemp("spark")))
    builder = builder.config("spark.sql.warehouse.dir", str(tmp_path_factory.mktemp("warehouse")))
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def command(toy_model: str) -> Command:
    """The lines that `redact` writes for a file."""

    def call(path: Path, *options: str) -> list[bytes]:
        words = [*REDACT, "--model", toy_model, str(path), *options]
        done = subprocess.run(words, capture_output=True, timeout=500, check=False)
        assert done.returncode in (0, 3), done.stderr
        return done.stdout.splitlines(keepends=True)

    return call
