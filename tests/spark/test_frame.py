"""redact_frame: the answers are the command's, in columns of their own types."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyspark.sql import SparkSession

from pipeline.errors import ConfigError
from pipeline.redaction import Policy
from pipeline.spark import redact_frame
from pipeline.spark.sealing import sealed

from .conftest import Command

pytestmark = pytest.mark.slow
WORDS = ["maya", "four two", "hello", "john smith in pune", "", "call me on 4 2 5", "may 4"]


def texts(number: int) -> list[str]:
    return [f"{WORDS[i % 7]} {WORDS[(i // 7) % 7]} and {i % 97}" for i in range(number)]


def said_by(command: Command, folder: Path, rows: list[Any], *options: str) -> list[Any]:
    """The command's answers to rows, written as a file of JSON lines."""
    path = folder / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows))
    return [json.loads(line) for line in command(path, *options)]


def test_a_column_of_texts(
    spark: SparkSession, toy_model: str, command: Command, tmp_path: Path
) -> None:
    rows: list[Any] = [[i, None if i % 50 == 7 else text] for i, text in enumerate(texts(2000))]
    made = redact_frame(
        spark.createDataFrame(rows, "id long, text string").repartition(3), model=toy_model
    )
    assert made.schema.simpleString() == (
        "struct<id:bigint,redacted:string,entities:array<struct<start:int,end:int,label:string,"
        "pii:boolean,score:double>>,error:string>"
    )
    answers = {row["id"]: row for row in made.collect()}
    assert len(answers) == len(rows)
    given = [{"text": text} if text is not None else {} for _, text in rows]
    for (number, _), said in zip(rows, said_by(command, tmp_path, given), strict=True):
        row = answers[number]
        assert row["redacted"] == said.get("text") and row["error"] is None
        assert [e.asDict() for e in row["entities"] or []] == said.get("entities", [])


def test_conversations_as_arrays(
    spark: SparkSession, toy_model: str, command: Command, tmp_path: Path
) -> None:
    calls = [[f"c{i}", texts(i + 3)[i:]] for i in range(40)]
    plain = redact_frame(
        spark.createDataFrame(calls, "id string, turns array<string>"),
        turns="turns",
        model=toy_model,
    )
    said = said_by(command, tmp_path, [{"turns": turns} for _, turns in calls])
    for row, answer in zip(
        sorted(plain.collect(), key=lambda r: int(r["id"][1:])), said, strict=True
    ):
        assert row["redacted"] == answer["turns"] and row["error"] is None
        assert [e.asDict() for e in row["entities"]] == answer.get("entities", [])
    structs = [[i, [(f"s{n} maya", 1.5 * n, text) for n, text in enumerate(t)]] for i, t in calls]
    kind = "array<struct<speaker:string,at:double,text:string>>"
    made = redact_frame(
        spark.createDataFrame(structs, f"id string, turns {kind}"), turns="turns", model=toy_model
    )
    assert made.schema["redacted"].dataType.simpleString() == kind
    given = [
        {"turns": [dict(zip(("speaker", "at", "text"), t, strict=True)) for t in c]}
        for _, c in structs
    ]
    said = said_by(command, tmp_path, given)
    for row, answer in zip(
        sorted(made.collect(), key=lambda r: int(r["id"][1:])), said, strict=True
    ):
        redacted = [turn.asDict() for turn in row["redacted"]]
        ours = [{k: v for k, v in turn.items() if k != "entities"} for turn in answer["turns"]]
        assert redacted == ours and "maya" not in str(redacted)
        entities = [e.asDict() for e in row["entities"]]
        assert entities == [
            {"turn": n} | entity for n, t in enumerate(answer["turns"]) for entity in t["entities"]
        ]


def test_rows_that_are_turns_of_calls(
    spark: SparkSession, toy_model: str, command: Command, tmp_path: Path
) -> None:
    """In whatever order they come, each call's context is its turns in order; one call is long
    enough for several pieces.
    """
    sizes = [1, 2, 700, 5, 30]
    rows: list[Any] = []
    for call, size in enumerate(sizes):
        words = ["my number is", "four two", "okay", "maya", "hello"]
        rows += [[f"k{call}", n, f"{words[n % 5]} {words[(n * call) % 5]}"] for n in range(size)]
    shuffled = sorted(rows, key=lambda row: (row[1] * 7919) % 101)
    frame = spark.createDataFrame([*shuffled, [None, 0, "maya"]], "call string, n int, text string")
    made = redact_frame(frame, group_by="call", order_by="n", model=toy_model).collect()
    assert len(made) == len(rows) + 1
    answers = {(row["call"], row["n"]): row for row in made}
    given = [{"text": text, "call": call} for call, _, text in rows]
    for row, said in zip(rows, said_by(command, tmp_path, given), strict=True):
        answer = answers[row[0], row[1]]
        assert answer["redacted"] == said["text"] and answer["error"] is None
        assert [e.asDict() for e in answer["entities"]] == said["entities"]
    assert answers[None, 0]["redacted"] == "[PERSON_NAME]"


def test_a_policy_and_the_source(spark: SparkSession, toy_model: str) -> None:
    frame = spark.createDataFrame([["call maya on 4 2"]], "said string")
    policy = Policy.of("PHONE", mode="mask")
    [row] = redact_frame(
        frame, text="said", policy=policy, model=toy_model, keep_source=True
    ).collect()
    assert (row["said"], row["redacted"]) == ("call maya on 4 2", "call maya on ***")


def test_a_row_that_cannot_be_redacted_is_an_error_in_its_row(
    spark: SparkSession, toy_model: str
) -> None:
    """JSON in a string that is nested deeper than can be read; the other rows have answers."""
    deep = "[" * 3000 + '"maya"' + "]" * 3000
    bad = '{"a": ' * 600 + '"maya"' + "}" * 600
    frame = spark.createDataFrame([[0, deep], [1, "maya"], [2, bad]], "id int, text string")
    made = {r["id"]: r for r in redact_frame(frame, model=toy_model).collect()}
    assert made[1]["redacted"] == "[PERSON_NAME]" and made[1]["error"] is None
    for number in (0, 2):
        assert "maya" not in str(made[number]["redacted"]) + str(made[number]["error"])


def test_a_missing_model_is_one_sentence_without_content(spark: SparkSession) -> None:
    frame = spark.createDataFrame([["call maya"]], "text string")
    with pytest.raises(Exception, match=r"/nowhere") as caught:
        redact_frame(frame, model="/nowhere").collect()
    assert "maya" not in str(caught.value)


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"text": "said"}, "no column 'said'"),
        ({"text": "id"}, "must hold strings"),
        ({"turns": "text"}, "must be an array"),
        ({"group_by": "id"}, "order_by"),
        ({"text": "text", "turns": "text"}, "exclude"),
    ],
)
def test_columns_that_do_not_fit_are_refused(
    spark: SparkSession, options: dict[str, str], said: str
) -> None:
    frame = spark.createDataFrame([[1, "maya"]], "id int, text string")
    with pytest.raises(ConfigError, match=said):
        redact_frame(frame, **options)  # type: ignore[arg-type]


def test_a_worker_writes_to_no_terminal(spark: SparkSession) -> None:
    """A worker that is ended while it answers prints a traceback, on the user's terminal."""

    def told(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        with sealed():
            for _ in batches:
                where = os.readlink("/proc/self/fd/2")
                yield pa.RecordBatch.from_pydict({"where": [where]})

    assert {row.where for row in spark.range(4).mapInArrow(told, "where string").collect()} == {
        "/dev/null"
    }
