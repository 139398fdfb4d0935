"""`python -m pipeline verify` as a program: exit codes, the order of its output, the report it
leaves.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.verification.toy_eval import conversations, texts, toy_model, write_part

ROOT = Path(__file__).parents[2]
FEW = [
    "--set",
    "latency.utterances=10",
    "--set",
    "latency.rounds=2",
    "--set",
    "latency.max_rounds=2",
]
#: Runs the command where the training stage's packages are not installed.
LEAN = """
import sys
for name in ("torch", "transformers", "onnx", "matplotlib", "pandas", "tqdm", "psutil", "nervaluate"):
    sys.modules[name] = None
from pipeline.cli import main
main()
"""  # noqa: E501


def run(
    tmp_path: Path, *arguments: str, start: tuple[str, ...] = ("-m", "pipeline")
) -> subprocess.CompletedProcess[str]:
    command = [
        sys.executable,
        *start,
        "verify",
        "--eval",
        str(tmp_path / "eval"),
        "--report",
        str(tmp_path / "report"),
        "--model",
        str(tmp_path / "model"),
        *FEW,
        *arguments,
    ]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT)


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    toy_model(tmp_path / "model")
    write_part(tmp_path / "eval" / "clean.jsonl", texts(120, 40))
    write_part(tmp_path / "eval" / "noise-1.jsonl", texts(20, 5))
    write_part(tmp_path / "eval" / "conversations.jsonl", conversations(20))
    return tmp_path


def test_a_good_model_exits_with_0_and_leaves_a_report(labelled: Path) -> None:
    done = run(labelled, "--no-plots")
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads((labelled / "report" / "report.json").read_text())
    assert report["passed"] and {v["name"] for v in report["verdicts"]} >= {
        "pii_precision",
        "latency_ratio",
    }
    assert report["quality"]["headline"]["pii_precision"]["value"] == 1
    assert report["quality"]["headline"]["conversation_recall"]["low"] == 1
    assert report["quality"]["conversations"] == 20
    assert report["latency"]["raw_ms"]["p95"] > 0
    written = (labelled / "report" / "report.md").read_text()
    assert "All gates passed" in written and "noise-1" in written and "conversations" in written
    assert not list((labelled / "report").glob("*.png"))


def test_a_failed_gate_exits_with_4_and_its_table_comes_last(labelled: Path) -> None:
    toy_model(labelled / "model", {})
    done = run(labelled, "--no-plots")
    assert done.returncode == 4
    assert (
        done.stderr.startswith("error: ")
        and "pii_recall" in done.stderr
        and done.stderr.count("\n") == 1
    )
    last = done.stdout.strip().splitlines()[-2:]
    assert "FAIL" in last[1] and "<=" in "".join(last)
    assert not json.loads((labelled / "report" / "report.json").read_text())["passed"]


def test_limits_can_be_overridden_and_wrong_ones_are_named(labelled: Path) -> None:
    assert run(labelled, "--no-plots", "--set", "gates.gold_pii_spans.min=500").returncode == 4
    done = run(labelled, "--set", "gates.pii_precision.mim=0.9")
    assert done.returncode == 2 and "mim" in done.stderr and "Traceback" not in done.stderr


def test_no_evaluation_and_no_model_are_one_clear_sentence(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert (
        done.returncode == 1 and "no model here" in done.stderr and "Traceback" not in done.stderr
    )
    toy_model(tmp_path / "model")
    done = run(tmp_path)
    assert (
        done.returncode == 1 and "pipeline data" in done.stderr and "Traceback" not in done.stderr
    )


def test_plots_are_drawn_where_matplotlib_is(labelled: Path) -> None:
    done = run(labelled, "--plots")
    assert done.returncode == 0, done.stderr
    drawn = {path.name for path in (labelled / "report").glob("*.png")}
    assert drawn == {"confusion.png", "reliability.png", "latency.png", "noise.png"}
    assert all(f"({name})" in (labelled / "report" / "report.md").read_text() for name in drawn)


def test_the_gate_path_needs_no_package_of_the_other_stages(labelled: Path) -> None:
    done = run(labelled, start=("-c", LEAN))
    assert done.returncode == 0, done.stderr
    assert "No plots" in (labelled / "report" / "report.md").read_text()
