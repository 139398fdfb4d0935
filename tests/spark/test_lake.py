"""redact-spark: folders in, folders out; the lines are those of the command, byte for byte."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from py4j.protocol import Py4JError
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from pipeline.errors import ConfigError
from pipeline.redaction import Policy
from pipeline.redaction.formats import ReadOptions
from pipeline.spark.cli import in_one_sentence
from pipeline.spark.cluster import submit
from pipeline.spark.lake import Counts, Lake, redact_lake
from pipeline.spark.settings import SparkConfig
from pipeline.spark.worker import Work

from .conftest import Command
from .test_frame import texts

pytestmark = pytest.mark.slow
#: No JSON; not UTF-8; blank; a key twice; a line end of Windows; a lone surrogate; no transcript.
BAD = [
    b"my name is maya\n",
    b'{"text": "maya \xff"}\n',
    b"\n",
    b'{"text": "maya", "text": "john"}\n',
    b'{"text": "maya"}\r\n',
    b'{"text": "maya \\ud800"}\n',
    b'{"agent": "maya", "n": 42}\n',
    b"[1, 2]\n",
]


@pytest.fixture()
def work(toy_model: str) -> Work:
    reading = ReadOptions(look_ahead=True)
    return Work(Policy(), toy_model, reading, SparkConfig(partitions=3))


@pytest.fixture(autouse=True)
def small_blocks(spark: SparkSession) -> None:
    """Files are cut into blocks of 8 KiB, in the middle of lines and calls."""
    spark.conf.set("spark.sql.files.maxPartitionBytes", "8192")
    spark.conf.set("spark.sql.files.openCostInBytes", "0")


def parts(folder: Path) -> list[bytes]:
    """The lines of a folder, sorted."""
    found = sorted(folder.rglob("part-*"))
    return sorted(line for part in found for line in part.read_bytes().splitlines(keepends=True))


def lines(number: int, call: bool = False) -> list[bytes]:
    rows = [{"id": i, "text": text, "note": "john"} for i, text in enumerate(texts(number))]
    if call:
        rows = [{**row, "call_id": f"c{i // 37}"} for i, row in enumerate(rows)]
        rows[:600] = [{**row, "call_id": 7} for row in rows[:600]]  # more than one piece
    return [json.dumps(row).encode() + b"\n" for row in rows]


@pytest.mark.parametrize("call", [False, True], ids=["single", "calls"])
def test_the_lines_are_those_of_the_command(
    spark: SparkSession, work: Work, command: Command, tmp_path: Path, call: bool
) -> None:
    (tmp_path / "in").mkdir()
    first = lines(1500, call)
    first[3:3] = BAD
    first.insert(900, b"not a line of the call\n")
    second = [b"\xef\xbb\xbf" + first[0], *lines(300)]
    second[-1] = second[-1].removesuffix(b"\n")
    expected: list[bytes] = []
    for name, some in (("a.jsonl", first), ("b.jsonl", second)):
        path = tmp_path / "in" / name
        path.write_bytes(b"".join(some))
        expected += command(path)
    out = tmp_path / "out"
    counts = redact_lake(spark, Lake(str(tmp_path / "in"), str(out), "jsonl"), work)
    assert parts(out) == sorted(expected)
    failed = [line for line in expected if b'"error"' in line]
    assert (counts.records, counts.failed) == (len(expected), len(failed))
    assert counts.first and counts.first[0].endswith("a.jsonl") and counts.first[1] == 4
    assert (out / "_SUCCESS").exists()
    assert len(list(out.glob("part-*"))) > 2


def test_folders_by_day_are_kept(
    spark: SparkSession, work: Work, command: Command, tmp_path: Path
) -> None:
    for day in (1, 2):
        folder = tmp_path / f"in/day={day}"
        folder.mkdir(parents=True)
        (folder / "x.jsonl").write_bytes(b"".join(lines(20 * day)))
    redact_lake(spark, Lake(str(tmp_path / "in"), str(tmp_path / "out"), "jsonl"), work)
    for day in (1, 2):
        source = tmp_path / f"in/day={day}/x.jsonl"
        assert parts(tmp_path / f"out/day={day}") == sorted(command(source))


def test_an_input_without_rows(spark: SparkSession, work: Work, tmp_path: Path) -> None:
    """Lines, and a table whose rows are turns of calls: an empty lake comes out."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.jsonl").touch()
    lake = Lake(str(tmp_path / "in"), str(tmp_path / "out"), "jsonl")
    assert redact_lake(spark, lake, work) == Counts(0, 0, None)
    assert (tmp_path / "out/_SUCCESS").exists() and parts(tmp_path / "out") == []
    table = Lake(str(tmp_path / "table"), str(tmp_path / "made"), "parquet", order_by="n")
    spark.createDataFrame([], "call int, n int, text string").write.parquet(table.source)
    grouped = replace(work, reading=ReadOptions(group_by="call", look_ahead=True))
    assert redact_lake(spark, table, grouped) == Counts(0, 0, None)
    made = spark.read.parquet(table.target)
    assert made.columns == ["call", "n", "text", "entities", "error"] and made.count() == 0


def test_nothing_is_written_over(spark: SparkSession, work: Work, tmp_path: Path) -> None:
    source, out = tmp_path / "in", tmp_path / "out"
    source.mkdir()
    (source / "a.jsonl").write_bytes(b"".join(lines(30)))
    lake = Lake(str(source), str(out), "jsonl")
    (out / "_temporary/0").mkdir(parents=True)  # a run that was killed
    redact_lake(spark, lake, work)
    before = parts(out)
    with pytest.raises(ConfigError, match="is there already"):
        redact_lake(spark, lake, work)
    redact_lake(spark, lake, work, overwrite=True)
    assert parts(out) == before
    for target in (source, tmp_path):
        with pytest.raises(ConfigError, match="holds the input"):
            redact_lake(spark, lake._replace(target=str(target)), work, overwrite=True)
    assert (source / "a.jsonl").read_bytes() == b"".join(lines(30))


