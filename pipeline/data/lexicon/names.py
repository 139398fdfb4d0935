"""People: first and last names by culture, from Faker's locale providers (MIT) and lists of our own.

A name part (not a whole name) is on the one side of the split or the other, so "arjun" of train never stands in dev.
The best-known parts and the public figures are pinned to the train side: dev measures what train has not seen.
"""

from __future__ import annotations

import importlib
import random
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from pipeline.data.lexicon import figures, indian, world
from pipeline.data.lexicon.sides import TRAIN, fold, key, pick, side_of, words

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
    "tr": ("tr_TR", "az_AZ"),
    "asia": ("id_ID", "vi_VN", "en_TH"),
}
#: The most common first names and surnames of the US, the UK and India: drawn more often, and pinned to train.
HEAD_FIRST: tuple[str, ...] = words("""
    James John Robert Michael William David Richard Joseph Thomas Charles Christopher Daniel Matthew Anthony Mark
    Paul Steven Andrew Kenneth Joshua Kevin Brian George Edward Ronald Timothy Jason Jeffrey Ryan Jacob Gary
    Nicholas Eric Jonathan Stephen Larry Justin Scott Brandon Benjamin Samuel Gregory Frank Alexander Patrick Jack
    Peter Adam Henry Simon Oliver Harry Mary Patricia Jennifer Linda Elizabeth Barbara Susan Jessica Sarah Karen
    Lisa Nancy Betty Sandra Margaret Ashley Kimberly Emily Donna Michelle Carol Amanda Melissa Deborah Stephanie
    Rebecca Laura Helen Sharon Cynthia Kathleen Amy Angela Anna Ruth Emma Nicole Olivia Sophie Charlotte Alice Jane
    Kate Lucy Maria Rachel Chloe Rahul Amit Priya Rajesh Suresh Ramesh Sanjay Vijay Anil Sunil Ravi Arjun Rohan
    Rohit Vikram Deepak Anita Sunita Kavita Pooja Neha Sneha Anjali Divya Lakshmi Meera Arun Karthik Krishna
    Mohammed Imran Fatima Ayesha Gurpreet Harpreet Manoj Ajay Sachin Nikhil Aditya Ananya Shreya Swati Nisha Rekha
    Asha Geeta Vikas Manish Ashok Kiran Venkatesh Srinivas Ganesh Siddharth Varun Aarav Ishaan Riya Aisha
    """)
HEAD_LAST: tuple[str, ...] = words("""
    Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson
    Anderson Thomas Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson
    Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Adams Nelson Baker Hall Rivera Campbell
    Mitchell Carter Roberts Evans Turner Parker Edwards Collins Stewart Morris Murphy Cook Rogers Morgan Cooper
    Peterson Reed Bailey Kelly Howard Ward Watson Wood Hughes Bennett Gray Doe Patel Sharma Singh Kumar Gupta Shah
    Reddy Rao Nair Menon Iyer Khan Das Roy Mukherjee Banerjee Chatterjee Ghosh Bose Sen Verma Mishra Yadav Joshi
    Desai Mehta Kapoor Malhotra Chopra Agarwal Jain Patil Kulkarni Deshpande Pillai Krishnan Subramanian Gill Kaur
    Sandhu Fernandes D'Souza Ahmed Ali Sheikh Hussain Naidu Shetty Hegde Gowda Chaudhary Pandey Tiwari Saxena Bhat
    Thakur Sinha Srivastava
    """)


class Culture(NamedTuple):
    """First and last names of one group, on one side of the split, cased as written."""

    first: tuple[str, ...]
    last: tuple[str, ...]


@lru_cache(maxsize=1)
def pinned() -> frozenset[str]:
    """Keys of the name parts that are on the train side whatever their hash."""
    parts = [part for name in figures.FIGURES for part in name.split()]
    return frozenset(key(part) for part in (*parts, *HEAD_FIRST, *HEAD_LAST))


