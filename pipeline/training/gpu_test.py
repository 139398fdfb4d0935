"""`make gpu-test`: everything that only a card can show, in one command and one report to send.

Each part runs in a process of its own, so that one that fails or runs out of memory takes no other
with it. Without a card the report says so and holds what can be shown without one.
"""

from __future__ import annotations

import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
import time
from importlib.metadata import version
from pathlib import Path
from typing import Any

import click
import torch

from pipeline.cli import run
from pipeline.errors import DeviceError, GateError, last_line
from pipeline.manifest import stage_folder
from pipeline.training.base import MINILM
from pipeline.training.excerpt import excerpt

#: The base of the parts that train, where a CPU does.
SMALL = "minilm-l3"


def run_parts(data: str, gpu: bool, base: str, minutes: float) -> list[dict[str, Any]]:
    """Each part's result: name, status (passed, failed, left out), figures, seconds.

    What has not begun within the `minutes` is left out, and told.
    """
    from pipeline.training.checks import CHECKS

    began, results = time.monotonic(), []
    for check in CHECKS:
        name = check.name
        left = 60 * minutes - (time.monotonic() - began)
        if check.needs_gpu and not gpu:
            results.append({"name": name, "status": "left out", "why": "it needs a GPU"})
            continue
        if left < 20:
            results.append(
                {"name": name, "status": "left out", "why": f"{minutes:g} minutes are over"}
            )
            continue
        click.echo(f"{name} ...", err=True)
        results.append({"name": name, **_elsewhere(name, data, gpu, base, left)})
        click.echo(f"{name}: {results[-1]['status']} {results[-1].get('why', '')}", err=True)
    return results


def _elsewhere(name: str, data: str, gpu: bool, base: str, left: float) -> dict[str, Any]:
    line = [sys.executable, "-m", "pipeline.training.checks", name, "--data", data, "--base", base]
    started = time.monotonic()
    with subprocess.Popen(
        [*line, *(["--gpu"] if gpu else [])],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        try:
            said, told = process.communicate(timeout=left)
        except BaseException as error:  # Ctrl-C does not reach it there either
            os.killpg(process.pid, signal.SIGKILL)  # with the processes that it has started
            if not isinstance(error, subprocess.TimeoutExpired):
                raise
            return {"status": "failed", "why": f"not done after {left:.0f} s"}
    seconds = round(time.monotonic() - started, 1)
    if process.returncode:
        return {"status": "failed", "why": last_line(told)[:500], "seconds": seconds}
    return {"status": "passed", "seconds": seconds} | json.loads(said.splitlines()[-1])


def environment() -> dict[str, Any]:
    """Versions, without an import that would take memory of the card (bitsandbytes)."""
    libraries = {name: version(name) for name in ("torch", "transformers", "bitsandbytes")}
    return {"python": platform.python_version(), "cuda": torch.version.cuda, **libraries}


def markdown(report: dict[str, Any]) -> str:
    """The report for people."""
    lines = ["# GPU test", "", f"Device: {report['device']}", ""]
    if not report["gpu"]:
        lines += ["**Nothing here ran on a GPU.** The parts that need none ran on the CPU.", ""]
    lines += [f"- {name} {value}" for name, value in report["environment"].items()]
    lines += ["", "| part | result | seconds |", "| --- | --- | ---: |"]
    for part in report["parts"]:
        result = " ".join(filter(None, [part["status"], part.get("why", "")])).replace("|", "/")
        lines.append(f"| {part['name']} | {result} | {part.get('seconds', '')} |")
    for part in report["parts"]:
        if part.get("table"):
            lines += ["", f"## {part['name']}", "", part["table"].strip()]
    return "\n".join(lines) + "\n"


@click.command()
@click.option("--out", type=click.Path(), default="artifacts/gpu-test", show_default=True)
@click.option("--data", type=click.Path(), default="artifacts/data", show_default=True)
@click.option("--base", help=f"Of the parts that train. [default: {MINILM}, {SMALL} without a GPU]")
@click.option("--minutes", default=9.5, show_default=True, help="For all parts together.")
@click.option("--gpu-index", envvar="GPU_INDEX", metavar="N", help="Which GPU.")
@click.option("--gpus", default=1, hidden=True, help="As the other targets have it; one is tested.")
def gpu_test(
    out: str, data: str, base: str | None, minutes: float, gpu_index: str | None, gpus: int
) -> None:
    """Test the GPU path on the card at hand; writes gpu-test.json and gpu-test.md."""
    from pipeline.training.preflight import select_gpus

    device, gpu = "", False
    try:
        device = str(select_gpus(gpu_index)[0])
        gpu = torch.cuda.is_available()
        device += "" if gpu else ": the driver sees it, PyTorch does not"
    except DeviceError as error:
        if gpu_index is not None:
            raise
        device = f"no GPU ({str(error).partition(';')[0]})"
    if not gpu:
        click.echo(f"{device}: only what needs no card is run", err=True)
    base = base or (MINILM if gpu else SMALL)
    report: dict[str, Any] = {"device": device, "gpu": gpu, "environment": environment()}
    with tempfile.TemporaryDirectory() as folder:
        rows = (40_000, 200) if gpu else (2_000, 40)
        small = excerpt(Path(data), Path(folder), *rows)
        report["parts"] = run_parts(str(small), gpu, base, minutes)
    with stage_folder(out, "gpu-test", {"data": data, "base": base}) as made:
        (made / "gpu-test.json").write_text(json.dumps(report, indent=1))
        (made / "gpu-test.md").write_text(markdown(report))
    click.echo(markdown(report))
    failed = [part["name"] for part in report["parts"] if part["status"] == "failed"]
    if failed:
        raise GateError(f"gpu-test: {', '.join(failed)} failed; the report is in {out}")


if __name__ == "__main__":
    run(gpu_test, prog_name="python -m pipeline.training.gpu_test")
