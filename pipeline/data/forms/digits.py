"""Digit strings the way people say them and engines write them: singly, in pairs, doubled, grouped,
mixed.

Every function takes digits only and gives text that a listener turns back into the same digits.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby

from pipeline.data.lexicon.sides import Draw, pick, spread
from pipeline.data.lexicon.words import CARDINAL, CARDINAL_AND, DIGIT_WORDS, ONES, PAIR_WORDS

_ZERO = spread({"zero": 50, "oh": 42, "o": 5, "nought": 2, "naught": 1})
_MULTIPLE = {2: "double", 3: "triple"}
#: Share of the written numbers that are grouped by no rule, and what stands between their groups.
_RAGGED = 0.08
_SEPARATORS = (" ", " ", " ", "-", "-", "-", ", ", ", ", ". ", ".", ",", "")
#: What reads as a date and no other number.
_DAY = re.compile(r"\d{1,2}([-. ])\d{1,2}\1(?:19|20)?\d\d")
_DIGITS = tuple("0123456789")
_FIGURES = {c: c for c in _DIGITS}


def random_digits(r: Draw, n: int) -> str:
    """`n` digits; one in five strings is rich in repeats, as "double" and "triple" need them."""
    if n <= 15 and r() < 0.8:
        return str(int(r() * 10**n)).zfill(n)
    out = [_DIGITS[int(r() * 10)]]
    sticky = 0.35 if r() < 0.4 else 0.1
    for _ in range(n - 1):
        out.append(out[-1] if r() < sticky else _DIGITS[int(r() * 10)])
    return "".join(out)


def singly(r: Draw, digits: str, doubles: float = 0.55, zero: str = "") -> str:
    """Digit by digit in words; runs become "double x" / "triple x" with chance `doubles`."""
    words = DIGIT_WORDS[zero or pick(r, _ZERO)]
    if r() >= doubles:
        return " ".join([words[c] for c in digits])
    return " ".join(_runs(r, digits, words))


def _runs(r: Draw, digits: str, words: dict[str, str]) -> list[str]:
    """Words with runs of 2 or 3 equal digits told as a multiple."""
    out, i, n = [], 0, len(digits)
    while i < n:
        c, k = digits[i], 1
        while i + k < n and k < 3 and digits[i + k] == c:
            k += 1
        if k > 1 and r() < 0.9:
            if k == 3 and r() < 0.15:
                out.append(f"{words[c]} double {words[c]}")
            else:
                out.append(f"{_MULTIPLE[k]} {words[c]}")
        else:
            out.extend([words[c]] * k)
        i += k
    return out


def figures_with_doubles(r: Draw, digits: str) -> str:
    """Figures where only the multiple is a word: "98 double 7 6 triple 0"."""
    runs = _runs(r, digits, _FIGURES)
    if r() < 0.5:
        return " ".join(runs)
    # Single digits next to each other stand together, a multiple by itself.
    return " ".join(
        [
            "".join(group) if single else " ".join(group)
            for single, group in groupby(runs, _is_single)
        ]
    )


def _is_single(word: str) -> bool:
    return len(word) == 1


def pairwise(r: Draw, digits: str, zero: str = "") -> str:
    """Two-digit numbers in words: "ninety eight seventy six"; an odd digit stands first or last,
    alone.
    """
    table = PAIR_WORDS[zero or pick(r, _ZERO)]
    out = []
    start = 0
    if len(digits) % 2 and (r() < 0.5 or digits[-2:-1] == "0"):
        # (A round ten before a last digit would be heard as one number: "forty two" for 40 2.)
        out.append(table["0" + digits[0]].split()[-1])
        start = 1
    for i in range(start, len(digits) - 1, 2):
        pair = digits[i : i + 2]
        if pair[0] == pair[1] and r() < 0.2:
            out.append("double " + table["0" + pair[0]].split()[-1])
        else:
            out.append(table[pair])
    if (len(digits) - start) % 2:
        out.append(table["0" + digits[-1]].split()[-1])
    return " ".join(out)


def numberwise(r: Draw, group: str, zero: str = "") -> str:
    """A group as a number: "eight hundred", "two forty one", "four thousand", else pairs."""
    n = len(group)
    if group[0] != "0":
        if n == 4 and group.endswith("000"):
            return f"{ONES[int(group[0])]} thousand"
        if n in (3, 4) and group.endswith("00"):
            return f"{CARDINAL[int(group[:-2])]} hundred"
        if n == 3 and r() < 0.8:
            if group[1] != "0":
                return f"{ONES[int(group[0])]} {CARDINAL[int(group[1:])]}"
        elif n == 3:
            return CARDINAL_AND[int(group)]
    return pairwise(r, group, zero)


def one_group(r: Draw, group: str, zero: str) -> str:
    """One group in a form of its own choosing, for spans that mix figures and words."""
    x = r()
    if x < 0.38:
        return group
    if x < 0.70:
        return singly(r, group, 0.55, zero)
    if x < 0.84:
        return pairwise(r, group, zero)
    if x < 0.92:
        return " ".join(group)
    return numberwise(r, group, zero)


def regroup(r: Draw, digits: str, sizes: Sequence[int]) -> list[str]:
    """`digits` cut into groups of `sizes`; what is left over is the last group."""
    groups, at = [], 0
    for size in sizes:
        groups.append(digits[at : at + size])
        at += size
    if at < len(digits):
        groups.append(digits[at:])
    return [g for g in groups if g]


def render(r: Draw, groups: Sequence[str], written: bool) -> str:
    """The groups as one span, in one of the forms that speech engines emit."""
    if r() < (_RAGGED if written else _RAGGED / 2):
        return ragged(r, "".join(groups))
    return _written(r, groups) if written else _spoken(r, groups)


def _spoken(r: Draw, groups: Sequence[str]) -> str:
    x = r()
    if x < 0.30:
        return singly(r, "".join(groups)) if x < 0.16 else _each(r, groups)
    if x < 0.39:
        return " ".join(groups)
    if x < 0.49:
        return "".join(groups)
    if x < 0.57:
        return " ".join("".join(groups))
    if x < 0.62:
        return "-".join(groups)
    if x < 0.69:
        return pairwise(r, "".join(groups))
    if x < 0.72:
        return _cut(r, "".join(groups), 2, " ")
    if x < 0.74:
        return _cut(r, "".join(groups), 3 if r() < 0.6 else 4, " ")
    if x < 0.77:
        return figures_with_doubles(r, "".join(groups))
    zero = pick(r, _ZERO)
    if x < 0.83:
        return " ".join([numberwise(r, g, zero) for g in groups])
    if x < 0.97:
        return " ".join([one_group(r, g, zero if r() < 0.8 else "zero") for g in groups])
    # A word for this digit, a figure for the next: what unsure inverse text normalisation leaves.
    words = DIGIT_WORDS[zero]
    return " ".join([c if r() < 0.5 else words[c] for g in groups for c in g])


def ragged(r: Draw, digits: str) -> str:
    """Figures cut anywhere with any separator, as engines group by pauses: "82809-7867", "37,
    37-5-4", "9.1. 4.7", now and then with words among them ("double 7 481-two").
    """
    out, at, usual = [], 0, pick(r, _SEPARATORS)
    longest, mixed = (6 if r() < 0.65 else 2), r() < 0.2
    while at < len(digits):
        size = 1 + int(r() * longest)
        group = digits[at : at + size]
        at += size
        words = mixed and r() < 0.3
        out.append(singly(r, group) if words else group)
        if at < len(digits):
            joint = usual if r() < 0.6 else pick(r, _SEPARATORS)
            out.append(joint if joint or not (words or mixed) else " ")
    text = "".join(out)
    return digits if _DAY.fullmatch(text) else text


def _each(r: Draw, groups: Sequence[str]) -> str:
    """Digit by digit, group by group: a run that two groups share is no double."""
    zero, doubles = pick(r, _ZERO), 1.0 if r() < 0.55 else 0.0
    return " ".join([singly(r, g, doubles, zero) for g in groups])


def _cut(r: Draw, digits: str, size: int, joint: str) -> str:
    return joint.join([digits[i : i + size] for i in range(0, len(digits), size)])


def _written(r: Draw, groups: Sequence[str]) -> str:
    x = r()
    if x < 0.27:
        return "-".join(groups)
    if x < 0.47:
        return " ".join(groups)
    if x < 0.66:
        return "".join(groups)
    if x < 0.73:
        return "-".join("".join(groups))
    if x < 0.78:
        return ", ".join("".join(groups))
    if x < 0.82:
        return ", ".join(groups)
    if x < 0.85:
        return " ".join("".join(groups))
    if x < 0.88:
        return ".".join(groups)
    if x < 0.91:
        return ", ".join([singly(r, g, 0.5, "zero") for g in groups])
    if x < 0.94:
        return _cut(r, "".join(groups), 2, "-" if r() < 0.5 else " ")
    zero = pick(r, _ZERO)
    return (" " if r() < 0.6 else ", ").join([one_group(r, g, zero) for g in groups])
