"""Ordinary speech without personal data: spoken commands, questions, small talk, calls that name nobody.

`NoEntity(split).frame(rng)` gives lower-case words with look-alike `{SLOT}`s only (times, amounts, order numbers ...), or
none.
"""

from __future__ import annotations

import random

from pipeline.data.carriers.sentences import Cores
from pipeline.data.carriers.wrapping import wrapped

#: Text resources of this carrier: tables first, then the carrier lines.
RESOURCES = (
    "tables",
    "words",
    "no_entity_assistant",
    "no_entity_calls",
    "no_entity_talk",
    "no_entity_words",
    "no_entity_plain",
    "no_entity_corpus",
)


class NoEntity:
    """Frames of one side of the split."""

    def __init__(self, split: str) -> None:
        self._cores = Cores(RESOURCES, split)

    def frame(self, rng: random.Random) -> str:
        """One frame, depending on `split` and the state of `rng` only."""
        core, wrap = self._cores.draw(rng)
        return wrapped(core, wrap, rng)
