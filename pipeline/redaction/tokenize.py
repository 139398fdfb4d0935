"""Text to token ids, offsets and word joins, with proof that no letter or digit went unread."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import chain, compress, pairwise
from pathlib import Path
from typing import NamedTuple

import numpy as np
from tokenizers import Tokenizer

from pipeline.errors import DataError, PipelineError
from pipeline.redaction.characters import are_read, char_classes, word_runs
from pipeline.redaction.cores import usable_cores
from pipeline.redaction.modes import placeholder_pattern

# Read by `tokenizers` when it first tokenises a batch; without it there is a thread for every core
# of the host.
os.environ.setdefault("RAYON_NUM_THREADS", str(usable_cores()))

#: Longer texts are tokenised in pieces of this many characters, so that memory stays flat.
PIECE = 65_536
#: Words whose tokens are kept, and the longest of them.
WORDS, LONGEST = 32_768, 32
#: Text whose words can be told apart by their characters alone: printable ASCII and white space.
_PLAIN = re.compile(r"[\t\n\r -~]*")
_APART = re.compile(r"[A-Za-z0-9]+|[^\sA-Za-z0-9]")

#: Ids, and offsets of starts and ends in code points.
_Tokens = tuple[Sequence[int], Sequence[int], Sequence[int]]


class ScanError(PipelineError):
    """A text that cannot be scanned wholly, so must not be passed on.

    The message holds none of it.
    """


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
        self._by_word = _reads_by_word(self._tokenizer)
        self._word = lru_cache(WORDS)(lambda word: self._encode([word])[0])
        special = probe.special_tokens_mask
        body = special.index(0) if 0 in special else len(special)
        #: Ids put before and after every window, [CLS] and [SEP].
        self.prefix = np.array(probe.ids[:body], dtype=np.int64)
        after = [i for i, s in zip(probe.ids[body:], special[body:], strict=True) if s]
        self.suffix = np.array(after, dtype=np.int64)

    def encode_many(self, texts: Sequence[str]) -> list[Encoded | ScanError]:
        """Tokenise `texts`; in the place of one that cannot be read wholly stands its ScanError."""
        readable = list(map(_is_unicode, texts))
        known = list(compress(texts, readable))
        encoded = iter(_finish(known, self._tokens(known)))
        broken = ScanError("the text is not valid Unicode (a lone surrogate)")
        return [next(encoded) if one else broken for one in readable]

    def _tokens(self, texts: list[str]) -> list[_Tokens]:
        """The tokens of each of `texts`."""
        plain = [self._by_word and _PLAIN.fullmatch(text) is not None for text in texts]
        batch = [t for t, known in zip(texts, plain, strict=True) if not known and len(t) <= PIECE]
        ready = iter(self._encode(batch))
        return [
            self._plain(text)
            if known
            else next(ready)
            if len(text) <= PIECE
            else self._encode_long(text)
            for text, known in zip(texts, plain, strict=True)
        ]

    def _plain(self, text: str) -> _Tokens:
        """The tokens of a text in which no word touches another, from those of its words.

        Calls repeat the same few thousand words; the library takes 3.2 microseconds a token, this
        0.5.
        """
        ids: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        for match in _APART.finditer(text):
            at = match.start()
            word = match[0]
            pieces, begins, stops = (
                self._word(word) if len(word) <= LONGEST else self._encode_long(word)
            )
            ids += pieces
            if len(pieces) == 1:
                starts.append(at)
                ends.append(match.end())
            else:
                starts += [at + begin for begin in begins]
                ends += [at + stop for stop in stops]
        return ids, starts, ends

    def _encode(self, texts: list[str]) -> list[_Tokens]:
        if len(texts) == 1:
            encodings = [self._tokenizer.encode(texts[0], add_special_tokens=False)]
        else:
            encodings = self._tokenizer.encode_batch(texts, add_special_tokens=False)
        tokens: list[_Tokens] = []
        for encoding in encodings:
            starts, ends = zip(*encoding.offsets, strict=True) if encoding.offsets else ((), ())
            tokens.append((encoding.ids, starts, ends))
        return tokens

    def _encode_long(self, text: str) -> _Tokens:
        ids: list[int] = []
        starts: list[int] = []
        ends: list[int] = []
        for start, end in pairwise(_cuts(text)):
            own, begins, stops = self._encode([text[start:end]])[0]
            ids += own
            starts += [start + begin for begin in begins]
            ends += [start + stop for stop in stops]
        return ids, starts, ends


def _reads_by_word(tokenizer: Tokenizer) -> bool:
    """Whether each word's tokens are its own: BERT's normaliser and splitting, as the tokenizer of
    every model that this project makes has them.
    """
    shape = json.loads(tokenizer.to_str())
    normalizer, splitter = shape["normalizer"] or {}, shape["pre_tokenizer"] or {}
    kinds = [one.get("type") for one in normalizer.get("normalizers", [normalizer])]
    first = splitter.get("pretokenizers", [splitter])[0]
    return set(kinds) <= {"NFKC", "BertNormalizer"} and first.get("type") == "BertPreTokenizer"


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


def _finish(texts: list[str], tokens: list[_Tokens]) -> list[Encoded | ScanError]:
    """Work out joins, placeholders and coverage, of all texts in one go: of most the work is less
    than that of calling numpy.
    """
    if not texts:
        return []
    whole = "".join(f"{text}\n" for text in texts)
    begins = np.cumsum([0, *(len(text) + 1 for text in texts)]).tolist()
    firsts = np.cumsum([0, *(len(ids) for ids, _, _ in tokens)])
    ids, here, there = (
        np.fromiter(chain.from_iterable(column), np.int64, count=int(firsts[-1]))
        for column in zip(*tokens, strict=True)
    )
    lead = np.repeat(begins[:-1], np.diff(firsts))
    starts, ends = here + lead, there + lead
    classes = char_classes(whole)
    runs = word_runs(classes)
    edges = np.bincount(starts, minlength=len(whole)) - np.bincount(ends, minlength=len(whole))
    covered = np.cumsum(edges) > 0
    read = are_read(classes, runs, covered)
    joined = np.zeros(len(ids), dtype=bool)
    before = runs[ends[:-1] - 1]
    joined[1:] = (before != 0) & (before == runs[starts[1:]])
    protected = np.zeros(len(ids), dtype=bool)
    for match in placeholder_pattern().finditer(whole) if "[" in whole else ():
        first, last = np.searchsorted(ends, match.start(), "right"), match.end()
        protected[first : np.searchsorted(starts, last)] = True
    done: list[Encoded | ScanError] = []
    for text, begin, (first, last) in zip(texts, begins, pairwise(firsts.tolist()), strict=False):
        own, part = slice(begin, begin + len(text)), slice(first, last)
        if read is not None and not read[own].all():
            done.append(
                ScanError("the text holds letters or digits that the model's tokenizer cannot read")
            )
            continue
        done.append(
            Encoded(
                text,
                ids[part],
                here[part],
                there[part],
                joined[part],
                protected[part],
                runs[own],
                covered[own],
            )
        )
    return done


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
