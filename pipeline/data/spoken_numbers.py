"""Number words as figures: "double seven" is 77, "forty two eleven" 4211, "nineteen fifty eight"
1958 in a date.
"""

from __future__ import annotations

from typing import NamedTuple

from pipeline.redaction.spoken import ONE_WORDS, ORDINALS, TEENS, TENS

_UNITS = {word: str(value) for value, word in enumerate(ONE_WORDS)} | {"oh": "0"}
_TIMES = {"double": 2, "triple": 3}
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}
_WEIGHTS = {"hundred": 100, "thousand": 1000}


class Number(NamedTuple):
    """`figures` ("4155552671", "26th") and the words that said it."""

    figures: str
    said: list[str]


def read_numbers(words: list[str], date: bool = False, doubles: bool = True) -> list[str | Number]:
    """`words` with every run of number words as one Number. In a date, a day and a year stay two.

    Without `doubles`, "double" and "triple" stay words.
    """
    pieces: list[str | Number] = []
    at = 0
    while at < len(words):
        figures, taken = _group(words, at, doubles)
        if not taken:
            pieces.append(words[at])
            at += 1
            continue
        last = pieces[-1] if pieces else None
        said = words[at : at + taken]
        if isinstance(last, Number) and _goes_on(last.figures, figures, date):
            pieces[-1] = Number(last.figures + figures, last.said + said)
        else:
            pieces.append(Number(figures, said))
        at += taken
    return pieces


def _goes_on(first: str, second: str, date: bool) -> bool:
    """Whether figures said in a row are one number."""
    return _halves(first, second) if date else first.isdigit() and second.isdigit()


def _halves(first: str, second: str) -> bool:
    """Of a year: nineteen fifty eight, twenty oh five, two zero two five."""
    if first in ("19", "20") and len(second) <= 2:
        return True
    return first in ("1", "2", "20", "19", "190", "200", "201", "202") and len(second) == 1


def _group(words: list[str], at: int, doubles: bool) -> tuple[str, int]:
    """The figures of the number that begins at `at`, and how many words say it; 0 where none
    does.
    """
    word = words[at]
    after = words[at + 1] if at + 1 < len(words) else ""
    if word in _TIMES:
        return (_UNITS[after] * _TIMES[word], 2) if doubles and after in _UNITS else ("", 0)
    if word in ORDINALS and word != "second":
        return _ordinal(ORDINALS[word]), 1
    if word in TENS:
        if after in ORDINALS and ORDINALS[after] < 10:
            return _ordinal(TENS[word] * 10 + ORDINALS[after]), 2
        if after in _UNITS and after not in ("zero", "oh"):
            return str(TENS[word]) + _UNITS[after], 2
        return f"{TENS[word]}0", 1
    small = _UNITS.get(word) or TEENS.get(word)
    if small is None:
        return "", 0
    if after in _WEIGHTS and small != "0":
        return _weighted(words, at, int(small))
    return small, 1


def _weighted(words: list[str], at: int, value: int) -> tuple[str, int]:
    """ "two thousand and twenty five", "nine hundred forty": one weight and what is added to it."""
    weight = _WEIGHTS[words[at + 1]]
    taken = 2
    rest = at + taken
    if words[rest : rest + 1] == ["and"] and rest + 1 < len(words):
        rest += 1
    if rest < len(words) and (words[rest] in TENS or words[rest] in TEENS or rest > at + taken):
        figures, more = _group(words, rest, False)
        if more and figures.isdigit() and int(figures) < weight:
            return str(value * weight + int(figures)), rest + more - at
    return str(value * weight), taken


def _ordinal(value: int) -> str:
    ending = "th" if 10 <= value % 100 <= 20 else _ENDINGS.get(value % 10, "th")
    return f"{value}{ending}"
