"""`redact_frame`: a column of texts or conversations of a Spark frame, redacted.

from pipeline.spark import redact_frame
redact_frame(df, text="text").select("id", "redacted", "entities", "error")
redact_frame(df, turns="turns", policy=Policy(mode="mask"))
redact_frame(df, text="text", group_by="call_id", order_by="turn")    # a row is a turn of a call

The column goes to the redactor as a line of JSON, so that its answers are the command's.
"""

from __future__ import annotations

from functools import partial

from pyspark.sql import Column, DataFrame
from pyspark.sql import functions as F
from pyspark.sql import types as T

from pipeline.errors import ConfigError
from pipeline.redaction.formats import ReadOptions
from pipeline.redaction.formats.jsonl import TEXT_KEYS
from pipeline.redaction.policy import Policy
from pipeline.spark import worker
from pipeline.spark.settings import SparkConfig
from pipeline.spark.worker import ANSWER, CALL, ERROR, JSON, LINE, Work

#: An entity as the command writes it; offsets count code points of the text as it came.
_ENTITY = [
    T.StructField("start", T.IntegerType()),
    T.StructField("end", T.IntegerType()),
    T.StructField("label", T.StringType()),
    T.StructField("pii", T.BooleanType()),
    T.StructField("score", T.DoubleType()),
]
ENTITIES = T.ArrayType(T.StructType(_ENTITY))
#: With the number of the turn, from 0.
TURN_ENTITIES = T.ArrayType(T.StructType([T.StructField("turn", T.IntegerType()), *_ENTITY]))
#: Columns that are added.
ADDED = ("redacted", "entities", "error")


def redact_frame(
    df: DataFrame,
    *,
    text: str | None = None,
    turns: str | None = None,
    policy: Policy | None = None,
    model: str | None = None,
    group_by: str | None = None,
    order_by: str | None = None,
    keep_source: bool = False,
    config: SparkConfig | None = None,
) -> DataFrame:
    """`df` without the column that was redacted, and with `redacted` (of the same type),
    `entities` and `error`.

    `text`: a column of strings, by default "text"; `turns`: one of arrays, of strings or of structs
    with a text, each a conversation (of their other strings, too, what is personal goes). With
    `group_by` each row is a turn of the call named there, in the order of `order_by`. `model`: a
    folder on every executor, or inside an archive of --archives; by default where the command looks
    for it. A row that cannot be redacted has `error`, without content, and null in `redacted`. No
    other column is looked at. `keep_source` leaves the column as it came, PII and all. Raises
    ConfigError for columns that are not there or are of another type.
    """
    column = _checked(df, text, turns, group_by, order_by)
    config = config or SparkConfig()
    reading = ReadOptions(group_by="call" if group_by else None, look_ahead=True)
    work = Work(policy or Policy(), model, reading, config)
    value = F.col(f"`{column}`")
    parts = [value.alias("turns" if turns else "text")]
    if group_by:
        parts.append(F.col(f"`{group_by}`").cast("string").alias("call"))
    given = with_json(df, F.struct(*parts))
    if group_by and order_by:
        number = int(str(df.sparkSession.conf.get("spark.sql.shuffle.partitions")))
        call = F.col(f"`{group_by}`").cast("string")
        made = by_call(given, work, call, [F.col(f"`{order_by}`")], number)
    else:
        made = one_by_one(given, work)
    kind = df.schema[column].dataType
    redacted, entities = _of_turns(kind) if isinstance(kind, T.ArrayType) else _of_text()
    kept = [F.col(f"`{name}`") for name in df.columns if keep_source or name != column]
    error = F.col(ERROR).alias("error")
    return made.select(*kept, redacted.alias("redacted"), entities.alias("entities"), error)


def _checked(
    df: DataFrame,
    text: str | None,
    turns: str | None,
    group_by: str | None,
    order_by: str | None,
) -> str:
    """The column to redact."""
    if text and turns:
        raise ConfigError("text= and turns= exclude each other: name one column")
    if group_by and (turns or not order_by):
        raise ConfigError("group_by= needs order_by=, the order of the turns, and text=")
    column = turns or text or "text"
    for name in (column, group_by, order_by):
        if name is not None and name not in df.columns:
            raise ConfigError(f"no column {name!r}; the frame has {', '.join(df.columns)}")
    taken = [name for name in ADDED if name in df.columns and name != column]
    if taken:
        raise ConfigError(f"the frame has a column {taken[0]!r} already: rename it")
    kind = df.schema[column].dataType
    if turns and not _is_conversation(kind):
        raise ConfigError(
            f"column {column!r}: must be an array of strings, or of structs with a string named"
            f" {', '.join(TEXT_KEYS)}, and none named 'entities'"
        )
    if not turns and not isinstance(kind, T.StringType):
        raise ConfigError(f"column {column!r}: must hold strings (conversations: turns={column!r})")
    return column


