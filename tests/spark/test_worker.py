"""What a task does with its batches, without Spark round it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyarrow as pa
import pytest

from pipeline.errors import PipelineError
from pipeline.redaction import Policy
from pipeline.redaction.formats import ReadOptions
from pipeline.spark import worker
from pipeline.spark.settings import SparkConfig
from pipeline.spark.worker import ANSWER, CALL, ERROR, FILE, JSON, LINE, START, Work

from .conftest import Command


@pytest.fixture()
def work(toy_model: str) -> Work:
    return Work(Policy(), toy_model, ReadOptions(look_ahead=True), SparkConfig(records=50))


def batches(lines: list[bytes], size: int) -> Iterator[pa.RecordBatch]:
    """The lines of a file as Spark gives them, so many at a time."""
    for at in range(0, len(lines), size):
        some = lines[at : at + size]
        columns = [pa.array(some, pa.binary()), pa.array(["f"] * len(some))]
        columns.append(pa.array([0] * len(some), pa.int64()))
        yield pa.RecordBatch.from_arrays(columns, [JSON, FILE, START])


def column(made: Iterator[pa.RecordBatch], name: str) -> list[object]:
    return [value for batch in made for value in batch.column(name).to_pylist()]


@pytest.mark.parametrize("size", [7, 400, 5000])
def test_a_long_call_is_cut_as_the_command_cuts_it(
    work: Work, command: Command, tmp_path: Path, size: int
) -> None:
    rows = [{"call_id": i // 600, "text": f"maya {i} my number is"} for i in range(1300)]
    lines = [json.dumps(row).encode() for row in rows]
    lines[3] = b"no json"
    path = tmp_path / "a.jsonl"
    path.write_bytes(b"\n".join(lines) + b"\n")
    keyed = list(worker.called(batches(lines, size), work, {("f", 0): 1}))
    assert column(iter(keyed), LINE) == list(range(1, 1301))
    assert column(iter(keyed), CALL)[2:5] == ["int 0"] * 3  # the bad line parts its call
    groups = list(worker.grouped((batch.drop_columns([CALL]) for batch in keyed), work))
    assert max(n for b in groups for n in b.column("rows").value_lengths().to_pylist()) == 256
    answers = column(worker.answered_groups(iter(groups), work), ANSWER)
    assert answers == [line.decode().rstrip("\n") for line in command(path)]


def test_rows_of_no_call_are_spread(work: Work) -> None:
    lines = [b'{"text": "maya"}'] * 2000
    calls = column(worker.called(batches(lines, 100), work, {("f", 0): 1}), CALL)
    assert 4 < len(set(calls)) < 20


def test_errors_hold_no_content(work: Work) -> None:
    lines = [b'{"text": "maya"', b'{"text": "maya"}']
    made = list(worker.answered(batches(lines, 10), work, {("f", 0): 8}))
    errors = column(iter(made), ERROR)
    assert errors[1] is None and "maya" not in str(errors[0])
    assert json.loads(str(column(iter(made), ANSWER)[0])) == {"line": 8, "error": errors[0]}


def test_a_fault_of_a_task_tells_no_more_than_its_type(work: Work) -> None:
    def broken() -> Iterator[pa.RecordBatch]:
        yield from batches([b'{"text": "maya"}'], 1)
        raise ValueError("maya lives in pune")

    with pytest.raises(PipelineError, match="ValueError") as caught:
        list(worker.answered(broken(), work, {("f", 0): 1}))
    assert "maya" not in str(caught.value) and caught.value.__suppress_context__
    with pytest.raises(PipelineError, match="/nowhere"):
        list(worker.answered(batches([b"{}"], 1), replace(work, model="/nowhere"), {("f", 0): 1}))


def test_a_worker_loads_its_model_once(toy_model: str) -> None:
    assert worker.redactor_of(toy_model) is worker.redactor_of(toy_model)
