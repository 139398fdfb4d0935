"""Which side of the split an entry is on: a stable hash of the entry, so that train and dev/test never share one."""

from __future__ import annotations

import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

#: `random.Random.random` of the caller: the only source of chance, the same on every machine.
Draw = Callable[[], float]
T = TypeVar("T")

#: Per cent of the entries that only dev and test may use.
HELD_OUT = 15
TRAIN, HELD = "train", "held"


def side_of_split(split: str) -> str:
    """The side that a split draws from: train from its own, dev and test from the held-out one."""
    if split not in ("train", "dev", "test"):
        raise ValueError(f"split {split!r} is not train, dev or test")
    return TRAIN if split == "train" else HELD


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
    """`train` or `held`. Entries in `pinned` (keys) are on the train side whatever their hash: the best known ones."""
    k = key(entry)
    return HELD if k not in pinned and zlib.crc32(k.encode()) % 100 < HELD_OUT else TRAIN


def keep(entries: Iterable[str], side: str, pinned: frozenset[str] = frozenset()) -> tuple[str, ...]:
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
