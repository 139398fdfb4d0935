"""The benchmark's texts, turns and figures, with small stand-in processes as contenders."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer, models, pre_tokenizers

from pipeline.errors import PipelineError
from pipeline.verification import bench, bench_worker
from pipeline.verification.bench import Contender, Row, bench_texts
from pipeline.verification.bench_cli import bench_table

SAMPLES = Path(__file__).parents[2] / "data" / "samples" / "transcripts.jsonl"


@pytest.fixture
def model(tmp_path: Path) -> Path:
    """A folder with a tokenizer of two letters a token."""
    pieces = [a + b for a in "abcdefghijklmnopqrstuvwxyz" for b in "abcdefghijklmnopqrstuvwxyz"]
    letters = list("abcdefghijklmnopqrstuvwxyz")
    vocab = {piece: i for i, piece in enumerate(["[UNK]", *letters, *(f"##{x}" for x in letters), *pieces])}
    tokenizer = Tokenizer(models.WordPiece(vocab, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.save(str(tmp_path / "tokenizer.json"))
    return tmp_path


@pytest.mark.parametrize("tokens", [1, 21, 60])
def test_texts_have_exactly_the_tokens_asked_for(model: Path, tokens: int) -> None:
    texts = bench_texts(model, SAMPLES, tokens, 30)
    tokenizer = Tokenizer.from_file(str(model / "tokenizer.json"))
    assert len(texts) == 30
    assert {len(tokenizer.encode(text).ids) for text in texts} == {tokens}
    assert texts == bench_texts(model, SAMPLES, tokens, 30)


def test_texts_that_cannot_be_made_are_refused(model: Path, tmp_path: Path) -> None:
    (tmp_path / "long.jsonl").write_text(json.dumps({"text": "incomprehensibilities"}) + "\n")
    with pytest.raises(PipelineError, match="no 5 texts of 2 tokens"):
        bench_texts(model, tmp_path / "long.jsonl", 2, 5)


def test_the_worker_answers_in_batches_and_times_each(monkeypatch: pytest.MonkeyPatch) -> None:
    seen, out = [], io.StringIO()
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps({"texts": ["a", "b", "c"], "batch": 2}) + "\n"))
    bench_worker.serve(seen.append, out)
    reply = json.loads(out.getvalue())
    assert seen == [["a", "b"], ["c"]]
    assert len(reply["seconds"]) == 2 and reply["peak_mb"] > 1
    monkeypatch.setattr(sys, "stdin", io.StringIO(json.dumps({"texts": ["a", "b"], "batch": 1, "warm": 1}) + "\n"))
    bench_worker.serve(seen.append, out := io.StringIO())
    assert seen[2:] == [["a"], ["a"], ["b"]]
    assert len(json.loads(out.getvalue())["seconds"]) == 2


def test_a_contender_that_cannot_start_says_why(tmp_path: Path) -> None:
    worker = bench.Worker(Contender("ours", "redactor", 1, False), str(tmp_path / "nowhere"), "")
    with pytest.raises(PipelineError, match="no model here"):
        worker.ask(["a"])
    worker.close()


def test_without_a_checkpoint_the_baselines_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bench, "CONTENDERS", (Contender("fp32", "fp32", 1, True),))
    with bench.started(str(tmp_path), str(tmp_path), "a") as (workers, rows):
        assert workers == {}
        assert "no checkpoint" in rows["fp32"].error


def test_ratios_are_taken_within_rounds() -> None:
    # The second round ran on a machine ten times slower; the ratios do not see it.
    ours = [(np.full(64, 0.001), 64), (np.full(64, 0.010), 64)]
    theirs = [(np.full(64, 0.012), 64), (np.full(64, 0.120), 64)]
    taken = {"redactor, batch 1": ours, bench.BASELINE: theirs, bench.FLOOR: ours}
    rows = {title: Row(title=title, batch=1) for title in taken}
    bench._ratios(taken, rows)
    assert rows["redactor, batch 1"].speed_up == pytest.approx(12)
    assert rows["redactor, batch 1"].p95_to_session == pytest.approx(1)


def test_figures_and_table() -> None:
    row, batched = Row(title="one", batch=1), Row(title="many", batch=64)
    bench._fill(row, [(np.full(64, 0.002), 64)], tokens=21)
    bench._fill(batched, [(np.array([0.064]), 64)], tokens=21)
    assert row.latency_ms["p95"] == pytest.approx(2) and batched.latency_ms == {}
    assert batched.utterances_per_s == pytest.approx(1000) and batched.tokens_per_s == pytest.approx(21000)
    failed = Row(title="none", batch=1, error="no torch here")
    machine = {"processor": "CPU", "cores": 2, "int8": [], "load_average": [0.1]}
    import msgspec

    result = {"rows": [msgspec.to_builtins(r) for r in (row, batched, failed)], "tokens": 21, "texts": 5, "rounds": 1,
              "machine": machine}  # fmt: skip
    text = bench_table(result)
    assert "none: not measured: no torch here" in text and "1000" in text
