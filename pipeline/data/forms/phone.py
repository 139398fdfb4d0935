"""PHONE: numbers of many countries' plans (ITU-T E.164 prefixes, national groupings), country
codes and extensions.
"""

from __future__ import annotations

from pipeline.data.forms.digits import random_digits, regroup, render, singly
from pipeline.data.forms.maker import Maker
from pipeline.data.lexicon.sides import Draw, pick, spread
from pipeline.data.lexicon.words import CARDINAL

#: Country code, national prefix in the number as said at home, digits after it, group sizes. `#` is
#: a random digit,
#: `6-9` style ranges are spelled out as alternatives.
_IN_SIZES = spread(
    {
        (5, 5): 40,
        (3, 3, 4): 18,
        (4, 3, 3): 14,
        (2, 4, 4): 4,
        (10,): 6,
        (4, 4, 2): 4,
        (2, 2, 2, 2, 2): 6,
        (4, 6): 4,
        (3, 4, 3): 3,
        (6, 4): 1,
    }
)
_US_AREAS = (
    "212",
    "213",
    "305",
    "312",
    "404",
    "415",
    "469",
    "512",
    "516",
    "602",
    "617",
    "646",
    "702",
    "713",
    "718",
    "801",
    "832",
    "917",
    "949",
    "972",
)
_TOLL_FREE = ("800", "888", "877", "866", "855", "844")
_UK_AREAS = (
    "020 7",
    "020 8",
    "0161",
    "0121",
    "0131",
    "0141",
    "0113",
    "0117",
    "01632",
    "01223",
    "01865",
    "01273",
)
_IN_AREAS = ("011", "022", "033", "044", "080", "040", "020", "079", "0120", "0124", "0484", "0172")
#: code -> (length of the national number without its 0, group sizes).
_OTHERS: dict[str, tuple[int, tuple[int, ...]]] = {
    "61": (9, (3, 3, 3)),
    "353": (9, (2, 3, 4)),
    "49": (10, (3, 3, 4)),
    "33": (9, (1, 2, 2, 2, 2)),
    "34": (9, (3, 3, 3)),
    "39": (10, (3, 3, 4)),
    "31": (9, (1, 4, 4)),
    "971": (9, (2, 3, 4)),
    "966": (9, (2, 3, 4)),
    "974": (8, (4, 4)),
    "65": (8, (4, 4)),
    "60": (9, (2, 3, 4)),
    "63": (10, (3, 3, 4)),
    "62": (10, (3, 3, 4)),
    "92": (10, (3, 7)),
    "880": (10, (4, 6)),
    "94": (9, (2, 3, 4)),
    "977": (10, (3, 3, 4)),
    "27": (9, (2, 3, 4)),
    "234": (10, (3, 3, 4)),
    "254": (9, (3, 3, 3)),
    "81": (10, (2, 4, 4)),
    "82": (10, (2, 4, 4)),
    "86": (11, (3, 4, 4)),
    "55": (11, (2, 5, 4)),
    "52": (10, (2, 4, 4)),
    "64": (9, (2, 3, 4)),
    "41": (9, (2, 3, 2, 2)),
    "46": (9, (2, 3, 4)),
    "48": (9, (3, 3, 3)),
}
_CODES = tuple(_OTHERS)
_PLANS = spread({"in": 40, "us": 27, "gb": 16, "other": 9, "local": 5, "free": 3})


def number(r: Draw) -> tuple[str, str, tuple[int, ...]]:
    """(country code or "", national number, group sizes)."""
    return _NUMBER[pick(r, _PLANS)](r)


def say(r: Draw, written: bool) -> str:
    """One phone number, with its country code and extension where it has them."""
    plan = pick(r, _PLANS)
    code, digits, sizes = _NUMBER[plan](r)
    if plan in ("us", "free") and len(digits) == 10 and r() < (0.3 if written else 0.03):
        text = f"({digits[:3]}) {digits[3:6]}-{digits[6:]}"
    else:
        text = render(r, regroup(r, digits, sizes), written)
    if code:
        text = _country(r, code, text, written)
    elif plan == "in" and r() < 0.05:
        text = ("0" if text[0].isdigit() else "zero ") + text
    return (
        text + _extension(r, text, written)
        if r() < (0.05 if plan in ("us", "gb", "local") else 0.01)
        else text
    )


def _indian(r: Draw) -> tuple[str, str, tuple[int, ...]]:
    code = "91" if r() < 0.28 else ""
    if r() < 0.06:
        area = pick(r, _IN_AREAS)
        rest = "2346"[int(r() * 4)] + random_digits(r, 10 - len(area))
        return "", area + rest, (len(area), 4, 4)
    return code, "6789899"[int(r() * 7)] + random_digits(r, 9), pick(r, _IN_SIZES)


