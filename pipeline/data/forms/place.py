"""CITY and LOCATION."""

from __future__ import annotations

from pipeline.data.lexicon.names import cultures
from pipeline.data.lexicon.places import areas, city_tables
from pipeline.data.lexicon.sides import Draw, pick, spread

_REGION = spread({"IN": 36, "US": 26, "GB": 16, "other": 22})
_STREETS = ("Street", "Road", "Avenue", "Lane", "Nagar", "Drive", "Park", "Colony", "Layout", "Marg", "Close")


class Places:
    """Places of one side of the split."""

    def __init__(self, side: str) -> None:
        self.cities, self.areas, self.people = city_tables(side), areas(side), cultures(side)

    def city(self, r: Draw, written: bool) -> str:
        """A city or town."""
        name = pick(r, self.cities[pick(r, _REGION)])
        return name if written else name.lower()

    def location(self, r: Draw, written: bool) -> str:
        """Any other place."""
        if r() < 0.3:
            name = pick(r, self.areas)
        else:
            name = f"{pick(r, self.people['in' if r() < 0.5 else 'us'].last)} {pick(r, _STREETS)}"
        return name if written else name.lower()
