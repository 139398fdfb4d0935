"""What the serve image runs is light and keeps to itself: imports, network, files."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from pipeline.redaction.cores import cgroup_quota, usable_cores

HEAVY = {
    "torch",
    "transformers",
    "optimum",
    "datasets",
    "matplotlib",
    "onnx",
    "faker",
    "pandas",
    "scipy",
}


def modules_after(code: str, cwd: Path) -> set[str]:
    code += "\nimport sys\nprint('\\n' + ' '.join(sys.modules), file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=cwd,
        input='{"text": "maya"}\n',
    )
    assert done.returncode == 0, done.stderr
    return {name.partition(".")[0] for name in done.stderr.splitlines()[-1].split()}


def test_nothing_that_trains_is_imported(toy_model: Path, tmp_path: Path) -> None:
    load = (
        f"from pipeline.redaction import Redactor; Redactor.load({str(toy_model)!r}).redact('maya"
        " 42')"
    )
    call = (
        f"from pipeline.redaction.cli import redact\nredact(['--model', {str(toy_model)!r},"
        " '--threads', '1'],"
        " standalone_mode=False)"
    )
    for code in (load, call):
        loaded = modules_after(code, tmp_path)
        assert "onnxruntime" in loaded
        assert not loaded & HEAVY


def test_help_and_wrong_usage_load_no_model_code(tmp_path: Path) -> None:
    loaded = modules_after(
        "from pipeline.redaction.cli import redact\nredact(['-h'], standalone_mode=False)", tmp_path
    )
    assert not loaded & {"onnxruntime", "numpy", "tokenizers"}


@pytest.mark.parametrize("threads", ["1", "2"])
def test_no_network_no_files_outside(toy_model: Path, tmp_path: Path, threads: str) -> None:
    """Every open for writing (of a path: a pipe to another process is none) and every socket is an
    audit event, or a file left in HOME or TMPDIR; there is none.
    """
    home, scratch = tmp_path / "home", tmp_path / "tmp"
    home.mkdir()
    scratch.mkdir()
    code = (
        "import sys, json\nevents = []\ndef watch(name, args):\n    writes = name == 'open' and"
        " isinstance(args[2], int) and args[2] & 3 and not isinstance(args[0], int) and"
        " args[0] != '/dev/null'\n    if"
        " name.startswith('socket.') or writes:"
        " events.append(name)\nsys.addaudithook(watch)\nsys.dont_write_bytecode = True\nfrom"
        f" pipeline.redaction.cli import redact\nredact(['--model', {str(toy_model)!r},"
        f" '--threads', '{threads}'],"
        " standalone_mode=False)\nprint(json.dumps(events), file=sys.stderr)"
    )
    environment = os.environ | {
        "HOME": str(home),
        "TMPDIR": str(scratch),
        "XDG_CACHE_HOME": str(home),
    }
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        timeout=60,
        env=environment,
        input='{"text": "maya"}\n',
    )
    assert json.loads(done.stderr) == []
    assert [*home.rglob("*"), *scratch.rglob("*")] == []


@pytest.mark.parametrize(
    ("files", "quota"),
    [
        ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "150000 100000\n"}, 1.5),
        ({"proc/self/cgroup": "0::/\n", "sys/fs/cgroup/cpu.max": "max 100000\n"}, None),
        (
            {
                "proc/self/cgroup": "0::/a/b\n",
                "sys/fs/cgroup/a/b/cpu.max": "max 100000\n",
                "sys/fs/cgroup/a/cpu.max": "200000 100000\n",
            },
            2.0,
        ),
        (
            {
                "proc/self/cgroup": "4:memory:/x\n3:cpu,cpuacct:/docker/1\n",
                "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "50000\n",
                "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
            },
            0.5,
        ),
        (
            {
                "proc/self/cgroup": "1:cpu:/\n",
                "sys/fs/cgroup/cpu/cpu.cfs_quota_us": "-1\n",
                "sys/fs/cgroup/cpu/cpu.cfs_period_us": "100000\n",
            },
            None,
        ),
        ({}, None),
    ],
)
def test_the_containers_cores_count(
    tmp_path: Path, files: dict[str, str], quota: float | None
) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    assert cgroup_quota(tmp_path) == quota
    host = len(os.sched_getaffinity(0))
    assert usable_cores(tmp_path) == (
        host if quota is None else min(host, max(1, -int(-quota // 1)))
    )