def _american(r: Draw) -> tuple[str, str, tuple[int, ...]]:
    area = pick(r, _US_AREAS) if r() < 0.3 else str(200 + int(r() * 800))
    if r() < 0.25:
        area = "555"
    exchange = "555" if r() < 0.25 else str(200 + int(r() * 800))
    line = "01" + random_digits(r, 2) if r() < 0.2 else random_digits(r, 4)
    return "1" if r() < 0.22 else "", area + exchange + line, (3, 3, 4) if r() < 0.9 else (3, 7)


def _british(r: Draw) -> tuple[str, str, tuple[int, ...]]:
    if r() < 0.7:
        digits = "07" + random_digits(r, 9)
        sizes = (5, 6) if r() < 0.5 else ((5, 3, 3) if r() < 0.6 else (4, 3, 4))
    else:
        area = pick(r, _UK_AREAS)
        head = area.replace(" ", "")
        digits = head + random_digits(r, 11 - len(head))
        sizes = (3, 4, 4) if area[1] == "2" else ((4, 3, 4) if len(area) == 4 else (5, 6))
    if r() < 0.25:
        return "44", digits[1:], (sizes[0] - 1, *sizes[1:])
    return "", digits, sizes


def _other(r: Draw) -> tuple[str, str, tuple[int, ...]]:
    code = pick(r, _CODES)
    length, sizes = _OTHERS[code]
    digits = str(1 + int(r() * 9)) + random_digits(r, length - 1)
    if r() < 0.65:
        return code, digits, sizes
    return "", "0" + digits, (sizes[0] + 1, *sizes[1:])


def _local(r: Draw) -> tuple[str, str, tuple[int, ...]]:
    if r() < 0.65:
        return "", ("555" if r() < 0.5 else str(200 + int(r() * 800))) + random_digits(r, 4), (3, 4)
    return "", str(2 + int(r() * 8)) + random_digits(r, 7), (4, 4) if r() < 0.8 else (2, 3, 3)


def _toll_free(r: Draw) -> tuple[str, str, tuple[int, ...]]:
    x = r()
    if x < 0.5:
        return "1" if r() < 0.6 else "", pick(r, _TOLL_FREE) + random_digits(r, 7), (3, 3, 4)
    if x < 0.8:
        return "", "1800" + random_digits(r, 6 if r() < 0.5 else 7), (4, 3, 4)
    return "", ("0800" if r() < 0.6 else "0345") + random_digits(r, 7), (4, 3, 4)


_NUMBER = {
    "in": _indian,
    "us": _american,
    "gb": _british,
    "other": _other,
    "local": _local,
    "free": _toll_free,
}


def _country(r: Draw, code: str, text: str, written: bool) -> str:
    """Country code and number in one span; a code in words goes with either form of number."""
    if written:
        x = r()
        joint = "-" if x < 0.3 else (" " if x < 0.9 else "")
        if not text[0].isdigit() and text[0] != "(":
            joint = " "
        if code == "1" and r() < 0.5:
            return code + ("-" if joint == "" else joint) + text
        return f"+{code}{joint}{text}"
    x = r()
    if text[0].isdigit() and r() < (0.5 if code == "1" else 0.12):
        # The code with no plus: "1-800-555-0199", "91 98765 43210".
        return code + ("-" if "-" in text else " ") + text
    if text[0].isdigit() and x < 0.5:
        if x < 0.30:
            return f"+{code}" + (" " if x < 0.22 else ("-" if x < 0.26 else "")) + text
        if x < 0.36:
            return f"+ {code} {text}"
        return f"plus {code} {text}" if x < 0.46 or code == "1" else f"00{code} {text}"
    spoken = singly(r, code, 0.4)
    if len(code) == 2 and r() < 0.25:
        spoken = CARDINAL[int(code)]
    if code == "1" and r() < 0.45:
        return f"{spoken} {text}"
    if x > 0.9 and code != "1":
        return (
            "double oh " if r() < 0.3 else ("zero zero " if r() < 0.6 else "double zero ")
        ) + f"{spoken} {text}"
    return f"plus {spoken} {text}"


def _extension(r: Draw, text: str, written: bool) -> str:
    digits = random_digits(r, 3 if r() < 0.6 else (4 if r() < 0.5 else 2))
    if written:
        return pick(r, (" ext. ", " ext ", " extension ", ", extension ", " x", ", ext. ")) + digits
    word = " extension " if r() < 0.75 else " ext "
    return word + (digits if text[-1].isdigit() and r() < 0.75 else singly(r, digits))


def _groups(r: Draw) -> list[str]:
    """The groups of a number without its country code, for a conversation."""
    _, digits, sizes = number(r)
    return regroup(r, digits, sizes)


def _plain(r: Draw, written: bool) -> str:
    """Digits and the spaces between them, as numbers are typed and said in haste."""
    groups = _groups(r)
    return (
        ("" if r() < 0.8 else " ").join(groups)
        if written or r() < 0.4
        else render(r, groups, False)
    )


def maker(side: str) -> Maker:
    """Numbers have no side: each is drawn anew."""
    return Maker(say, {"plain": _plain}, {"": _groups})