def _from_faker(locales: tuple[str, ...]) -> tuple[list[str], list[str]]:
    first: list[str] = []
    last: list[str] = []
    for locale in locales:
        provider = importlib.import_module(f"faker.providers.person.{locale}").Provider
        for kind, into in (("first_names", first), ("last_names", last)):
            for attribute in (kind, f"{kind}_male", f"{kind}_female"):
                found = getattr(provider, attribute, ())
                if isinstance(found, (tuple, list, dict)):
                    into.extend(_clean(found))
    return sorted(set(first)), sorted(set(last))


def _clean(names: object) -> list[str]:
    """ASCII names of one word (or hyphened, or with a particle such as "de la"); the rest would break the split."""
    out = []
    for name in names:  # type: ignore[attr-defined]
        name = fold(str(name)).strip()
        if re.fullmatch(
            r"(?:(?:d[aeiou]s?|de la|van|van der|van de|von|el|al|la|le) )?[A-Za-z][A-Za-z'-]{1,17}",
            name,
        ):
            out.append(name if not name.islower() and not name.isupper() else name.title())
    return out


def _invented(seed: int, count: int) -> list[str]:
    """Made-up names of two or three syllables; `random.Random.random` gives the same on every machine."""
    r = random.Random(seed).random
    starts = (
        *words("b br ch d dh f g gr h j k kh kr l m n p pr r s sh sr st t th tr v w y z"),
        "",
        "",
        "",
    )
    middles = words("b d g k l ll m n nd nk r rr rn s sh st t th v z j ch ksh nt ndr lk")
    vowels = words("a a a e e i i o o u aa ai ee ia ei ou oo")
    ends = ("", "", "", *words("n n r l s sh th m k t d a ya la wala son ton"))
    out = []
    for _ in range(count):
        name = pick(r, starts) + pick(r, vowels) + pick(r, middles) + pick(r, vowels)
        if r() < 0.35:
            name += pick(r, middles) + pick(r, vowels)
        out.append((name + pick(r, ends)).capitalize())
    return sorted(set(out))


def _tables() -> dict[str, tuple[list[str] | tuple[str, ...], list[str] | tuple[str, ...]]]:
    tables = {group: _from_faker(locales) for group, locales in _LOCALES.items()}
    out: dict[str, tuple[list[str] | tuple[str, ...], list[str] | tuple[str, ...]]] = dict(tables)
    start, end = (
        indian.LAST.index(name) for name in (indian.SOUTHERN_LAST_START, indian.SOUTHERN_LAST_END)
    )
    first, last = tables["in"]
    out["in"] = [*indian.FIRST, *indian.FIRST, *first], [*indian.LAST, *indian.LAST, *last]
    out["south"] = indian.FIRST, [*indian.LAST[start : end + 1], *indian.FIRST]
    for group, (given, family) in world.ROMANISED.items():
        out[group] = given.split(), family.split()
    out["words"] = world.WORD_FIRST, world.WORD_LAST
    out["head"] = HEAD_FIRST, HEAD_LAST
    out["invented"] = _invented(11, 3000), _invented(12, 3000)
    return out


_PARTICLES = frozenset(
    words("de da do dos das du di del della la le el al ben bin van von der den dela")
)


def on_one_side(names: Iterable[str], side: str, pins: frozenset[str]) -> tuple[str, ...]:
    """Names whose every part is on `side`; a name of two parts on different sides ("Karl-Heinz") is in neither."""
    kept = []
    for name in names:
        parts = [name]
        if " " in name or "-" in name:
            parts += [p for p in name.lower().replace("-", " ").split() if p not in _PARTICLES]
        if all(side_of(part, pins) == side for part in parts):
            kept.append(name)
    return tuple({key(name): name for name in kept}.values())


@lru_cache(maxsize=3)
def cultures(side: str) -> dict[str, Culture]:
    """The tables of one side; a group that has nothing there (the pinned head) is left out."""
    pins = pinned()
    out = {}
    for group, (first, last) in _tables().items():
        kept = Culture(on_one_side(first, side, pins), on_one_side(last, side, pins))
        if kept.first and kept.last:
            out[group] = kept
    return out


def public_figures(side: str) -> tuple[str, ...]:
    """Whole names of public figures; only train has them."""
    return figures.FIGURES if side == TRAIN else ()
