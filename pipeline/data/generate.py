"""From a frame to a labelled utterance: fill the slots, apply noise, join, and remember where
the spans are.
"""

from __future__ import annotations

import random
from bisect import bisect
from collections.abc import Callable, Iterator
from functools import cache
from itertools import accumulate
from typing import Any, NamedTuple, TypeVar

import msgspec

from pipeline.data.carriers.calls import Calls, Negatives
from pipeline.data.carriers.commands import Commands
from pipeline.data.carriers.context_free import ContextFree
from pipeline.data.carriers.conversation import Conversation
from pipeline.data.carriers.dialogue import Dialogue
from pipeline.data.carriers.no_entity import NoEntity
from pipeline.data.carriers.terse import Terse
from pipeline.data.config import DataConfig
from pipeline.data.dress import full_stops, join, join_turns, redact_again, sentence_case
from pipeline.data.engines import print_as
from pipeline.data.fill import Filler
from pipeline.data.hearing.carrier import Heard
from pipeline.data.lexicon.sides import TRAIN
from pipeline.data.noise import add_stray
from pipeline.data.noise_heard import noise_of
from pipeline.data.values import Values
from pipeline.labels import REGISTRY, TagSet, label_set, redacted_labels
from pipeline.spans import Span

T = TypeVar("T")
#: Engine of `pipeline.data.engines` -> share.
_ENGINES = {
    "whisper": 0.3,
    "kaldi": 0.2,
    "deepgram": 0.18,
    "aws": 0.12,
    "google": 0.1,
    "azure": 0.1,
}
HEARD = "heard"
CARRIERS = {
    "calls": Calls,
    "conversation": Conversation,
    "terse": Terse,
    "dialogue": Dialogue,
    "context_free": ContextFree,
    "commands": Commands,
    "no_entity": NoEntity,
    "negatives": Negatives,
}


#: Share of the values that are a recogniser's, for each share of words that are wrong: a value has
#: many words.
_MISHEARD = 1.2
#: Less where words do not tell what a value is: misheard beyond recognition, it would be noise.
_MISHEARD_IN = {"terse": 0.5, "context_free": 0.0, "commands": 0.0}
#: How many rows of train may get a stray number, by carrier. Among bare values it would be one of
#: them; dev and test have none, since a redactor that fails closed takes every one.
_STRAYS = {"calls": 0.6, "negatives": 0.6, "dialogue": 0.3, "commands": 0.3, "no_entity": 0.3}


#: Types that recognisers mishear as they do names.
_NAMES = ("PERSON_NAME", "EMAIL", "USERNAME")


class Utterance(NamedTuple):
    """A labelled utterance. `kind` is its carrier, `level` its noise level, `frame` the sentence
    before it was filled,
    `lookalikes` how many values look like PII and are none, `speakers` who said each line of a
    conversation.
    """

    text: str
    spans: list[Span]
    kind: str
    level: int
    frame: str
    lookalikes: int
    speakers: list[str]


def _chooser(shares: dict[T, float], rng: random.Random) -> Callable[[], T]:
    """Draws keys by their shares."""
    keys, edges = list(shares), list(accumulate(shares.values()))
    last = len(keys) - 1

    def draw() -> T:
        return keys[min(bisect(edges, rng.random() * edges[-1]), last)]

    return draw


@cache
def _sources(split: str) -> tuple[Values, dict[str, Any], Heard]:
    """Values, carriers and heard utterances of a split; they hold no state, so generators share
    them.
    """
    return Values(split), {name: kind(split) for name, kind in CARRIERS.items()}, Heard(split)


class Generator:
    """Endless utterances of one split ("train", "dev" or "test"), decided by the configuration
    and one rng.
    """

    def __init__(self, split: str, config: DataConfig, rng: random.Random) -> None:
        self._rng = rng
        self._config = config
        self._values, self._carriers, self._heard = _sources(split)
        labels = label_set(config.labels)
        self._tag_set = TagSet(labels)
        self._redacted = frozenset(redacted_labels(labels))
        self._alike = frozenset(
            self._tag_set.begin(one.name) for one in REGISTRY if one.digits and one.name in labels
        ) - {self._tag_set.begin("CREDIT_CARD")}
        self._filler = Filler(self._values, self._tag_set, rng)
        self._kind = _chooser(msgspec.structs.asdict(config.mixture), rng)
        self._level = _chooser(dict(enumerate(config.noise_shares)), rng)
        self._engine = _chooser(_ENGINES, rng)
        self._strays = _STRAYS if split == TRAIN else {}
        names = frozenset(self._tag_set.begin(name) for name in _NAMES if name in labels)
        self._noise = noise_of(config.noise, names)
        self._misheard = 0.0 if config.noise == "guessed" else _MISHEARD
        self._style = _chooser(msgspec.structs.asdict(config.styles), rng)

    def draw(
        self, level: int | None = None, kind: str | None = None, whole: bool = False
    ) -> Utterance:
        """One utterance, at a noise level and from a carrier if given, else by the shares of the
        configuration.

        `whole`: a conversation from its first turn to its last, longer than what a model sees at
        once.
        """
        rng = self._rng
        if level is None:
            level = self._level()
        if kind is None:
            kind = self._kind()
        if kind == HEARD:
            return self.heard(*self._heard.draw(rng))
        carrier = self._carriers[kind]
        frame = carrier.whole(rng) if whole else carrier.frame(rng)
        style = self._style()
        rate = self._config.noise_levels[level]
        words, tags, lookalikes, speakers = self._filler.fill(
            frame,
            "words" if style == "engines" else style,
            _MISHEARD_IN.get(kind, 1.0) * self._misheard * rate,
        )
        if rate:
            words, tags = self._noise(words, tags, rate, rng)
        if rng.random() < self._strays.get(kind, 0.0):
            add_stray(words, tags, rate, self._stray, rng.random, self._alike)
        if not words:  # everything was dropped
            return self.draw(level, kind, whole)
        if style == "written":
            full_stops(words, rng)
            sentence_case(words)
        elif style == "engines":
            words, tags = print_as(self._engine(), words, tags, self._tag_set, rng)
        if len(speakers) > 1:
            join_turns(words, tags)
        text, spans = join(words, tags, self._tag_set)
        if rng.random() < self._config.redacted:
            text, spans = redact_again(text, spans, self._redacted, rng)
        if rng.random() < 0.02 and len(text.upper()) == len(text):
            text = text.upper()
        return Utterance(text, spans, kind, level, frame, lookalikes, speakers)

    def heard(self, text: str, spans: list[Span], frame: str) -> Utterance:
        """A heard row as an utterance, with the spans that the label set has."""
        kept = [span for span in spans if span.label in self._tag_set]
        return Utterance(text, kept, HEARD, 0, frame, 0, [])

    def heard_rows(self) -> Iterator[Utterance]:
        """All heard rows of this split as they are."""
        return (self.heard(*row) for row in self._heard.plain())

    def _stray(self) -> str:
        return self._values.say("STRAY_DIGITS", self._rng)
