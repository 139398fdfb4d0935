"""What a listener makes of digits that `pipeline.data.forms.digits` says."""

from __future__ import annotations

import re

from pipeline.data.lexicon.words import CARDINAL, DIGIT_WORDS

_TIMES = {"double": 2, "triple": 3}
_VALUE = {word: digit for table in DIGIT_WORDS.values() for digit, word in table.items()}
_TENS = {CARDINAL[n]: n for n in range(10, 100) if " " not in CARDINAL[n]}


def parse(text: str) -> str:
    """The digits that a value stands for: `render` the other way round.

    A round ten and the digit after it are read as one number ("forty two" is 42), as a listener
    would.
    """
    words = re.findall(r"\d|[a-z]+", text.lower())
    out: list[str] = []
    times = 1
    for i, word in enumerate(words):
        before = words[i - 1] if i else ""
        joins = before == "and" and out and out[-1].endswith("00")
        if word in _TIMES:
            times = _TIMES[word]
            continue
        if word in _VALUE or word.isdigit():
            digit = _VALUE.get(word, word)
            if joins or (_TENS.get(before, 0) >= 20 and digit != "0" and not word.isdigit()):
                out[-1] = out[-1][:-1] + digit
            else:
                out.append(digit * times)
        elif word in _TENS:
            if joins:
                out[-1] = out[-1][:-2] + str(_TENS[word])
            else:
                out.append(str(_TENS[word]))
        elif word in ("hundred", "thousand") and out:
            out[-1] += "00" if word == "hundred" else "000"
        times = 1
    return "".join(out)
