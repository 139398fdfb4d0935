"""`python -m pipeline verify` as a program: exit codes, the order of its output, the report it leaves."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from verification_stubs import utterances, write_part

from pipeline.config import load_config
from pipeline.verification.config import VerifyConfig
from pipeline.verification.verify import verify_model

ROOT = Path(__file__).parents[2]
#: Runs the command with a stand-in redactor, so that the test needs no trained model.
PROGRAM = """
import sys
sys.path.insert(0, {tests!r})
from verification_stubs import StubRedactor, utterances
import pipeline.verification.verify as stage
rows = utterances(120, 40)
silent = {silent!r}
stage.load_redactor = lambda model: StubRedactor(rows, (lambda text, spans: []) if silent else None)
from pipeline.cli import main
main()
"""
FEW = ["--set", "latency.utterances=10", "--set", "latency.rounds=2", "--set", "latency.max_rounds=2"]


def run(tmp_path: Path, *arguments: str, silent: bool = False) -> subprocess.CompletedProcess[str]:
    program = PROGRAM.format(tests=str(Path(__file__).parent), silent=silent)
    command = [sys.executable, "-c", program, "verify", "--eval", str(tmp_path / "eval"), "--report",
               str(tmp_path / "report"), "--model", str(tmp_path), *FEW, *arguments]  # fmt: skip
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT)


@pytest.fixture
def labelled(tmp_path: Path) -> Path:
    rows = utterances(120, 40)
    write_part(tmp_path / "eval" / "clean.jsonl", rows[:100])
    write_part(tmp_path / "eval" / "noise-1.jsonl", rows[100:])
    return tmp_path


def test_a_good_model_exits_with_0_and_leaves_a_report(labelled: Path) -> None:
    done = run(labelled, "--no-plots")
    assert (done.returncode, done.stderr) == (0, "")
    report = json.loads((labelled / "report" / "report.json").read_text())
    assert report["passed"] and {v["name"] for v in report["verdicts"]} >= {"pii_precision", "latency_ratio"}
    assert report["quality"]["headline"]["pii_precision"]["value"] == 1
    assert report["latency"]["raw_ms"]["p95"] > 0
    written = (labelled / "report" / "report.md").read_text()
    assert "All gates passed" in written and "noise-1" in written
    assert not list((labelled / "report").glob("*.png"))


def test_a_failed_gate_exits_with_4_and_its_table_comes_last(labelled: Path) -> None:
    done = run(labelled, "--no-plots", silent=True)
    assert done.returncode == 4
    assert done.stderr.startswith("error: ") and "pii_recall" in done.stderr and done.stderr.count("\n") == 1
    last = done.stdout.strip().splitlines()[-1]
    assert "FAIL" in last and "<=" in last + done.stdout.strip().splitlines()[-2]
    assert not json.loads((labelled / "report" / "report.json").read_text())["passed"]


def test_limits_can_be_overridden_and_wrong_ones_are_named(labelled: Path) -> None:
    assert run(labelled, "--no-plots", "--set", "gates.gold_pii_spans.min=500").returncode == 4
    done = run(labelled, "--set", "gates.pii_precision.mim=0.9")
    assert done.returncode == 2 and "mim" in done.stderr and "Traceback" not in done.stderr


def test_no_evaluation_is_one_clear_sentence(tmp_path: Path) -> None:
    done = run(tmp_path)
    assert done.returncode == 1 and "pipeline data" in done.stderr and "Traceback" not in done.stderr


def test_plots_are_drawn_where_matplotlib_is(labelled: Path) -> None:
    pytest.importorskip("matplotlib")
    done = run(labelled, "--plots")
    assert done.returncode == 0, done.stderr
    drawn = {path.name for path in (labelled / "report").glob("*.png")}
    assert drawn == {"confusion.png", "reliability.png", "latency.png", "noise.png"}
    assert all(f"({name})" in (labelled / "report" / "report.md").read_text() for name in drawn)


def test_the_gate_path_needs_neither_torch_nor_matplotlib(labelled: Path) -> None:
    program = f"""
import sys
for name in ("torch", "transformers", "onnx", "matplotlib", "pandas", "tqdm", "psutil"):
    sys.modules[name] = None
sys.path.insert(0, {str(Path(__file__).parent)!r})
from test_verify_cli import in_process
in_process({str(labelled)!r})
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 0, done.stderr
    assert (labelled / "report" / "report.md").is_file()


def in_process(folder: str) -> None:
    """The stage with the real int8 reference and a stand-in redactor."""
    from verification_stubs import StubRedactor

    settings = load_config(ROOT / "configs" / "verify.yaml", VerifyConfig, ["latency.utterances=5", "latency.rounds=1"])
    root = Path(folder)
    outcome = verify_model(root, root / "eval", root / "report", settings, finder=StubRedactor(utterances(120, 40)))
    assert outcome.latency["reference_ms"]["p50"] > 0
