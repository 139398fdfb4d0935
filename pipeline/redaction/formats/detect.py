"""The formats by name, and which one a file is in."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import Any

from pipeline.redaction import jsonio
from pipeline.redaction.formats.assemblyai import ASSEMBLYAI
from pipeline.redaction.formats.aws import AWS
from pipeline.redaction.formats.base import Format
from pipeline.redaction.formats.deepgram import DEEPGRAM
from pipeline.redaction.formats.jsonl import Jsonl
from pipeline.redaction.formats.srt import SRT
from pipeline.redaction.formats.srt import TIMING as SRT_TIMING
from pipeline.redaction.formats.text import PlainText
from pipeline.redaction.formats.vtt import VTT
from pipeline.redaction.formats.whisper import WHISPER

#: --format NAME -> the format
FORMATS: dict[str, Format] = {f.name: f for f in (Jsonl(), PlainText(), WHISPER, AWS, DEEPGRAM, ASSEMBLYAI, VTT, SRT)}
#: Names of files that say what is in them where the content does not.
SUFFIXES = {".jsonl": "jsonl", ".ndjson": "jsonl", ".txt": "text", ".vtt": "vtt", ".srt": "srt"}


def detect(head: bytes, filename: str | None = None) -> Format:
    """The format of an input that begins with `head` (some kilobytes; fewer where the input is shorter).

    Content counts before the file's name. What cannot be told is JSONL if it begins like JSON, or has no name that
    says plain text: then each line that is no JSON is a failure, and nothing passes unread.
    """
    text = head.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace").lstrip()
    suffix = PurePath(filename or "").suffix.lower()
    if re.match(r"WEBVTT(?:\s|$)", text):
        return FORMATS["vtt"]
    if any(SRT_TIMING.fullmatch(line) for line in text.splitlines(keepends=True)[:2]):
        return FORMATS["srt"]
    if text.startswith("{") and suffix not in (".jsonl", ".ndjson"):
        return FORMATS[_json(text)]
    if text.startswith(("{", "[")):
        return FORMATS["jsonl"]
    return FORMATS[SUFFIXES.get(suffix, "jsonl")]


def _json(text: str) -> str:
    """JSONL, or a service's file: one object that spans lines or is the only line."""
    first, _, rest = text.partition("\n")
    try:
        value = jsonio.loads(first.encode())
    except jsonio.JsonError:
        return _by_words(text) or "jsonl"
    if rest.strip() or not isinstance(value, dict):
        return "jsonl"
    return _by_shape(value) or "jsonl"


def _by_shape(value: dict[str, Any]) -> str | None:
    results = value.get("results")
    if isinstance(results, dict):
        return "deepgram" if "channels" in results else "aws" if "transcripts" in results else None
    if not isinstance(value.get("text"), str):
        return None
    if "words" in value and ("audio_url" in value or "utterances" in value or "confidence" in value):
        return "assemblyai"
    parts = value.get("segments")
    if isinstance(parts, list) and ("language" in value or any("seek" in p for p in parts if isinstance(p, dict))):
        return "whisper"
    return None


def _by_words(text: str) -> str | None:
    """The same from the keys that the beginning of a file shows."""
    keys = set(re.findall(r'"(\w+)"\s*:', text))
    if keys & {"transcripts", "jobName", "accountId"}:
        return "aws"
    if keys & {"channels", "transaction_key", "model_info"}:
        return "deepgram"
    if keys & {"audio_url", "acoustic_model", "language_model", "punctuate", "utterances"}:
        return "assemblyai"
    if keys & {"segments", "no_speech_prob", "avg_logprob", "compression_ratio", "language"} and "text" in keys:
        return "whisper"
    return None
