"""Spoken commands and everyday sentences that name a person, now and then with a place, date, address or number.

`Commands(split).frame(rng)` gives lower-case words with label slots, mainly {PERSON_NAME}, and look-alike slots.
A possessive is written "{PERSON_NAME}'s" or "{PERSON_NAME} 's": whoever fills the slot extends the PERSON_NAME span
over the directly following "'s" or " 's". Frames with a relation or a company where a name could stand carry no label
on purpose.
"""

from __future__ import annotations

import random

from pipeline.data.carriers.sentences import Cores
from pipeline.data.carriers.wrapping import wrapped

#: Text resources of this carrier: tables first, then the carrier lines.
RESOURCES = ("tables", "words", "commands")


class Commands:
    """Frames of one side of the split."""

    def __init__(self, split: str) -> None:
        self._cores = Cores(RESOURCES, split)

    def frame(self, rng: random.Random) -> str:
        """One frame, depending on `split` and the state of `rng` only."""
        core, wrap = self._cores.draw(rng)
        return wrapped(core, wrap, rng)
