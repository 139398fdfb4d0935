"""`redact-spark`: a lake in, the same lake out with the PII gone."""

from __future__ import annotations

import contextlib
import os
import re
import resource
from collections.abc import Iterator
from typing import Any

import click
from py4j.protocol import Py4JError
from pyspark import SparkConf, SparkContext
from pyspark.errors import PySparkException
from pyspark.sql import SparkSession

from pipeline import __version__
from pipeline.cli import run
from pipeline.config import load_config
from pipeline.errors import EXIT_RECORDS, ConfigError, PipelineError
from pipeline.redaction.cli import redact as command
from pipeline.redaction.options import ANSWERING, Options
from pipeline.spark.lake import FORMATS, Counts, Lake, redact_lake, set_up_reading
from pipeline.spark.settings import SESSION, SparkConfig
from pipeline.spark.worker import Work

#: Options that are those of `redact`.
SHARED = (*ANSWERING, "overwrite", "model", "secret_file")
_OWN_ERROR = re.compile(r"pipeline\.(?:errors|spark\.sealing)\.\w*Error: ([^\n]+)")
#: The class of an exception in a trace of Java; what follows it could hold content.
_CLASS = re.compile(r"^(?:Caused by)?: (?:\w+\.)+([\w$]+)", re.MULTILINE)
#: What Spark's trace holds, and what is to be said of it.
_SAID = {
    r"PATH_NOT_FOUND": "{source}: no such file or folder",
    r"DATA_SOURCE_NOT_FOUND": (
        "--format {format}: Spark has it not at hand; name its package with --packages"
    ),
    r"No space left on device": "a disk is full: OUT's, or one of spark.local.dir; {again}",
    r"Python worker exited unexpectedly|pyspark\.daemon": (
        "Python was ended in an executor time and again, for want of memory as a rule, or does not"
        " start there: raise spark.executor.memoryOverhead, or see PYSPARK_PYTHON; {again}"
    ),
    r"OutOfMemoryError|exit code:? 137": (
        "an executor ran out of memory: raise spark.executor.memoryOverhead, where Python and the"
        " model are, or spark.executor.memory; {again}"
    ),
    r"UnsupportedFileSystemException|ClassNotFoundException: Class \S+FileSystem": (
        "Spark does not know the file system of IN or OUT: name its package with --packages"
    ),
    r"AccessControlException|AccessDenied|Permission denied|Mkdirs failed": (
        "IN cannot be read or OUT not be written: it is not permitted"
    ),
    r"FetchFailedException": (
        "executors could not read what others had shuffled: see that they reach each other, and"
        " that none is lost time and again; {again}"
    ),
    r"ExecutorLostFailure": "executors were lost time and again: their logs say why; {again}",
    r"All masters are unresponsive": "no master of Spark answers there: see --master",
    r"Answer from Java side is empty|Py4JNetworkError": (
        "the driver's Java ended before its time: raise spark.driver.memory; {again}"
    ),
    r"JAVA_GATEWAY_EXITED": "Spark needs Java 17: install openjdk-17-jre-headless",
}
_AGAIN = "nothing was committed, run it again"


