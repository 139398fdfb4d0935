"""What a live transcript is made of: words as they come, what was passed of an utterance, what
may still go on.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from pipeline.redaction.conversation import is_listening
from pipeline.redaction.digit_runs import runs_of
from pipeline.redaction.windows import weight
from pipeline.spans import Span

_WORD = re.compile(r"\S+")
_REST = re.compile(r"\S*[^\W_]")
#: Words that may stand in a run of digits without ending it for good ("two uh huh nine four").
_INTERRUPT = 2
#: What may be the middle of an e-mail address at the end of what is known.
_ADDRESS = re.compile(r"(?<!\S)(?:at|dot|underscore|@\S*)(?:\s+\S+)?\s*$", re.IGNORECASE)
#: Up to five words behind one that asks for an address or tells one: misheard, nothing else in them
#: looks like one before its end comes.
_ASKED = re.compile(r"\be-?mail(?:s|ed)?\b\W*((?:\s+\S+){1,5})\s*$", re.IGNORECASE)
#: The last word before that, on its line.
_BEFORE = re.compile(r"\S+ *$")


class Word(NamedTuple):
    """A word of a result; `start` and `end` in seconds, where the recogniser tells them."""

    text: str
    start: float | None = None
    end: float | None = None


@dataclass(frozen=True)
class Passed:
    """Safe text of an utterance: what stands from character `at` of its safe text on is replaced by
    `text`.

    `final`: all of a final result has been passed. `until`: how many characters of the result (its
    words joined by single spaces) have been passed, and `spans` what is redacted in them. `start`
    and `end`: seconds, of the words that are new, where they are known.
    """

    utterance: int
    speaker: str | None
    at: int
    text: str
    final: bool
    until: int = 0
    spans: tuple[Span, ...] = ()
    start: float | None = None
    end: float | None = None


@dataclass
class Kept:
    """What is kept of a word while it is held: when it `came` (milliseconds), what is left of the
    chances of being PII that it had, and the type of the span that it last `stood` in.
    """

    came: float
    doubt: float = 0.0
    stood: str = ""


@dataclass
class Utterance:
    """One utterance: its last result, and what was passed of it."""

    number: int
    speaker: str | None
    text: str = ""
    words: list[Word] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    kept: list[Kept] = field(default_factory=list)
    final: bool = False
    said_final: bool = False
    #: How far the result was passed, where what is scanned of it begins, what was redacted of it,
    #: and the safe text that went out.
    until: int = 0
    seen_from: int = 0
    redacted: list[Span] = field(default_factory=list)
    safe: str = ""

    def revise(self, words: Sequence[Word], now: float) -> None:
        """Take a new result; what was passed of words that it changes is open again."""
        same = 0
        while same < min(len(words), len(self.words)) and words[same].text == self.words[same].text:
            same += 1
        end = self.places[same - 1][1] if same else 0
        self.words = list(words)
        self.text = " ".join(word.text for word in words)
        self.places = [match.span() for match in _WORD.finditer(self.text)]
        self.kept = self.kept[:same] + [Kept(now) for _ in words[same:]]
        self.until = min(self.until, end)
        self.redacted = [span for span in self.redacted if span.end <= end]

    @property
    def seen(self) -> str:
        """The part of the result that is scanned."""
        return self.text[self.seen_from :]

    def look_back(self, room: int) -> int:
        """Choose the part that is scanned: what is held, and about `room` tokens; returns the
        room that is left.
        """
        self.seen_from = 0
        for first, after in reversed(self.places):
            room -= weight(self.text[first:after])
            if room < 0 and first < self.until:
                self.seen_from = first
                break
        return room - 1

    def lift(self, spans: Sequence[Span]) -> list[Span]:
        """`spans` of `seen` as spans of `text`."""
        by = self.seen_from
        return [span._replace(start=span.start + by, end=span.end + by) for span in spans]


def split_words(words: Sequence[Word]) -> list[Word]:
    """Words without white space; one that holds some becomes several with its times."""
    return [Word(part, one.start, one.end) for one in words for part in one.text.split()]


def inside(spans: list[Span], at: int, text: str) -> list[Span]:
    """The parts of `spans` in the utterance `text`, which begins at `at`, white space at their
    ends left out.
    """
    parts = []
    for span in spans:
        start, end = max(span.start - at, 0), min(span.end - at, len(text))
        over = span.start < at or span.end > at + len(text)
        value = text[start:end] if start < end else ""
        if value.strip() and not (over and is_listening(text)):
            start += len(value) - len(value.lstrip())
            parts.append(span._replace(start=start, end=start + len(value.strip())))
    return parts


class Tail(NamedTuple):
    """What may go on at the end of what is known: of all in sight, or of an utterance that is not
    final.

    `end` is that end in the text in sight; `run` where a run of digits begins that may go on,
    `near` one that a word or two interrupt, or an e-mail address with the word before it, or what
    follows the word for one; where there is none, they are `end`.
    """

    end: int
    run: int
    near: int


def open_from(text: str) -> Tail:
    """What may go on at the end of `text`."""
    ends = [match.start() for match in _WORD.finditer(text)][: -_INTERRUPT - 1 : -1]
    # A digit more: a run that takes it in may go on.
    found = []
    for end in [len(text), *ends]:
        runs = [run.start for run in runs_of(text[:end] + " 7") if run.start < end < run.end]
        found.append(min(runs, default=len(text)))
    address = _ADDRESS.search(text)
    asked = _ASKED.search(text)
    near = min(
        *found,
        address.start() if address else len(text),
        asked.start(1) + 1 if asked else len(text),
    )
    before = _BEFORE.search(text, 0, near) if address else None
    return Tail(len(text), found[0], before.start() if before else near)


def merged_before(spans: list[Span], until: int) -> list[Span]:
    """`spans` before `until`, those that overlap joined under the label of the longest."""
    merged: list[Span] = []
    for span in sorted(s._replace(end=min(s.end, until)) for s in spans if s.start < until):
        last = merged[-1] if merged else None
        if last is None or span.start >= last.end:
            merged.append(span)
            continue
        longest = span if span.end - span.start > last.end - last.start else last
        merged[-1] = longest._replace(start=last.start, end=max(last.end, span.end))
    return merged


def to_word_end(span: Span, text: str) -> Span:
    """`span` with the rest of the word that it ends in, but for marks at that word's end."""
    rest = _REST.match(text, span.end)
    return span._replace(end=rest.end()) if rest else span


def common_length(one: str, other: str) -> int:
    """How many characters two texts begin with in common."""
    size = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        size += 1
    return size
