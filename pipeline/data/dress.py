"""From words and tags to text and spans: sentence case, full stops, turns, and the text as a
redactor left it.
"""

from __future__ import annotations

import random
from itertools import pairwise

from pipeline.data.noise import MARK, TURN, Tags, Words
from pipeline.labels import TagSet
from pipeline.redaction.modes import placeholder, redact_text
from pipeline.spans import Span

_ASKING = (
    "what what's who who's where where's when when's why how how's which can could would will is"
    " are do does did may shall should have has am was were"
)
_QUESTION = frozenset(_ASKING.split())


def full_stops(words: Words, rng: random.Random) -> None:
    """A full stop or question mark behind the last sentence of four turns in five, where no
    punctuation is yet.
    """
    begin = 0
    for end in (*(i for i, word in enumerate(words) if word == TURN), len(words)):
        if end > begin and rng.random() < 0.8:
            _full_stop(words, begin, end)
        begin = end + 1


def _full_stop(words: Words, begin: int, end: int) -> None:
    if MARK in words[end - 1]:
        return
    first = words[begin]
    for before, word in pairwise(words[begin:end]):
        if before[-2:-1] == MARK and before[-1] in ".?":
            first = word
    words[end - 1] += MARK + ("?" if first in _QUESTION else ".")


def sentence_case(words: Words) -> None:
    """Capitals at the beginning of sentences and for "i", as engines with punctuation write."""
    start = True
    for n, word in enumerate(words):
        if (start or word == "i" or word[:2] == "i'") and "@" not in word:
            words[n] = word[0].upper() + word[1:]
        start = word == TURN or (word[-2:-1] == MARK and word[-1] in ".?!:")


def join_turns(words: Words, tags: Tags) -> None:
    """One value that goes on in the next turn with nothing between is one span: a model does not
    see the border.
    """
    for i, word in enumerate(words):
        if word == TURN and 0 < i < len(words) - 1 and tags[i - 1] and tags[i + 1]:
            begin = tags[i - 1] - (not tags[i - 1] & 1)
            if tags[i + 1] == begin:
                tags[i] = tags[i + 1] = begin + 1


def join(words: Words, tags: Tags, tag_set: TagSet) -> tuple[str, list[Span]]:
    """Text with single spaces between `words` and line ends between turns, and its spans in code
    points.

    Punctuation that hangs on a word stays outside its span.
    """
    pieces: list[str] = []
    spans: list[Span] = []
    position = at = 0
    count = len(words)
    while at < count:  # one run of words after the other: a span, or what is between two
        tag = tags[at]
        after = tag + 1 if tag & 1 else tag
        end = at + 1
        while end < count and tags[end] == after:
            end += 1
        text = " ".join(words[at:end])
        if TURN in text:
            text = text.replace(f" {TURN}", TURN).replace(f"{TURN} ", TURN)
        hung = 0
        if MARK in text:
            text = text.replace(MARK, "")
            hung = len(words[end - 1].partition(MARK)[2])
        if at and words[at] != TURN and words[at - 1] != TURN:
            pieces.append(" ")
            position += 1
        if tag & 1:
            spans.append(Span(position, position + len(text) - hung, tag_set.label(tag)))
        pieces.append(text)
        position += len(text)
        at = end
    return "".join(pieces), spans


def redact_again(
    text: str, spans: list[Span], redacted: frozenset[str], rng: random.Random
) -> tuple[str, list[Span]]:
    """The text as a redactor left it, whole or in part: a reader must find no PII that "[PHONE]"
    gives away.
    """
    share = 1.0 if rng.random() < 0.6 else 0.5
    hidden = [
        span
        for span in spans
        if span.label in redacted
        and rng.random() < share
        and TURN not in text[span.start : span.end]
    ]
    kept, shift = [], 0
    for span in spans:
        if span in hidden:
            shift += len(placeholder(span.label)) - (span.end - span.start)
        else:
            kept.append(Span(span.start + shift, span.end + shift, span.label))
    return redact_text(text, hidden), kept
