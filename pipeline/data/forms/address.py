"""ADDRESS: a house or flat with its street and what follows of it; a post code alone."""

from __future__ import annotations

from pipeline.data.forms.codes import code
from pipeline.data.forms.digits import pairwise, random_digits, render, singly
from pipeline.data.forms.maker import Maker
from pipeline.data.lexicon import parts
from pipeline.data.lexicon.places import city_tables, location_tables
from pipeline.data.lexicon.sides import Draw, pick, spread
from pipeline.data.lexicon.words import CARDINAL, ORDINAL, suffix

_COUNTRY = spread({"US": 50, "IN": 32, "GB": 18})
_UK_AREAS = tuple(
    [
        "sw",
        "se",
        "nw",
        "n",
        "e",
        "w",
        "ec",
        "wc",
        "b",
        "m",
        "ls",
        "l",
        "g",
        "eh",
        "bs",
        "cf",
        "ne",
        "s",
        "ox",
        "cb",
    ]
)
_UK_LETTERS = "abdefghjlnpqrstuwxyz"
_UNITS = {
    "US": ("apartment", "apartment", "apt", "apt", "unit", "suite", "apartment number", "lot"),
    "GB": ("flat", "flat", "flat number", "unit"),
    "IN": (
        "flat",
        "flat number",
        "flat no",
        "door number",
        "door no",
        "house number",
        "house no",
        "plot number",
        "plot no",
        "room number",
    ),
}
_WAYS = ("north", "south", "east", "west")


class Addresses:
    """Addresses of one side of the split: its streets, its towns."""

    def __init__(self, side: str) -> None:
        self._towns = city_tables(side)
        tables = location_tables(side)
        self._bases = {"US": tables["base_us"], "GB": tables["base_gb"], "IN": tables["base_in"]}
        self._areas = {"US": (), "GB": tables["area_gb"], "IN": tables["area_in"]}
        self._states = {"US": tables["state_us"], "GB": tables["region"], "IN": tables["state_in"]}

    def street(self, r: Draw, country: str) -> str:
        """A street without its number, cased as written."""
        types = {"US": parts.US_STREETS, "GB": parts.GB_STREETS, "IN": parts.IN_STREETS}[country]
        x = r()
        if country == "US" and x < 0.22:
            n = 1 + int(r() * (12 if r() < 0.7 else 90))
            name = f"{n}{suffix(n)}" if r() < 0.3 else ORDINAL[n].title()
            return f"{name} {'Street' if r() < 0.6 else 'Avenue'}"
        name = f"{pick(r, self._bases[country])} {pick(r, types)}"
        return f"{pick(r, _WAYS).title()} {name}" if country == "US" and x > 0.93 else name

    def parts(self, r: Draw, need: str = "") -> list[tuple[str, str]]:
        """(raw text, what it is) of each part: house, unit, street, town, state or code.

        `need`: "line" stops behind the street, "full" has town and post code for certain.
        """
        country = pick(r, _COUNTRY)
        out: list[tuple[str, str]] = []
        unit = r() < (0.4 if country != "US" else 0.14)
        if unit and country != "US":
            out.append((pick(r, _UNITS[country]), "unit"))
            out.append((_house(r), "house"))
            if r() < 0.4:
                out.append((f"{pick(r, self._bases[country])} {pick(r, parts.IN_HOMES)}", "street"))
        if not unit or country == "GB" or (country == "US"):
            out.append((_house(r), "house"))
        out.append((self.street(r, country), "street"))
        if unit and country == "US":
            out += [(pick(r, _UNITS["US"]), "unit"), (_house(r, 400), "house")]
        if need == "line":
            return out
        full = need == "full"
        if self._areas[country] and r() < 0.35:
            out.append((pick(r, self._areas[country]), "state"))
        if full or r() < 0.75:
            out.append((pick(r, self._towns[country]), "town"))
            if (full or r() < 0.55) and r() < (0.75 if country == "US" else 0.25):
                out.append((pick(r, self._states[country]), "state"))
        if full or r() < 0.5:
            out += [(piece, "code") for piece in postcode_groups(r, country)]
        return out

    def say(self, r: Draw, written: bool) -> str:
        """An address, or a post code alone."""
        return postcode(r, written) if r() < 0.12 else _joined(r, self.parts(r), written)

    def line(self, r: Draw, written: bool) -> str:
        """House and street."""
        return _joined(r, self.parts(r, "line"), written)

    def town(self, r: Draw, written: bool) -> str:
        """Town and state that follow a street in another breath."""
        country = pick(r, _COUNTRY)
        name = pick(r, self._towns[country])
        if r() < 0.55:
            name += (", " if written else " ") + pick(r, self._states[country])
        return name if written else name.lower().replace(".", "")

    def pieces(self, r: Draw) -> list[str]:
        """The parts as they are said one by one; a post code may be two of them."""
        out: list[str] = []
        before = ""
        for text, kind in self.parts(r, "full" if r() < 0.7 else ""):
            text = text.lower().replace(".", "")
            if (
                before == "unit"
                or (kind == "state" and r() < 0.4)
                or (kind == before == "code" and r() < 0.4)
            ):
                out[-1] += ("" if kind == "code" else " ") + text
            elif kind == "street" and before == "house" and r() < 0.4:
                out[-1] += f" {text}"
            else:
                out.append(text)
            before = kind
        return out

    def places(self, r: Draw, written: bool) -> list[tuple[str, str]]:
        """The parts under the slots that a label set without addresses has; post codes under
        none.
        """
        out: list[tuple[str, str]] = []
        slots = {"town": "CITY", "state": "LOCATION", "code": ""}
        for text, kind in self.parts(r):
            said, slot = _one(r, text, kind, written), slots.get(kind, "LOCATION")
            if kind in ("house", "unit", "street") and out and out[-1][1] == "LOCATION":
                out[-1] = f"{out[-1][0]} {said}", "LOCATION"
            else:
                out.append((said, slot))
        return out


