"""The benchmark: its texts, its contenders as processes on a toy model, and its figures."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from pipeline.errors import DataError, PipelineError
from pipeline.labelled import Labelled
from pipeline.verification.bench import (
    BASELINE,
    FLOOR,
    Figures,
    Slice,
    fill,
    ratios,
    run_bench,
)
from pipeline.verification.bench_cli import bench_table
from pipeline.verification.bench_processes import Contender, Worker
from pipeline.verification.bench_texts import CONVERSATIONS, mix, samples
from tests.verification.toy_eval import conversations, labelled, toy_model, write_part


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A toy model, and labelled texts of 4 to 23 words with and without a name."""
    toy_model(tmp_path / "model")
    rows = [f"{{PERSON_NAME maya}} call {'me ' * i}on the phone" for i in range(20)]
    rows += [f"call {'me ' * i}on the phone" for i in range(20)]
    write_part(tmp_path / "eval" / "clean.jsonl", [Labelled([labelled(row)]) for row in rows])
    write_part(tmp_path / "eval" / "conversations.jsonl", conversations(3))
    return tmp_path


def test_texts_are_near_the_length_asked_for_and_hold_pii_as_often_as_asked_for(
    folder: Path,
) -> None:
    drawn = samples(folder / "model", folder / "eval", 12, 10)
    held = {name: sum("maya" in str(text) for text in one.records) for name, one in drawn.items()}
    assert held == {mix(0): 0, mix(10): 1, mix(90): 9, CONVERSATIONS: 0}
    assert all(7 <= tokens <= 17 for share in (0, 10, 90) for tokens in drawn[mix(share)].tokens)
    assert drawn[CONVERSATIONS].units(0, 2) == 8 and drawn[mix(0)].units(0, 2) == 2
    assert drawn == samples(folder / "model", folder / "eval", 12, 10)


def test_too_few_texts_are_refused(folder: Path) -> None:
    with pytest.raises(DataError, match="too few texts without PII"):
        samples(folder / "model", folder / "eval", 12, 30)


@pytest.mark.slow
def test_the_whole_benchmark_runs_without_a_checkpoint_and_says_so(folder: Path) -> None:
    result = run_bench(
        str(folder / "model"),
        str(folder),
        str(folder / "eval"),
        seconds=0,
        tokens=8,
        lines=50,
        texts=20,
    )
    rows = {row["title"]: row for row in result["rows"]}
    assert "no checkpoint" in rows[BASELINE]["error"]
    measured = [row for row in rows.values() if not row["error"]]
    assert len(measured) == 8
    assert all(
        row["utterances_per_s"] > 0 and row["peak_mb"] > 1 and row["first_answer_s"] > 0
        for row in measured
    )
    assert rows[FLOOR]["p95_to_session"] == 1 and rows[FLOOR]["latency_ms"]["p50"] > 0
    assert rows["redact, 8 conversations a call"]["samples"] == result["rounds"] * 12
    whole = result["command"]
    assert set(whole) == {mix(0), mix(10), mix(90), CONVERSATIONS}
    assert all(one["utterances_per_s"] > 0 for one in whole.values())
    assert whole[mix(90)]["lines"] == 50 and whole[CONVERSATIONS]["utterances"] == 12 * 4
    text = bench_table(result)
    assert f"{BASELINE}: not measured: no checkpoint" in text
    assert f"redact, {mix(10)}" in text


def test_a_contender_answers_in_batches_and_times_each(folder: Path) -> None:
    worker = Worker(Contender("ours", "redact", 2), str(folder / "model"), "")
    try:
        reply = worker.ask(["call maya", ["my name is", "maya"], "call"], warm=1)
        assert len(reply["seconds"]) == 2 and reply["peak_mb"] > 1
        assert len(worker.ask(["call maya"])["seconds"]) == 1
    finally:
        worker.close()


def test_a_contender_that_cannot_start_says_why(tmp_path: Path) -> None:
    worker = Worker(Contender("ours", "redact"), str(tmp_path / "nowhere"), "")
    with pytest.raises(PipelineError, match="no model here"):
        worker.ask(["a"])
    worker.close()


def test_ratios_are_taken_within_rounds() -> None:
    # The second round ran on a machine ten times slower; the ratios do not see it.
    ours = [Slice(np.full(64, 0.001), 64, 0), Slice(np.full(64, 0.010), 64, 0)]
    theirs = [Slice(np.full(64, 0.012), 64, 0), Slice(np.full(64, 0.120), 64, 0)]
    taken = {"ours": ours, BASELINE: theirs, FLOOR: ours}
    rows = {title: Figures(title=title, batch=1) for title in taken}
    ratios(taken, rows)
    assert rows["ours"].speed_up == pytest.approx(12)
    assert rows["ours"].p95_to_session == pytest.approx(1)


def test_figures_count_utterances_and_tokens() -> None:
    one, many = Figures(title="one", batch=1), Figures(title="many", batch=64)
    fill(one, [Slice(np.full(64, 0.002), 64, 64 * 21)])
    fill(many, [Slice(np.array([0.064]), 64, 64 * 21)])
    assert one.latency_ms["p95"] == pytest.approx(2) and many.latency_ms == {}
    assert many.utterances_per_s == pytest.approx(1000) and many.tokens_per_s == pytest.approx(
        21000
    )
