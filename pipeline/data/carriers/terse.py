"""Terse turns: values alone or in a row, with hardly a word between them, as people answer and type.

For example `{PERSON_NAME} {PHONE}`, `ssn {NATIONAL_ID.ssn4} and credit no {CREDIT_CARD}`, `{DATE.compact} at {TIME}`.
What stands without any cue is decided by its shape: 13 to 19 digits are a card, 7 to 12 a phone, four the last of an
identity number, five or six a post code, letters with many digits an account, letters with few a reference.
"""

from __future__ import annotations

import random

from pipeline.data.carriers.calls_words import SHARED
from pipeline.data.carriers.grammar import Grammar
from pipeline.data.carriers.terse_parts import CUES, PARTS

#: slot of a bare value -> share
_BARE = {
    "PHONE": 16, "PHONE.plain": 14, "CREDIT_CARD": 24, "PERSON_NAME": 20, "EMAIL": 10,
    "NATIONAL_ID.ssn4": 22, "DATE": 10, "DATE.compact": 3, "ADDRESS": 8, "ADDRESS.postcode": 5,
    "ACCOUNT.code": 7, "REFERENCE.booking": 6, "CITY": 6, "LOCATION": 4, "DATE.expiry": 3,
}  # fmt: skip
#: slots whose values, one beside the other, could not be told apart without a word between them
_RUNS_ON = frozenset(
    (
        "PHONE",
        "CREDIT_CARD",
        "NATIONAL_ID",
        "ACCOUNT",
        "REFERENCE",
        "ADDRESS",
        "SECRET",
        "DATE",
        "AGE",
    )
)
_PAIR_SAFE = frozenset(("PERSON_NAME", "EMAIL", "USERNAME"))


def _label(item: str) -> str:
    return item[item.rindex("{") + 1 : -1].partition(".")[0]


class Terse:
    """Frames of one side of the split."""

    def __init__(self, split: str) -> None:
        self._expand = Grammar(PARTS, {**SHARED, **CUES}, split).expand
        self._bare = [f"{{{slot}}}" for slot, share in _BARE.items() for _ in range(share)]
        self._cues = list(CUES)

    def frame(self, rng: random.Random) -> str:
        """One to four values, each bare or behind its cue, in a row."""
        draw = rng.random
        kind = draw()
        if kind < 0.2:
            return self._wrapped(self._bare[int(draw() * len(self._bare))], rng)
        if kind < 0.5:
            return self._expand("line", rng)
        items: list[str] = []
        for number in range(2 + int(draw() * draw() * 3)):
            item = self._item(rng)
            if number:
                items.append(self._joint(items[-1], item, rng))
            items.append(item)
        return self._wrapped(" ".join(part for part in items if part), rng)

    def _item(self, rng: random.Random) -> str:
        draw = rng.random
        if draw() < 0.45:
            x = draw()
            if x < 0.6:
                return "{PERSON_NAME}" if x < 0.3 else "{PERSON_NAME.first}"
            return self._bare[int(draw() * len(self._bare))]
        return self._expand(self._cues[int(draw() * len(self._cues))], rng)

    def _joint(self, before: str, after: str, rng: random.Random) -> str:
        """What stands between two items: nothing where they can be told apart, else "and" or a comma with it."""
        x = rng.random()
        first, second = _label(before), _label(after)
        apart = (
            after[0] != "{"
            or (first != second and (first in _PAIR_SAFE or second in _PAIR_SAFE))
            or (first not in _RUNS_ON and second not in _RUNS_ON and first != second)
        )
        if apart and x < 0.55:
            return "" if x < 0.45 else ","
        return self._expand("joint", rng)

    def _wrapped(self, text: str, rng: random.Random) -> str:
        x = rng.random()
        if x < 0.62:
            return text
        if x < 0.88:
            text = f"{self._expand('lead', rng)} {text}"
        return f"{text} {self._expand('tail', rng)}" if x > 0.8 else text
