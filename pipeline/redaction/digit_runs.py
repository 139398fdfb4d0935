"""Runs of digits in a text: digits said or written one after the other, with separators, fillers
and what a recogniser makes of a digit ("for", "to", "ate") inside.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.redaction.spoken import ONES, REPEAT, TEENS, TENS, words_of
from pipeline.spans import Span

_ZEROS = {"hundred": 2}
#: What a recogniser makes of a digit, taken for one between two others only.
_MISHEARD = frozenset(words_of("for to too fore ate won tree sex nein mine fife tu"))
#: What is said between digits without ending the number.
_FILLERS = frozenset(
    words_of("""
    uh um er erm ah hmm hm and then dash hyphen space dot point minus unk noise inaudible plus comma mhm
    yeah okay ok yes
""")  # noqa: E501
)
_TOKEN = re.compile(r"\d+|[^\W\d_]+|\S")
_SEPARATOR = re.compile(r"[\s\-–—‑./,()_*+#|:\[\]<>~…·•]*")
_MOST_FILLERS = 3
#: The words that say digits; "o" alone is more often none.
SAID = frozenset((*ONES, *TEENS, *TENS, *REPEAT)) - {"o"}
#: Words that are more than words to a run.
_TELLING = frozenset((*ONES, *TEENS, *TENS, *REPEAT, *_ZEROS)) | _MISHEARD | _FILLERS


class Run(NamedTuple):
    """Digits `text[start:end]`; `groups` are their digits ("" for one that is not known) as they
    stand.
    """

    start: int
    end: int
    groups: tuple[str, ...]

    @property
    def digits(self) -> str:
        """All digits; one that was misheard is 0."""
        return "".join(self.groups)


class _Token(NamedTuple):
    start: int
    end: int
    digits: str
    kind: str  # "digits", "zeros", "misheard", "filler", "mark" or "word"


#: Any word that ends a run; where it stands is of no matter.
_WORD = _Token(0, 0, "", "word")


def runs_of(text: str, apart: Sequence[Span] = ()) -> Iterator[Run]:
    """The runs of digits in `text`; none reaches into a span of `apart`."""
    tokens: list[_Token] = []
    for token in _tokens(text):
        if token.kind == "word" or any(s.start < token.end and token.start < s.end for s in apart):
            if tokens:
                yield from _run(tokens)
                tokens = []
        elif token.kind == "digits" or tokens:
            tokens.append(token)
    yield from _run(tokens)


def _tokens(text: str) -> Iterator[_Token]:
    """The words, digits and marks of `text`; a number word counts as its digits."""
    found = list(_TOKEN.finditer(text))
    words = [match[0].lower() for match in found]
    index = 0
    while index < len(words):
        word, (start, end) = words[index], found[index].span()
        index += 1
        if word not in _TELLING and word[0].isalpha():
            yield _WORD
            continue
        digits, taken = _digits_of(word, words[index] if index < len(words) else "")
        if taken:
            end = found[index].end()
            index += 1
        if digits:
            yield _Token(start, end, digits, "digits")
        elif word in _ZEROS:
            yield _Token(start, end, "0" * _ZEROS[word], "zeros")
        elif word in _MISHEARD:
            yield _Token(start, end, "0", "misheard")
        elif word in _FILLERS:
            yield _Token(start, end, "", "filler")
        elif not word[0].isalnum():
            yield _Token(start, end, "", "mark") if _SEPARATOR.fullmatch(word) else _WORD
        else:
            yield _WORD


def _digits_of(word: str, after: str) -> tuple[str, bool]:
    """The digits that `word` says, and whether the word `after` it is a part of them."""
    if word[0].isdecimal():
        return "".join(str(int(c)) for c in word), False
    if word in REPEAT:
        one = ONES.get(after) or (after if re.fullmatch(r"\d", after) else None)
        return (one * REPEAT[word], True) if one else ("", False)
    if word in TENS:
        unit = ONES.get(after, "0")
        if unit != "0" and after not in ("o", "oh"):
            return f"{TENS[word]}{unit}", True
        return f"{TENS[word]}0", False
    return (ONES.get(word) or TEENS.get(word) or "", False)


def _run(tokens: list[_Token]) -> Iterator[Run]:
    """The runs of a stretch without other words: cut where too many fillers or two misheard
    words follow each other, and at "2019 to 2024": a digit that was misheard has single digits
    beside it.
    """
    group: list[_Token] = []
    pending: list[_Token] = []
    for token in tokens:
        if token.kind in ("mark", "filler", "misheard"):
            pending.append(token)
            continue
        fillers = sum(t.kind == "filler" for t in pending)
        misheard = sum(t.kind == "misheard" for t in pending)
        between = group and misheard and min(len(group[-1].digits), len(token.digits)) > 1
        if group and (fillers > _MOST_FILLERS or misheard > 1 or between):
            yield from _as_run(group)
            group = []
        if token.kind == "zeros" and (not group or pending or len(group[-1].digits) > 1):
            yield from _as_run(group)  # "two thousand five hundred": an amount
            group = []
        elif token.kind == "digits" or group:
            group += [t for t in pending if t.kind == "misheard"] if group else []
            group.append(token)
        pending = []
    yield from _as_run(group)


def _as_run(group: list[_Token]) -> Iterator[Run]:
    if group:
        yield Run(group[0].start, group[-1].end, tuple(t.digits for t in group))


def digits_outside(text: str, run: Run, spans: Sequence[Span]) -> int:
    """How many digits of a run are in none of `spans`."""
    return sum(
        len(token.digits)
        for token in _tokens(text[run.start : run.end])
        if not any(s.start <= run.start + token.start < s.end for s in spans)
    )


def lines_of(text: str, run: Run) -> list[Run]:
    """The parts of a run on each of its lines."""
    parts, at = [], run.start
    for line in text[run.start : run.end].split("\n"):
        parts += [one._replace(start=one.start + at, end=one.end + at) for one in runs_of(line)]
        at += len(line) + 1
    return parts
