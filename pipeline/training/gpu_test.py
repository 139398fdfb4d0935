"""`make gpu-test`: everything that only a card can show, in one command and one report to send.

Each part runs in a process of its own, so that one that fails or runs out of memory takes no other
with it. Without a card the report says so and holds what can be shown without one.
"""

from __future__ import annotations

import json
import platform
import subprocess
import sys
import time
from typing import Any

import click
import torch

from pipeline.cli import run
from pipeline.errors import DeviceError, GateError
from pipeline.manifest import stage_folder
from pipeline.training.base import MINILM
from pipeline.training.checks import CHECKS
from pipeline.training.preflight import select_gpus

#: All parts together stay within ten minutes: what has not begun by then is left out, and told.
SECONDS = 570


def run_parts(data: str, gpu: bool, base: str) -> list[dict[str, Any]]:
    """Each part's result: name, status (passed, failed, left out), figures, seconds."""
    began, results = time.monotonic(), []
    for check in CHECKS:
        name = check.name
        left = SECONDS - (time.monotonic() - began)
        if check.needs_gpu and not gpu:
            results.append({"name": name, "status": "left out", "why": "no GPU here"})
            continue
        if left < 20:
            results.append({"name": name, "status": "left out", "why": "ten minutes are over"})
            continue
        click.echo(f"{name} ...", err=True)
        results.append({"name": name, **_elsewhere(name, data, gpu, base, left)})
        click.echo(f"{name}: {results[-1]['status']} {results[-1].get('why', '')}", err=True)
    return results


def _elsewhere(name: str, data: str, gpu: bool, base: str, left: float) -> dict[str, Any]:
    line = [sys.executable, "-m", "pipeline.training.checks", name, "--data", data, "--base", base]
    started = time.monotonic()
    try:
        done = subprocess.run(
            [*line, *(["--gpu"] if gpu else [])],
            capture_output=True,
            text=True,
            check=False,
            timeout=left,
        )
    except subprocess.TimeoutExpired:
        return {"status": "failed", "why": f"not done after {left:.0f} s"}
    seconds = round(time.monotonic() - started, 1)
    if done.returncode:
        last = (done.stderr.strip().splitlines() or ["no message"])[-1]
        return {"status": "failed", "why": last[:500], "seconds": seconds}
    return {"status": "passed", "seconds": seconds} | json.loads(done.stdout.splitlines()[-1])


def environment() -> dict[str, Any]:
    """Versions and, where there is one, the card."""
    import bitsandbytes
    import transformers

    return {
        "python": platform.python_version(),
        "torch": torch.__version__,
        "cuda": torch.version.cuda,
        "transformers": transformers.__version__,
        "bitsandbytes": bitsandbytes.__version__,
    }


def markdown(report: dict[str, Any]) -> str:
    """The report for people."""
    lines = ["# GPU test", "", f"Device: {report['device']}", ""]
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
@click.option(
    "--base", default=MINILM, show_default=True, help="Base model of the parts that train."
)
@click.option("--gpu-index", envvar="GPU_INDEX", metavar="N", help="Which GPU.")
def gpu_test(out: str, data: str, base: str, gpu_index: str | None) -> None:
    """Test the GPU path on the card at hand; writes gpu-test.json and gpu-test.md."""
    device, gpu = "", False
    try:
        device = str(select_gpus(gpu_index)[0])
        gpu = torch.cuda.is_available()
        device += "" if gpu else ": the driver sees it, PyTorch does not"
    except DeviceError as error:
        device = f"no GPU ({str(error).partition(';')[0]})"
    if not gpu:
        click.echo(f"{device}: only what needs no card is run", err=True)
    report: dict[str, Any] = {
        "device": device,
        "environment": environment(),
        "parts": run_parts(data, gpu, base),
    }
    with stage_folder(out, "gpu-test", {"data": data, "base": base}) as folder:
        (folder / "gpu-test.json").write_text(json.dumps(report, indent=1))
        (folder / "gpu-test.md").write_text(markdown(report))
    click.echo(markdown(report))
    failed = [part["name"] for part in report["parts"] if part["status"] == "failed"]
    if failed:
        raise GateError(f"gpu-test: {', '.join(failed)} failed; the report is in {out}")


if __name__ == "__main__":
    run(gpu_test, prog_name="python -m pipeline.training.gpu_test")
