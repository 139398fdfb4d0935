"""Deepgram JSON: results.channels[].alternatives[] with transcript, words, paragraphs; results.utterances; seconds."""

from __future__ import annotations

from typing import Any

from pipeline.redaction.formats.text_copy import TextCopy, Unit, pick
from pipeline.redaction.formats.tree import TreeFormat


def collect(root: Any) -> list[TextCopy]:
    """Utterances are the turns where there are any; each channel's alternatives tell it again."""
    results = root.get("results") if isinstance(root, dict) else None
    if not isinstance(results, dict) or not isinstance(results.get("channels"), list):
        raise ValueError("no results.channels")
    copies = [TextCopy(pick(results, "utterances[].transcript"))]
    spoken = [words(u) for u in results.get("utterances") or []]
    copies.append(TextCopy([unit for units in spoken for unit in units], words=True))
    for channel in results["channels"]:
        for option in channel.get("alternatives") or []:
            copies.append(TextCopy(pick(option, "transcript")))
            copies.append(TextCopy(words(option), words=True))
            paragraphs = option.get("paragraphs") or {}
            copies.append(TextCopy(pick(paragraphs, "transcript"), named=False))
            copies.append(TextCopy(pick(paragraphs, "paragraphs[].sentences[].text")))
    return copies


def words(holder: dict[str, Any]) -> list[Unit]:
    """The words of an alternative or utterance: `punctuated_word` is another reading of `word`."""
    units = []
    for row in holder.get("words") or []:
        plain, pretty = pick(row, "word"), pick(row, "punctuated_word")
        for unit in (plain or pretty)[:1]:
            unit.also = [(u.text, u.place) for u in pretty if plain]
            unit.fresh = not units
            units.append(unit)
    return units


DEEPGRAM = TreeFormat("deepgram", "Deepgram", collect)
