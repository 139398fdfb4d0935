"""Ordinary speech without personal data: spoken commands, questions, small talk, calls that name nobody.

`Quiet(split).frame(rng)` gives lower-case words with look-alike `{SLOT}`s only (times, amounts, order numbers ...), or
none.
"""

from __future__ import annotations

import random

from pipeline.data.carriers.quiet_source import Cores
from pipeline.data.carriers.quiet_wrap import wrapped

#: Text resources of this carrier: tables first, then the carrier lines.
RESOURCES = (
    "tables",
    "words",
    "quiet_assistant",
    "quiet_calls",
    "quiet_talk",
    "quiet_words",
    "quiet_plain",
    "quiet_corpus",
)


class Quiet:
    """Frames of one side of the split: "train", or "dev" and "test", which share the held-out side."""

    def __init__(self, split: str) -> None:
        self._cores = Cores(RESOURCES, split)

    def frame(self, rng: random.Random) -> str:
        """One frame, depending on `split` and the state of `rng` only."""
        core, wrap = self._cores.draw(rng)
        return wrapped(core, wrap, rng)
