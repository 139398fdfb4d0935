"""Exact and near duplicates, recognised by an 8-byte hash."""

from __future__ import annotations

import hashlib

from pipeline.data.noise_words import PURE_FILLERS

_DIGITS = str.maketrans("0123456789", "0" * 10, ",.?!+()-'")
_NUMBER_WORDS = (
    "zero oh one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
    " fifteen sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty"
    " ninety double triple hundred thousand"
)
_SAME = dict.fromkeys(_NUMBER_WORDS.split(), "0") | dict.fromkeys(PURE_FILLERS, "")


def near_key(text: str) -> int:
    """A hash that is equal for texts that differ only in digits, number words, case, fillers and
    punctuation.
    """
    same = _SAME.get
    words = [same(word, word) for word in text.lower().translate(_DIGITS).split()]
    digest = hashlib.blake2b(" ".join(filter(None, words)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little")
