"""Questions and answers: the agent asks, the caller answers with the bare value, the question itself, or a refusal."""

from __future__ import annotations

import random

from pipeline.data.carriers.asked import ASKED, MORE_QUESTIONS
from pipeline.data.carriers.calls_words import SHARED
from pipeline.data.carriers.dialogue_answers import ANSWERS
from pipeline.data.carriers.dialogue_parts import QUESTIONS
from pipeline.data.carriers.grammar import Grammar

_SPEAKERS = (("agent", "caller"), ("agent", "customer"), ("rep", "customer"))


class Dialogue:
    """Frames of one to three questions with their answers."""

    def __init__(self, split: str) -> None:
        self._expand = Grammar(QUESTIONS | MORE_QUESTIONS | ANSWERS, SHARED, split).expand
        self._asked = [(name, slot) for name, (share, slot) in ASKED.items() for _ in range(share)]

    def frame(self, rng: random.Random) -> str:
        """For example `can i have your mobile number ? sure . {PHONE}`."""
        draw, expand = rng.random, self._expand
        speakers = _SPEAKERS[int(draw() * 3)] if draw() < 0.06 else None
        said: list[str] = []
        for turn in range(1 + int(draw() * draw() * 3.2)):
            name, slot = self._asked[int(draw() * len(self._asked))]
            if turn:
                said.append("." if draw() < 0.6 else expand("go_on", rng))
            if speakers:
                said.append(speakers[0])
            said.extend((expand(f"ask_{name}", rng), "?"))
            if speakers:
                said.append(speakers[1])
            kind = draw()
            if kind < 0.42:
                said.append("{" + slot + "}")
            elif kind < 0.94:
                said.append(expand("answer", rng).replace("VALUE", "{" + slot + "}"))
            else:
                said.append(expand("no_answer", rng))
        return " ".join(said)
