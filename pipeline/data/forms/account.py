"""ACCOUNT: numbers by which a bank, an insurer, a clinic or a road knows a customer; the last
digits of one too.
"""

from __future__ import annotations

from pipeline.data.forms.codes import digit_groups, letters, maker_of, pattern
from pipeline.data.forms.digits import random_digits, regroup
from pipeline.data.forms.maker import Maker
from pipeline.data.lexicon.sides import Draw, pick

_BANKS = (
    "hdfc",
    "icic",
    "sbin",
    "utib",
    "kkbk",
    "punb",
    "barb",
    "cnrb",
    "yesb",
    "idfb",
    "nwbk",
    "barc",
    "loyd",
    "midl",
)
_IBAN = ("gb", "gb", "de", "fr", "ie", "nl", "ae", "es")
_BANK_SHAPES = (
    (8,),
    (4, 4),
    (10,),
    (4, 3, 3),
    (5, 5),
    (12,),
    (4, 4, 4),
    (11,),
    (9,),
    (3, 3, 3),
    (7,),
    (6,),
    (3, 3),
    (4, 4, 3),
    (5,),
    (6,),
    (8,),
    (9,),
)
_LONG = (
    (6,),
    (7,),
    (8,),
    (9,),
    (3, 3, 3),
    (3, 3, 4),
    (10,),
    (4, 4),
    (3, 3),
    (12,),
    (4, 4, 4),
    (5,),
)


def _iban(r: Draw) -> list[str]:
    head = pick(r, _IBAN) + random_digits(r, 2)
    middle = [pick(r, _BANKS)] if r() < 0.6 else []
    return [head, *middle, *regroup(r, random_digits(r, 14 if middle else 18), (4, 4, 4, 4, 4))]


def _ifsc(r: Draw) -> list[str]:
    return [pick(r, _BANKS), "0", *digit_groups(r, ((6,), (3, 3), (2, 4)))]


def _prefixed(r: Draw) -> list[str]:
    """ "nhx 181453724", "po 7781", or digits alone."""
    digits = digit_groups(r, _LONG)
    return digits if r() < 0.4 else [letters(r, pick(r, (1, 2, 2, 3, 3, 3, 3, 4))), *digits]


def _code(r: Draw) -> list[str]:
    """Letters and at least five digits: what is an account number without being called one."""
    return [
        letters(r, pick(r, (2, 3, 3, 3))),
        *digit_groups(r, ((8,), (9,), (9,), (3, 3, 3), (7,), (6,), (10,))),
    ]


#: kind -> (share, groups)
_KINDS = {
    "bank": (26, lambda r: digit_groups(r, _BANK_SHAPES)),
    "tail": (20, lambda r: digit_groups(r, ((4,), (4,), (4,), (2, 2), (3,), (5,)))),
    "card_tail": (6, lambda r: digit_groups(r, ((4,), (4,), (2, 2)))),
    "routing": (5, lambda r: digit_groups(r, ((9,), (3, 3, 3), (4, 4, 1)))),
    "sort": (5, lambda r: digit_groups(r, ((2, 2, 2),))),
    "ifsc": (3, _ifsc),
    "iban": (3, _iban),
    "swift": (2, pattern("@@@@ gb 2l", "@@@@ in bb", "@@@@ us 33", "@@@@ gb 2l ###")),
    "policy": (14, _prefixed),
    "member": (10, _prefixed),
    "customer": (9, lambda r: digit_groups(r, _LONG) if r() < 0.7 else _prefixed(r)),
    "patient": (5, _prefixed),
    "plate": (
        6,
        pattern(
            "@@ ## @@ ####",
            "@@##@@####",
            "@@## @@@",
            "@@@ ###",
            "@@@ ####",
            "@@@####",
            "#@@@###",
            "@@ #####",
        ),
    ),
    "code": (8, _code),
}


def maker(side: str) -> Maker:
    """Numbers have no side: each is drawn anew."""
    return maker_of(_KINDS)
