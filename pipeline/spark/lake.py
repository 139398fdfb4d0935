"""Folders of JSON lines or of tables, in and out, committed by Spark's own protocol."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from pyspark.sql import DataFrame, Observation, SparkSession
from pyspark.sql import functions as F
from pyspark.sql import types as T

from pipeline.errors import ConfigError
from pipeline.redaction.formats.jsonl import CALL_KEYS
from pipeline.spark import worker
from pipeline.spark.frame import TURN_ENTITIES, answered_schema, by_call, one_by_one, with_json
from pipeline.spark.worker import ANSWER, CALL, ERROR, FILE, JSON, LINE, START, Work

MIB = 1024 * 1024
#: Bytes of a task at least: some 1,500 short lines, about three seconds.
LEAST_TASK = 64 * 1024
#: What is known of a block of a file.
COUNTED = f"{FILE} string, {START} long, lines long, calls boolean"
#: Formats of tables; delta and others by spark-submit's --packages.
TABLES = ("parquet", "orc", "delta")
FORMATS = ("jsonl", *TABLES)


class Lake(NamedTuple):
    """Where from and where to.

    `partition_by`: columns of which each value is a folder. `columns`: those of a table to scan,
    none for all. `order_by`: the order of a call's turns in a table.
    """

    source: str
    target: str
    format: str
    partition_by: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    order_by: str | None = None


class Counts(NamedTuple):
    """What was answered; `first` is the file and line of the first error, where there are lines."""

    records: int
    failed: int
    first: tuple[str, int] | None


def redact_lake(spark: SparkSession, lake: Lake, work: Work, overwrite: bool = False) -> Counts:
    """Redact `lake.source` into `lake.target`.

    Raises ConfigError where the target is there already or holds the source, or a column is not
    there.
    """
    given = _lines(spark, lake) if lake.format == "jsonl" else _table(spark, lake)
    check_target(spark, lake, given.inputFiles(), overwrite)
    seen = Observation("redact-spark")
    lines = lake.format == "jsonl"
    made = _answered_lines(given, work) if lines else _answered_table(given, lake, work)
    place = F.struct(FILE, LINE) if lines else F.lit(None)
    first = F.min(F.when(F.col(ERROR).isNotNull(), place))
    made = made.observe(
        seen,
        F.count(F.lit(1)).alias("records"),
        F.count(ERROR).alias("failed"),
        first.alias("first"),
    )
    folders = _folders(given) if lines and not lake.partition_by else list(lake.partition_by)
    if lines:
        made = made.select(F.col(ANSWER).alias("value"), *folders)
    else:
        made = _as_table(made, given, lake)
    writer = made.write.mode("overwrite").partitionBy(*folders)
    if lines:
        writer.option("lineSep", "\n").text(lake.target)
    else:
        writer.format(lake.format).save(lake.target)
    counts = seen.get
    at = counts["first"]
    return Counts(counts["records"], counts["failed"], (at[FILE], at[LINE]) if at else None)


def set_up_reading(spark: SparkSession, work: Work) -> None:
    """Cut the input into tasks of a size that can be lost with a worker."""
    config = work.config
    least = config.tasks_per_core * spark.sparkContext.defaultParallelism
    spark.conf.set("spark.sql.files.maxPartitionBytes", str(config.task_mib * MIB))
    spark.conf.set("spark.sql.files.openCostInBytes", str(LEAST_TASK))
    spark.conf.set("spark.sql.files.minPartitionNum", str(least))


def check_target(spark: SparkSession, lake: Lake, inputs: Sequence[str], overwrite: bool) -> None:
    """Refuse to write over the input, or over what is there. What a run that was killed left
    behind (no file but temporary ones) is nothing.
    """
    context = spark.sparkContext
    jvm: Any = context._jvm
    path = jvm.org.apache.hadoop.fs.Path(lake.target)
    files = path.getFileSystem(context._jsc.hadoopConfiguration())
    whole = str(files.makeQualified(path).toUri().toString()).rstrip("/")
    if any(_plain(name).startswith(_plain(whole) + "/") for name in inputs):
        raise ConfigError(f"{lake.target}: holds the input; it would be overwritten")
    if overwrite or not files.exists(path):
        return
    if files.getFileStatus(path).isFile():
        raise ConfigError(f"{lake.target}: is a file; name a folder")
    names = [str(one.getPath().getName()) for one in files.listStatus(path)]
    if any(not name.startswith((".", "_temporary")) for name in names):
        raise ConfigError(f"{lake.target}: is there already; --overwrite makes it anew")


def _plain(uri: str) -> str:
    return re.sub(r"^file:/+", "/", uri)


# JSON lines


def _lines(spark: SparkSession, lake: Lake) -> DataFrame:
    """The lines of text files as bytes, each with its file and where its block begins."""
    read = spark.read.option("lineSep", "\n").text(lake.source)
    folders = [F.col(name) for name in read.columns if name != "value"]
    return read.select(
        F.col("value").cast("binary").alias(JSON),
        F.col("_metadata.file_path").alias(FILE),
        F.col("_metadata.file_block_start").alias(START),
        *folders,
    )


def _folders(lines: DataFrame) -> list[str]:
    """The columns that were names of folders (`day=2026-01-01`)."""
    return [name for name in lines.columns if name not in (JSON, FILE, START)]


def _answered_lines(lines: DataFrame, work: Work) -> DataFrame:
    first, calls = _blocks(lines, work)
    number = T.StructField(LINE, T.LongType())
    if not calls:
        return lines.mapInArrow(
            partial(worker.answered, work=work, first=first), answered_schema(lines, number)
        )
    schema = T.StructType([*lines.schema, number, T.StructField(CALL, T.StringType())])
    keyed = lines.mapInArrow(partial(worker.called, work=work, first=first), schema)
    number = lines.rdd.getNumPartitions()
    return by_call(keyed, work, F.col(CALL), [F.col(FILE), F.col(LINE)], number)


def _blocks(lines: DataFrame, work: Work) -> tuple[Mapping[tuple[str, int], int], bool]:
    """The number of the first line of each block of each file; and whether any line may be a turn
    of a call.
    """
    names = [work.reading.group_by.split(".")[-1]] if work.reading.group_by else CALL_KEYS
    pattern = r'"(?:' + "|".join(map(re.escape, names)) + r')"\s*:'
    counted = lines.mapInArrow(partial(worker.counted, pattern=pattern), COUNTED)
    blocks = sorted(counted.collect())
    first: dict[tuple[str, int], int] = {}
    file, number = None, 1
    for this, start, lines_, _ in blocks:
        number = number if this == file else 1
        file = this
        first[file, start] = number
        number += lines_
    return first, any(calls for *_, calls in blocks)


# Tables


def _table(spark: SparkSession, lake: Lake) -> DataFrame:
    return spark.read.format(lake.format).load(lake.source)


def has_text(kind: T.DataType) -> bool:
    """Whether values of a Spark type hold strings."""
    if isinstance(kind, T.ArrayType):
        return has_text(kind.elementType)
    if isinstance(kind, T.MapType):
        return has_text(kind.keyType) or has_text(kind.valueType)
    if isinstance(kind, T.StructType):
        return any(has_text(field.dataType) for field in kind)
    return isinstance(kind, (T.StringType, T.CharType, T.VarcharType, T.VariantType))


def _scanned(table: DataFrame, lake: Lake) -> list[T.StructField]:
    """The columns whose strings are scanned."""
    missing = [name for name in lake.columns if name not in table.columns]
    if missing:
        raise ConfigError(
            f"--column {missing[0]}: no such column; the table has {', '.join(table.columns)}"
        )
    fields = [field for field in table.schema if has_text(field.dataType)]
    fields = [field for field in fields if field.name not in lake.partition_by]
    return [field for field in fields if not lake.columns or field.name in lake.columns]


def _answered_table(table: DataFrame, lake: Lake, work: Work) -> DataFrame:
    """Each row goes to the redactor as the JSON line of its columns with strings."""
    group = work.reading.group_by
    for option, name in (("--group-by", group), ("--order-by", lake.order_by)):
        if name is not None and name not in table.columns:
            raise ConfigError(
                f"{option} {name}: no such column; the table has {', '.join(table.columns)}"
            )
    names = [field.name for field in _scanned(table, lake)]
    if group and group not in names:
        names.append(group)
    given = with_json(table, F.struct(*[F.col(f"`{name}`") for name in names]))
    if not group:
        return one_by_one(given, work)
    order = [F.col(f"`{lake.order_by}`")]
    number = table.rdd.getNumPartitions()
    return by_call(given, work, F.col(f"`{group}`").cast("string"), order, number)


def _as_table(made: DataFrame, table: DataFrame, lake: Lake) -> DataFrame:
    """The columns of `table` redacted, then the entities of its text, and why a row is an error."""
    fields = _scanned(table, lake)
    entities = T.StructField("entities", TURN_ENTITIES)
    own = "entities" not in table.columns
    answer = F.from_json(ANSWER, T.StructType([*fields, *([entities] if own else [])]))
    redacted = {field.name: answer[field.name] for field in fields}
    columns = [redacted.get(n, F.col(f"`{n}`")).alias(n) for n in table.columns]
    if own:
        columns.append(answer["entities"].alias("entities"))
    return made.select(*columns, F.col(ERROR).alias(_free("error", table.columns)))


def _free(name: str, taken: Sequence[str]) -> str:
    """`name`, or with a prefix where the table has such a column."""
    return name if name not in taken else _free(f"pii_{name}", taken)
