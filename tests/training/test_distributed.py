"""Several processes over gloo: one plan, one batch, and an out-of-memory anywhere is
everybody's.
"""

from __future__ import annotations

import json
import os
import signal
import threading
import time
from pathlib import Path

import pytest
from msgspec.structs import replace

from pipeline.manifest import read_manifest
from pipeline.training.checkpoints import last_whole, read_marker
from pipeline.training.distributed import LaunchFailed, launch
from pipeline.training.setup import work_folder
from pipeline.training.stage import LOG, run_training
from tests.training.training_command import command

HERE = Path(__file__).parent
SHORT = {"max_steps": 8, "dropout": 0.0, "attention_dropout": 0.0, "logging_steps": 1}


def losses(out: str) -> list[float]:
    log = [json.loads(line) for line in (Path(out) / LOG).read_text().splitlines()]
    return [entry["loss"] for entry in log if "loss" in entry]


def train_on_two(settings, tmp_path, monkeypatch, **environment) -> dict:
    """Train in two processes, with the settings and environment given; the figures."""
    line, variables = command(settings, tmp_path)
    for name, value in (variables | environment).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv(
        "PYTHONPATH", f"{HERE.parents[1]}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    )
    work = work_folder(settings["out"])
    launch(2, [str(HERE / "two_ranks.py"), *line[3:]], work)
    return read_manifest(settings["out"], "train").figures


@pytest.mark.slow
def test_two_processes_follow_the_loss_of_one(settings, config, tmp_path, monkeypatch):
    """Two gloo processes with accumulation 1 take the same steps as one with accumulation 2."""
    run_training(replace(config, accumulation=2, **SHORT))
    two = settings | SHORT | {"out": str(tmp_path / "two"), "accumulation": 1}
    train_on_two(two, tmp_path, monkeypatch)
    assert len(losses(config.out)) == 8
    assert losses(two["out"]) == pytest.approx(losses(config.out), rel=1e-3)


@pytest.mark.slow
def test_different_free_memory_gives_one_plan(settings, tmp_path, monkeypatch, capfd):
    """The effective batch is that of both together; the plan is that of the smaller one."""
    auto = settings | SHORT | {"micro_batch": "auto", "accumulation": "auto", "effective_batch": 32}
    figures = train_on_two(auto, tmp_path, monkeypatch, FREE_MIB="9000,1500")
    batch = figures["batch"]
    assert batch["processes"] == 2
    assert batch["micro_batch"] * batch["accumulation"] * 2 == 32
    assert "budget      1.46 GiB" in capfd.readouterr().err


@pytest.mark.slow
def test_out_of_memory_on_one_halves_on_all(settings, tmp_path, monkeypatch, capfd):
    run = settings | SHORT | {"max_steps": 20}
    figures = train_on_two(run, tmp_path, monkeypatch, OUT_AT="1,12,4")
    assert figures["batch"] == {
        "micro_batch": 4, "accumulation": 2, "token_budget": None, "processes": 2,
    }  # fmt: skip
    assert (figures["out_of_memory"], figures["steps"]) == (1, 20)
    assert "going on from step 10" in capfd.readouterr().err


@pytest.mark.slow
def test_one_score_stops_all_or_none(settings, tmp_path, monkeypatch):
    """Two cards may round in their own way; by its own score the second would stop at step 4."""
    run = settings | SHORT | {"eval_steps": 2, "save_steps": 2, "patience": 1}
    figures = train_on_two(run, tmp_path, monkeypatch, F1="0.1 0.2 0.3 0.4,0.1")
    assert figures["steps"] == 8


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_signal_is_told_once_and_saves_on_all(settings, tmp_path, monkeypatch, number, code):
    """The launcher passes it on; both processes end after the same step, with a checkpoint."""
    run = settings | SHORT | {"max_steps": 400, "eval_steps": 400, "save_steps": 400}
    log = work_folder(run["out"]) / LOG

    def tell():
        deadline = time.monotonic() + 200
        while not log.is_file() and time.monotonic() < deadline:
            time.sleep(0.05)
        os.kill(os.getpid(), number)

    teller = threading.Thread(target=tell)
    teller.start()
    with pytest.raises(LaunchFailed, match="--resume") as caught:
        train_on_two(run, tmp_path, monkeypatch)
    teller.join()
    assert caught.value.exit_code == code
    start, halves = last_whole(log.parent)
    assert start is not None and not halves
    assert {f"rng_state_{rank}.pth" for rank in (0, 1)} <= read_marker(start)["files"].keys()


@pytest.mark.slow
def test_any_other_end_is_the_end(settings, tmp_path, monkeypatch):
    broken = settings | {"base": "no-such-base"}
    with pytest.raises(LaunchFailed):
        train_on_two(broken, tmp_path, monkeypatch)
