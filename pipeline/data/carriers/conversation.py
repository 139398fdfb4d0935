"""Conversations: turns of agent and caller, with values said in pieces, read back, repeated, corrected and spelled.

A frame is what a model sees at once, some turns of a call; `whole` is a call from its greeting to its goodbye.
"""

from __future__ import annotations

import random
import re

from pipeline.data.carriers.asked import ASKED, MORE_QUESTIONS
from pipeline.data.carriers.calls import Calls
from pipeline.data.carriers.calls_edges import EDGES
from pipeline.data.carriers.calls_words import SHARED
from pipeline.data.carriers.conversation_parts import PHRASES
from pipeline.data.carriers.conversation_talk import TALK
from pipeline.data.carriers.dialogue_answers import ANSWERS
from pipeline.data.carriers.dialogue_parts import QUESTIONS
from pipeline.data.carriers.grammar import Grammar
from pipeline.data.carriers.no_entity import NoEntity
from pipeline.data.carriers.terse import Terse
from pipeline.data.speech import NOISES

_TURN = re.compile(r" (?=/[ac] )")
#: share of the frames that are small talk
_TALK = 0.12
#: about how many tokens a frame has at most
_ROOM = (18, 100)
#: and how many a value has
_SLOT_TOKENS = 7
#: What may be asked about any value that has been said: name of a follow-up -> share.
_FOLLOW = {
    "none": 34,
    "noted": 26,
    "back": 14,
    "wrong": 8,
    "again": 9,
    "end": 4,
    "start": 2,
    "other": 3,
}
#: Values that are said in one piece only: what they are made of has no order of its own.
_WHOLE = frozenset(
    (
        "AMOUNT",
        "TIME",
        "MODEL_NUMBER",
        "QUANTITY",
        "COMPANY",
        "VEHICLE",
        "DATE",
        "AGE",
        "CITY",
        "LOCATION",
    )
)
#: What people spell.
_SPELLED = frozenset(("PERSON_NAME", "ADDRESS", "EMAIL", "USERNAME"))
_NOT_SPELLED = frozenset(("ADDRESS.postcode",))


