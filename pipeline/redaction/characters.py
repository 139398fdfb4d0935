"""What each character of a text is, and which of them make up a word."""

from __future__ import annotations

import unicodedata

import numpy as np

#: Bits of a character's class.
ALNUM, WORD, SOLO = 1, 2, 4


def _class_of(char: str) -> int:
    """Bits of one character: ALNUM; WORD, with the marks and invisible characters that hang on
    words; SOLO.
    """
    if char.isalnum():
        ideograph = (
            0x3400 <= ord(char) <= 0x9FFF
            or 0xF900 <= ord(char) <= 0xFAFF
            or 0x20000 <= ord(char) <= 0x3FFFF
        )
        return ALNUM | WORD | (SOLO if ideograph else 0)
    hangs_on = unicodedata.category(char) in ("Mn", "Mc", "Me", "Cf", "Cc") and not char.isspace()
    return WORD if hangs_on else 0


_ASCII = np.array([_class_of(chr(code)) for code in range(128)], dtype=np.uint8)


def char_classes(text: str) -> np.ndarray:
    """The class bits of every character of valid Unicode."""
    if text.isascii():
        return _ASCII[np.frombuffer(text.encode("ascii"), dtype=np.uint8)]
    codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
    distinct, where = np.unique(codes, return_inverse=True)
    return np.array([_class_of(chr(code)) for code in distinct], dtype=np.uint8)[where]


def word_runs(classes: np.ndarray) -> np.ndarray:
    """Number the words: 1, 2, ... for their characters, 0 elsewhere.

    An ideograph is a word of its own.
    """
    word = (classes & WORD) != 0
    first = word.copy()
    first[1:] &= ~word[:-1]
    solo = (classes & SOLO) != 0
    if solo.any():
        first[1:] |= word[1:] & (solo[1:] | solo[:-1])
    return np.cumsum(first, dtype=np.int32) * word


def are_read(classes: np.ndarray, runs: np.ndarray, covered: np.ndarray) -> np.ndarray | None:
    """Which characters are no letter or digit of a word without any token; None: all of them."""
    alnum = (classes & ALNUM) != 0
    if not (alnum & ~covered).any():
        return None
    read = np.zeros(int(runs.max(initial=0)) + 1, dtype=bool)
    read[runs[covered]] = True
    known: np.ndarray = read[runs] | ~alnum
    return known
