"""From a printed sentence to the words that somebody would say, spans kept: "+91 98765" is "plus
nine one nine ...".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from pipeline.redaction.spoken import ONE_WORDS, TEEN_WORDS, TEN_WORDS
from pipeline.spans import Span

_SYMBOLS = {
    "@": "at",
    "_": "underscore",
    "+": "plus",
    "/": "slash",
    "#": "hash",
    "&": "and",
    "%": "percent",
    "$": "dollars",
    "£": "pounds",
    "€": "euros",
    "₹": "rupees",
    "=": "equals",
    "*": "star",
}
# "[noise]", "<unk>": printed by engines, said by nobody.
_PIECE = re.compile(
    r"(?i)(?P<unsaid>\[[a-z ]+\]|<[a-z ]+>)|[^\W\d_]+(?:['’][^\W\d_]+)*|\d+|[^\w\s]|_"
)
_ORDINAL = re.compile(r"(?i)(?:st|nd|rd|th)$")


class Word(NamedTuple):
    """A word as it sounds, lower case, and the characters `text[start:end]` that it was printed
    as.
    """

    sound: str
    start: int
    end: int


def read_digits(digits: str) -> list[str]:
    """Each digit by its name."""
    return [ONE_WORDS[int(digit)] for digit in digits]


def read_number(digits: str) -> list[str]:
    """A number of one or two digits as people count, longer ones and those with a leading zero
    digit by digit.
    """
    value = int(digits)
    if len(digits) != 2 or value < 10:
        return read_digits(digits)
    if value < 20:
        return [TEEN_WORDS[value - 10]]
    return [TEN_WORDS[value // 10 - 2], *([ONE_WORDS[value % 10]] if value % 10 else [])]


def sounds(text: str) -> list[Word]:
    """The words of `text` by sound; several may share one token.

    Punctuation that nobody says is left out.
    """
    words: list[Word] = []
    for piece in _PIECE.finditer(text):
        body, start, end = piece.group(), piece.start(), piece.end()
        if piece["unsaid"]:
            continue
        if body.isdecimal() and body.isascii():
            joined = _glued(text, start - 1) or (
                _glued(text, end) and not _ORDINAL.match(text[end : end + 2])
            )
            said = read_digits(body) if joined else read_number(body)
            if len(said) == len(body):  # each word stands at its own digit
                words += [Word(word, start + i, start + i + 1) for i, word in enumerate(said)]
            else:
                words += [Word(word, start, end) for word in said]
        elif body[0].isalpha():
            words.append(Word(body.lower().replace("’", "'"), start, end))
        elif body == "." and _inner(text, start):
            words.append(Word("dot", start, end))
        elif body in _SYMBOLS:
            words.append(Word(_SYMBOLS[body], start, end))
    return words


def _inner(text: str, at: int) -> bool:
    """Letters or figures at either side: a dot within an address, not a full stop."""
    return 0 < at < len(text) - 1 and text[at - 1].isalnum() and text[at + 1].isalnum()


def _glued(text: str, at: int) -> bool:
    """Whether the character there ties digits into a longer value ("98765-43210", "ab12",
    "4,242").
    """
    return 0 <= at < len(text) and not text[at].isspace() and text[at] not in "?!;:\"')($£€₹.,%"


def speakable(text: str, spans: Iterable[Span]) -> tuple[str, list[Span]]:
    """What is said when `text` is read aloud, lower case with single spaces, and where the spans
    are in it.
    """
    said: list[str] = []
    carried: list[Span] = []
    waiting = sorted(spans)
    at = start = 0
    open_span: Span | None = None
    for word in sounds(text):
        if open_span and word.start >= open_span.end:
            carried.append(Span(start, at - 1, open_span.label))
            open_span = None
        while not open_span and waiting and word.start >= waiting[0].start:
            candidate = waiting.pop(0)
            if word.start < candidate.end:
                open_span, start = candidate, at
        said.append(word.sound)
        at += len(word.sound) + 1
    if open_span:
        carried.append(Span(start, at - 1, open_span.label))
    return " ".join(said), carried