@pytest.mark.parametrize("kind", ["parquet", "orc"])
def test_tables_keep_their_columns(
    spark: SparkSession, work: Work, command: Command, tmp_path: Path, kind: str
) -> None:
    rows = [
        [i, text, ["maya", None], {"john": "4 2"}, 1.5 * i, bytes([i % 7])]
        for i, text in enumerate(texts(500))
    ]
    schema = "id long, text string, tags array<string>, m map<string,string>, x double, b binary"
    frame = spark.createDataFrame(rows, schema)
    source, out = tmp_path / "in", tmp_path / "out"
    frame.repartition(3).write.format(kind).save(str(source))
    counts = redact_lake(spark, Lake(str(source), str(out), kind), work)
    assert (counts.records, counts.failed) == (500, 0)
    made = spark.read.format(kind).load(str(out))
    assert [f.name for f in made.schema] == [*frame.columns, "entities", "error"]
    assert made.schema.fields[:6] == frame.schema.fields
    path = tmp_path / "rows.jsonl"
    given = [{"text": r[1], "tags": r[2], "m": r[3]} for r in rows]
    path.write_text("".join(json.dumps(row) + "\n" for row in given))
    said = [json.loads(line) for line in command(path)]
    for row, before, answer in zip(made.orderBy("id").collect(), rows, said, strict=True):
        assert (row["id"], row["x"], bytes(row["b"])) == (before[0], before[4], before[5])
        assert (row["text"], row["tags"], row["m"]) == (
            answer["text"],
            answer["tags"],
            answer["m"],
        )
        assert len(row["entities"]) == len(answer["entities"]) and row["error"] is None


def test_turns_of_a_table_are_put_together(spark: SparkSession, work: Work, tmp_path: Path) -> None:
    rows = [[c, n, "my number is" if n % 2 == 0 else "four two"] for c in range(9) for n in (1, 0)]
    spark.createDataFrame(rows, "call int, n int, text string").write.parquet(str(tmp_path / "in"))
    lake = Lake(str(tmp_path / "in"), str(tmp_path / "out"), "parquet", order_by="n")
    grouped = replace(work, reading=ReadOptions(group_by="call", look_ahead=True))
    redact_lake(spark, lake._replace(partition_by=("call",)), grouped)
    made = spark.read.parquet(str(tmp_path / "out"))
    assert sorted((r["call"], r["n"], r["text"]) for r in made.collect()) == sorted(
        (c, n, text.replace("four two", "[PHONE]")) for c, n, text in rows
    )
    assert (tmp_path / "out/call=3").is_dir()
    with pytest.raises(ConfigError, match="no such column"):
        redact_lake(spark, lake._replace(columns=("said",), target=str(tmp_path / "o2")), work)


@pytest.mark.parametrize(
    ("source", "kind", "told"),
    [
        ("{}/none", "jsonl", "no such file or folder"),
        ("nowhere://maya/calls", "jsonl", "does not know the file system"),
        ("{}/in", "delta", "name its package with --packages"),
        ("{}/in", "parquet", "Spark could not do it ("),
    ],
)
def test_what_spark_cannot_do_is_one_sentence(
    spark: SparkSession, work: Work, tmp_path: Path, source: str, kind: str, told: str
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in/a.parquet").write_bytes(b"this is no table: maya")
    lake = Lake(source.format(tmp_path), str(tmp_path / "out"), kind)
    with pytest.raises((PySparkException, Py4JError)) as caught:
        redact_lake(spark, lake, work)
    said = str(in_one_sentence(caught.value, lake))
    assert told in said and "maya" not in said and "\n" not in said
    assert "Py4J" not in said


def run(*words: str, **options: object) -> tuple[int, str]:
    process = submit(*words, master="local[2]", stdout=subprocess.PIPE, **options)
    out, err = process.communicate(timeout=240)
    return process.returncode, out + err


def test_the_command_for_spark_submit(toy_model: str, command: Command, tmp_path: Path) -> None:
    """Its answers, its exit codes, and nothing of the content in what it says or Spark records;
    --conf goes before our settings.
    """
    source, events = tmp_path / "in.jsonl", tmp_path / "events"
    events.mkdir()
    source.write_bytes(b"".join([*lines(50), *BAD]))
    words = (str(source), str(tmp_path / "out"), "--keep", "DATE", "--mode", "mask")
    conf = {"spark.eventLog.enabled": "true", "spark.eventLog.dir": str(events)}
    conf |= {"spark.eventLog.compress": "false", "spark.python.worker.reuse": "false"}
    code, said = run(*words, "--model", toy_model, conf=conf)
    assert code == 3, said
    expected = command(source, "--keep", "DATE", "--mode", "mask")
    assert parts(tmp_path / "out") == sorted(expected)
    failed = sum(line.startswith(b'{"line":') for line in expected)
    assert failed >= 4 and f"{failed} of 58 records" in said and "in.jsonl" in said
    recorded = "".join(path.read_text() for path in events.rglob("*") if path.is_file())
    assert '"spark.python.worker.reuse":"false"' in recorded
    told = set(re.findall(r"\w+", (said + recorded).lower()))
    assert not {"maya", "john", "smith", "pune"} & told