def shared(function: Any) -> Any:
    """Give a command the options of `redact` that mean the same here."""
    function.__click_params__ = [
        *getattr(function, "__click_params__", []),
        *(option for option in reversed(command.params) if option.name in SHARED),
    ]
    return function


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("source", metavar="IN")
@click.argument("target", metavar="OUT")
@click.option("--format", "kind", type=click.Choice(FORMATS), default="jsonl", show_default=True)
@click.option("--master", metavar="URL", help="Where Spark runs, if spark-submit does not say.")
@click.option("--partition-by", multiple=True, metavar="NAME", help="A folder for each value.")
@click.option("--order-by", metavar="NAME", help="Column of a table that orders a call's turns.")
@click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE", help="See SparkConfig.")
@shared
@click.version_option(__version__, prog_name="redact-spark")
def redact_spark(
    source: str,
    target: str,
    kind: str,
    master: str | None,
    partition_by: tuple[str, ...],
    order_by: str | None,
    overrides: tuple[str, ...],
    **options: Any,
) -> int:
    """Redact a lake: the files of IN, a folder or a pattern, into the folder OUT.

    Each line of JSON, and each row of a table as the line of JSON it would be, is answered as
    `redact` answers it. A table gets the columns `entities` and `error`. Rows of one call are
    scanned together: in files of JSON lines in their order, in tables by --group-by and --order-by.

    \b
    Examples:
      redact-spark calls/ redacted/
      spark-submit --master spark://HOST:7077 .../pipeline/spark/__main__.py calls/ redacted/
      redact-spark --format parquet --group-by call_id --order-by turn s3a://lake/turns s3a://...

    \b
    Exit codes: 0 done; 1 not done; 2 wrong usage, nothing written; 3 done, but some records failed.
    """
    given = Options(output=target, **options)
    given.check()
    _check(kind, given, order_by, partition_by)
    reading = given.reading(look_ahead=True)
    config = load_config([], SparkConfig, overrides)
    work = Work(given.policy(given.secret()), given.model, reading, config)
    lake = Lake(source, target, kind, partition_by, given.column, order_by)
    try:
        with session(master) as spark:
            set_up_reading(spark, work)
            counts = redact_lake(spark, lake, work, given.overwrite)
    except (PySparkException, Py4JError) as error:
        raise in_one_sentence(error, lake) from None
    return _told(counts)


def _check(kind: str, given: Options, order_by: str | None, partition_by: tuple[str, ...]) -> None:
    """Refuse options that have no effect."""
    lines = kind == "jsonl"
    rules = [
        (lines and given.column, "--column has no effect on jsonl, only on tables"),
        (lines and order_by, "--order-by has no effect on jsonl: lines have an order"),
        (lines and partition_by, "--partition-by has no effect on jsonl: its folders are kept"),
        (not lines and given.field, "--field has no effect on tables; name the --column"),
        (not lines and given.spans, "--spans: a table would keep its PII; use jsonl"),
        (
            not lines and bool(given.group_by) != bool(order_by),
            "--group-by and --order-by go together: the rows of a table have no order",
        ),
    ]
    for broken, message in rules:
        if broken:
            raise ConfigError(message)


@contextlib.contextmanager
def session(master: str | None = None) -> Iterator[SparkSession]:
    """The session of spark-submit, or one on this machine."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold transcripts
    builder: Any = SparkSession.builder
    if master:
        builder = builder.master(master)
    if "PYSPARK_GATEWAY_PORT" in os.environ:  # spark-submit's --conf is known to its Java alone
        SparkContext._ensure_initialized()
    submitted = SparkConf()
    for name, value in SESSION.items():
        if not submitted.contains(name):
            builder = builder.config(name, value)
    spark: SparkSession = builder.appName("redact-spark").getOrCreate()
    try:
        spark.sparkContext.setLogLevel("OFF")  # what matters is said in a sentence
        yield spark
    finally:
        # After Ctrl-C the gateway to Java may stand in the middle of an answer; or Java has gone.
        with contextlib.suppress(Exception):
            spark.stop()


def in_one_sentence(error: Exception, lake: Lake) -> PipelineError:
    """What Spark raised, without its traces: of what is not known only the class is told."""
    said = str(error)
    if own := _OWN_ERROR.search(said):
        return PipelineError(own[1])
    for pattern, sentence in _SAID.items():
        if re.search(pattern, said):
            told = sentence.format(source=lake.source, format=lake.format, again=_AGAIN)
            return PipelineError(told)
    condition = error.getCondition() if isinstance(error, PySparkException) else None
    reason = (_CLASS.findall(said) or [condition or type(error).__name__])[-1]
    return PipelineError(f"Spark could not do it ({reason}): executors' logs say more; {_AGAIN}")


def _told(counts: Counts) -> int:
    """Say what failed; the exit code."""
    click.echo(f"{counts.records} records redacted", err=True)
    if not counts.failed:
        return 0
    first = f"; the first is line {counts.first[1]} of {counts.first[0]}" if counts.first else ""
    click.echo(
        f"{counts.failed} of {counts.records} records could not be redacted and were replaced by an"
        f" error{first}",
        err=True,
    )
    return EXIT_RECORDS


def main() -> None:
    """Entry point of `redact-spark`."""
    run(redact_spark, prog_name="redact-spark")