class Conversation:
    """Frames of one side of the split."""

    def __init__(self, split: str) -> None:
        phrases = {
            **QUESTIONS,
            **MORE_QUESTIONS,
            **PHRASES,
            **TALK,
            "answer": ANSWERS["answer"],
            "topic": EDGES["topic"],
        }
        self._expand = Grammar(phrases, SHARED, split).expand
        self._asked = [(name, slot) for name, (share, slot) in ASKED.items() for _ in range(share)]
        self._follow = [name for name, share in _FOLLOW.items() for _ in range(share)]
        self._calls, self._terse, self._talk = Calls(split), Terse(split), NoEntity(split)

    def frame(self, rng: random.Random) -> str:
        """Some turns out of a call, as many as a model sees at once, for example
        `/a what is your phone number ? /c it's {PHONE~1} /a [noise] /c that's right`."""
        draw = rng.random
        room = _ROOM[0] + int(draw() ** 1.6 * (_ROOM[1] - _ROOM[0]))
        if draw() < _TALK:
            return " ".join(self._noisy(self._small_talk(room, rng), rng))
        turns = self._opening(rng) if draw() < 0.3 else []
        said = sum(map(_weight, turns))
        while said < room:
            more = self._beat(rng)
            turns += more
            said += sum(map(_weight, more))
        if draw() < 0.25:
            turns += _turns(self._expand("close", rng))
        start = int(draw() * 3) if draw() < 0.4 else 0
        chosen: list[str] = []
        for turn in turns[start:]:
            room -= _weight(turn)
            if room < -12 and chosen:
                break
            chosen.append(turn)
        named = "/named " if draw() < 0.04 else ""
        return named + " ".join(self._noisy(chosen or turns[:1], rng))

    def _small_talk(self, room: int, rng: random.Random) -> list[str]:
        """Turns about nothing personal, as most of any conversation is."""
        turns: list[str] = []
        while room > 0:
            if rng.random() < 0.5:
                more = [f"{'/a' if rng.random() < 0.5 else '/c'} {self._talk.frame(rng)}"]
            else:
                more = _turns(self._expand("chat", rng))
            turns += more
            room -= sum(map(_weight, more))
        return turns

    def whole(self, rng: random.Random) -> str:
        """A call from its first turn to its last."""
        turns = self._opening(rng)
        for _ in range(3 + int(rng.random() * 6)):
            turns += self._beat(rng)
        turns += _turns(self._expand("close", rng))
        return " ".join(self._noisy(turns, rng))

    def _opening(self, rng: random.Random) -> list[str]:
        greeting = [f"/a {self._expand('greet', rng)}"]
        if rng.random() < 0.2:
            greeting.insert(0, "/c hello" if rng.random() < 0.5 else "/a hello")
        return [*greeting, f"/c {self._expand('intro', rng)}"]

    def _beat(self, rng: random.Random) -> list[str]:
        """A few turns about one thing."""
        x = rng.random()
        if x < 0.62:
            return self._question(rng)
        if x < 0.9:
            return _turns(self._expand("chat", rng))
        who = "/c" if rng.random() < 0.8 else "/a"
        if x < 0.93:
            return [f"{who} {self._talk.frame(rng)}"]
        return [f"{who} {self._calls.frame(rng)}"] if x < 0.97 else [f"/c {self._terse.frame(rng)}"]

    def _question(self, rng: random.Random) -> list[str]:
        """A question, its answer over one turn or many, and what the agent makes of it."""
        draw, expand = rng.random, self._expand
        name, slot = self._asked[int(draw() * len(self._asked))]
        number = "1" if draw() < 0.8 else "2"
        label = slot.partition(".")[0]
        if label in _WHOLE:
            return [
                f"/a {expand('ask_' + name, rng)} ?",
                f"/c {self._answer(name, '{' + slot + '}', rng)}",
            ]
        value = "{" + slot + "%s" + number + "}"
        said = value % ("~" if draw() < 0.62 else "=")
        turns = [f"/a {expand('ask_' + name, rng)} ?"]
        if draw() < 0.12:
            turns.append(f"/c {expand('noted', rng)}")
        answer = self._answer(name, said, rng)
        if draw() < 0.1 and " " in answer:
            words, _, last = answer.rpartition(" ")
            turns += [f"/c {words}", f"/c {last}"]
        else:
            turns.append(f"/c {answer}")
        if label in _SPELLED and slot not in _NOT_SPELLED and draw() < 0.25:
            turns += [f"/a {expand('spell', rng)}", f"/c {expand('spelled', rng)} {value % '^'}"]
        return turns + self._follow_up(name, value, rng)

    def _answer(self, name: str, said: str, rng: random.Random) -> str:
        x = rng.random()
        if x < 0.4:
            return said
        if x < 0.75:
            return f"{self._expand('lead', rng)} {said}"
        if x < 0.82 and name in ("phone", "address"):
            return f"{self._expand('my_lead', rng)} {said}"
        return self._expand("answer", rng).replace("VALUE", said)

    def _follow_up(self, name: str, value: str, rng: random.Random) -> list[str]:
        expand = self._expand
        kind = self._follow[int(rng.random() * len(self._follow))]
        if kind == "none":
            return []
        if kind == "noted":
            return [f"/a {expand('noted', rng)}"]
        if kind in ("again", "end", "start"):
            rule = {"again": "again", "end": "again_end", "start": "again_start"}[kind]
            part = {"again": "~" if rng.random() < 0.4 else "=", "end": "+", "start": "-"}[kind]
            lead = f"{expand('lead', rng)} " if rng.random() < 0.5 else ""
            return [f"/a {expand(rule, rng)}", f"/c {lead}{value % part}"]
        if kind == "other":
            other = re.sub(r"\d\}", "3}", value % "=")
            return [f"/c {expand('no', rng)} {other}", f"/a {expand('noted', rng)}"]
        ending = f" {expand('right', rng)} ?" if rng.random() < 0.5 else ""
        if kind == "back":
            part = value % ("~" if rng.random() < 0.3 else "=")
            return [f"/a {expand('back', rng)} {part}{ending}", f"/c {expand('yes', rng)}"]
        part = "=" if rng.random() < 0.6 else ("+" if rng.random() < 0.6 else "-")
        return [
            f"/a {expand('back', rng)} {value % '!'}{ending}",
            f"/c {expand('no', rng)} {value % part}",
        ]

    def _noisy(self, turns: list[str], rng: random.Random) -> list[str]:
        """The turns with sounds before their words, and turns that are nothing but a sound."""
        draw = rng.random
        share = 0.0 if draw() < 0.55 else 0.25 * draw()
        if not share:
            return turns
        out: list[str] = []
        for turn in turns:
            if draw() < share:
                out.append(f"{'/a' if draw() < 0.5 else '/c'} {NOISES[int(draw() * len(NOISES))]}")
            if draw() < share / 2:
                turn = f"{turn[:2]} {NOISES[int(draw() * len(NOISES))]}{turn[2:]}"
            out.append(turn)
        return out


def _turns(text: str) -> list[str]:
    return _TURN.split(text)


def _weight(turn: str) -> int:
    """About how many tokens the turn has when its slots are filled."""
    return turn.count(" ") + _SLOT_TOKENS * turn.count("{")
