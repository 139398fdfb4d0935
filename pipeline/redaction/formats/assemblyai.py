"""AssemblyAI JSON: text, words, utterances with words, and what was made of them; times in milliseconds."""

from __future__ import annotations

from typing import Any

from pipeline.redaction.formats.text_copy import TextCopy, pick
from pipeline.redaction.formats.tree import TreeFormat

MILLISECONDS = 0.001


def collect(root: Any) -> list[TextCopy]:
    """Utterances are the turns where there are any; text, words, sentences and chapters follow."""
    if not isinstance(root, dict) or not isinstance(root.get("text"), str):
        raise ValueError("no text")
    spoken = [pick(turn, "words[].text") for turn in root.get("utterances") or []]
    for units in spoken:
        for unit in units[:1]:
            unit.fresh = True
    return [
        TextCopy(pick(root, "utterances[].text")),
        TextCopy(pick(root, "text")),
        TextCopy(pick(root, "words[].text"), words=True, scale=MILLISECONDS),
        TextCopy([unit for units in spoken for unit in units], words=True, scale=MILLISECONDS),
    ]


ASSEMBLYAI = TreeFormat("assemblyai", "AssemblyAI", collect)
