"""The bench: what it compares, and that it goes on where it was cut off."""

from __future__ import annotations

import json
from pathlib import Path

from pipeline.spark.bench import COMMAND, Bench, Input, digest


def test_answers_are_compared_in_any_order(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    one.write_bytes(b"a\nb\nc\n")
    two.write_bytes(b"c\n")
    whole = digest([one])
    two.write_bytes(b"c\na\nb\n")
    assert digest([two]) == whole
    for other in (b"a\nb\n", b"a\nb\nc\nc\n", b"a\nb\nd\n", b"a\na\nc\n"):
        two.write_bytes(other)
        assert digest([two]) != whole


def test_what_was_measured_is_not_measured_again(toy_model: str, tmp_path: Path) -> None:
    source, folder = tmp_path / "texts.jsonl", tmp_path / "bench"
    source.write_text(json.dumps({"text": "maya here\ncall 4 2"}) + "\n")
    few = Input("30 utterances", 30, (COMMAND,))
    first = Bench(toy_model, source, folder, 1)
    first.over(few)
    [ran] = first.runs
    assert ran.records == 30 and ran.answers.startswith("30:")
    again = Bench(toy_model, source, folder, 1)
    again.over(few)
    assert again.runs == [ran]
    assert [row[:2] for row in again.rows("", "")] == [("30 utterances", COMMAND)]
