"""How speech engines print what they recognised, by name: case, punctuation, figures, e-mail
addresses.

print_as("azure", ["my", "number", "is", "four", "one", ...], tags, tag_set, rng)
    -> ["My", "number", "is", "415-555-2671."], tags

An engine recognises words first and rewrites them afterwards (inverse text normalisation), so this
comes behind the noise: a misheard digit stays a word among figures.
"""

from __future__ import annotations

import random
from itertools import groupby

from pipeline.data.engine_styles import STYLES, Style
from pipeline.data.hearing.groupings import regroup
from pipeline.data.noise import MARK, TURN, Tags, Words
from pipeline.data.spoken_numbers import Number, read_numbers
from pipeline.labels import TagSet

_NAMES = frozenset(("PERSON_NAME", "CITY", "LOCATION", "ADDRESS"))
_CODES = frozenset(("NATIONAL_ID", "ACCOUNT", "SECRET", "USERNAME", "PHONE"))  # short ones are cut
_SPELLED = 3  # letters in a row
_SMALL = frozenset(["of", "the", "and", "at", "in", "near", "a", "de", "la"])
_FILLERS = frozenset(["uh", "um", "umm", "uhh", "erm", "er", "hmm", "mm", "hm"])
_MONTHS = (
    "january february march april may june july august september october november december monday"
    " tuesday wednesday thursday friday saturday sunday english hindi india american"
)
_PROPER = frozenset(_MONTHS.split()) - {"may", "march"}
_OPENERS = frozenset(
    ("yes", "no", "yeah", "ok", "okay", "sure", "hi", "hello", "hey", "sorry", "well", "thanks")
)
_JOINERS = frozenset(["and", "also", "but", "so", "then", "because"])
_COMMA = 0.4  # share of the places for one that have it
_SYMBOLS = {
    "at": "@",
    "dot": ".",
    "point": ".",
    "underscore": "_",
    "dash": "-",
    "hyphen": "-",
    "plus": "+",
}


def print_as(
    name: str, words: Words, tags: Tags, tag_set: TagSet, rng: random.Random
) -> tuple[Words, Tags]:
    """`words` in lower case without punctuation, as engine `name` prints them, with the tags that
    belong to them.

    A tag is a class id of `tag_set`. Turns and tokens that are no words ("[noise]") stay. Raises
    KeyError for an unknown engine.
    """
    style = STYLES[name]
    printed: Words = []
    labels: Tags = []
    for start, end in _stretches(words, tags):
        label = tag_set.label(tags[start]) if tags[start] else ""
        said = words[start:end]
        new = _email(said, style, rng) if label == "EMAIL" else _stretch(said, label, style, rng)
        begin = tags[start] & 1
        for n, word in enumerate(new):
            printed.append(word)
            labels.append(tags[start] + (begin if n else 0) if tags[start] else 0)
    if style.punctuated and printed:
        _punctuate(printed, labels, rng)
    if style.cased:
        _capitals(printed, style.punctuated)
    return printed, labels


def _stretches(words: Words, tags: Tags) -> list[tuple[int, int]]:
    """Ranges of words of one span, or outside any."""
    starts = [n for n, tag in enumerate(tags) if not n or tag & 1 or (not tag) != (not tags[n - 1])]
    return list(zip(starts, [*starts[1:], len(words)], strict=True))


def _stretch(said: Words, label: str, style: Style, rng: random.Random) -> Words:
    if not style.fillers:
        kept = [word for word in said if word not in _FILLERS]
        said = kept if kept or not label else said
    if label and style.figures:
        said = _spelled(said, style, rng)
    new: Words = []
    for piece in read_numbers(said, label == "DATE", style.doubles) if style.figures else said:
        if isinstance(piece, Number):
            new += _number(piece, label, style, rng)
        elif style.cased and (_is_code(piece) or (label and len(piece) == 1 and piece not in "ai")):
            new.append(piece.upper())
        elif label in _NAMES and style.cased and (piece not in _SMALL or not new):
            new.append(piece[:1].upper() + piece[1:])
        else:
            new.append(piece)
    return new


def _is_code(word: str) -> bool:
    """Letters and figures in one word, but no ordinal ("26th") or address."""
    mixed = word.isalnum() and not word.isalpha() and not word.isdecimal()
    return mixed and not (
        word[:-2].isdecimal() and word[-2:] in ("st", "nd", "rd", "th", "pm", "am")
    )


