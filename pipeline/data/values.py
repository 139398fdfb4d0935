"""Values for the slots of carriers: every entity and every look-alike, in the forms that speech
engines emit.

Values("train").say("PHONE", rng)               -> "plus nine one nine eight double seven ..."
Values("dev").say("DATE", rng, "written")       -> "March 3rd, 2024"
Values("test").say("ACCOUNT.tail", rng, "typed") -> "4435"

Train, dev and test share no name, place or domain (see lexicon.sides).
"""

from __future__ import annotations

import random
from collections.abc import Callable

from pipeline.data.forms.lookalike import SLOTS
from pipeline.data.forms.maker import Maker, Say
from pipeline.data.hearing.bank import heard_values
from pipeline.data.lexicon.sides import Draw, checked_side
from pipeline.labels import REGISTRY, resolve

_TRIES = 8
#: Kinds of a value that may be any of its type once it was misheard.
_ANY_KIND = frozenset(("PHONE.plain", "PERSON_NAME.first", "PERSON_NAME.full"))


def _has_figure(text: str) -> bool:
    return any(map(str.isdigit, text))


class Values:
    """Draws values for one side of the split. All chance comes from the `rng` given."""

    def __init__(self, side: str) -> None:
        checked_side(side)
        self._makers: dict[str, Maker] = {}
        self._say: dict[str, Say] = dict(SLOTS)
        for entity in REGISTRY:
            made = resolve(entity.values)(side)
            maker = made if isinstance(made, Maker) else Maker(made)
            self._makers[entity.name] = maker
            self._say[entity.name] = maker.say
            self._say.update({f"{entity.name}.{name}": say for name, say in maker.variants.items()})
        self._heard = heard_values(side)
        self.slots = tuple(self._say)

    def say(self, slot: str, rng: random.Random, style: str = "spoken") -> str:
        """A value for `slot`, a label, "LABEL.kind" or a look-alike. Raises KeyError for an unknown
        slot or style.

        Styles: "spoken", lower case with figures and words as they come; "words", lower case
        without figures, as raw recognisers print; "typed", lower case with figures, as people type;
        "written", as engines with casing and punctuation print.
        """
        return in_style(self._say[slot], rng.random, style)

    def heard(self, slot: str, rng: random.Random, style: str) -> str | None:
        """A value for `slot` as a recogniser misheard one; None where none is fit for the style."""
        bank = self._heard.get(slot if slot not in _ANY_KIND else slot.partition(".")[0])
        if not bank or style == "typed":
            return None
        return bank.draw(rng, style)

    def like(self, label: str, name: str, rng: random.Random, style: str) -> str | None:
        """A value of `label` made from `name`, said before; None where values of that type are
        not.
        """
        made = self._makers[label].like
        if made is None:
            return None
        return in_style(lambda r, written: made(r, written, name), rng.random, style)

    def pieces(self, label: str, kind: str, rng: random.Random) -> list[str]:
        """The parts of one value: digits as they are, words in lower case."""
        maker = self._makers[label]
        if kind in maker.pieces:
            return maker.pieces[kind](rng.random)
        return [self.say(f"{label}.{kind}" if kind else label, rng)]

    def parts(self, label: str, rng: random.Random, style: str) -> list[tuple[str, str]] | None:
        """(text, slot) of the parts that `label` falls into for a model that does not know it;
        None for no parts.
        """
        made = self._makers[label].parts
        if made is None:
            return None
        found = made(rng.random, style == "written")
        return [(text.lower(), slot) for text, slot in found] if style == "typed" else found

    def instead(self, label: str, kind: str) -> str:
        """The slot that a kind of `label` has in a label set without it; "" for none."""
        return self._makers[label].instead.get(kind, "")


def _words(say: Say, r: Draw) -> str:
    text = say(r, False)
    for _ in range(_TRIES):
        if not _has_figure(text):
            break
        text = say(r, False)
    return text


def in_style(say: Say, r: Draw, style: str) -> str:
    """What `say` says in one of the styles of `Values.say`. Raises KeyError for an unknown one."""
    return _STYLES[style](say, r)


_STYLES: dict[str, Callable[[Say, Draw], str]] = {
    "spoken": lambda say, r: say(r, False),
    "words": _words,
    "typed": lambda say, r: say(r, True).lower(),
    "written": lambda say, r: say(r, True),
}
