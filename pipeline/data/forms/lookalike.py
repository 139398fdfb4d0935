"""What looks like PII and is not: numbers of orders and tickets, codes, amounts, times, relative dates, products."""

from __future__ import annotations

from pipeline.data.forms import card, phone
from pipeline.data.forms.digits import random_digits, regroup, render, singly
from pipeline.data.lexicon.sides import Draw, pick, spread
from pipeline.data.lexicon.words import CARDINAL, MONTHS, WEEKDAYS

_LENGTH = spread({4: 4, 5: 7, 6: 12, 7: 8, 8: 14, 9: 7, 10: 20, 11: 4, 12: 12, 13: 2, 14: 2, 16: 8})
_SIZES = {10: ((5, 5), (3, 3, 4), (4, 3, 3), (10,)), 12: ((4, 4, 4), (3, 3, 3, 3), (6, 6)), 16: ((4, 4, 4, 4), (8, 8))}


def number(r: Draw, written: bool) -> str:
    """A number with the digits and the groupings of phones and cards, in half of the cases, or of another length."""
    x = r()
    if x < 0.18:
        return phone.say(r, written)
    if x < 0.28:
        return card.say(r, written)
    n = pick(r, _LENGTH)
    sizes = pick(r, _SIZES.get(n, ((4, 4, 4), (3, 3, 3, 3), (n,), (2,) * 7)))
    return render(r, regroup(r, random_digits(r, n), sizes), written)


def say(slot: str, r: Draw, written: bool) -> str:
    """A value of one look-alike slot (thin; widened below)."""
    if slot in ("ORDER_NUMBER", "TICKET_NUMBER", "TRACKING_NUMBER", "ACCOUNT_NUMBER", "REFERENCE"):
        return number(r, written)
    if slot in ("OTP", "CARD_TAIL", "POSTCODE"):
        digits = random_digits(r, 4 if slot == "CARD_TAIL" or (slot == "OTP" and r() < 0.4) else 6)
        return digits if written or r() < 0.5 else singly(r, digits)
    if slot == "STRAY_DIGITS":
        return random_digits(r, 4 + int(r() * 13))
    if slot == "AMOUNT":
        n = 1 + int(r() * 999)
        return f"${n}" if written else (f"{CARDINAL[n]} rupees" if r() < 0.5 else f"{n} dollars")
    if slot in ("QUANTITY", "DURATION", "PERCENT", "MEASURE"):
        n = 2 + int(r() * 80)
        unit = {"QUANTITY": "items", "DURATION": "days", "PERCENT": "percent", "MEASURE": "kilos"}[slot]
        return f"{n if written or r() < 0.4 else CARDINAL[n]} {unit}"
    if slot == "YEAR":
        return str(1950 + int(r() * 80))
    if slot == "TIME":
        return (
            f"{1 + int(r() * 12)}:{int(r() * 60):02d}" if written or r() < 0.4 else f"{CARDINAL[1 + int(r() * 12)]} pm"
        )
    return pick(r, _LISTS[slot]) if written else pick(r, _LISTS[slot]).lower()


_LISTS: dict[str, tuple[str, ...]] = {
    "FLIGHT": ("AI 302", "BA 117", "6E 2041", "UA 88"),
    "MODEL_NUMBER": ("iPhone 14", "XPS 13", "Galaxy S21"),
    "RELATIVE_DATE": ("today", "tomorrow", "yesterday", "next week", "last month"),
    "WEEKDAY": WEEKDAYS,
    "MONTH_ONLY": MONTHS,
    "BRAND": ("Apple", "Samsung", "Amazon", "Flipkart"),
    "PRODUCT": ("phone case", "blender", "washing machine"),
    "WEBSITE": ("amazon dot com", "www dot example dot com"),
}
