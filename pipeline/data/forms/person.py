"""PERSON_NAME: how a name is said, from first name alone to three parts and initials."""

from __future__ import annotations

from pipeline.data.lexicon.names import Culture, cultures
from pipeline.data.lexicon.sides import Draw, pick, spread

_GROUPS = spread({"in": 40, "us": 18, "gb": 12, "anglo": 6, "pk": 3, "africa": 3, "de": 2, "fr": 2, "es": 4, "it": 2,
                  "pt": 2, "nl": 1, "nordic": 1, "east": 2, "tr": 1, "asia": 3})  # fmt: skip
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


class People:
    """Names of one side of the split."""

    def __init__(self, side: str) -> None:
        self.cultures = cultures(side)

    def draw(self, r: Draw) -> Culture:
        """A culture by weight."""
        return self.cultures[pick(r, _GROUPS)]

    def say(self, r: Draw, written: bool) -> str:
        """One name; written form keeps capitals and the dots of initials."""
        culture = self.draw(r)
        x = r()
        first = pick(r, culture.first)
        if x < 0.2:
            name = first
        else:
            last = pick(r, culture.last)
            name = f"{first} {last}" if x < 0.95 else last
        return name if written else name.lower()
