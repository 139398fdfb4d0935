"""The words around a run of digits that say what it is: a question for a number, or a cue that
it is none of ours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.redaction.spoken import words_of

#: How many words before a run are looked at.
_BEFORE = 6
_REFERENCE = frozenset(
    words_of("""
    order orders ticket tickets tracking booking reservation claim case reference ref confirmation invoice
    complaint request incident shipment parcel consignment awb pnr flight model serial sku isbn version build receipt
    docket quote transaction extension part product item batch job application enrolment enrollment
""")  # noqa: E501
)
_MONEY = frozenset(
    words_of("""
    dollar dollars usd rupee rupees rs inr pound pounds gbp euro euros eur cent cents paise buck bucks bitcoin price
    cost costs amount total balance fee salary income rent paid pay charged refund worth budget
""")  # noqa: E501
)
_QUANTITY = frozenset(
    words_of("""
    percent percentage degrees miles mile km kilometers kilometres meters metres feet inches kilos kg grams pounds
    tons litres liters gallons hours hour minutes minute seconds second days weeks months years people users followers
    views votes copies units pieces times points steps calories watts volts hertz megabytes gigabytes bytes population
    million billion trillion thousand lakh lakhs crore crores shares square
""")  # noqa: E501
)
_AMOUNT = _MONEY | _QUANTITY
_EXPLAINED = _REFERENCE | _MONEY
_TIME = frozenset(["am", "pm", "o'clock", "oclock", "a.m", "p.m"])
#: What says that a number is one to reach somebody by.
_CONTACT = frozenset(
    words_of("""
    phone phones mobile cell telephone landline whatsapp contact call calling callback dial ring
    reach text
