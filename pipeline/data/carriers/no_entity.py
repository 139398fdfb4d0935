"""Ordinary speech without personal data: spoken commands, questions, small talk, calls that name nobody.

`NoEntity(split).frame(rng)` gives lower-case words with look-alike `{SLOT}`s (times, amounts ...) or none.
"""

from __future__ import annotations

import random

from pipeline.data.carriers.sentences import Cores
from pipeline.data.carriers.wrapping import clitics, wrapped

#: Text resources of this carrier: tables first, then the carrier lines.
RESOURCES = (
    "tables",
    "words",
    "no_entity_assistant",
    "no_entity_calls",
    "no_entity_talk",
    "no_entity_words",
    "no_entity_plain",
    "no_entity_numbers",
    "no_entity_corpus",
)
#: Share of the frames that are several sentences, and what stands between two.
_LONG = 0.16
_JOINTS = (
    ".",
    ".",
    ",",
    "and",
    "so",
    "but",
    "you know",
    "and then",
    "because",
    "i mean",
    "right",
    ". yeah",
    ". well",
)


class NoEntity:
    """Frames of one side of the split."""

    def __init__(self, split: str) -> None:
        self._cores = Cores(RESOURCES, split)

    def frame(self, rng: random.Random) -> str:
        """One frame, depending on `split` and the state of `rng` only."""
        core, wrap = self._cores.draw(rng)
        if rng.random() > _LONG:
            return wrapped(core, wrap, rng)
        return self._long(core, rng)

    def _long(self, text: str, rng: random.Random) -> str:
        """Two to eight sentences in one breath, as people talk who are not asked anything."""
        said = [text]
        for _ in range(1 + int(rng.random() * 7)):
            said.append(_JOINTS[int(rng.random() * len(_JOINTS))])
            said.append(self._cores.draw(rng)[0])
        text = " ".join(" ".join(said).split())
        return clitics(text, rng) if "'" in text else text