def _number(number: Number, label: str, style: Style, rng: random.Random) -> Words:
    """A number as figures in groups, or its words where the engine leaves small ones."""
    figures = number.figures
    if len(number.said) == 1 and not label and figures.isdigit() and int(figures) < style.least:
        return number.said
    if not figures.isdigit() or label == "DATE" or len(figures) < (3 if label in _CODES else 5):
        return [figures]
    if rng.random() < style.heard:
        return regroup(figures, rng).split()
    if len(figures) < 5:
        return [figures]
    if len(figures) == 10:
        return _grouped(figures, rng.choice(style.phones)).split()
    if len(figures) == 11 and figures[0] == "1" and label == "PHONE":
        return ("1-" + _grouped(figures[1:], "3-3-4")).split()
    return _grouped(figures, rng.choice(style.numbers)).split()


def _grouped(figures: str, pattern: str) -> str:
    """`figures` cut as `pattern` has it: "3-3-4"; what is left over goes on with its last size."""
    if not pattern:
        return figures
    brackets = pattern.startswith("(")
    separator = next((s for s in (", ", "-", " ") if s in pattern.replace(") ", "")), " ")
    sizes = [int(c) for c in pattern if c.isdigit()]
    groups = []
    at = 0
    while at < len(figures):
        size = sizes.pop(0) if len(sizes) > 1 else sizes[0]
        groups.append(figures[at : at + size])
        at += size
    if brackets:
        return f"({groups[0]}) " + separator.join(groups[1:])
    return separator.join(groups)


def _email(said: Words, style: Style, rng: random.Random) -> Words:
    """An address in one of the forms of the style; without an "at" it stays as it is."""
    form = rng.choice(style.emails)
    if form == "words" or "at" not in said:
        return said
    at = len(said) - 1 - said[::-1].index("at")
    local, domain = _glue(said[:at], style), _glue(said[at + 1 :], style)
    if not local or not domain:
        return said
    if form == "loose":
        return [*_loose(said[:at], style, rng), "at", domain]
    if form == "domain":
        return [local, "at", domain]
    return [local + {"symbols": "@", "glued": "at", "lost": ""}[form] + domain]


def _loose(said: Words, style: Style, rng: random.Random) -> Words:
    """A user name as words: symbols by name or none, names with capitals, figures cut."""
    capitals, named = rng.random() < 0.4, rng.random() < 0.5
    new: Words = []
    for piece in _spelled(said, style, rng):
        if piece.isalpha() and piece not in _SYMBOLS and capitals:
            new.append(piece.capitalize())
        elif piece == "dot" and not named and new:
            new[-1] += "."
        else:
            new.append(piece)
    joined: Words = []
    for word in _figures(new, style, rng):
        if joined and joined[-1].endswith(".") and word[0].isalpha():
            joined[-1] += word
        else:
            joined.append(word)
    return joined


def _figures(words: Words, style: Style, rng: random.Random) -> Words:
    new: Words = []
    for piece in read_numbers(words, False, style.doubles):
        new += _number(piece, "USERNAME", style, rng) if isinstance(piece, Number) else [piece]
    return new


def _spelled(words: Words, style: Style, rng: random.Random) -> Words:
    """Three single letters or more in a row as the style joins them: "S-Q-D", "SQD"."""
    new: Words = []
    for spelled, group in groupby(words, lambda word: len(word) == 1 and word.isalpha()):
        run = list(group)
        if spelled and len(run) >= _SPELLED:
            new += rng.choice(style.letters).join(run).upper().split()
        else:
            new += run
    return new


def _glue(words: Words, style: Style) -> str:
    pieces = read_numbers(words, False, style.doubles)
    return "".join(p.figures if isinstance(p, Number) else _SYMBOLS.get(p, p) for p in pieces)


def _punctuate(words: Words, tags: Tags, rng: random.Random) -> None:
    """A full stop at the end of each turn; commas behind openers and before joining words, where
    no span goes on.
    """
    for n, word in enumerate(words):
        after = words[n + 1] if n + 1 < len(words) else TURN
        if word == TURN or MARK in word or word[0] in "[<":
            continue
        if after == TURN:
            words[n] = word + MARK + "."
        elif (word in _OPENERS or after in _JOINERS) and rng.random() < _COMMA:
            goes_on = tags[n + 1] and not tags[n + 1] & 1
            words[n] = word if goes_on else word + MARK + ","


def _capitals(words: Words, sentences: bool) -> None:
    start = sentences
    for n, word in enumerate(words):
        if word == TURN:
            start = sentences
            continue
        if (start or word == "i" or word[:2] == "i'" or word in _PROPER) and "@" not in word:
            words[n] = word[0].upper() + word[1:]
        start = sentences and word[-2:-1] == MARK and word[-1] in ".?!"
