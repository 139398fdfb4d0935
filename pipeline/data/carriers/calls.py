"""Calls: one to six statements strung together, agent or caller, with look-alikes among the entities."""

from __future__ import annotations

import random

from pipeline.data.carriers.calls_edges import EDGES
from pipeline.data.carriers.calls_negative import NEGATIVE
from pipeline.data.carriers.calls_other import OTHER
from pipeline.data.carriers.calls_own import OWN
from pipeline.data.carriers.calls_personal import PERSONAL
from pipeline.data.carriers.calls_words import SHARED
from pipeline.data.carriers.grammar import Grammar

#: rule -> share of the parts of a call
_PARTS = {
    "own_phone": 13,
    "own_card": 10,
    "own_email": 9,
    "own_name": 12,
    "own_date": 10,
    "own_city": 7,
    "own_location": 10,
    "own_address": 9,
    "own_id": 8,
    "own_account": 10,
    "own_secret": 7,
    "own_age": 3,
    "own_username": 3,
    "several": 6,
    "third": 12,
    "scene": 9,
    "agent": 7,
    "fix": 3,
    "look": 30,
    "true_and_look": 18,
    "refusal": 3,
}
#: how many parts a call has: mostly one or two, at times six
_COUNTS = random.Random(0).sample([1] * 48 + [2] * 27 + [3] * 13 + [4] * 7 + [5] * 3 + [6] * 2, 100)


def _grammar(split: str) -> Grammar:
    return Grammar(OWN | PERSONAL | OTHER | EDGES | NEGATIVE, SHARED, split)


#: labels that may stand right beside a number or another of them and still be told apart
_PLAIN = frozenset(("PERSON_NAME", "CITY", "LOCATION", "EMAIL", "USERNAME", "COMPANY", "VEHICLE"))


def _run_together(before: str, after: str) -> bool:
    """Whether a value at the end of `before` and one at the start of `after` would read as one."""
    if before[-1] != "}" or after[0] != "{":
        return False
    first = before[before.rindex("{") + 1 : -1].partition(".")[0]
    second = after[1 : after.index("}")].partition(".")[0]
    return first == second or not {first, second} & _PLAIN


class Calls:
    """Frames of calls for one split."""

    def __init__(self, split: str) -> None:
        self._expand = _grammar(split).expand
        self._parts = [name for name, share in _PARTS.items() for _ in range(share)]

    def frame(self, rng: random.Random) -> str:
        """Words, punctuation and `{SLOT}`s, for example `my name is {PERSON_NAME} , call me on {PHONE}`."""
        draw, parts, expand = rng.random, self._parts, self._expand
        said = [expand("opener", rng)] if draw() < 0.22 else []
        for i in range(_COUNTS[int(draw() * len(_COUNTS))]):
            part = expand(parts[int(draw() * len(parts))], rng)
            if i and (draw() < 0.75 or _run_together(said[-1], part)):
                said.append(expand("connector", rng))
                if said[-1] in ".," and _run_together(said[-2], part):
                    said.append("and")  # a comma cannot be heard
            elif said:
                said.append("." if draw() < 0.5 else ",")
            said.append(part)
        if draw() < 0.15:
            said.append("." if draw() < 0.5 else ",")
            said.append(expand("closer", rng))
        return " ".join(said)


class Negatives:
    """Frames without any PII: look-alikes, refusals, places at most."""

    _PARTS = ("look", "look", "look", "refusal")

    def __init__(self, split: str) -> None:
        self._expand = _grammar(split).expand

    def frame(self, rng: random.Random) -> str:
        """One to three look-alike statements or refusals, for example `order {REFERENCE.order} is late , thanks`."""
        draw, expand = rng.random, self._expand
        said = [expand("opener", rng)] if draw() < 0.3 else []
        for i in range(1 + int(draw() * draw() * 3)):
            if i or said:
                said.append(expand("connector", rng) if i else ",")
            said.append(expand(self._PARTS[int(draw() * 4)], rng))
        if draw() < 0.2:
            said.extend((".", expand("closer", rng)))
        return " ".join(said)