""")
)
#: How many words a sum of money may stand behind; digits of the last part of a time, of no amount.
_AMOUNT_NEAR, _CLOCK, _LONG = 3, 4, 10
_CURRENCY = re.compile(r"(?<!\d)[$€£₹]\s?$")
_BEHIND = frozenset("$€£₹%°")
_YEARS = re.compile(r"(?:19|20)\d\d")
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_DATE = re.compile(rf"{_DAY}([-/.]){_DAY}\1(?:19|20)\d\d|(?:19|20)\d\d([-/.]){_DAY}\2{_DAY}")
_ONE_WRITTEN = (
    r"(?:(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?"  # a time of day
    r"|\d{1,3}(?:,\d{3}){2}|\d{1,3}(?:,\d{3})+,000"  # thousands; longer ones may be a phone
    r"|(?:0|[1-9]\d?)\.\d{3,10})"
)
_WRITTEN = re.compile(rf"{_ONE_WRITTEN}(?:(?:[\s,;–-]|\band\b|\bor\b|\bto\b)+{_ONE_WRITTEN})*")

#: Noun of a question -> the type of its answer; the first that stands in the question counts.
_NOUNS = (
    (
        "NATIONAL_ID",
        "social ssn aadhaar aadhar pan passport licence license national insurance sin tax nino",
    ),
    ("ADDRESS", "zip postcode postal address house apartment flat street"),
    ("SECRET", "pin cvv cvc otp passcode password code"),
    ("PHONE", "phone telephone mobile cell contact callback landline whatsapp"),
    ("CREDIT_CARD", "card credit debit visa mastercard amex"),
    (
        "ACCOUNT",
        (
            "account policy member membership customer routing sort iban patient id identification"
            " number digits"
        ),
    ),
)
_LABEL_OF = {noun: label for label, nouns in reversed(_NOUNS) for noun in nouns.split()}
_RANK = [label for label, _ in _NOUNS]
#: Nouns that make a number somebody's own, whatever else is named beside it.
_PERSONAL = frozenset(_LABEL_OF).difference(words_of("number digits id identification code"))
_ASKING = re.compile(
    r"\b(?:what(?:'s|s)?|which|can|could|may|please|give|tell|confirm|verify|provide|need|enter|read|have|share|spell|"
    r"repeat|know|state|say)\b"
)
_WORDS = re.compile(r"[^\W\d_]+(?:['.][^\W\d_]+)?|[$€£₹%°]")


def cued_away(text: str, start: int, end: int, groups: Sequence[str]) -> bool:
    """Whether the words around 7 to 12 digits make them a reference, an amount, a time or a
    quantity. What is nearer counts: no order is meant behind "about my order call me on".
    """
    before = _words_before(text, start)
    behind = next(iter(_WORDS.findall(text[end : end + 40].split("\n")[0].lower())), "")
    contact = _near(_CONTACT, before)
    if _near(_REFERENCE, before) < contact or _CURRENCY.search(text[max(start - 3, 0) : start]):
        return True
    if text[end : end + 1] in _BEHIND:
        return True
    amount = _near(_MONEY, before) < min(contact, _AMOUNT_NEAR) or behind in _AMOUNT
    if amount and _may_be_amount(groups):
        return True
    years = len(groups) > 1 and all(_YEARS.fullmatch(group) for group in groups)
    times = behind in _TIME and len(groups[-1]) <= _CLOCK
    return contact == _BEFORE and (years or times)


def _near(cues: frozenset[str], before: Sequence[str]) -> int:
    """How many words stand between the run and the last of `cues`; _BEFORE where none does."""
    return next((i for i, word in enumerate(reversed(before)) if word in cues), _BEFORE)


def _may_be_amount(groups: Sequence[str]) -> bool:
    """Nobody says an amount digit by digit, and no common one has ten digits and is not round."""
    digits = "".join(groups)
    return len(groups) < len(digits) and (len(digits) < _LONG or digits.endswith("000"))


def is_date(text: str) -> bool:
    """Whether digits are written as a date with its year: "7/16/2020", "2020-07-16"."""
    return bool(_DATE.fullmatch(text))


def tells_itself(text: str) -> bool:
    """Whether digits are written as times, amounts or decimals, one or several: "10:30-11:45",
    "2,000,000 and 3,000,000", "3.14159265".
    """
    return bool(_WRITTEN.fullmatch(text))


def asked_for(text: str, start: int) -> str:
    """The type of number that a line before the one at `start` asks for, REFERENCE too; "" where
    none does, or where the number's own line says what it is.
    """
    lines = _lines_before(text, start)
    own = _WORDS.findall(lines[-1].lower())
    if len(own) > _BEFORE or _EXPLAINED.intersection(own):
        return ""
    for line in reversed(lines[:-1]):
        question = line.lower()
        words = set(_WORDS.findall(question))
        labels = [_LABEL_OF[w] for w in words if w in _LABEL_OF]
        if _ASKING.search(question) or "?" in question:
            if words & _REFERENCE and not words & _PERSONAL:
                return "" if _CONTACT.intersection(own) else "REFERENCE"
            if labels:
                return min(labels, key=_RANK.index)
        if len(words) > 2 and not labels:
            return ""
    return ""


def named(text: str, start: int) -> str:
    """The type that the nearest noun before a number gives it, "" where there is none."""
    for word in reversed(_words_before(text, start)):
        if word in _CONTACT or word in _PERSONAL:
            return _LABEL_OF.get(word, "PHONE")
    return ""


def _lines_before(text: str, start: int) -> list[str]:
    """The line up to `start`, last, and the three before it."""
    return text[:start].rsplit("\n", 4)[-4:]


def _words_before(text: str, start: int) -> list[str]:
    """The last words of the clause before `start`, in lower case."""
    return _WORDS.findall(_clause_before(text, start).lower())[-_BEFORE:]


def _clause_before(text: str, start: int) -> str:
    """What stands before `start` in its sentence and line; the line before, where that is empty."""
    lines = _lines_before(text, start)
    own = re.split(r"(?<=[^\W\d_]{2})[.?!;]\s", lines[-1])[-1]
    return own if own.strip() or len(lines) < 2 else lines[-2]
