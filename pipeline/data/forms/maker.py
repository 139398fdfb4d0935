"""What a value maker is: the one thing that an entity type needs of this stage
(`EntityType.values`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple

from pipeline.data.lexicon.sides import Draw

#: (chance, whether written with case and punctuation) -> the value as text.
Say = Callable[[Draw, bool], str]
#: Chance -> the value's parts: digits as they are, words in lower case. A conversation says them
#: one by one.
Pieces = Callable[[Draw], list[str]]


class Maker(NamedTuple):
    """How values of one entity type come about, on one side of the split.

    `say`: any value. `variants`: kinds that a carrier may ask for ("{NATIONAL_ID.ssn}"). `pieces`:
    the parts of a value that may be said over several turns. `parts`: (text, slot) of what a label
    set without the type calls its parts, and `instead` the slot of a kind or, under "", of a piece
    there. `like`: a value made from a name said before, as addresses for mail are.
    """

    say: Say
    variants: Mapping[str, Say] = {}
    pieces: Mapping[str, Pieces] = {}
    parts: Callable[[Draw, bool], list[tuple[str, str]]] | None = None
    like: Callable[[Draw, bool, str], str] | None = None
    instead: Mapping[str, str] = {}
