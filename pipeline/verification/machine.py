"""What a figure was measured on: processor, cores, memory, versions."""

from __future__ import annotations

import os
import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from pipeline.redaction.cores import usable_cores

#: int8 dot-product instructions, best first, as /proc/cpuinfo names them.
INT8_FLAGS = ("amx_int8", "avx512_vnni", "avx_vnni", "i8mm", "asimddp")


def _cpuinfo() -> str:
    try:
        return Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def describe_machine() -> dict[str, Any]:
    """Processor name, its int8 instructions, cores that this process may use, load, versions."""
    info = _cpuinfo()
    fields = {
        key.strip(): value.strip()
        for key, sep, value in (line.partition(":") for line in info.splitlines())
        if sep
    }
    words = set((fields.get("flags") or fields.get("Features") or "").split())
    versions = {}
    for name in ("onnxruntime", "numpy", "tokenizers", "torch", "transformers"):
        try:
            versions[name] = version(name)
        except PackageNotFoundError:
            continue
    return {
        "processor": fields.get("model name") or platform.processor() or platform.machine(),
        "int8": [flag for flag in INT8_FLAGS if flag in words],
        "cores": usable_cores(),
        "load_average": [round(x, 2) for x in os.getloadavg()],
        "python": platform.python_version(),
        "versions": versions,
    }
