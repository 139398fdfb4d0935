"""Fills the slots of a frame: words, their tags, and who said them.

A frame is words, punctuation, slots (`pipeline.data.slots`) and, in a conversation, `/a` and `/c`
where agent and caller begin a turn.
"""

from __future__ import annotations

import random
import re
from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

from pipeline.data.forms.codes import code
from pipeline.data.noise import MARK, TURN, Tags, Words
from pipeline.data.slots import Slot, parse_slot
from pipeline.data.speech import (
    LISTENING,
    NOISES,
    PAUSES,
    SPEAKERS,
    TITLES,
    again,
    spelled,
    title_for,
)
from pipeline.data.values import Values, in_style
from pipeline.labels import REGISTRY, TagSet

_PUNCTUATION = frozenset(",.?!")
#: What is no plain word of a frame: slots, turns, punctuation, a possessive, sounds ("[noise]").
_SPECIAL = re.compile(r"(?<!\S)(\{\S+|/\S+|[,.?!](?!\S)|'s(?!\S)|[\[<]\S*)")
_NAME = "PERSON_NAME"
# Numbers that may have the very digits of a phone or card said a moment ago.
_TWINS = frozenset(("REFERENCE", "REFERENCE.order", "REFERENCE.ticket", "REFERENCE.tracking"))
_TWINNED = frozenset(("PHONE", "CREDIT_CARD"))
_TWIN_SHARE = 0.25
_COUNTRY_CODE = ("+", "(", "plus")
#: How many addresses for mail and login names are made from the name said before.
_LIKE_SHARE = 0.35
_OTHER_STYLE = {"spoken": "written", "written": "spoken", "words": "words", "typed": "typed"}
#: Speakers of the rows of dev and test.
_WHO = ("caller", "agent")


class Filled(NamedTuple):
    """Words and tags of a frame, how many look-alikes it holds, and the speaker of each turn (""
    for one text).
    """

    words: Words
    tags: Tags
    lookalikes: int
    speakers: list[str]


