"""Transcript formats: read what call systems write, give back the same format redacted."""

from pipeline.redaction.formats.base import (
    Failed,
    Format,
    ReadOptions,
    Record,
    entities_json,
)
from pipeline.redaction.formats.detect import FORMATS, detect

__all__ = [
    "FORMATS",
    "Failed",
    "Format",
    "ReadOptions",
    "Record",
    "detect",
    "entities_json",
]
