"""What people put around and into values: titles, pauses, listeners, sounds, mistakes, spelling."""

from __future__ import annotations

from pipeline.data.lexicon.sides import Draw
from pipeline.data.noise import misspell

# Titles as they are said and as engines write them; never part of the name.
TITLES = {
    "mr": "Mr.",
    "mrs": "Mrs.",
    "ms": "Ms.",
    "miss": "Miss",
    "dr": "Dr.",
    "doctor": "Doctor",
    "sir": "Sir",
    "professor": "Professor",
    "prof": "Prof.",
    "mister": "Mister",
    "madam": "Madam",
    "captain": "Captain",
}
_TITLE_LIST = ("mr",) * 4 + ("mrs",) * 3 + ("ms",) * 3 + tuple(TITLES)
_TITLE_SHARE = {"spoken": 0.03, "words": 0.03, "typed": 0.01, "written": 0.12}
#: What the listener says between two pieces, and what a recogniser prints for sounds.
LISTENING = (
    ("okay",),
    ("okay",),
    ("ok",),
    ("mm", "hmm"),
    ("mm", "hmm"),
    ("uh", "huh"),
    ("yes",),
    ("yeah",),
    ("right",),
    ("alright",),
    ("mhm",),
    ("go", "on"),
    ("got", "it"),
    ("sure",),
    ("go", "ahead"),
    ("hmm",),
    ("and",),
    ("uh",),
)
NOISES = (
    "[noise]",
    "[noise]",
    "[noise]",
    "[noise]",
    "<unk>",
    "<unk>",
    "[laughter]",
    "[inaudible]",
    "<noise>",
    "[music]",
)
PAUSES = (("uh",), ("um",), ("uh",), ("um",), ("hold", "on"), ("and",), ("then",), ("and", "then"))
#: Words of a value that nobody spells.
NEVER_SPELLED = frozenset(
    [
        "at",
        "dot",
        "com",
        "net",
        "org",
        "in",
        "co",
        "uk",
        "underscore",
        "dash",
        "hyphen",
        "point",
        "street",
        "avenue",
        "road",
        "lane",
        "drive",
        "court",
        "place",
        "the",
        "and",
        "number",
        "apartment",
        "flat",
        "house",
        "plot",
        "unit",
        "north",
        "south",
        "east",
        "west",
    ]
)
#: Names that some texts give agent and caller.
SPEAKERS = (("agent", "caller"), ("agent", "customer"), ("rep", "customer"), ("support", "user"))


def title_for(given: str, style: str, draw: Draw) -> str:
    """The title before a name: `given`, the one said already, else one now and then; "" for
    none.
    """
    title = given
    if not title:
        if draw() >= _TITLE_SHARE[style]:
            return ""
        title = _TITLE_LIST[int(draw() * len(_TITLE_LIST))]
    if style == "written":
        title = TITLES[title]
        title = title.rstrip(".") if draw() < 0.15 else title
    return title


def again(pieces: list[str], operation: str, draw: Draw) -> list[str]:
    """What is said of a value the second time, by the operation of its slot: the first part ("-"),
    the last ("+"), all with a mistake ("!"), or all of it.
    """
    middle = (len(pieces) + 1) // 2
    if operation == "-":
        return pieces[:middle]
    if operation == "+":
        return pieces[middle:] or pieces
    return mistaken(pieces, draw) if operation == "!" else pieces


def mistaken(pieces: list[str], draw: Draw) -> list[str]:
    """The pieces as somebody reads them back wrongly: one digit other, or one word misheard."""
    at = int(draw() * len(pieces))
    piece = pieces[at]
    places = [i for i, c in enumerate(piece) if c.isdigit()]
    if places:
        i = places[int(draw() * len(places))]
        piece = piece[:i] + "0123456789"[int(draw() * 10)] + piece[i + 1 :]
    else:
        piece = misspell(piece, draw)
    return [*pieces[:at], piece, *pieces[at + 1 :]]


def spelled(pieces: list[str], last: bool, style: str, draw: Draw) -> str:
    """One word of the pieces letter by letter, the last one or any."""
    words = [
        w for p in pieces for w in p.split() if w.isalpha() and w not in NEVER_SPELLED
    ] or pieces[:1]
    word = words[-1] if last else words[int(draw() * len(words))]
    return ("-" if style == "written" and draw() < 0.5 else " ").join(word)
