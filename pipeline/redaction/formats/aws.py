"""AWS Transcribe JSON: results.transcripts, items (words and marks, times as strings of seconds), segments."""

from __future__ import annotations

from typing import Any

from pipeline.redaction.formats.text_copy import TextCopy, Unit, pick
from pipeline.redaction.formats.tree import TreeFormat


def collect(root: Any) -> list[TextCopy]:
    """Audio segments are the turns where there are any; the transcripts, items and n-best segments tell it again."""
    results = root.get("results") if isinstance(root, dict) else None
    if not isinstance(results, dict) or not isinstance(results.get("transcripts"), list):
        raise ValueError("no results.transcripts")
    copies = [TextCopy(pick(results, "audio_segments[].transcript"))]
    copies += [TextCopy([unit]) for unit in pick(results, "transcripts[].transcript")]
    copies.append(TextCopy(items(results.get("items")), words=True))
    for channel in _dicts(_dict(results.get("channel_labels")).get("channels")):
        copies.append(TextCopy(items(channel.get("items")), words=True))
    for segment in _dicts(results.get("segments")):
        for option in _dicts(segment.get("alternatives")):
            copies.append(TextCopy(pick(option, "transcript")))
            copies.append(TextCopy(pick(option, "items[].content"), words=True))
    return copies


def items(rows: Any) -> list[Unit]:
    """The words and marks of an `items` list; other readings of a word go with its first."""
    units = []
    for item in _dicts(rows):
        readings = pick(item, "alternatives[].content")
        if readings:
            also = [(u.text, u.place) for u in readings[1:]]
            units.append(Unit(readings[0].text, readings[0].place, item.get("start_time"), item.get("end_time"), also))
    return units


def _dict(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _dicts(value: Any) -> list[dict[str, Any]]:
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(v, dict) for v in value):
        raise ValueError("a list of objects holds something else")
    return value


AWS = TreeFormat("aws", "AWS Transcribe", collect)