def _house(r: Draw, top: int = 1999) -> str:
    n = 1 + int(r() * (99 if r() < 0.4 else top if r() < 0.85 else 9 * top))
    if r() < 0.08:
        return f"{n:03d}"
    return f"{n}{'abc'[int(r() * 3)] if r() < 0.08 else ''}"


def postcode_groups(r: Draw, country: str) -> list[str]:
    """The groups of a US ZIP code, an Indian PIN code or a UK postcode."""
    if country == "GB":
        district = 1 + int(r() * 28)
        inward = (
            "0123456789"[int(r() * 10)] + _UK_LETTERS[int(r() * 20)] + _UK_LETTERS[int(r() * 20)]
        )
        return [f"{pick(r, _UK_AREAS)}{district}", inward]
    if country == "IN":
        digits = str(1 + int(r() * 8)) + random_digits(r, 5)
        return [digits] if r() < 0.6 else [digits[:3], digits[3:]]
    digits = random_digits(r, 5)
    if r() < 0.04:
        return [digits, random_digits(r, 4)]
    return (
        [digits]
        if r() < 0.75
        else ([digits[:2], digits[2:]] if r() < 0.6 else [digits[:3], digits[3:]])
    )


def postcode(r: Draw, written: bool) -> str:
    """One post code."""
    country = pick(r, _COUNTRY)
    groups = postcode_groups(r, country)
    if country == "GB":
        return _british_code(r, groups, written)
    if written:
        return "-".join(groups) if country == "US" and len(groups[0]) == 5 else "".join(groups)
    x = r()
    if x < 0.3:
        return "".join(groups)
    return singly(r, "".join(groups)) if x < 0.75 else render(r, groups, False)


def _postcode_pieces(r: Draw) -> list[str]:
    return postcode_groups(r, pick(r, _COUNTRY))


def _british_code(r: Draw, groups: list[str], written: bool) -> str:
    if written:
        return " ".join(groups).upper()
    if r() < 0.4:
        return " ".join(groups)
    area = groups[0].rstrip("0123456789")
    district = groups[0][len(area) :]
    number = CARDINAL[int(district)] if r() < 0.6 else " ".join(district)
    digit = CARDINAL[int(groups[1][0])] if r() < 0.7 else groups[1][0]
    return " ".join([*area, number, digit, *groups[1][1:]])


def _one(r: Draw, text: str, kind: str, written: bool) -> str:
    """One part as it is said."""
    if kind == "house":
        return _house_said(r, text, written)
    if kind == "code":
        return text.upper() if written else (code(r, [text], False) if text.isdigit() else text)
    if not written:
        return text.lower().replace(".", "")
    if kind == "unit":
        return text.title()
    base, _, last = text.rpartition(" ")
    return f"{base} {parts.SHORT[last]}" if base and last in parts.SHORT and r() < 0.15 else text


def _house_said(r: Draw, text: str, written: bool) -> str:
    digits = text.rstrip("abc")
    letter = text[len(digits) :]
    x = r()
    if written or x < 0.4:
        return text.upper() if written else text
    if x < 0.7 or digits[0] == "0":
        said = singly(r, digits, 0.2)
    else:
        said = CARDINAL[int(digits)] if len(digits) < 3 else pairwise(r, digits, "oh")
    return f"{said} {letter}".strip()


def _joined(r: Draw, found: list[tuple[str, str]], written: bool) -> str:
    """The parts as one text; commas where an engine or a writer puts them."""
    out = ""
    before = ""
    commas = written and r() < 0.8
    for text, kind in found:
        said = _one(r, text, kind, written)
        tight = kind == "code" or before in ("unit", "house")
        out += ((" " if tight or not commas else ", ") if out else "") + said
        before = kind
    return out


def maker(side: str) -> Maker:
    """Addresses of one side of the split."""
    made = Addresses(side)
    variants = {"line": made.line, "town": made.town, "postcode": postcode}
    variants["full"] = lambda r, written: _joined(r, made.parts(r, "full"), written)
    instead = {"": "LOCATION", "line": "LOCATION", "town": "CITY", "postcode": ""}
    pieces = {"": made.pieces, "full": made.pieces, "postcode": _postcode_pieces}
    return Maker(made.say, variants, pieces, made.places, instead=instead)
