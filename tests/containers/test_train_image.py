"""What the training image writes into the caller's folder: the caller's own files, readable by
others.
"""

from __future__ import annotations

import os
import shutil
import stat
from pathlib import Path

import pytest

from .conftest import ROOT, docker

pytestmark = pytest.mark.containers
TRAINER = f"{os.environ.get('IMAGE', 'pii-redact')}-train:cpu"


def test_files_that_a_container_writes_belong_to_the_caller(daemon: None) -> None:
    """A stage writes a folder, and again over it, as the uid that make passes; nothing of root
    is left behind.
    """
    inside = ROOT / "artifacts" / f"written-{os.getpid()}"
    inside.mkdir()
    # The daemon knows the folder by the name that it has on the machine, not in this container.
    outside = Path(os.environ.get("HOST_ROOT", str(ROOT))) / "artifacts" / inside.name
    me = f"{os.getuid()}:{os.getgid()}"
    run = ["run", "--rm", "--network", "none", "--user", me, "-v", f"{outside}:/work/artifacts"]
    try:
        for seed in ("1", "2"):
            ran = docker(*run, TRAINER, "data", "--size", "40", "--seed", seed)
            assert ran.returncode == 0, ran.stderr
        written = [path for path in inside.rglob("*")]
        assert inside / "data/train.jsonl" in written
        for path in written:
            found = path.stat()
            assert (found.st_uid, found.st_gid) == (os.getuid(), os.getgid()), path
            assert found.st_mode & stat.S_IROTH, path
    finally:
        shutil.rmtree(inside)
