"""Whisper JSON (openai-whisper, faster-whisper, whisperX, the API's verbose_json): text, segments, words in seconds."""

from __future__ import annotations

from typing import Any

from pipeline.redaction.formats.text_copy import TextCopy, pick
from pipeline.redaction.formats.tree import TreeFormat


def collect(root: Any) -> list[TextCopy]:
    """Segments are the turns; the whole text and the words tell it again."""
    if not isinstance(root, dict) or not ("segments" in root or isinstance(root.get("text"), str)):
        raise ValueError("no segments and no text")
    return [
        TextCopy(pick(root, "segments[].text")),
        TextCopy(pick(root, "text")),
        TextCopy(pick(root, "segments[].words[].word"), words=True),
        TextCopy(pick(root, "words[].word"), words=True),
    ]


WHISPER = TreeFormat("whisper", "Whisper", collect)
