"""The tools that measure the service: what they say of a toy model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from pipeline.server.load import load
from pipeline.server.measure_live import measure


def told(command: object, *words: str) -> list[dict[str, object]]:
    """What a command prints, line by line."""
    ran = CliRunner().invoke(command, list(words), catch_exceptions=False)  # type: ignore[arg-type]
    assert ran.exit_code == 0, ran.output
    return [json.loads(line) for line in ran.output.splitlines()]


@pytest.mark.parametrize("halves", [(), ("--halves",)])
def test_live_figures(toy_model: Path, tmp_path: Path, halves: tuple[str, ...]) -> None:
    said = [("what is your name", []), ("my name is maya", [(11, 15, "PERSON_NAME")])]
    turns = [
        {
            "text": text,
            "entities": [{"start": a, "end": b, "label": label} for a, b, label in spans],
        }
        for text, spans in said
    ]
    file = tmp_path / "calls.jsonl"
    file.write_text(json.dumps({"turns": turns}) + "\n")
    (figures,) = told(measure, "--model", str(toy_model), str(file), *halves)
    assert (figures["conversations"], figures["words"]) == (1, 8)
    assert figures["characters the batch redacts"] == 4
    assert figures["of them in the last text"] == 0


@pytest.mark.slow
def test_load_figures(toy_model: Path, tmp_path: Path) -> None:
    texts = tmp_path / "texts.jsonl"
    texts.write_text('{"text": "call maya"}\n{"text": "hello"}\n')
    options = ["--texts", str(texts), "--connections", "1,4", "--seconds", "0.5"]
    lines = told(load, "--model", str(toy_model), *options, "--hostile", "2", "--idle", "50")
    asked = ["library", "library", "pii-redact", "pii-redact", "hostile", "after"]
    assert [line["what"] for line in lines] == asked
    assert [line["callers"] for line in lines[:2]] == [1, 4]
    for line in lines[2:5]:
        assert line["answered"] > 0
        assert (line["lost"], line["wrong"]) == (0, 0)
    assert lines[-1]["alive"]
