"""From a frame to a labelled utterance: fill the slots, apply noise, join, and remember where the spans are."""

from __future__ import annotations

import random
from collections import deque
from functools import cache
from itertools import accumulate, pairwise
from typing import Any, NamedTuple

from pipeline.data.carriers.calls import Calls, Negatives
from pipeline.data.carriers.commands import Commands
from pipeline.data.carriers.dialogue import Dialogue
from pipeline.data.carriers.quiet import Quiet
from pipeline.data.carriers.salad import Salad
from pipeline.data.config import DataConfig
from pipeline.data.noise import MARK, Tags, Words, add_noise
from pipeline.data.values import Values
from pipeline.labels import LABELS, PII_LABELS, begin_id
from pipeline.redaction.modes import placeholder, redact_text
from pipeline.spans import Span

CARRIERS = {
    "calls": Calls,
    "dialogue": Dialogue,
    "salad": Salad,
    "commands": Commands,
    "quiet": Quiet,
    "negatives": Negatives,
}
_BEGIN = {label: begin_id(label) for label in LABELS}
_PUNCTUATION = frozenset(",.?!")
_NAME = _BEGIN["PERSON_NAME"]
# Numbers that may have the very digits of a phone or card said a moment ago.
_TWINS = frozenset(("ORDER_NUMBER", "TICKET_NUMBER", "TRACKING_NUMBER", "ACCOUNT_NUMBER", "REFERENCE"))
_TWIN_SHARE = 0.25
_COUNTRY_CODE = ("+", "(", "plus")
# Titles as they are said and as engines write them; never part of the name.
_TITLES = {
    "mr": "Mr.", "mrs": "Mrs.", "ms": "Ms.", "miss": "Miss", "dr": "Dr.", "doctor": "Doctor", "sir": "Sir",
    "professor": "Professor", "prof": "Prof.", "mister": "Mister", "madam": "Madam", "captain": "Captain",
}  # fmt: skip
_TITLE_LIST = ("mr",) * 4 + ("mrs",) * 3 + ("ms",) * 3 + tuple(_TITLES)
_TITLE_SHARE = {"spoken": 0.04, "written": 0.12}
_ASKING = (
    "what what's who who's where where's when when's why how how's which can could would will is are do does did may "
    "shall should have has am was were"
)
_QUESTION = frozenset(_ASKING.split())


class Utterance(NamedTuple):
    """A labelled utterance. `kind` is its carrier, `level` its noise level, `frame` the sentence before it was filled,
    `lookalikes` how many values look like PII and are none."""

    text: str
    spans: list[Span]
    kind: str
    level: int
    frame: str
    lookalikes: int


@cache
def _sources(split: str) -> tuple[Values, dict[str, Any]]:
    """Values and carriers of a split; they hold no state, so generators share them."""
    return Values(split), {name: kind(split) for name, kind in CARRIERS.items()}


