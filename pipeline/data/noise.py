"""What the engine did to it: word errors at a given rate, applied to words whose tags stay right.

A word's tag is a class id of a `pipeline.labels.TagSet`: 0 outside, odd at the first word of a
span, even inside. Whatever happens to a word of a span stays in the span, and a span never has a
gap: a filler between two of its words is inside. A span whose first word is dropped begins at the
next. Punctuation that an engine wrote is hung on a word behind `MARK`, so that it never falls into
a span.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from collections.abc import Set as AbstractSet

from pipeline.data.noise_words import FILLERS, HOMOPHONES, SOUND_ALIKE

#: Stands between a word and the punctuation hung on it.
MARK = "\x01"
#: The word between two turns of a conversation.
TURN = "\n"

Words = list[str]
Tags = list[int]
#: (i, tag, heard, labels) -> how many words it took; see `each_error`.
Change = Callable[[int, int, Words, Tags], int]

# operation -> share of the errors; "substitute" falls back to a mis-spelling where a word has no
# homophone
_SHARES = {
    "filler": 26,
    "substitute": 24,
    "misspell": 15,
    "drop": 12,
    "repeat": 8,
    "split": 5,
    "join": 6,
    "restart": 4,
}
_OPERATIONS = [name for name, share in _SHARES.items() for _ in range(share)]
_VOWELS = "aeiou"
_FUNCTION_WORDS = (
    "a an the is are am was were to of in on at for and or but it it's its i i'm me my you your we"
    " us our he she they so do be by as if this that these can will would with from please there"
    " here have has had hai ka ki ko se par"
)
#: Turns and sounds ("[noise]") are no words.
UNTOUCHED = frozenset((TURN, "[", "<"))
UNSTRESSED = frozenset(_FUNCTION_WORDS.split())
# Digits right behind one of these would be an answer, not a stray run.
_ANSWERED = (
    "number numbers mobile phone cell contact whatsapp landline card visa mastercard amex is it's"
    " its call dial ring text reach on at to from use hai date birth born email mail"
)
_CUES = frozenset(_ANSWERED.split())


def add_noise(words: Words, tags: Tags, rate: float, rng: random.Random) -> tuple[Words, Tags]:
    """`words` and `tags` with about `rate` errors a word."""
    if rate <= 0.0:
        return words, tags
    draw = rng.random

    def change(i: int, tag: int, heard: Words, labels: Tags) -> int:
        _make_error(words[i], i, tag, heard, labels, draw)
        return 1

    return each_error(words, tags, rate, draw, change)


def each_error(
    words: Words,
    tags: Tags,
    rate: float,
    draw: Callable[[], float],
    change: Change,
    most: float = 1.0,
    prone: Callable[[int, int], float] | None = None,
) -> tuple[Words, Tags]:
    """`words` and `tags` with errors at a rate above 0.

    `change(i, tag, heard, labels)` appends what becomes of word i and says how many words it took.
    A word is `prone(i, tag)` times as likely to be wrong as others, at most `most` times. A span
    whose first words were dropped begins at the next.
    """
    heard: Words = []
    labels: Tags = []
    lost = i = 0  # `lost`: the begin tag of a span whose first words were dropped
    while i < len(words):
        tag = tags[i]
        if lost and tag == lost + 1:
            tag = lost
        lost = 0
        chance = draw() / rate
        spared = chance >= most or (prone is not None and chance >= prone(i, tag))
        if spared or words[i][0] in UNTOUCHED:
            heard.append(words[i])
            labels.append(tag)
            i += 1
            continue
        before = len(heard)
        i += change(i, tag, heard, labels)
        if tag & 1 and len(heard) == before:
            lost = tag
    return heard, labels


def _make_error(
    word: str, i: int, tag: int, heard: Words, labels: Tags, draw: Callable[[], float]
) -> None:
    operation = _OPERATIONS[int(draw() * 100)]
    if operation == "drop":
        # Engines lose short unstressed words; without its "order" an order number would look like a
        # phone.
        if tag or word in UNSTRESSED:
            return
        operation = "misspell"
    if operation == "join" and _joins(heard, labels, word, tag):
        heard[-1] += word
        labels[-1] = labels[-1] or tag
        return
    before, changed = _change(operation, word, i, tag, draw)
    if operation == "filler" and tag & 1:
        extend(heard, labels, before, 0)
        extend(heard, labels, changed, tag)
    else:
        extend(heard, labels, before + changed, tag)


def add_stray(
    heard: Words,
    labels: Tags,
    rate: float,
    stray: Callable[[], str],
    draw: Callable[[], float],
    alike: AbstractSet[int] = frozenset(),
) -> None:
    """Drop the digits that `stray` says in away from spans, now and then, the more often the
    noisier.

    `alike`: begin tags of the numbers that a stray run beside them could not be told from.
    """
    if draw() < min(0.3, 0.06 + 2 * rate):
        _drop_in(heard, labels, stray().split(), draw, alike)


def extend(heard: Words, labels: Tags, words: Words, first: int) -> None:
    """Append `words`, tagged `first` and, behind a begin tag, as inside."""
    for word in words:
        heard.append(word)
        labels.append(first)
        first += first & 1


def _joins(heard: Words, labels: Tags, word: str, tag: int) -> bool:
    """Two words may run together where both are outside, or both inside one span, and no
    punctuation is between; and figures with the cue before them ("ssn4579"), which is theirs then.
    """
    if not heard or MARK in heard[-1]:
        return False
    last = labels[-1]
    if tag & 1 and word.isdigit():
        cue = heard[-1]
        return last == 0 and cue.isalpha() and len(cue) < 5 and cue not in UNSTRESSED
    same = last == tag == 0 or (tag and not tag & 1 and last in (tag, tag - 1))
    return bool(same) and word.isalpha() and heard[-1].isalpha() and len(word) + len(heard[-1]) < 14


def _change(
    operation: str, word: str, i: int, tag: int, draw: Callable[[], float]
) -> tuple[Words, Words]:
    """(words put before, what became of the word)."""
    if operation == "filler":
        return list(FILLERS[int(draw() * len(FILLERS))]), [word]
    if operation == "repeat":
        return [word.partition(MARK)[0]], [word]
    if operation == "restart":
        cut = 1 + int(draw() * (len(word) - 1)) if len(word) > 2 else 1
        return [word[:cut].partition(MARK)[0] or word], [word]
    if operation == "substitute":
        others = HOMOPHONES.get(word.lower())
        if others:
            return [], others[int(draw() * len(others))].split()
    if operation == "split" and len(word) > 5 and word.isalpha():
        cut = 2 + int(draw() * (len(word) - 4))
        return [], [word[:cut], word[cut:]]
    return [], [misspell(word, draw)]


def misspell(word: str, draw: Callable[[], float]) -> str:
    """One slip of spelling: a letter lost, doubled, swapped, or written as it sounds.

    Digits stay as they are.
    """
    if len(word) < 3 or not word.isalpha():
        return word
    kind = draw()
    at = 1 + int(draw() * (len(word) - 1))
    if kind < 0.4:
        start = int(draw() * len(SOUND_ALIKE))
        for shift in range(len(SOUND_ALIKE)):
            old, new = SOUND_ALIKE[(start + shift) % len(SOUND_ALIKE)]
            if old in word:
                return word.replace(old, new, 1)
    if kind < 0.6:
        return word[:at] + word[at - 1] + word[at:]
    if kind < 0.8:
        return word[:at] + word[at + 1 :]
    if kind < 0.9 and at + 1 < len(word):
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + _VOWELS[int(draw() * 5)] + word[at + 1 :]


def _drop_in(
    heard: Words, labels: Tags, digits: Words, draw: Callable[[], float], alike: AbstractSet[int]
) -> None:
    """Put `digits` where they can belong to no span: well away from spans and cues, or where the
    true value stands too.

    "my card 925531 number is 4111 ...": a single run of figures before a value that is still to
    come, or behind a finished one, is no part of it. Half of the lines that allow it get it there,
    since a cue alone must not decide.
    """
    gaps = range(len(heard) + 1)
    near = (
        [i for i in gaps if _beside_value(labels, i, alike)]
        if len(digits) == 1 and len(digits[0]) > 4
        else []
    )
    room = near if near and draw() < 0.5 else [i for i in gaps if _far_off(heard, labels, i)]
    if room:
        at = room[int(draw() * len(room))]
        heard[at:at] = digits
        labels[at:at] = [0] * len(digits)


def _far_off(heard: Words, labels: Tags, gap: int) -> bool:
    """At least two words from any span and not right behind a cue."""
    return not any(labels[max(0, gap - 2) : gap + 2]) and _CUES.isdisjoint(
        heard[max(0, gap - 2) : gap]
    )


def _beside_value(labels: Tags, gap: int, alike: AbstractSet[int]) -> bool:
    """Outside any span, none of `alike` beside it (its length would not tell), and a span behind
    or soon ahead.
    """
    after = labels[gap : gap + 8]
    before = labels[gap - 1] if gap else 0
    if (
        (after and after[0] and not after[0] & 1)
        or before in alike
        or before - 1 in alike
        or alike & set(after[:1])
    ):
        return False
    return bool(before) or any(after)
