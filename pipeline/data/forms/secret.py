"""SECRET: what proves who somebody is: PIN, CVV, one-time code, password, answer to a security
question.
"""

from __future__ import annotations

from pipeline.data.forms.codes import digit_groups, maker_of
from pipeline.data.forms.digits import random_digits, singly
from pipeline.data.forms.maker import Maker, Say
from pipeline.data.lexicon import domains
from pipeline.data.lexicon.sides import Draw, keep, pick, side_by_hash, spread
from pipeline.data.lexicon.things import ANSWERS

_KINDS = {
    "pin": (20, lambda r: digit_groups(r, ((4,), (4,), (4,), (6,), (2, 2)))),
    "cvv": (14, lambda r: digit_groups(r, ((3,), (3,), (4,)))),
    "otp": (30, lambda r: digit_groups(r, ((4,), (6,), (6,), (3, 3), (5,), (8,)))),
}
_SIGNS = {
    "!": "exclamation mark",
    "@": "at",
    "#": "hash",
    "$": "dollar",
    "_": "underscore",
    "*": "star",
    "-": "dash",
}
_SIGN_LIST = tuple(_SIGNS)


class _Passwords:
    """Passwords and answers of one side of the split."""

    def __init__(self, side: str) -> None:
        self._words = keep(domains.NICKNAMES, side, frozenset(domains.TOP))
        self._answers = (*(a for a in ANSWERS if side_by_hash(a) == side), *self._words)

    def password(self, r: Draw, written: bool) -> str:
        """ "bluetiger42", "blue tiger four two", "capital s u n 9 9 hash"."""
        parts = [pick(r, self._words)]
        if r() < 0.4:
            parts.append(pick(r, self._words))
        if r() < 0.75:
            parts.append(random_digits(r, 1 + int(r() * 4)))
        if r() < 0.3:
            parts.append(pick(r, _SIGN_LIST))
        x = r()
        if written or x < 0.25:
            text = "".join(parts)
            return text.capitalize() if written and r() < 0.6 else text
        said = [
            _SIGNS.get(p, p) if not p.isdigit() else (p if x < 0.6 else singly(r, p)) for p in parts
        ]
        if x > 0.85:
            said[0] = ("capital " if r() < 0.4 else "") + " ".join(said[0])
        return " ".join(said)

    def answer(self, r: Draw, written: bool) -> str:
        """A word or two that only the caller should know."""
        text = pick(r, self._answers)
        return text.capitalize() if written and r() < 0.5 else text


def maker(side: str) -> Maker:
    """Codes have no side; passwords and answers have."""
    numbers, words = maker_of(_KINDS), _Passwords(side)
    variants: dict[str, Say] = {
        **numbers.variants,
        "password": words.password,
        "answer": words.answer,
    }
    table = spread({"": 64, "password": 24, "answer": 12})

    def say(r: Draw, written: bool) -> str:
        kind = pick(r, table)
        return variants[kind](r, written) if kind else numbers.say(r, written)

    return Maker(say, variants, numbers.pieces)
