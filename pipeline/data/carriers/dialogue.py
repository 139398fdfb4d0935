"""Questions and answers: the agent asks, the caller answers with the bare value, the question itself, or a refusal."""

from __future__ import annotations

import random

from pipeline.data.carriers.calls_words import SHARED
from pipeline.data.carriers.dialogue_answers import ANSWERS
from pipeline.data.carriers.dialogue_parts import QUESTIONS
from pipeline.data.carriers.grammar import Grammar

#: what is asked -> (share, slot of the answer)
_ASKED = {
    "phone": (14, "PHONE"),
    "card": (11, "CREDIT_CARD"),
    "email": (10, "EMAIL"),
    "name": (12, "PERSON_NAME"),
    "date": (10, "DATE"),
    "city": (6, "CITY"),
    "location": (6, "LOCATION"),
    "order": (8, "ORDER_NUMBER"),
    "ticket": (6, "TICKET_NUMBER"),
    "reference": (6, "REFERENCE"),
    "account": (6, "ACCOUNT_NUMBER"),
    "otp": (6, "OTP"),
    "tracking": (4, "TRACKING_NUMBER"),
    "postcode": (3, "POSTCODE"),
    "amount": (4, "AMOUNT"),
    "time": (4, "TIME"),
    "tail": (3, "CARD_TAIL"),
    "model": (2, "MODEL_NUMBER"),
    "quantity": (2, "QUANTITY"),
}
_SPEAKERS = (("agent", "caller"), ("agent", "customer"), ("rep", "customer"))


class Dialogue:
    """Frames of one to three questions with their answers."""

    def __init__(self, split: str) -> None:
        self._expand = Grammar(QUESTIONS | ANSWERS, SHARED, split).expand
        self._asked = [(name, slot) for name, (share, slot) in _ASKED.items() for _ in range(share)]

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
