"""What Spark is asked for, with the reason of each setting."""

from __future__ import annotations

from typing import Annotated

import msgspec

from pipeline.config import Config
from pipeline.redaction.answers import LOOK_AHEAD, LOOK_AHEAD_CHARS

Count = Annotated[int, msgspec.Meta(ge=1)]

#: Java compiles quickly, not best: the work is Python's, and Java's best compiler would take the
#: cores from it for the first half minute.
QUICK_JAVA = "-XX:TieredStopAtLevel=1"
#: Settings of a session that `redact-spark` starts; spark-submit's --conf goes before.
SESSION = {
    # A batch of rows is held by the JVM and by Python at once; rows may be long conversations.
    "spark.sql.execution.arrow.maxRecordsPerBatch": "1024",
    # Shuffled calls lie on the executors' disks for a while.
    "spark.io.encryption.enabled": "true",
    # Executors with one address may be containers, each with a disk of its own.
    "spark.shuffle.readHostLocalDisk": "false",
    # One model a Python worker, kept from task to task.
    "spark.python.worker.reuse": "true",
    "spark.ui.showConsoleProgress": "false",
    "spark.executor.extraJavaOptions": QUICK_JAVA,
    "spark.driver.extraJavaOptions": QUICK_JAVA,
}


class SparkConfig(Config, frozen=True):
    """How the work is cut.

    `records` and `characters`: what is scanned together at most, as the command's --look-ahead.
    `task_mib`: input of a task at most, in MiB: what is lost with a worker, and the size of an
    output file. `tasks_per_core`: at least so many, so that the cores end together.
    `partitions`: of the shuffle by call; by default by the input's size, or the session's
    `spark.sql.shuffle.partitions` for a frame.
    """

    records: Count = LOOK_AHEAD
    characters: Count = LOOK_AHEAD_CHARS
    task_mib: Count = 16
    tasks_per_core: Count = 32
    partitions: Count | None = None
