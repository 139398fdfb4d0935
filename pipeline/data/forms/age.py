"""AGE: how old somebody is, with "years old" where it is said."""

from __future__ import annotations

from pipeline.data.forms.maker import Maker
from pipeline.data.lexicon.sides import Draw, pick
from pipeline.data.lexicon.words import CARDINAL

_UNITS = ("years old", "years old", "years old", "years", "year old", "yrs old", "years of age")


def _number(r: Draw, written: bool) -> str:
    n = 18 + int(r() * 72) if r() < 0.85 else 1 + int(r() * 17)
    return str(n) if written or r() < 0.4 else CARDINAL[n]


def _full(r: Draw, written: bool) -> str:
    number = _number(r, written)
    if r() < 0.05:
        return f"{pick(r, ('two', 'three', 'six', 'eight', 'ten'))} months old"
    return f"{number} {pick(r, _UNITS)}"


def say(r: Draw, written: bool) -> str:
    """ "forty two", "42 years old"."""
    return _number(r, written) if r() < 0.4 else _full(r, written)


def maker(side: str) -> Maker:
    """Ages have no side."""
    return Maker(say, {"number": _number, "full": _full})
