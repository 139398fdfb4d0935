"""People: first and last names by culture, from Faker's locale providers (MIT) and lists of our own."""

from __future__ import annotations

import importlib
import re
from functools import lru_cache
from typing import NamedTuple

from pipeline.data.lexicon.sides import fold, keep

#: Group -> Faker locales whose lists are in Latin script.
_LOCALES: dict[str, tuple[str, ...]] = {
    "in": ("en_IN",),
    "us": ("en_US",),
    "gb": ("en_GB", "en_IE"),
    "anglo": ("en", "en_NZ"),
    "pk": ("en_PK",),
    "africa": ("en_NG", "en_KE", "ha_NG", "ig_NG", "yo_NG", "zu_ZA", "sw", "tw_GH"),
    "de": ("de_DE", "de_AT", "de_CH"),
    "fr": ("fr_FR", "fr_QC", "fr_DZ"),
    "es": ("es_ES", "es_MX", "es_AR", "es_CO"),
    "it": ("it_IT",),
    "pt": ("pt_BR", "pt_PT"),
    "nl": ("nl_NL",),
    "nordic": ("sv_SE", "no_NO", "da_DK", "fi_FI"),
    "east": ("pl_PL", "cs_CZ", "hu_HU", "ro_RO", "hr_HR", "sk_SK"),
    "tr": ("tr_TR",),
    "asia": ("id_ID", "vi_VN", "en_TH"),
}


class Culture(NamedTuple):
    """First and last names of one group, on one side of the split, cased as written."""

    first: tuple[str, ...]
    last: tuple[str, ...]


def _from_faker(locales: tuple[str, ...]) -> tuple[list[str], list[str]]:
    first: list[str] = []
    last: list[str] = []
    for locale in locales:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for attribute, into in (
            ("first_names", first), ("first_names_male", first), ("first_names_female", first), ("last_names", last),
            ("last_names_male", last), ("last_names_female", last),
        ):  # fmt: skip
            found = getattr(provider, attribute, ())
            if isinstance(found, (tuple, list, dict)):
                into.extend(_clean(found))
    return sorted(set(first)), sorted(set(last))


def _clean(names: object) -> list[str]:
    out = []
    for name in names:  # type: ignore[attr-defined]
        name = fold(str(name)).strip()
        if re.fullmatch(r"[A-Za-z][A-Za-z' -]{1,19}", name) and name.count(" ") < 2:
            out.append(name)
    return out


@lru_cache(maxsize=4)
def cultures(side: str) -> dict[str, Culture]:
    """The tables of one side."""
    out = {}
    for group, locales in _LOCALES.items():
        first, last = _from_faker(locales)
        out[group] = Culture(keep(first, side), keep(last, side))
    return out