def _is_conversation(kind: T.DataType) -> bool:
    if not isinstance(kind, T.ArrayType):
        return False
    one = kind.elementType
    if isinstance(one, T.StructType):
        texts = {f.name for f in one if isinstance(f.dataType, T.StringType)}
        return bool(texts & set(TEXT_KEYS)) and "entities" not in one.names
    return isinstance(one, T.StringType)


def _of_text() -> tuple[Column, Column]:
    """`redacted` and `entities` of a text's answer."""
    schema = T.StructType(
        [T.StructField("text", T.StringType()), T.StructField("entities", ENTITIES)]
    )
    made = F.from_json(ANSWER, schema)
    return made["text"], made["entities"]


def _of_turns(kind: T.ArrayType) -> tuple[Column, Column]:
    """`redacted` and `entities` of a conversation's answer."""
    one = kind.elementType
    if not isinstance(one, T.StructType):
        schema = T.StructType(
            [T.StructField("turns", kind), T.StructField("entities", TURN_ENTITIES)]
        )
        made = F.from_json(ANSWER, schema)
        none = F.array().cast(TURN_ENTITIES)
        return made["turns"], F.when(F.col(ERROR).isNull(), F.coalesce(made["entities"], none))
    names = one.names
    answered = T.StructType([*one.fields, T.StructField("entities", ENTITIES)])
    schema = T.StructType([T.StructField("turns", T.ArrayType(answered))])
    turns = F.from_json(ANSWER, schema)["turns"]

    def without_entities(turn: Column) -> Column:
        return F.when(turn.isNotNull(), F.struct(*[turn[name].alias(name) for name in names]))

    def with_turn(turn: Column, number: Column) -> Column:
        none = F.array().cast(ENTITIES)
        return F.transform(
            F.coalesce(turn["entities"], none),
            lambda e: F.struct(
                number.cast("int").alias("turn"), *[e[f.name].alias(f.name) for f in _ENTITY]
            ),
        )

    return F.transform(turns, without_entities), F.flatten(F.transform(turns, with_turn))


def with_json(df: DataFrame, value: Column) -> DataFrame:
    """`df` with `value` as a line of JSON."""
    return df.withColumns({JSON: F.to_json(value).cast("binary"), LINE: F.lit(0).cast("long")})


def one_by_one(df: DataFrame, work: Work) -> DataFrame:
    """The lines of `df` answered each by itself."""
    return df.mapInArrow(partial(worker.answered, work=work), answered_schema(df))


def by_call(df: DataFrame, work: Work, call: Column, order: list[Column], number: int) -> DataFrame:
    """The lines of `df` answered in the context of their call, in `order`; `number`: of partitions,
    where the configuration says none.

    Two shuffles: by call, so that each is cut as the command cuts it; and of those pieces, so that
    one long call is the work of many tasks.
    """
    number = work.config.partitions or max(1, number)  # an empty input has none
    # Rows of no call must not all come to one task.
    spread = F.when(call.isNull(), F.xxhash64(JSON))
    keyed = df.withColumn(CALL, call) if CALL not in df.columns else df
    sorted_ = keyed.repartition(number, CALL, spread).sortWithinPartitions(CALL, *order)
    rows = sorted_.drop(CALL)
    groups = T.StructType(
        [
            T.StructField(worker.ROWS, T.ArrayType(rows.schema, containsNull=False)),
            T.StructField(worker.BEFORE, T.ArrayType(T.StringType())),
            T.StructField(worker.AFTER, T.ArrayType(T.StringType())),
            T.StructField(worker.WHOLE, T.BooleanType()),
        ]
    )
    cut = rows.mapInArrow(partial(worker.grouped, work=work), groups).repartition(number)
    return cut.mapInArrow(partial(worker.answered_groups, work=work), answered_schema(rows))


def answered_schema(df: DataFrame, *more: T.StructField) -> T.StructType:
    """The columns of `df` and `more` with the answer in the place of the line."""
    kept = [field for field in df.schema if field.name != JSON]
    added = [T.StructField(name, T.StringType()) for name in (ANSWER, ERROR)]
    return T.StructType([*kept, *more, *added])
