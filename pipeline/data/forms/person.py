"""PERSON_NAME: how a name is said, from first name alone to three parts, initials, and spelled
letter by letter.
"""

from __future__ import annotations

from pipeline.data.forms.maker import Maker
from pipeline.data.lexicon.names import Culture, cultures, pinned, public_figures
from pipeline.data.lexicon.sides import Draw, keep, pick, spread, words

_GROUPS = {
    "in": 29,
    "south": 5,
    "us": 14,
    "gb": 11,
    "anglo": 5,
    "head": 12,
    "pk": 2,
    "africa": 3,
    "de": 2,
    "fr": 2,
    "es": 4,
    "it": 2,
    "pt": 2,
    "nl": 1,
    "nordic": 1,
    "east": 2,
    "tr": 1,
    "asia": 2,
    "zh": 2,
    "ja": 1,
    "ko": 1,
    "ar": 3,
    "ru": 2,
    "th": 1,
    "words": 5,
    "invented": 6,
}
_INDIAN = frozenset({"in", "south"})
_EASTERN = frozenset({"in", "south", "pk", "ar"})
_LETTERS = "aaabcddeeffgghhjjjkkkllmmmnnnppprrrsssstttuvvwy"
_FORMS = spread(
    {
        "full": 540,
        "first": 215,
        "last": 45,
        "middle": 45,
        "initial": 70,
        "double": 18,
        "joined": 22,
        "figure": 30,
        "compound": 18,
        "spelled": 12,
        "reversed": 7,
    }
)
_COMPOUND_WEST = (
    "Mary",
    "Anna",
    "Jean",
    "Lee",
    "John",
    "Sarah",
    "Maria",
    "Jose",
    "Juan",
    "Billy",
    "Bobby",
)
_COMPOUND_EAST = (
    "Sai",
    "Sri",
    "Shri",
    "Muhammad",
    "Mohd",
    "Syed",
    "Abdul",
    "Ram",
    "Hari",
    "Raja",
    "Bibi",
    "Lal",
)


#: Names that are also the commonest words; alone they would teach that "he" and "so" are people.
_NEVER_ALONE = frozenset(
    words("""
        a among along an and any are as at be but by call can day dial do for from had has he her here his how i if in
        is it just long many me more most much my no not now of on one only or out page she so some such sun than that
        the then there they this to up us very was we what when where who why with ye yes you young your
        """)  # noqa: E501
)


class People:
    """Names of one side of the split."""

    def __init__(self, side: str) -> None:
        self.cultures = cultures(side)
        self.groups = spread({g: n for g, n in _GROUPS.items() if g in self.cultures})
        self.figures = public_figures(side)
        self.east = keep(_COMPOUND_EAST, side, pinned()) or self.cultures["in"].first
        self.west = keep(_COMPOUND_WEST, side, pinned()) or self.cultures["us"].first

    def draw(self, r: Draw) -> tuple[str, Culture]:
        """A culture by weight."""
        group = pick(r, self.groups)
        return group, self.cultures[group]

    def say(self, r: Draw, written: bool) -> str:
        """One name; the written form keeps capitals and the dots of initials."""
        form = pick(r, _FORMS)
        if form == "figure" and self.figures:
            name = pick(r, self.figures)
        else:
            group, culture = self.draw(r)
            first = pick(r, culture.first)
            if form == "first" and first.lower() not in _NEVER_ALONE:
                name = first
            else:
                last_of = (
                    self.draw(r)[1] if r() < 0.08 or (group == "words" and r() < 0.5) else culture
                )
                name = self._compose(r, form, group, first, pick(r, last_of.last), written)
        return name if written else name.lower()

    def first(self, r: Draw, written: bool) -> str:
        """A first name alone, as agents give it."""
        name = pick(r, self.draw(r)[1].first)
        while name.lower() in _NEVER_ALONE:
            name = pick(r, self.draw(r)[1].first)
        return name if written else name.lower()

    def full(self, r: Draw, written: bool) -> str:
        """First and last name; a third of them with a middle name or initial."""
        group, culture = self.draw(r)
        form = "full" if r() < 0.85 else ("initial" if r() < 0.5 else "middle")
        name = self._compose(r, form, group, pick(r, culture.first), pick(r, culture.last), written)
        return name if written else name.lower()

    def _compose(self, r: Draw, form: str, group: str, first: str, last: str, written: bool) -> str:
        if form == "last" and last.lower() not in _NEVER_ALONE:
            return last
        if form == "initial" or (group == "south" and r() < 0.4):
            return self._initials(r, group, first, last, written)
        if form == "middle":
            return f"{first} {pick(r, self.cultures[group].first)} {last}"
        if form == "double":
            return (
                f"{first}"
                f" {last}{'-' if written or r() < 0.4 else ' '}{pick(r, self.cultures[group].last)}"
            )
        if form == "compound":
            front = pick(r, self.east if group in _EASTERN else self.west)
            return f"{front} {first} {last}" if r() < 0.6 else f"{front} {first}"
        if form == "joined":
            return f"{first}{last.lower()}"
        if form == "spelled":
            return _spelled(r, first, last, written)
        if form == "reversed":
            return f"{last}, {first}" if written else f"{last} {first}"
        if r() < 0.006:
            return f"{first} {last} {'Jr.' if written else 'junior'}"
        return f"{first} {last}"

    def _initials(self, r: Draw, group: str, first: str, last: str, written: bool) -> str:
        """ "k srinivasan", "s k gupta", "john f kennedy", "arjun r", "j r smith"."""
        dot = ("." if r() < 0.7 else "") if written else ("." if r() < 0.04 else "")
        a, b = pick(r, _LETTERS).upper() + dot, pick(r, _LETTERS).upper() + dot
        x = r()
        if group in _INDIAN and x < 0.30:
            return f"{a} {first}" if r() < 0.5 else f"{a} {first} {last}"
        if x < 0.50:
            return f"{first} {a} {last}"
        if x < 0.65:
            return f"{a} {last}"
        if x < 0.85:
            return f"{a}{'' if dot and r() < 0.5 else ' '}{b} {last}"
        return f"{first} {a}" if x < 0.95 else f"{first} {a} {b}"


def _spelled(r: Draw, first: str, last: str, written: bool) -> str:
    """The name letter by letter, whole or its last part: "smith" as "s m i t h", "S-M-I-T-H"."""
    joint = ("-" if r() < 0.6 else " ") if written else (" " if r() < 0.85 else "-")
    letters = [c for c in (first if r() < 0.4 else last).upper() if c.isalpha()]
    spelled = joint.join(letters)
    return spelled if r() < 0.6 else f"{first} {spelled}"


def maker(side: str) -> Maker:
    """Names of one side of the split."""
    people = People(side)
    return Maker(
        people.say,
        {"first": people.first, "full": people.full},
        {"": lambda r: people.full(r, False).split(), "first": lambda r: [people.first(r, False)]},
    )
