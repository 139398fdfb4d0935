"""The same redaction on Apache Spark: `redact_frame` for a frame, `redact-spark` for a lake."""

from __future__ import annotations

from pipeline.spark.frame import redact_frame
from pipeline.spark.settings import SparkConfig

__all__ = ["SparkConfig", "redact_frame"]
