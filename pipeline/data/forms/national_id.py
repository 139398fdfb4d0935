"""NATIONAL_ID: numbers that a state gives a person.

Shapes as the issuing authorities publish them.
"""

from __future__ import annotations

from pipeline.data.forms.codes import digit_groups, maker_of, pattern
from pipeline.data.forms.maker import Maker
from pipeline.data.lexicon.sides import Draw

_NINO_FIRST = "abceghjklmnoprstwxyz"


def _ssn(r: Draw) -> list[str]:
    return digit_groups(r, ((3, 2, 4), (3, 2, 4), (3, 2, 4), (9,), (3, 3, 3)))


def _last_four(r: Draw) -> list[str]:
    return digit_groups(r, ((4,), (4,), (4,), (2, 2)))


def _nino(r: Draw) -> list[str]:
    first = "".join([_NINO_FIRST[int(r() * 20)] for _ in range(2)])
    return [first, *digit_groups(r, ((2, 2, 2), (6,))), "abcd"[int(r() * 4)]]


#: kind -> (share, groups)
_KINDS = {
    "ssn": (20, _ssn),
    "ssn4": (30, _last_four),
    "aadhaar": (12, lambda r: digit_groups(r, ((4, 4, 4), (4, 4, 4), (12,)))),
    "pan": (7, pattern("@@@p@ #### @", "@@@@@ #### @", "@@@ p@ #### @")),
    "nino": (6, _nino),
    "sin": (4, lambda r: digit_groups(r, ((3, 3, 3), (9,)))),
    "passport": (
        8,
        pattern(
            "@ #######",
            "@#######",
            "#########",
            "@@ #######",
            "@@ ### ####",
            "### ### ###",
            "@ ### ####",
        ),
    ),
    "licence": (
        8,
        pattern(
            "@ ### #### ####",
            "@#######",
            "########",
            "@@## ##########",
            "@@ ## #### #######",
            "@@@@@ ###### @@ #@@",
            "@ ###### ######",
            "### ### ###",
            "@@ ######",
        ),
    ),
    "tax": (6, lambda r: digit_groups(r, ((2, 7), (3, 2, 4), (3, 3, 3), (5, 5), (10,), (9,)))),
}


def maker(side: str) -> Maker:
    """Numbers have no side: each is drawn anew."""
    return maker_of(_KINDS)
