"""The words around a run of digits that say what it is: a question for a number, or a cue that
it is none of ours.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.redaction.spoken import words_of

#: How many words before a run, and behind it, are looked at.
_BEFORE, _BEHIND = 6, 2
_REFERENCE = frozenset(
    words_of("""
    order orders ticket tickets tracking track booking reservation claim case reference ref confirmation invoice
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
_TIME = frozenset(["am", "pm", "o'clock", "oclock", "a.m", "p.m"])
_SYMBOLS = "$€£₹%°"
_YEARS = re.compile(r"(?:19|20)\d\d")

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
_ASKING = re.compile(
    r"\b(?:what(?:'s|s)?|which|can|could|may|please|give|tell|confirm|verify|provide|need|enter|read|have|share|spell|"
    r"repeat|know|state|say)\b"
)
_WORDS = re.compile(r"[^\W\d_]+(?:['.][^\W\d_]+)?|[$€£₹%°]")


def cued_away(text: str, start: int, end: int, groups: Sequence[str]) -> bool:
    """Whether the words around 7 to 12 digits make them a reference, an amount, a time or a
    quantity.
    """
    before = [w.lower() for w in _WORDS.findall(_clause_before(text, start))][-_BEFORE:]
    behind = [w.lower() for w in _WORDS.findall(text[end : end + 40].split("\n")[0])][:_BEHIND]
    beside = text[max(start - 1, 0) : start] + text[end : end + 1]
    if any(symbol in beside for symbol in _SYMBOLS):
        return True
    if re.fullmatch(r"\d{1,3}(?:,\d{3}){2,3}(?:\.\d+)?", text[start:end]):
        return True
    if len(groups) > 1 and all(_YEARS.fullmatch(group) for group in groups):
        return True
    if behind and (behind[0] in _MONEY or behind[0] in _QUANTITY or behind[0] in _TIME):
        return True
    near = before[-3:]
    return bool(_REFERENCE.intersection(before) or _MONEY.intersection(near))


def asked_for(text: str, start: int) -> str:
    """The type of number that the line before the one at `start` asks for, "" where it asks for
    none.
    """
    lines = text[:start].split("\n")
    own = [w.lower() for w in _WORDS.findall(lines[-1])]
    if len(own) > _BEFORE:
        return ""
    for line in reversed(lines[:-1][-3:]):
        question = line.lower()
        words = set(_WORDS.findall(question))
        labels = [_LABEL_OF[w] for w in words if w in _LABEL_OF]
        if labels and not words & _REFERENCE and (_ASKING.search(question) or "?" in question):
            return min(labels, key=_RANK.index)
        if len(words) > 2 and not labels:
            return ""
    return ""


def _clause_before(text: str, start: int) -> str:
    """What stands before `start` in its sentence and line; the line before, where that is empty."""
    lines = text[:start].split("\n")
    own = re.split(r"(?<=[^\W\d_]{2})[.?!;]\s", lines[-1])[-1]
    return own if own.strip() or len(lines) < 2 else lines[-2]
