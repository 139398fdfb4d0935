"""REFERENCE: numbers of orders, tickets, parcels, bookings, claims and cases. Reported, left
standing.

Numbers are drawn from the very forms that cards and phones are spoken in, so that only the context
tells them apart.
"""

from __future__ import annotations

from pipeline.data.forms import card, phone
from pipeline.data.forms.codes import code, digit_groups, letters, pattern, said
from pipeline.data.forms.digits import random_digits, regroup, render
from pipeline.data.forms.maker import Maker, Pieces, Say
from pipeline.data.lexicon.sides import Draw, pick, spread

_LENGTH = spread(
    {3: 4, 4: 5, 5: 8, 6: 14, 7: 9, 8: 14, 9: 8, 10: 16, 11: 4, 12: 10, 13: 2, 14: 3, 15: 1, 16: 4}
)
_SIZES: dict[int, tuple[tuple[int, ...], ...]] = {
    6: ((6,), (3, 3), (2, 2, 2), (6,)),
    7: ((7,), (3, 4), (7,)),
    8: ((8,), (4, 4), (2, 2, 2, 2), (8,)),
    9: ((9,), (3, 3, 3), (5, 4), (4, 5)),
    10: ((5, 5), (3, 3, 4), (4, 3, 3), (10,)),
    11: ((5, 6), (4, 3, 4), (3, 4, 4), (11,)),
    12: ((4, 4, 4), (3, 3, 3, 3), (6, 6), (12,)),
    16: ((4, 4, 4, 4), (8, 8), (4, 4, 4, 4), (16,)),
}
_PREFIXES: dict[str, tuple[str, ...]] = {
    "order": ("ord", "od", "so", "po", "a", "w", "amz", "fk"),
    "ticket": ("inc", "tkt", "sr", "cs", "t", "req", "hd", "jira"),
    "tracking": ("1z", "awb", "trk", "rm", "jd", "bd", "lp", "cn"),
    "claim": ("clm", "cl", "c", "hc", "mc"),
    "case": ("ref", "pnr", "txn", "utr", "bk", "rrn", "case"),
}


def number(r: Draw, written: bool) -> str:
    """A number in the digits and groupings of phones and cards (one in three), or of another
    length.
    """
    x = r()
    if x < 0.22:
        _, digits, sizes = phone.number(r)
        return render(r, regroup(r, digits, sizes), written)
    if x < 0.32:
        digits, sizes = card.number(r)
        return render(r, regroup(r, digits, sizes), written)
    n = pick(r, _LENGTH)
    return render(
        r,
        regroup(r, random_digits(r, n), pick(r, _SIZES.get(n, ((n,), (4, 4, 4), (3, 3, 3))))),
        written,
    )


def short(r: Draw) -> list[str]:
    """What people give as a booking or claim: two or three letters with three or four digits, in
    any order.
    """
    x = r()
    if x < 0.55:
        return [letters(r, pick(r, (2, 3, 3, 3))), *digit_groups(r, ((3,), (3,), (4,), (2,)))]
    return pattern(
        "@@ ## @@",
        "@ # @ # @ #",
        "@@ # @ #",
        "@ # @@ ##",
        "@@@ @@@",
        "@@#@@#",
        "# @ # @ # @",
        "@@@ ## @",
        "@ ## @ ##",
    )(r)


def _long(r: Draw) -> list[str]:
    return digit_groups(r, ((3, 3, 4), (3, 3), (4, 4), (5, 5), (2, 2, 2), (8,), (3, 3, 3)))


def _identifier(prefixes: tuple[str, ...]) -> Say:
    """Numbers, one in five with letters: "ord 12345", "a b one two three", "INC0012345",
    "X7K9Q2".
    """

    def say(r: Draw, written: bool) -> str:
        x = r()
        if x < 0.72:
            text = number(r, written)
            return "#" + text if written and x < 0.08 and text[0].isdigit() else text
        if x < 0.82:
            return code(r, short(r), written)
        prefix = pick(r, prefixes) if r() < 0.6 else letters(r, 1 + int(r() * 3))
        return code(r, [prefix, random_digits(r, 3 + int(r() * 8))], written)

    return say


def maker(side: str) -> Maker:
    """Numbers have no side."""
    variants: dict[str, Say] = {name: _identifier(prefixes) for name, prefixes in _PREFIXES.items()}
    variants["booking"] = said(short)
    pieces: dict[str, Pieces] = dict.fromkeys(("", *_PREFIXES), _long)
    return Maker(variants["case"], variants, {**pieces, "booking": short})
