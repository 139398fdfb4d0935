"""CREDIT_CARD: 13 to 19 digits. Prefixes and lengths are the issuers' (ISO/IEC 7812); most pass
Luhn, not all.

A third begin with any digit: engines mishear, and a card that no issuer could have issued is still
read out as one.
"""

from __future__ import annotations

from pipeline.data.forms.digits import random_digits, regroup, render
from pipeline.data.forms.maker import Maker
from pipeline.data.lexicon.sides import Draw, pick, spread

#: (prefix, length, group sizes) by how often they are read out.
_ISSUERS = spread(
    {
        ("4", 16, (4, 4, 4, 4)): 34,
        ("51", 16, (4, 4, 4, 4)): 7,
        ("52", 16, (4, 4, 4, 4)): 6,
        ("53", 16, (4, 4, 4, 4)): 5,
        ("54", 16, (4, 4, 4, 4)): 5,
        ("55", 16, (4, 4, 4, 4)): 6,
        ("2221", 16, (4, 4, 4, 4)): 1,
        ("27", 16, (4, 4, 4, 4)): 1,
        ("6011", 16, (4, 4, 4, 4)): 3,
        ("65", 16, (4, 4, 4, 4)): 3,
        ("60", 16, (4, 4, 4, 4)): 3,
        ("81", 16, (4, 4, 4, 4)): 1,
        ("508", 16, (4, 4, 4, 4)): 1,
        ("35", 16, (4, 4, 4, 4)): 2,
        ("62", 16, (4, 4, 4, 4)): 1,
        ("62", 19, (6, 13)): 1,
        ("62", 19, (4, 4, 4, 4, 3)): 1,
        ("34", 15, (4, 6, 5)): 4,
        ("37", 15, (4, 6, 5)): 6,
        ("36", 14, (4, 6, 4)): 2,
        ("4", 13, (4, 3, 3, 3)): 1,
        ("5018", 13, (4, 4, 5)): 1,
        ("6304", 18, (4, 4, 4, 4, 2)): 1,
        ("", 16, (4, 4, 4, 4)): 45,
    }
)
#: Numbers that issuers publish for tests, and what people make up when asked for an example.
_KNOWN = (
    "4242424242424242",
    "4111111111111111",
    "4000056655665556",
    "5555555555554444",
    "5105105105105100",
    "2223003122003222",
    "378282246310005",
    "371449635398431",
    "6011111111111117",
    "6011000990139424",
    "30569309025904",
    "3530111333300000",
    "4012888888881881",
    "1234567812345678",
    "1234567890123456",
    "1111222233334444",
    "4444333322221111",
    "9876543210987654",
    "5500000000000004",
    "340000000000009",
)
_SIZES = (
    (4, 4, 4, 4),
    (4, 4, 8),
    (8, 8),
    (5, 5, 5),
    (3, 3, 3, 3, 3),
    (6, 6, 6),
    (2,) * 9,
    (4, 12),
    (6, 10),
)


def luhn(body: str) -> str:
    """The check digit after `body` (ISO/IEC 7812-1, annex B)."""
    total = 0
    for i, c in enumerate(reversed(body)):
        d = ord(c) - 48
        total += d if i % 2 else (d * 2 - 9 if d > 4 else d * 2)
    return str(-total % 10)


def number(r: Draw) -> tuple[str, tuple[int, ...]]:
    """Digits and the issuer's group sizes."""
    if r() < 0.05:  # any length that a card may have
        digits = random_digits(r, 13 + int(r() * 7))
        return digits, (4, 4, 4, 4)
    if r() < 0.06:
        digits = pick(r, _KNOWN)
        return digits, (4, 6, 5) if digits[0] == "3" and len(digits) < 16 else (4, 4, 4, 4)
    prefix, length, sizes = pick(r, _ISSUERS)
    body = prefix + random_digits(r, length - 1 - len(prefix))
    return body + (luhn(body) if r() < 0.7 else str(int(r() * 10))), sizes


def say(r: Draw, written: bool) -> str:
    """One card number."""
    digits, sizes = number(r)
    if r() < 0.08:
        sizes = pick(r, _SIZES)
    return render(r, regroup(r, digits, sizes), written)


def slip(r: Draw, written: bool) -> str:
    """What is read out as a card with digits lost or added on the way; only its cue tells that
    it is one.
    """
    return render(
        r,
        regroup(
            r, random_digits(r, pick(r, (10, 11, 12, 12, 13, 14, 15, 15, 17, 17))), (4, 4, 4, 4)
        ),
        written,
    )


def maker(side: str) -> Maker:
    """Numbers have no side: each is drawn anew."""

    def groups(r: Draw) -> list[str]:
        return regroup(r, *number(r))

    return Maker(say, {"slip": slip}, {"": groups})
