"""How many CPUs this process may use: the container's quota, not the host's count."""

from __future__ import annotations

import math
import os
from pathlib import Path


def usable_cores(root: str | Path = "/") -> int:
    """The least of the CPU affinity and the cgroup quota (version 2 or 1), rounded up; at least
    1.
    """
    cores = (
        len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    )
    quota = cgroup_quota(Path(root))
    return max(1, min(cores, math.ceil(quota))) if quota else max(1, cores)


def cgroup_quota(root: Path) -> float | None:
    """CPUs allowed by the cgroup of this process, or None when there is no limit.

    Version 2: cpu.max of the process's group and all above it. Version 1: cpu.cfs_quota_us over
    cpu.cfs_period_us.
    """
    limits = [limit for folder in _folders(root) if (limit := _limit(folder)) is not None]
    return min(limits, default=None)


def _folders(root: Path) -> list[Path]:
    """The cgroup folders that bind this process, within what the container can see."""
    found: list[Path] = []
    for line in _read(root / "proc/self/cgroup").splitlines():
        _, controllers, path = (*line.split(":", 2), "", "")[:3]
        if controllers and "cpu" not in controllers.split(","):
            continue
        for base in (
            ["sys/fs/cgroup"]
            if not controllers
            else ["sys/fs/cgroup/cpu", "sys/fs/cgroup/cpu,cpuacct"]
        ):
            parts = [part for part in path.split("/") if part not in ("", "..")]
            found += [root.joinpath(base, *parts[:depth]) for depth in range(len(parts) + 1)]
    return found


def _limit(folder: Path) -> float | None:
    quota, period = (*_read(folder / "cpu.max").split(), "", "")[:2]
    if not quota:
        quota, period = (
            _read(folder / "cpu.cfs_quota_us").strip(),
            _read(folder / "cpu.cfs_period_us").strip(),
        )
    try:
        return int(quota) / int(period) if int(quota) > 0 and int(period) > 0 else None
    except ValueError:  # "max", or no such file
        return None


def _read(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:
        return ""
