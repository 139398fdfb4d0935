"""Which side of the split an entry is on: train, dev or test, by a stable hash, so that no two share an entry."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

#: `random.Random.random` of the caller: the only source of chance, the same on every machine.
Draw = Callable[[], float]
T = TypeVar("T")

#: The sides, which are also the names of the splits.
SIDES = TRAIN, DEV, TEST = ("train", "dev", "test")
#: Per cent of the entries that are test's, and that are test's or dev's; the rest is train's.
_TEST_UNDER, _DEV_UNDER = 7, 15


def checked_side(side: str) -> str:
    """`side` itself. Raises ValueError where it is none."""
    if side not in SIDES:
        raise ValueError(f"side {side!r} is not one of {', '.join(SIDES)}")
    return side


def key(entry: str) -> str:
    """What an entry is compared by: ASCII, lower case, letters and digits only."""
    return re.sub(r"[^a-z0-9]", "", fold(entry).lower())


def fold(text: str) -> str:
    """ASCII form: accents off, letters that do not decompose spelled out, as speech engines for English write."""
    if text.isascii():
        return text
    text = text.translate(_SPELLED)
    return "".join(c for c in unicodedata.normalize("NFKD", text) if ord(c) < 128)


_SPELLED = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "æ": "ae", "Æ": "Ae", "đ": "d", "Đ": "D", "ı": "i", "’": "'",
     "ð": "d", "þ": "th", "Þ": "Th", "ə": "e", "Ə": "E", "ʻ": "'", "‘": "'", "œ": "oe"}
)  # fmt: skip


def side_of(entry: str, pinned: frozenset[str] = frozenset()) -> str:
    """The side of `entry`. Those in `pinned` (keys) are train's whatever their hash: the best known ones."""
    k = key(entry)
    return TRAIN if k in pinned else side_by_hash(k)


def side_by_hash(text: str) -> str:
    """The side that CRC-32 gives `text`, the same on every machine."""
    rank = zlib.crc32(text.encode()) % 100
    return TEST if rank < _TEST_UNDER else (DEV if rank < _DEV_UNDER else TRAIN)


def keep(
    entries: Iterable[str], side: str, pinned: frozenset[str] = frozenset()
) -> tuple[str, ...]:
    """The entries of one side, in the order given, duplicates (by key) removed."""
    seen: dict[str, str] = {}
    for entry in entries:
        if side_of(entry, pinned) == side:
            seen.setdefault(key(entry), entry)
    return tuple(seen.values())


def words(text: str) -> tuple[str, ...]:
    """The words of a list typed as running text."""
    return tuple(text.split())


def entries(text: str) -> tuple[str, ...]:
    """The entries, of several words each, of a list typed with semicolons between them."""
    return tuple(entry.strip() for entry in " ".join(text.split()).split(";") if entry.strip())


def pick(r: Draw, table: Sequence[T]) -> T:
    """One entry, each as likely."""
    return table[int(r() * len(table))]


def spread(weights: dict[T, int]) -> tuple[T, ...]:
    """A table in which each key stands `weight` times, so that `pick` draws by weight."""
    return tuple(k for k, n in weights.items() for _ in range(n))