class Filler:
    """Fills frames with values of one side for one label set. All chance comes from `rng`."""

    def __init__(self, values: Values, tags: TagSet, rng: random.Random) -> None:
        self._values = values
        self._rng = rng
        self._begin = {label: tags.begin(label) for label in tags.labels}
        self._known = frozenset(one.name for one in REGISTRY)
        standing = {one.name for one in REGISTRY if one.digits and not one.redacted}
        self._entity = frozenset(tags.labels) - standing
        self._numbers: deque[str] = deque(maxlen=64)
        self._memory: dict[str, list[str]] = {}
        self._said_name = ""
        self._style = "spoken"
        self._misheard = 0.0
        self._words: Words = []
        self._tags: Tags = []
        self._speakers: list[str] = []
        self._named = ("", "")

    def fill(self, frame: str, style: str, misheard: float = 0.0) -> Filled:
        """The frame filled. Punctuation stays in style "written" only, and sounds in the spoken
        styles only. `misheard`: share of the values that are as a recogniser heard them.
        """
        self._misheard = misheard
        self._words, self._tags, self._style = [], [], style
        self._memory, self._said_name = {}, ""
        words, tags = self._words, self._tags
        self._speakers, self._named = [], ("", "")
        lookalikes = 0
        for number, piece in enumerate(_SPECIAL.split(frame)):
            if number % 2 == 0:  # plain words, as most are
                plain = piece.split()
                words += plain
                tags += [0] * len(plain)
            elif piece[0] == "{":
                lookalikes += self._slot(parse_slot(piece))
            elif piece in _PUNCTUATION:
                if style == "written" and words and MARK not in words[-1] and words[-1] != TURN:
                    words[-1] += MARK + piece
            elif piece == "/named":
                self._named = SPEAKERS[int(self._rng.random() * len(SPEAKERS))]
            elif piece[0] == "/":
                self._turn(piece == "/a")
            elif piece == "'s" and words and tags[-1] in self._name_tags():
                self._ending(piece)
            elif piece == "'s" or style not in ("typed", "written"):  # else a sound
                self._plain(piece)
        return Filled(words, tags, lookalikes, self._speakers)

    def _turn(self, agent: bool) -> None:
        """Begin a turn; one that nothing was said in is taken back."""
        if self._words and self._words[-1] != TURN:
            self._plain(TURN)
        elif self._speakers:
            self._speakers.pop()
        self._speakers.append(_WHO[agent])
        if self._named[0]:
            speaker = self._named[not agent]
            self._plain((speaker.title() if self._style == "written" else speaker) + MARK + ":")

    def _plain(self, word: str) -> None:
        self._words.append(word)
        self._tags.append(0)

    def _name_tags(self) -> tuple[int, int]:
        begin = self._begin.get(_NAME, -2)
        return begin, begin + 1

    def _slot(self, slot: Slot) -> bool:
        """Say one slot; whether it looks like PII and is none."""
        label = slot.label
        begin = self._begin.get(label, 0)
        if label == _NAME:
            self._title()
        if slot.operation:
            self._remembered(slot, begin)
        elif not begin and label in self._known and self._in_parts(slot):
            return False
        else:
            self._tagged(self._value(slot).split(), begin)
        if slot.ending:
            self._ending(slot.ending)
        return label not in self._entity

    def _in_parts(self, slot: Slot) -> bool:
        """Say a value of a type that this label set does not have by its parts; whether it has
        any.
        """
        values, style = self._values, self._style
        instead = values.instead(slot.label, slot.kind) if slot.kind else ""
        if instead:
            self._tagged(
                values.say(slot.name, self._rng, style).split(), self._begin.get(instead, 0)
            )
            return True
        parts = None if slot.kind else values.parts(slot.label, self._rng, style)
        for text, kind in parts or ():
            self._tagged(text.split(), self._begin.get(kind, 0))
        return parts is not None

    def _tagged(self, said: Words, begin: int) -> None:
        self._words += said
        self._tags += [begin] + [begin + 1] * (len(said) - 1) if begin else [0] * len(said)

    def _value(self, slot: Slot) -> str:
        rng, label, style = self._rng, slot.label, self._style
        if slot.name in _TWINS and self._numbers and rng.random() < _TWIN_SHARE:
            return self._numbers[int(rng.random() * len(self._numbers))]
        if self._misheard and rng.random() < self._misheard:
            heard = self._values.heard(slot.name, rng, style)
            if heard:
                return heard
        if rng.random() < 0.1:
            style = _OTHER_STYLE[style]
        if self._said_name and label in self._known and rng.random() < _LIKE_SHARE:
            like = self._values.like(label, self._said_name, rng, style)
            if like:
                return like
        value = self._values.say(slot.name, rng, style)
        if slot.name in _TWINS:
            while value.startswith(_COUNTRY_CODE):  # no order number begins so
                value = self._values.say(slot.name, rng, style)
        elif label in _TWINNED and not value.startswith(_COUNTRY_CODE):
            self._numbers.append(value)
        elif label == _NAME:
            self._said_name = value
        return value

    def _remembered(self, slot: Slot, begin: int) -> None:
        """Say a value that is said more than once, or in pieces."""
        memory, rng = self._memory, self._rng
        key = (slot.label if slot.label == _NAME else slot.name) + slot.number
        pieces = memory.get(key)
        if pieces is None:
            pieces = memory[key] = self._values.pieces(slot.label, slot.kind, rng)
            if slot.label == _NAME:
                self._said_name = " ".join(pieces)
        operation = slot.operation
        instead = "" if begin else self._values.instead(slot.label, "")
        other = self._begin.get(instead, 0)
        if operation == "~":
            self._over_turns(pieces, begin, other)
            return
        if operation == "^":
            pieces = [spelled(pieces, slot.label == _NAME, self._style, rng.random)]
        else:
            pieces = again(pieces, operation, rng.random)
        self._pieces(pieces, begin, other, operation == "^")

    def _pieces(self, pieces: list[str], begin: int, other: int, letters: bool = False) -> None:
        """Say pieces in one breath."""
        if all(p.isalnum() and (len(p) < 3 or any(map(str.isdigit, p))) for p in pieces):
            self._tagged(self._rendered(pieces).split(), begin)
            return
        start = True
        for piece in pieces:
            said = (self._rendered([piece]) if piece.isdigit() else piece).split()
            if self._style == "written":
                said = [w.upper() if letters else w.capitalize() for w in said]
            if begin and not start:
                self._words += said
                self._tags += [begin + 1] * len(said)
            else:
                self._tagged(said, begin or (0 if piece.isdigit() else other))
            start = False

    def _rendered(self, pieces: list[str]) -> str:
        return in_style(lambda r, written: code(r, pieces, written), self._rng.random, self._style)

    def _over_turns(self, pieces: list[str], begin: int, other: int) -> None:
        """Say pieces one by one: mostly a turn each, the listener or a sound between them now
        and then.
        """
        draw = self._rng.random
        noisy = self._style in ("spoken", "words")
        if draw() < 0.1 and all(map(str.isdigit, pieces)):
            pieces = list("".join(pieces))  # one digit a turn
        elif draw() < 0.25 and len(pieces) == 1 and pieces[0].isdigit() and len(pieces[0]) > 5:
            whole = pieces[0]
            pieces = [whole[i : i + 3] for i in range(0, len(whole), 3)]
        for number, piece in enumerate(pieces):
            goes_on = number and draw() < 0.15
            if goes_on:  # in the same breath
                if noisy:
                    self._inside(
                        PAUSES[int(draw() * (len(PAUSES) if piece.isdigit() else 5))], begin
                    )
            elif number:
                self._between(noisy)
            elif noisy and draw() < 0.06:
                self._tagged(list(PAUSES[int(draw() * len(PAUSES))]), 0)
            at = len(self._tags)
            self._pieces([piece], begin, other)
            if goes_on and begin:
                self._tags[at] = begin + 1
            if draw() < 0.05:
                self._turn(self._speakers[-1:] == [_WHO[True]])
                self._pieces([piece], begin, other)

    def _inside(self, words: Sequence[str], begin: int) -> None:
        self._words += words
        self._tags += [begin + 1 if begin else 0] * len(words)

    def _between(self, noisy: bool) -> None:
        """Begin the next turn of the same speaker, at times behind one of the listener."""
        draw = self._rng.random
        agent = self._speakers[-1:] == [_WHO[True]]
        if draw() < 0.32:
            self._turn(not agent)
            sound = noisy and draw() < 0.45
            said = (
                [NOISES[int(draw() * len(NOISES))]]
                if sound
                else list(LISTENING[int(draw() * len(LISTENING))])
            )
            self._tagged(said, 0)
        self._turn(agent)

    def _title(self) -> None:
        """A title before a name now and then, written as the style has it."""
        words = self._words
        given = words[-1] if words and words[-1] in TITLES else ""
        title = title_for(given, self._style, self._rng.random)
        if given:
            words.pop()
            self._tags.pop()
        if title:
            self._plain(title)

    def _ending(self, ending: str) -> None:
        """A possessive belongs to the name: as its own token, attached, or without its
        apostrophe.
        """
        form, words, tags = self._rng.random(), self._words, self._tags
        names = self._name_tags()
        if ending == "'s" and tags[-1] in names and form < 0.45:
            words.append(ending)
            tags.append(names[1])
        elif ending == "'s" and form > 0.85:
            words[-1] += "s"
        else:
            words[-1] += ending
