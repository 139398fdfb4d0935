"""Text to token ids, offsets and word joins, with proof that no letter or digit went unread."""

from __future__ import annotations

import os
import unicodedata
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, TypeVar

import numpy as np
from tokenizers import Tokenizer

from pipeline.errors import DataError, PipelineError
from pipeline.redaction.cores import usable_cores
from pipeline.redaction.modes import placeholder_pattern

# Read by `tokenizers` when it first tokenises a batch; without it there is a thread for every core
# of the host.
os.environ.setdefault("RAYON_NUM_THREADS", str(usable_cores()))

T = TypeVar("T")
#: Longer texts are tokenised in pieces of this many characters, so that memory stays flat.
PIECE = 65_536
ALNUM, WORD, SOLO = 1, 2, 4


class ScanError(PipelineError):
    """A text that cannot be scanned wholly, so must not be passed on.

    The message holds none of it.
    """


def whole(found: list[T | ScanError]) -> list[T]:
    """`found` as it is; raises the first ScanError in it."""
    for one in found:
        if isinstance(one, ScanError):
            raise one
    return found  # type: ignore[return-value]


class Encoded(NamedTuple):
    """One tokenised text, special tokens left out. Token arrays have n entries, character arrays
    len(text).

    `starts`, `ends`: offsets in code points. `joined[i]`: token i goes on the word of token i-1.
    `protected[i]`: token i is part of a placeholder such as [PHONE]. `runs`: the number of the word
    a character is in, 0 outside words. `covered`: the character is in a token. `text`: the text
    itself.
    """

    text: str
    ids: np.ndarray
    starts: np.ndarray
    ends: np.ndarray
    joined: np.ndarray
    protected: np.ndarray
    runs: np.ndarray
    covered: np.ndarray


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
    """The class bits of every character.

    Raises ScanError for a lone surrogate, which no tokenizer can read.
    """
    if text.isascii():
        return _ASCII[np.frombuffer(text.encode("ascii"), dtype=np.uint8)]
    try:
        codes = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
    except UnicodeEncodeError:
        raise ScanError("the text is not valid Unicode (a lone surrogate)") from None
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


def _check_read(classes: np.ndarray, runs: np.ndarray, covered: np.ndarray) -> None:
    """Raise ScanError when a word with letters or digits has no token at all."""
    alnum = (classes & ALNUM) != 0
    if not (alnum & ~covered).any():
        return
    read = np.zeros(int(runs.max(initial=0)) + 1, dtype=bool)
    read[runs[covered]] = True
    if not read[runs[alnum]].all():
        raise ScanError("the text holds letters or digits that the model's tokenizer cannot read")


class TextTokenizer:
    """tokenizer.json of a model folder, read by the `tokenizers` library."""

    def __init__(self, path: Path):
        try:
            self._tokenizer = Tokenizer.from_file(str(path))
        except Exception as error:  # the library raises bare Exception
            raise DataError(f"{path}: is not a tokenizer file: {error}") from None
        self._tokenizer.no_truncation()
        self._tokenizer.no_padding()
        self._tokenizer.encode_special_tokens = True  # "[SEP]" in a text is text
        probe = self._tokenizer.encode("a")
        special = probe.special_tokens_mask
        body = special.index(0) if 0 in special else len(special)
        #: Ids put before and after every window, [CLS] and [SEP].
        self.prefix: list[int] = probe.ids[:body]
        self.suffix: list[int] = [
            i for i, s in zip(probe.ids[body:], special[body:], strict=True) if s
        ]

    def encode_many(self, texts: list[str]) -> list[Encoded | ScanError]:
        """Tokenise `texts`; in the place of one that cannot be read wholly stands its ScanError."""
        done: list[Encoded | ScanError] = []
        short = [t for t in texts if len(t) <= PIECE and _is_unicode(t)]
        batch = self._encode(short)
        ready = iter(batch)
        for text in texts:
            try:
                classes = char_classes(text)
                ids, starts, ends = next(ready) if len(text) <= PIECE else self._encode_long(text)
                done.append(_finish(text, classes, ids, starts, ends))
            except ScanError as error:
                done.append(error)
        return done

    def _encode(self, texts: list[str]) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        if len(texts) == 1:
            encodings = [self._tokenizer.encode(texts[0], add_special_tokens=False)]
        else:
            encodings = self._tokenizer.encode_batch(texts, add_special_tokens=False)
        arrays = []
        for encoding in encodings:
            offsets = np.array(encoding.offsets, dtype=np.int32).reshape(-1, 2)
            arrays.append((np.array(encoding.ids, dtype=np.int64), offsets[:, 0], offsets[:, 1]))
        return arrays

    def _encode_long(self, text: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        cuts = _cuts(text)
        parts = []
        for start, end in pairwise(cuts):
            ids, starts, ends = self._encode([text[start:end]])[0]
            parts.append((ids, starts + np.int32(start), ends + np.int32(start)))
        ids, starts, ends = zip(*parts, strict=True)
        return np.concatenate(ids), np.concatenate(starts), np.concatenate(ends)


def _is_unicode(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _cuts(text: str) -> list[int]:
    """Where to cut a long text: before a space, or anywhere in a piece that has none."""
    cuts = [0]
    while len(text) - cuts[-1] > PIECE:
        limit = cuts[-1] + PIECE
        space = text.rfind(" ", cuts[-1] + PIECE // 2, limit)
        cuts.append(space if space > 0 else limit)
    cuts.append(len(text))
    return cuts


def _finish(
    text: str, classes: np.ndarray, ids: np.ndarray, starts: np.ndarray, ends: np.ndarray
) -> Encoded:
    """Work out joins, placeholders and coverage."""
    size = len(text)
    runs = word_runs(classes)
    edges = np.bincount(starts, minlength=size + 1) - np.bincount(ends, minlength=size + 1)
    covered = np.cumsum(edges[:size]) > 0
    _check_read(classes, runs, covered)
    joined = np.zeros(len(ids), dtype=bool)
    protected = np.zeros(len(ids), dtype=bool)
    if len(ids) > 1:
        before = runs[np.maximum(ends[:-1] - 1, 0)]
        joined[1:] = (before != 0) & (before == runs[np.minimum(starts[1:], size - 1)])
    if "[" in text:
        for match in placeholder_pattern().finditer(text):
            inside = (starts < match.end()) & (ends > match.start())
            protected |= inside
    return Encoded(text, ids, starts, ends, joined, protected, runs, covered)


def widen(encoded: Encoded, start: int, end: int) -> tuple[int, int]:
    """Grow a span over characters of its own words that no token holds: zero-width, control and
    combining ones.
    """
    runs, covered = encoded.runs, encoded.covered
    while start > 0 and runs[start] and runs[start - 1] == runs[start] and not covered[start - 1]:
        start -= 1
    while end < len(runs) and runs[end - 1] and runs[end] == runs[end - 1] and not covered[end]:
        end += 1
    return start, end


def trim(encoded: Encoded, first: int, last: int) -> tuple[int, int]:
    """Tokens first..last-1 without the punctuation at their ends, which belongs to the sentence
    ("mr. [ivanov]").

    What opens a number stays: "+91 ...", "(555) ...". Empty (first == last) where nothing but
    punctuation is there.
    """
    text, runs, starts, ends = encoded.text, encoded.runs, encoded.starts, encoded.ends
    while (
        first < last
        and not runs[starts[first] : ends[first]].any()
        and text[starts[first]] not in "+("
    ):
        first += 1
    while first < last and not runs[starts[last - 1] : ends[last - 1]].any():
        last -= 1
    return first, last
