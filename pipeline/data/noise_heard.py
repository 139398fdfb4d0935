"""Word errors as recognisers made them: drawn from what `data hear` counted, in place of guessed
ones.

noise_of("heard")(words, tags, 0.15, rng) -> what pipeline.data.noise.add_noise gives, with other
errors in it
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from collections.abc import Set as AbstractSet
from functools import cache, partial
from itertools import accumulate
from typing import NamedTuple

from pipeline.data import noise
from pipeline.data.hearing.resource import Table, confusions
from pipeline.data.noise import MARK, Tags, Words

_LONGEST = 3
_OFTEN = 8  # times that a word must have been said for its own rate to count
#: Share of errors that are a filler, a word said twice or broken off: people make these, no engine
#: does.
_SPEAKER = 0.2
#: What is no name is misheard no more often than this many times the mean: what would be left of
#: a date or a street tells too little.
_WORST = 1.3
#: Share of misheard names that become what another name became, words that tell nothing of it.
_UNLIKE = 0.5
#: Share of heard noise where either may be drawn.
_HEARD = 0.67


#: (words, tags, rate, rng) -> words and tags with errors at that rate.
Noise = Callable[[Words, Tags, float, random.Random], tuple[Words, Tags]]


class _Others(NamedTuple):
    """What may stand in a place, with running weights."""

    texts: list[str]
    weights: list[int]


def noise_of(name: str, names: AbstractSet[int] = frozenset()) -> Noise:
    """The noise of that name: "guessed", "heard", or "both", which draws one of them for each
    utterance. `names`: begin tags of what is misheard as names are.
    """
    heard = partial(add_heard_noise, names=names)

    def either(words: Words, tags: Tags, rate: float, rng: random.Random) -> tuple[Words, Tags]:
        add = heard if rng.random() < _HEARD else noise.add_noise
        return add(words, tags, rate, rng)

    makers: dict[str, Noise] = {"guessed": noise.add_noise, "heard": heard, "both": either}
    return makers[name]


def add_heard_noise(
    words: Words,
    tags: Tags,
    rate: float,
    rng: random.Random,
    names: AbstractSet[int] = frozenset(),
) -> tuple[Words, Tags]:
    """As `add_noise`: about `rate` of the words misheard, alone or two or three together.

    Each as often as it was misheard: a name, whose begin tags are `names`, five times as often as
    a digit.
    """
    if rate <= 0.0:
        return words, tags
    draw = rng.random

    def prone(i: int, tag: int) -> float:
        return _proneness(words[i], _named(tag, names))

    def change(i: int, tag: int, heard: Words, labels: Tags) -> int:
        if draw() < _SPEAKER:
            taken, became = 1, _stumble(words[i], draw)
        else:
            taken, became = _mishear(words, tags, i, rng, _named(tag, names))
        noise.extend(heard, labels, became, tag)
        return taken

    return noise.each_error(words, tags, rate, draw, change, _misheard().most, prone)


class _Rates(NamedTuple):
    """How much oftener than others a word is misheard: words by themselves where they were said
    often enough, else by kind; and the highest of all.
    """

    words: dict[str, float]
    kinds: dict[str, float]
    most: float


def _named(tag: int, names: AbstractSet[int]) -> bool:
    """Whether a word of that tag belongs to a name."""
    return tag in names or (tag - 1) in names


def _proneness(word: str, named: bool) -> float:
    """How much oftener than others that word is misheard."""
    rates = _misheard()
    body = word.partition(MARK)[0].lower()
    if body in rates.words:
        return rates.words[body] if named else min(_WORST, rates.words[body])
    plain = "names" if named else "words"
    return rates.kinds["digits" if body[:1].isdigit() else "letters" if len(body) == 1 else plain]


@cache
def _misheard() -> _Rates:
    right: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for table in confusions().tables.values():
        for phrase, others in table.items():
            right[phrase] += others.get(phrase, 0)
            said[phrase] += sum(others.values())
    shares = confusions().misheard
    words = {w: (1 - right[w] / n) / shares["all"] for w, n in said.items() if n >= _OFTEN}
    kinds = {kind: share / shares["all"] for kind, share in shares.items()}
    return _Rates(words, kinds, max(*words.values(), *kinds.values()))


def _stumble(word: str, draw: Callable[[], float]) -> Words:
    """The word twice, or its beginning before it; before a span, only words of the span are
    repeated.
    """
    body = word.partition(MARK)[0]
    cut = 1 + int(draw() * (len(body) - 1)) if len(body) > 2 else len(body)
    return [body[: cut if draw() < 0.4 else len(body)] or word, word]


def _mishear(
    words: Words, tags: Tags, i: int, rng: random.Random, named: bool
) -> tuple[int, Words]:
    """How many words from `i` on are misheard, and what is heard for them."""
    phrases = _phrases()
    lengths = [n for n in range(1, _LONGEST + 1) if _key(words, tags, i, n) in phrases]
    if lengths:
        taken = lengths[int(rng.random() * len(lengths))]
        others = phrases[_key(words, tags, i, taken)]
        became = rng.choices(others.texts, cum_weights=others.weights)[0].split()
        if became or tags[i] or words[i] in noise.UNSTRESSED:
            return taken, _dress(words[i], words[i + taken - 1], became)
    body = words[i].partition(MARK)[0]
    unlike = named and len(body) > 2 and body.isalpha() and rng.random() < _UNLIKE
    heard = _other_words(body, rng) if unlike else _other_spelling(body, rng)
    return 1, _dress(words[i], words[i], heard.split())


def _key(words: Words, tags: Tags, i: int, length: int) -> str:
    """The phrase of that length from `i` on, "" where it would leave a span or run over
    punctuation.
    """
    end = i + length
    if end > len(words) or any(MARK in word for word in words[i : end - 1]):
        return ""
    first = tags[i]
    goes_on = (first + 1 if first & 1 else first) if first else 0
    if any(tag != goes_on for tag in tags[i + 1 : end]):
        return ""
    return " ".join(words[i:end]).partition(MARK)[0].lower()


def _dress(first: str, last: str, became: Words) -> Words:
    """With the capital of the first word said and the punctuation of the last."""
    if became and first[0].isupper():
        became[0] = became[0][0].upper() + became[0][1:]
    _, mark, after = last.partition(MARK)
    if became and mark:
        became[-1] += mark + after
    return became


def _other_spelling(word: str, rng: random.Random) -> str:
    """A word that was never heard, with letters misheard as those of names were; one figure
    changed or lost.
    """
    figures = [n for n, letter in enumerate(word) if letter.isdigit()]
    if figures:
        at = figures[int(rng.random() * len(figures))]
        other = (
            "" if len(figures) > 4 and rng.random() < 0.4 else "0123456789"[int(rng.random() * 10)]
        )
        return word[:at] + other + word[at + 1 :]
    edits = _edits()
    places = [
        (at, size)
        for size in range(1, _LONGEST + 1)
        for at in range(len(word) - size + 1)
        if word[at : at + size].lower() in edits
    ]
    if not places or "@" in word:
        return noise.misspell(word, rng.random)
    for _ in range(1 + (len(word) > 4) + (len(word) > 8)):
        at, size = places[int(rng.random() * len(places))]
        others = edits.get(word[at : at + size].lower())
        if others:  # an edit before may have changed what stands here
            new = rng.choices(others.texts, cum_weights=others.weights)[0]
            word = (word[:at] + new + word[at + size :]).strip() or word
    return word


def _other_words(name: str, rng: random.Random) -> str:
    """What a recogniser made of another name with that first letter: mostly everyday words."""
    others = _names_as_words().get(name[0].lower())
    if others is None:
        return _other_spelling(name, rng)
    return rng.choices(others.texts, cum_weights=others.weights)[0]


@cache
def _names_as_words() -> dict[str, _Others]:
    """What single names became, by their first letter."""
    merged: Table = {}
    for name, others in confusions().tables["names"].items():
        row = merged.setdefault(name[0], {})
        for other, count in others.items():
            if " " not in name and other not in ("", name):
                row[other] = row.get(other, 0) + count
    return _weighted(merged)


@cache
def _phrases() -> dict[str, _Others]:
    """All tables in one; what was heard right is left out."""
    merged: Table = {}
    for table in confusions().tables.values():
        for phrase, others in table.items():
            row = merged.setdefault(phrase, {})
            for other, count in others.items():
                row[other] = row.get(other, 0) + count
    return _weighted(merged)


@cache
def _edits() -> dict[str, _Others]:
    return _weighted(confusions().edits)


def _weighted(table: Table) -> dict[str, _Others]:
    weighted = {}
    for phrase, others in table.items():
        wrong = {text: count for text, count in others.items() if text != phrase}
        if wrong:
            weighted[phrase] = _Others(list(wrong), list(accumulate(wrong.values())))
    return weighted
