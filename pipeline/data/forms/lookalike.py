"""What looks like PII and is not: flights, amounts, times, relative dates, products, companies,
stray digits.
"""

from __future__ import annotations

from pipeline.data.forms import things
from pipeline.data.forms.digits import pairwise, random_digits, regroup, render, singly
from pipeline.data.forms.maker import Say
from pipeline.data.lexicon.company import company, vehicle
from pipeline.data.lexicon.sides import Draw, pick
from pipeline.data.lexicon.things import AIRLINES, BRANDS, MODELS, PRODUCTS, RELATIVE
from pipeline.data.lexicon.words import CARDINAL, MONTHS, WEEKDAYS


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
        return " ".join(
            regroup(r, digits, ((4, 4, 4), (3, 3, 4), (5, 5), (2, 2, 2, 2, 2, 2))[int(r() * 4)])
        )
    return " ".join(digits) if x < 0.88 or written else singly(r, digits)


def _short(r: Draw, written: bool) -> str:
    """A number of one to four digits that means nothing."""
    digits = random_digits(r, 1 + int(r() * 4))
    return digits if written or r() < 0.5 else singly(r, digits)


def _years_old(r: Draw, written: bool) -> str:
    """How old a thing is."""
    number = things.small(r, 30 if r() < 0.7 else 300, written)
    return f"{number} {pick(r, ('years old', 'years old', 'months old', 'weeks old'))}"


def _part_code(r: Draw, written: bool) -> str:
    """A seat, a size, a grid square: "14 c", "305 e 15", "row 12"."""
    letter = "abcdefghnsewx"[int(r() * 13)]
    first, last = str(1 + int(r() * (30 if r() < 0.4 else 999))), str(1 + int(r() * 30))
    x = r()
    if not written and r() < 0.5:
        first, last = (singly(r, first) if r() < 0.5 else pairwise(r, first)), CARDINAL[int(last)]
    if x < 0.3:
        return f"{first} {letter}"
    return f"{first} {letter} {last}" if x < 0.8 else f"{letter} {last}"


def _model(r: Draw, written: bool) -> str:
    pattern = pick(r, MODELS)
    out = [
        str(int(r() * 10)) if c == "@" else (str(1 + int(r() * 24)) if c == "#" else c)
        for c in pattern
    ]
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


def _listed(table: tuple[str, ...]) -> Say:
    lower = tuple(entry.lower() for entry in table)
    return lambda r, written: pick(r, table if written else lower)


#: Slot -> what draws it.
SLOTS: dict[str, Say] = {
    "FLIGHT": _flight,
    "STRAY_DIGITS": _stray,
    "MODEL_NUMBER": _model,
    "RELATIVE_DATE": _relative,
    "WEEKDAY": _listed(WEEKDAYS),
    "MONTH_ONLY": _listed(MONTHS),
    "BRAND": _listed(BRANDS),
    "PRODUCT": _listed(PRODUCTS),
    "SHORT_NUMBER": _short,
    "PART_CODE": _part_code,
    "YEARS_OLD": _years_old,
    "COMPANY": company,
    "VEHICLE": vehicle,
    "AMOUNT": things.amount,
    "BARE_AMOUNT": things.bare_amount,
    "QUANTITY": things.quantity,
    "YEAR": things.year,
    "TIME": things.time,
    "DURATION": things.duration,
    "WEBSITE": things.website,
    "PERCENT": things.percent,
    "MEASURE": things.measure,
}
