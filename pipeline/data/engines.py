"""How speech engines print what they recognised, by name: case, punctuation, figures, e-mail
addresses.

print_as("azure", ["my", "number", "is", "four", "one", ...], tags, tag_set, rng)
    -> ["My", "number", "is", "415-555-2671."], tags

An engine recognises words first and rewrites them afterwards (inverse text normalisation), so this
comes behind the noise: a misheard digit stays a word among figures. Sources: the vendors' pages on
formatting (Amazon Transcribe "Transcribing numbers": ten and above and runs of digits become
figures, "425555..." in one run; Azure Speech "Display text format": "1-800-456-8910",
"support@help.com"; Deepgram "Smart Format"), Google's automatic punctuation being an option,
Kaldi's recipes printing words alone; Whisper as `data hear` shows it, which cuts a number in any
way, glues the "at" of an address to its neighbours and spells "S-Q-D".
"""

from __future__ import annotations

import random
from itertools import groupby
from typing import NamedTuple

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
_SYMBOLS = {
    "at": "@",
    "dot": ".",
    "point": ".",
    "underscore": "_",
    "dash": "-",
    "hyphen": "-",
    "plus": "+",
}


class Style(NamedTuple):
    """One engine. Each tuple holds the forms that it uses, drawn from evenly; digits of a pattern
    are group sizes.

    `least`: numbers below it that stand alone stay words. `phones` are for ten digits, `numbers`
    for any other run; "" leaves a run whole. `emails`: "symbols" ("a.b@c.com"), "domain" ("a.b at
    c.com"), "loose" ("A underscore b at c.com"), "glued" ("a.batc.com"), "lost"
    ("a.bc.com") or "words".
    """

    cased: bool
    punctuated: bool
    figures: bool
    least: int = 0
    phones: tuple[str, ...] = ("",)
    numbers: tuple[str, ...] = ("",)
    heard: float = 0.0  # share of numbers cut as `data hear` heard them cut
    emails: tuple[str, ...] = ("words",)
    letters: tuple[str, ...] = (" ",)  # between letters that were spelled
    doubles: bool = True  # "double seven" becomes "77"
    fillers: bool = True  # printed


STYLES: dict[str, Style] = {
    "whisper": Style(
        cased=True,
        punctuated=True,
        figures=True,
        phones=("3-3-4", "3-3-4", "", "3 3 4", "5-5", "3, 3, 4"),
        numbers=("", "4-4-4-4", "4 4 4 4", "3 3 3 3"),
        heard=0.7,
        emails=("loose", "loose", "loose", "domain", "glued", "lost", "symbols", "words"),
        letters=("-", "-", " ", ".", ""),
        fillers=False,
    ),
    "deepgram": Style(
        cased=True,
        punctuated=True,
        figures=True,
        phones=("3-3-4", "(3) 3-4", "3 3 4", ""),
        numbers=("", "4 4 4 4", "1 1 1 1"),
        emails=("symbols",),
        fillers=False,
    ),
    "aws": Style(
        cased=True,
        punctuated=True,
        figures=True,
        least=10,
        phones=("", "3-3-4"),
        numbers=("",),
        emails=("words", "words", "symbols"),
    ),
    "google": Style(
        cased=True,
        punctuated=False,
        figures=True,
        least=10,
        phones=("3-3-4", "", "3 3 4"),
        numbers=("", "4 4 4 4"),
        emails=("symbols", "domain"),
        fillers=False,
    ),
    "azure": Style(
        cased=True,
        punctuated=True,
        figures=True,
        least=10,
        phones=("3-3-4", "3-3-4", ""),
        numbers=("", "4-4-4-4", "4 4 4 4"),
        emails=("symbols",),
        fillers=False,
    ),
    "kaldi": Style(cased=False, punctuated=False, figures=False, doubles=False),
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
        _punctuate(printed)
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


def _punctuate(words: Words) -> None:
    """A full stop at the end of each turn."""
    for n, word in enumerate(words):
        ends = n + 1 == len(words) or words[n + 1] == TURN
        if ends and word != TURN and MARK not in word and word[0] not in "[<":
            words[n] = word + MARK + "."


def _capitals(words: Words, sentences: bool) -> None:
    start = sentences
    for n, word in enumerate(words):
        if word == TURN:
            start = sentences
            continue
        if (start or word == "i" or word[:2] == "i'" or word in _PROPER) and "@" not in word:
            words[n] = word[0].upper() + word[1:]
        start = sentences and word[-2:-1] == MARK and word[-1] in ".?!"
