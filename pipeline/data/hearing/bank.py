"""Values as recognisers misheard them, to stand in other sentences than the one they were heard in.

heard_values("train")["PERSON_NAME"].draw(rng, "written") -> "Niha Kupa"
"""

from __future__ import annotations

import random
import re
from functools import cache

from pipeline.data.hearing.resource import heard_rows
from pipeline.data.noise import TURN, UNSTRESSED
from pipeline.data.spoken_numbers import Number, read_numbers
from pipeline.labels import REGISTRY

_FIGURES = "0123456789"
_NUMBERS = frozenset(one.name for one in REGISTRY if one.digits)
_ADDRESS = re.compile(r"(?:@|\bdot\b|\w\.\w|mail).*(?:com|net|org|in|uk|au|co|io|ai|edu|app)\W*$")
_MARKS = re.compile(r"[,.?!;:]+(?=\s|$)")
#: Most words of a name and of a number.
_SHORT, _LONG = 4, 24
#: Fewer than these would be heard too often.
_FEWEST = 25
#: Share of a number's words that must be digits, so that it can be told from its surroundings.
_DIGITS = 0.7


class Bank:
    """The values of one type."""

    def __init__(self, texts: list[str], number: bool) -> None:
        self._texts = texts
        self._plain = [text for text in texts if not any(map(str.isdigit, text))]
        self._number = number

    def draw(self, rng: random.Random, style: str) -> str | None:
        """One value: as printed for "written", else in lower case; other figures for numbers, and
        none in style "words".
        """
        texts = self._plain if style == "words" else self._texts
        if len(texts) < _FEWEST:
            return None
        text = texts[int(rng.random() * len(texts))]
        if self._number:
            swapped = "".join(rng.sample(_FIGURES, len(_FIGURES)))
            text = text.translate(str.maketrans(_FIGURES, swapped))
        if style == "written":
            return text
        text = text.lower()
        return text if rng.random() < 0.5 else _MARKS.sub("", text) or text


@cache
def heard_values(split: str) -> dict[str, Bank]:
    """Label -> the values of "train", "dev" or "test" that are still fit to be told apart."""
    found: dict[str, list[str]] = {}
    for row in heard_rows(split):
        if row.engine == "whisper":
            for start, end, label in row.spans:
                text = row.text[start:end].replace(TURN, " ")
                if _fit(text, label):
                    found.setdefault(label, []).append(text)
    return {label: Bank(texts, label in _NUMBERS) for label, texts in found.items()}


def _fit(text: str, label: str) -> bool:
    words = [_MARKS.sub("", word) for word in text.lower().split()]
    weak = sum(word in UNSTRESSED for word in words)
    if label in _NUMBERS:
        pieces = read_numbers(words, False, True)
        digits = sum(isinstance(p, Number) or any(map(str.isdigit, p)) for p in pieces)
        return len(words) <= _LONG and digits >= _DIGITS * len(pieces)
    if label == "EMAIL":
        return bool(_ADDRESS.search(text.lower()))
    if label == "PERSON_NAME":
        return len(words) <= _SHORT and 3 * weak <= 2 * len(words)
    return label == "DATE" and any(map(str.isdigit, text))
