"""What looks like PII and is not: numbers of orders and tickets, codes, amounts, times, relative dates, products.

Numbers are drawn from the very forms that cards and phones are spoken in, so that only the context tells them apart.
"""

from __future__ import annotations

from collections.abc import Callable

from pipeline.data.forms import card, phone, things
from pipeline.data.forms.digits import random_digits, regroup, render, singly
from pipeline.data.lexicon.sides import Draw, pick, spread
from pipeline.data.lexicon.things import AIRLINES, BRANDS, MODELS, PRODUCTS, RELATIVE
from pipeline.data.lexicon.words import MONTHS, WEEKDAYS

_LENGTH = spread({3: 2, 4: 5, 5: 8, 6: 14, 7: 9, 8: 14, 9: 8, 10: 16, 11: 4, 12: 10, 13: 2, 14: 3, 15: 1, 16: 4})
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
_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_PREFIXES: dict[str, tuple[str, ...]] = {
    "ORDER_NUMBER": ("ORD", "OD", "SO", "PO", "A", "W", "AMZ", "FK"),
    "TICKET_NUMBER": ("INC", "TKT", "SR", "CS", "T", "REQ", "HD", "JIRA"),
    "TRACKING_NUMBER": ("1Z", "AWB", "TRK", "RM", "JD", "BD", "LP", "CN"),
    "ACCOUNT_NUMBER": ("AC", "SB", "CA", "CUST", "GB", "IBAN"),
    "REFERENCE": ("REF", "PNR", "TXN", "UTR", "BK", "CLM", "POL", "RRN"),
}


def number(r: Draw, written: bool) -> str:
    """A number in the digits and groupings of phones and cards (one in three), or of another length."""
    x = r()
    if x < 0.22:
        _, digits, sizes = phone.number(r)
        return render(r, regroup(r, digits, sizes), written)
    if x < 0.32:
        digits, sizes = card.number(r)
        return render(r, regroup(r, digits, sizes), written)
    n = pick(r, _LENGTH)
    return render(r, regroup(r, random_digits(r, n), pick(r, _SIZES.get(n, ((n,), (4, 4, 4), (3, 3, 3))))), written)


def _identifier(prefixes: tuple[str, ...]) -> Callable[[Draw, bool], str]:
    """Numbers, one in five with letters: "ord 12345", "a b one two three", "INC0012345", "X7K9Q2"."""

    def say(r: Draw, written: bool) -> str:
        x = r()
        if x < 0.80:
            text = number(r, written)
            return "#" + text if written and x < 0.08 and text[0].isdigit() else text
        if x < 0.85:
            code = "".join([pick(r, _LETTERS) if r() < 0.5 else str(int(r() * 10)) for _ in range(5 + int(r() * 5))])
            return code if written else (code if r() < 0.5 else " ".join(code)).lower()
        digits = random_digits(r, 3 + int(r() * 8))
        prefix = pick(r, prefixes) if r() < 0.6 else "".join([pick(r, _LETTERS) for _ in range(1 + int(r() * 3))])
        if written:
            return prefix + pick(r, ("", "-", " ", "")) + digits
        prefix = prefix.lower() if r() < 0.5 else " ".join(prefix.lower())
        return f"{prefix} {render(r, [digits], False)}" if r() < 0.7 else f"{prefix}{digits}"

    return say


def _code(lengths: tuple[int, ...]) -> Callable[[Draw, bool], str]:
    """One-time codes and last digits: short, mostly digit by digit."""

    def say(r: Draw, written: bool) -> str:
        digits = random_digits(r, pick(r, lengths))
        x = r()
        if written:
            return digits if x < 0.7 else ("-" if x < 0.8 else (", " if x < 0.9 else " ")).join(digits)
        if x < 0.35:
            return digits
        if x < 0.55:
            return " ".join(digits)
        return singly(r, digits) if x < 0.85 else render(r, regroup(r, digits, (2, 2, 2, 2)), False)

    return say


def _flight(r: Draw, written: bool) -> str:
    code, name = pick(r, AIRLINES)
    digits = str(1 + int(r() * (999 if r() < 0.6 else 9999)))
    if written:
        return code + pick(r, (" ", "", "-", " ")) + digits
    said = digits if r() < 0.5 else render(r, [digits], False)
    if r() < 0.3:
        return f"{name} {said}"
    code = code.lower()
    return f"{code if r() < 0.5 else ' '.join(code)} {said}" if r() < 0.7 else f"{code}{digits}"


def _stray(r: Draw, written: bool) -> str:
    """A run of digits with no context, figures mainly."""
    digits = random_digits(r, 4 + int(r() * 13))
    x = r()
    if x < 0.55:
        return digits
    if x < 0.80:
        return " ".join(regroup(r, digits, ((4, 4, 4), (3, 3, 4), (5, 5), (2, 2, 2, 2, 2, 2))[int(r() * 4)]))
    return " ".join(digits) if x < 0.88 or written else singly(r, digits)


def _model(r: Draw, written: bool) -> str:
    pattern = pick(r, MODELS)
    out = [str(int(r() * 10)) if c == "@" else (str(1 + int(r() * 24)) if c == "#" else c) for c in pattern]
    text = "".join(out)
    return text if written else text.lower()


def _relative(r: Draw, written: bool) -> str:
    text = pick(r, RELATIVE)
    x = r()
    if x < 0.12:
        text = f"{pick(r, ('next', 'last', 'this', 'coming', 'every'))} {pick(r, WEEKDAYS)}"
    elif x < 0.24:
        text = f"{things.duration(r, written)} {pick(r, ('ago', 'back', 'from now', 'later'))}"
    return text if written else text.lower()


def _listed(table: tuple[str, ...]) -> Callable[[Draw, bool], str]:
    lower = tuple(entry.lower() for entry in table)
    return lambda r, written: pick(r, table if written else lower)


#: Slot -> what draws it.
SLOTS: dict[str, Callable[[Draw, bool], str]] = {
    **{slot: _identifier(prefixes) for slot, prefixes in _PREFIXES.items()},
    "OTP": _code((4, 4, 6, 6, 6, 5, 8)),
    "CARD_TAIL": _code((4,)),
    "FLIGHT": _flight,
    "STRAY_DIGITS": _stray,
    "MODEL_NUMBER": _model,
    "RELATIVE_DATE": _relative,
    "WEEKDAY": _listed(WEEKDAYS),
    "MONTH_ONLY": _listed(MONTHS),
    "BRAND": _listed(BRANDS),
    "PRODUCT": _listed(PRODUCTS),
    "AMOUNT": things.amount,
    "QUANTITY": things.quantity,
    "YEAR": things.year,
    "TIME": things.time,
    "POSTCODE": things.postcode,
    "DURATION": things.duration,
    "WEBSITE": things.website,
    "PERCENT": things.percent,
    "MEASURE": things.measure,
}
