"""Exact and near duplicates, recognised by 8-byte hashes in an open-addressed table of fixed
memory.
"""

from __future__ import annotations

import hashlib
from array import array

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


class Seen:
    """A set of up to `capacity` 64-bit keys, 16 to 32 bytes each whatever the keys are."""

    def __init__(self, capacity: int) -> None:
        slots = 1 << max(10, (2 * capacity).bit_length())
        self._mask = slots - 1
        self._slots = array("Q", bytes(8 * slots))
        self._room = slots * 3 // 4

    def add(self, key: int) -> bool:
        """Add `key`; False where it was there already.

        Raises OverflowError when the table is full.
        """
        key = key or 1  # zero marks a free slot
        slots, at = self._slots, key & self._mask
        while slots[at]:
            if slots[at] == key:
                return False
            at = (at + 1) & self._mask
        if not self._room:
            raise OverflowError("the table of seen keys is full")
        self._room -= 1
        slots[at] = key
        return True