class Generator:
    """Endless utterances of one split ("train", "dev" or "test"), decided by the configuration and one rng."""

    def __init__(self, split: str, config: DataConfig, rng: random.Random) -> None:
        self._rng = rng
        self._config = config
        self._values, self._carriers = _sources(split)
        mixture = {name: getattr(config.mixture, name) for name in CARRIERS}
        self._kinds, self._kind_weights = list(mixture), list(accumulate(mixture.values()))
        self._levels = range(len(config.noise_levels))
        self._level_weights = list(accumulate(config.noise_shares))
        self._numbers: deque[str] = deque(maxlen=64)

    def draw(self, level: int | None = None, kind: str | None = None) -> Utterance:
        """One utterance, at a noise level and from a carrier if given, else by the shares of the configuration."""
        rng = self._rng
        if level is None:
            level = rng.choices(self._levels, cum_weights=self._level_weights)[0]
        if kind is None:
            kind = rng.choices(self._kinds, cum_weights=self._kind_weights)[0]
        frame = self._carriers[kind].frame(rng)
        written = rng.random() < self._config.written
        words, tags, lookalikes = self._fill(frame, "written" if written else "spoken")
        rate = self._config.noise_levels[level]
        if rate:
            words, tags = add_noise(words, tags, rate, rng, self._stray)
        if not words:  # everything was dropped
            return self.draw(level, kind)
        if written:
            if rng.random() < 0.8:
                _full_stop(words)
            _sentence_case(words)
        text, spans = join(words, tags)
        if rng.random() < self._config.redacted:
            text, spans = self._redact(text, spans)
        if rng.random() < 0.02 and len(text.upper()) == len(text):
            text = text.upper()
        return Utterance(text, spans, kind, level, frame, lookalikes)

    def _redact(self, text: str, spans: list[Span]) -> tuple[str, list[Span]]:
        """The text as a redactor left it, whole or in part: a reader must find no PII that "[PHONE]" gives away."""
        share = 1.0 if self._rng.random() < 0.6 else 0.5
        hidden = [span for span in spans if span.label in PII_LABELS and self._rng.random() < share]
        kept, shift = [], 0
        for span in spans:
            if span in hidden:
                shift += len(placeholder(span.label)) - (span.end - span.start)
            else:
                kept.append(Span(span.start + shift, span.end + shift, span.label))
        return redact_text(text, hidden), kept

    def _stray(self) -> str:
        return self._values.say("STRAY_DIGITS", self._rng)

    def _fill(self, frame: str, style: str) -> tuple[Words, Tags, int]:
        """Words and tags of `frame`, and how many look-alikes it holds. Punctuation stays in style "written" only."""
        words: Words = []
        tags: Tags = []
        lookalikes = 0
        for token in frame.split():
            if token[0] == "{":
                slot, _, ending = token[1:].partition("}")
                if slot == "PERSON_NAME":
                    self._title(words, tags, style)
                value = self._value(slot, style)
                begin = _BEGIN.get(slot, 0)
                said = value.split()
                words += said
                tags += [begin] + [begin + 1] * (len(said) - 1) if begin else [0] * len(said)
                lookalikes += not begin
                if ending:
                    self._ending(words, tags, ending)
            elif token in _PUNCTUATION:
                if style == "written" and words and MARK not in words[-1]:
                    words[-1] += MARK + token
            elif token == "'s" and words and tags[-1] in (_NAME, _NAME + 1):
                self._ending(words, tags, token)
            else:
                words.append(token)
                tags.append(0)
        return words, tags, lookalikes

    def _title(self, words: Words, tags: Tags, style: str) -> None:
        """A title before a name now and then, written as the style has it."""
        draw = self._rng.random
        if words and words[-1] in _TITLES:
            title = words.pop()
            tags.pop()
        elif draw() < _TITLE_SHARE[style]:
            title = _TITLE_LIST[int(draw() * len(_TITLE_LIST))]
        else:
            return
        if style == "written":
            title = _TITLES[title]
            title = title.rstrip(".") if draw() < 0.15 else title
        words.append(title)
        tags.append(0)

    def _ending(self, words: Words, tags: Tags, ending: str) -> None:
        """A possessive belongs to the name: as its own token, attached, or without its apostrophe."""
        form = self._rng.random()
        if ending == "'s" and tags[-1] in (_NAME, _NAME + 1) and form < 0.45:
            words.append(ending)
            tags.append(_NAME + 1)
        elif ending == "'s" and form > 0.85:
            words[-1] += "s"
        else:
            words[-1] += ending

    def _value(self, slot: str, style: str) -> str:
        rng = self._rng
        if slot in _TWINS and self._numbers and rng.random() < _TWIN_SHARE:
            return self._numbers[int(rng.random() * len(self._numbers))]
        if rng.random() < 0.1:
            style = "spoken" if style == "written" else "written"
        value = self._values.say(slot, rng, style)
        if slot in _TWINS:
            while value.startswith(_COUNTRY_CODE):  # nobody's order number begins with a country code
                value = self._values.say(slot, rng, style)
        elif slot in ("PHONE", "CREDIT_CARD") and not value.startswith(_COUNTRY_CODE):
            self._numbers.append(value)
        return value


def _full_stop(words: Words) -> None:
    """A full stop or question mark behind the last sentence, where there is no punctuation yet."""
    if MARK in words[-1]:
        return
    first = words[0]
    for before, word in pairwise(words):
        if before[-2:-1] == MARK and before[-1] in ".?":
            first = word
    words[-1] += MARK + ("?" if first in _QUESTION else ".")


def _sentence_case(words: Words) -> None:
    """Capitals at the beginning of sentences and for "i", as engines with punctuation write."""
    start = True
    for n, word in enumerate(words):
        if (start or word == "i" or word[:2] == "i'") and "@" not in word:
            words[n] = word[0].upper() + word[1:]
        start = word[-2:-1] == MARK and word[-1] in ".?!"


def join(words: Words, tags: Tags) -> tuple[str, list[Span]]:
    """Text with single spaces between `words`, and its spans in code points; hung punctuation stays outside them."""
    pieces: list[str] = []
    spans: list[Span] = []
    position = start = end = label = 0
    for word, tag in zip(words, tags, strict=True):
        body, _, after = word.partition(MARK)
        if label and tag != label + 1:
            spans.append(Span(start, end, LABELS[label >> 1]))
            label = 0
        if tag & 1:
            start, label = position, tag
        end = position + len(body)
        pieces.append(body + after)
        position = end + len(after) + 1
    if label:
        spans.append(Span(start, end, LABELS[label >> 1]))
    return " ".join(pieces), spans
