"""Copies of one text: the same letters and figures, whatever their case, punctuation and spacing.

A file holds its transcript several times: whole, by segment, word by word, in words ("four two")
and in figures ("42"). Two copies are the same text when their letter streams are equal, and then a
span of the one is a span of the other; a value is found again wherever its letter stream is.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from pipeline.redaction.spoken import MARKS, ONES, ORDINALS, REPEAT, TEENS, TENS
from pipeline.spans import Span

_TENS = {word: str(n) for word, n in TENS.items()}
_ORDINAL = {word: str(n) for word, n in ORDINALS.items() if n < 10}
_ZEROS = {"hundred": "00", "thousand": "000"}
_NUMBER_WORDS = frozenset([*ONES, *TEENS, *_TENS, *_ORDINAL, *REPEAT, *_ZEROS, *MARKS])
_SUFFIX = frozenset(("st", "nd", "rd", "th"))
_WORD = re.compile(r"[^\W\d_]+|\d")
#: Up to so many values are looked for one by one; letters that more are told apart by at first.
FEW, HEAD = 8, 4
_PLUS = re.compile(r"(?:\+|\bplus)\s*$", re.I)


class Stream:
    """The letters, case folded, and figures of a text; number words are figures.

    `text[i]` comes from the characters `starts[i]` to `ends[i]` of the source; both never fall.
    They are found out when they are asked for: of most texts only the letters are.

    >>> Stream("Four two, double five").text == Stream("42-55").text == "4255"
    True
    """

    __slots__ = ("_places", "_source", "text")

    def __init__(self, source: str) -> None:
        self._source = source
        self._places: tuple[array[int], array[int]] | None = None
        words = _WORD.findall(source)
        self.text = "".join(words).casefold()
        if not self.text.isalpha() or not _NUMBER_WORDS.isdisjoint(map(str.casefold, words)):
            self.text = "".join(letters for letters, _, _ in _pieces(source))

    @property
    def starts(self) -> Sequence[int]:
        """Where each letter begins in the source."""
        return self._found()[0]

    @property
    def ends(self) -> Sequence[int]:
        """Where each letter ends in the source."""
        return self._found()[1]

    def _found(self) -> tuple[array[int], array[int]]:
        if self._places is None:
            starts, ends = array("q"), array("q")
            for letters, start, end in _pieces(self._source):
                figures = letters.isdecimal() or letters in _NUMBER_WORDS
                if not figures and len(letters) == end - start:
                    starts.extend(range(start, end))
                    ends.extend(range(start + 1, end + 1))
                else:  # or case folding made it longer
                    starts.extend([start] * len(letters))
                    ends.extend([end] * len(letters))
            self._places = starts, ends
        return self._places


def _pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """The words of a stream: their letters or figures, and where each stands in `text`."""
    last = ""
    matches = _WORD.finditer(text)
    coming = next(matches, None)
    while coming is not None:
        start, end = coming.span()
        word = coming[0].casefold()
        coming = next(matches, None)
        if word in _NUMBER_WORDS or word.isdecimal():
            after = coming[0].casefold() if coming else ""
            figures, used = _figures(word, after, last[-1:].isdecimal())
            if used and coming:
                end = coming.end()
                coming = next(matches, None)
            if figures:
                last = figures
                yield figures, start, end
        elif word not in _SUFFIX or not start or not text[start - 1].isdecimal():
            last = word
            yield word, start, end


def _figures(word: str, after: str, behind_figure: bool) -> tuple[str, bool]:
    """What a number word, a mark's word or a digit is in a stream, and whether `after` is part
    of it.
    """
    if word.isdecimal():
        return str(int(word)), False
    if word in REPEAT and (after in ONES or after.isdecimal()):
        return (ONES.get(after) or str(int(after))) * REPEAT[word], True
    if word in _TENS:
        one = ONES.get(after, "0") if after not in ("oh", "o") else "0"
        one = _ORDINAL.get(after, one)
        return _TENS[word] + one, one != "0"
    if word in _ZEROS:
        return (_ZEROS[word] if behind_figure else word), False
    if word in MARKS:
        return "", False
    return ONES.get(word) or TEENS.get(word) or _ORDINAL.get(word) or word, False


def carry(span: Span, source: str, stream: Stream, target: str, other: Stream) -> Span | None:
    """The span of `target` that is `span` of `source`, the two having equal streams.

    Marks at the edge of the span (the plus of a country code) go along where the target has them.
    """
    first = bisect_right(stream.ends, span.start)
    after = bisect_left(stream.starts, span.end)
    if first >= after:
        return None
    start, end = other.starts[first], other.ends[after - 1]
    lead, tail = (
        source[span.start : stream.starts[first]],
        source[stream.ends[after - 1] : span.end],
    )
    if _PLUS.search(lead) and (plus := _PLUS.search(target, max(start - 6, 0), start)):
        return span._replace(start=plus.start(), end=end)
    while lead and start and target[start - 1] == lead[-1]:
        lead, start = lead[:-1], start - 1
    while tail and end < len(target) and target[end] == tail[0]:
        tail, end = tail[1:], end + 1
    return Span(start, end, span.label, span.score)


Accept = Callable[[str, str], bool]


def find_values(
    text: str, stream: Stream, values: Mapping[str, str], accept: Accept | None = None
) -> Iterator[Span]:
    """Where one of `values` (letter stream -> label) stands in `text` as whole words.

    `accept(value, found)` may refuse what was found. Places where a value overlaps itself count
    once: a text of one letter over and over must not take for ever.
    """
    for value, here in _places(text, stream, values):
        start, end = stream.starts[here], stream.ends[here + len(value) - 1]
        if accept is None or accept(value, text[start:end]):
            yield Span(start, end, values[value])


def _places(text: str, stream: Stream, values: Mapping[str, str]) -> Iterator[tuple[str, int]]:
    """Each of `values` and where in the stream it stands as whole words: one by one if they are
    few; if they are many, by how they begin.
    """
    if len(values) <= FEW:
        for value in values:
            here = stream.text.find(value)
            while here >= 0:
                whole = _is_whole(text, stream, here, value)
                if whole:
                    yield value, here
                here += len(value) if whole else 1
                while here < len(stream.starts) and _inside(text, stream, here):
                    here += 1
                here = stream.text.find(value, here)
        return
    heads: dict[str, list[str]] = {}
    for value in values:
        heads.setdefault(value[:HEAD], []).append(value)
    sizes = sorted({len(head) for head in heads})
    after: dict[str, int] = {}
    for here in range(len(stream.starts)):
        if _inside(text, stream, here):
            continue
        for size in sizes:
            for value in heads.get(stream.text[here : here + size], ()):
                if here < after.get(value, 0) or not stream.text.startswith(value, here):
                    continue
                if _is_whole(text, stream, here, value):
                    after[value] = here + len(value)
                    yield value, here


def _is_whole(text: str, stream: Stream, here: int, value: str) -> bool:
    end = stream.ends[here + len(value) - 1]
    return not _inside(text, stream, here) and not text[end : end + 1].isalnum()


def _inside(text: str, stream: Stream, here: int) -> bool:
    """Whether a place in a stream lies inside a word of its text."""
    start = stream.starts[here]
    return start > 0 and text[start - 1].isalnum()


def merge(spans: Iterable[Span], strong: set[str] | frozenset[str]) -> list[Span]:
    """`spans` sorted, overlapping ones joined into one; a label of `strong` wins over another."""
    merged: list[Span] = []
    for span in sorted(spans):
        last = merged[-1] if merged else None
        if last is None or span.start >= last.end:
            merged.append(span)
            continue
        rank = [(s.label in strong, s.end - s.start) for s in (last, span)]
        wins = last if rank[0] >= rank[1] else span
        score = min(last.score, span.score)
        merged[-1] = Span(last.start, max(last.end, span.end), wins.label, score)
    return merged
