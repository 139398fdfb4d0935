"""CITY and LOCATION: a city or town, and every other place, from a country to a building.

No leading "the".
"""

from __future__ import annotations

from pipeline.data.forms.maker import Maker
from pipeline.data.lexicon import parts
from pipeline.data.lexicon.places import city_tables, location_tables
from pipeline.data.lexicon.sides import Draw, pick, spread
from pipeline.data.lexicon.words import CARDINAL, ORDINAL, suffix

_REGION = spread({"IN": 40, "US": 25, "GB": 15, "other": 20})
_KINDS = {
    "country": 7,
    "state_us": 6,
    "state_in": 7,
    "region": 5,
    "county": 1,
    "area_in": 14,
    "area_us": 5,
    "area_gb": 6,
    "area_other": 4,
    "landmark": 8,
    "street": 7,
    "base_in": 9,
    "base_us": 7,
    "base_gb": 6,
    "venue": 7,
    "numbered": 4,
    "ordinal": 4,
    "generic": 4,
}


class Places:
    """Places of one side of the split."""

    def __init__(self, side: str) -> None:
        self.cities = city_tables(side)
        self.tables = location_tables(side)
        self.kinds = spread({k: n for k, n in _KINDS.items() if self.tables[k]})

    def city(self, r: Draw, written: bool) -> str:
        """A city or town."""
        name = pick(r, self.cities[pick(r, _REGION)])
        return name if written else name.lower()

    def location(self, r: Draw, written: bool) -> str:
        """Any other place."""
        kind = pick(r, self.kinds)
        make = _MAKE.get(kind)
        entry = pick(r, self.tables[kind])
        name = make(r, entry, self.tables, written) if make else entry
        return name if written else name.lower().replace(".", "")


def _street(r: Draw, base: str, types: tuple[str, ...], written: bool) -> str:
    street = f"{base} {pick(r, types)}"
    if written and r() < 0.12:
        last = street.rsplit(" ", 1)[1]
        street = f"{base} {parts.SHORT.get(last, last)}"
    return street


def _indian(r: Draw, base: str, tables: dict[str, tuple[str, ...]], written: bool) -> str:
    if r() < 0.2:
        return f"{base} {pick(r, parts.IN_HOMES)}"
    return _street(r, base, parts.IN_STREETS, written)


def _american(r: Draw, base: str, tables: dict[str, tuple[str, ...]], written: bool) -> str:
    if r() < 0.1:
        base = (
            f"{base}"
            f" {pick(r, ('Hill', 'Creek', 'Ridge', 'Valley', 'Park', 'View', 'Grove', 'Point'))}"
        )
    return _street(r, base, parts.US_STREETS, written)


def _british(r: Draw, base: str, tables: dict[str, tuple[str, ...]], written: bool) -> str:
    return _street(r, base, parts.GB_STREETS, written)


def _venue(r: Draw, base: str, tables: dict[str, tuple[str, ...]], written: bool) -> str:
    return f"{base} {pick(r, parts.VENUE_KINDS)}"


def _numbered(r: Draw, entry: str, tables: dict[str, tuple[str, ...]], written: bool) -> str:
    kind, n = entry.rsplit(" ", 1)
    if kind == "Block" and int(n) <= 26 and r() < 0.7:
        n = chr(64 + int(n))
    elif not written and r() < 0.45:
        n = CARDINAL[int(n)]
    return f"{kind} {n}"


def _ordinal(r: Draw, entry: str, tables: dict[str, tuple[str, ...]], written: bool) -> str:
    """ "12th Cross", "fifth avenue", "4th main indiranagar" (an area of the same side after it)."""
    number, kind = entry.split(" ", 1)
    n = int(number)
    said = f"{n}{suffix(n)}" if written or r() < 0.5 else ORDINAL[n]
    text = f"{said} {kind}"
    if kind not in ("Street", "Avenue") and r() < 0.5 and tables["area_in"]:
        text += f" {pick(r, tables['area_in'])}"
    elif kind in ("Street", "Avenue") and r() < 0.25:
        text = f"{pick(r, ('West', 'East', 'North', 'South'))} {text}"
    return text


_MAKE = {
    "base_in": _indian,
    "base_us": _american,
    "base_gb": _british,
    "venue": _venue,
    "numbered": _numbered,
    "ordinal": _ordinal,
}


def city_maker(side: str) -> Maker:
    """Cities of one side of the split."""
    return Maker(Places(side).city)


def location_maker(side: str) -> Maker:
    """Other places of one side of the split; `generic` ones have no name: "railway station"."""
    places = Places(side)
    generic = places.tables["generic"]

    def unnamed(r: Draw, written: bool) -> str:
        name = pick(r, generic)
        return name if written and r() < 0.5 else name.lower()

    return Maker(places.location, {"generic": unnamed})
