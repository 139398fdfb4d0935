"""Codes of letters and digits, from groups such as ["nhx", "181", "453", "724"]: as said, as
printed, as typed.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pipeline.data.forms.digits import random_digits, regroup, render
from pipeline.data.forms.maker import Maker, Pieces, Say
from pipeline.data.lexicon.sides import Draw, pick, spread

_LETTERS = "abcdefghijklmnopqrstuvwxyz"
#: Share of the letters said one by one that come with a word.
_SPELLED = 0.07
_WORDS = (
    "alpha apple adam bravo boy ball charlie cat delta dog david echo elephant edward foxtrot"
    " fox frank golf girl george hotel hat henry india ice ink juliet john jug kilo king kite"
    " lima lion lucy mike mango mary november nancy nut oscar orange papa peter pen quebec"
    " queen romeo robert rat sierra sam sugar tango tom tiger uniform umbrella victor van vase"
    " whiskey william water x-ray xylophone yankee yellow zulu zebra"
)
_ALPHABET = {
    letter: tuple(word for word in _WORDS.split() if word[0] == letter) for letter in _LETTERS
}


def letters(r: Draw, n: int) -> str:
    """`n` letters; now and then one of them twice or thrice, as in codes made up on the spot."""
    if n > 1 and r() < 0.15:
        return _LETTERS[int(r() * 26)] * n
    return "".join([_LETTERS[int(r() * 26)] for _ in range(n)])


def spoken_letters(r: Draw, group: str) -> list[str]:
    """Letters one by one, at times with a word that begins with each: "b for bravo"."""
    if r() >= _SPELLED or not group.isalpha():
        return list(group)
    link = pick(r, (" as in ", " for ", " for ", " like ", " "))
    return [f"{letter}{link}{pick(r, _ALPHABET[letter])}" for letter in group]


def code(r: Draw, groups: Sequence[str], written: bool) -> str:
    """One code. Groups of digits are rendered as numbers are; letters stand alone, together, or
    in the number.
    """
    if all(map(str.isdigit, groups)):
        return render(r, groups, written)
    x = r()
    if written:
        joint = "" if x < 0.45 else (" " if x < 0.75 else "-")
        text = joint.join(groups)
        return text.upper() if r() < 0.75 else text
    if x < 0.2:
        return "".join(groups)
    if x < 0.4:
        return " ".join(groups)
    apart = r() < 0.5
    out: list[str] = []
    run: list[str] = []
    for group in (*groups, ""):
        if group.isdigit():
            run.append(group)
            continue
        if run:
            out.append(render(r, run, False))
            run = []
        out.extend(spoken_letters(r, group) if apart else [group])
    return " ".join(filter(None, out))


def digit_groups(r: Draw, shapes: Sequence[tuple[int, ...]]) -> list[str]:
    """Random digits in the groups of one of `shapes`."""
    sizes = pick(r, shapes)
    return regroup(r, random_digits(r, sum(sizes)), sizes)


def said(groups: Pieces) -> Say:
    """A `say` for what `groups` draws."""
    return lambda r, written: code(r, groups(r), written)


def maker_of(kinds: dict[str, tuple[int, Pieces]]) -> Maker:
    """A maker of several kinds of code: name -> (share, groups of one)."""
    say = {name: said(groups) for name, (_, groups) in kinds.items()}
    table = spread({name: share for name, (share, _) in kinds.items()})
    pieces = {name: groups for name, (_, groups) in kinds.items()}

    def any_kind(r: Draw, written: bool) -> str:
        return say[pick(r, table)](r, written)

    def any_groups(r: Draw) -> list[str]:
        return pieces[pick(r, table)](r)

    return Maker(any_kind, say, {**pieces, "": any_groups})


def pattern(*shapes: str) -> Callable[[Draw], list[str]]:
    """Groups after one of `shapes`: "@" a letter, "#" a digit, a space between groups, all else
    as it is.
    """

    def groups(r: Draw) -> list[str]:
        shape = pick(r, shapes)
        return "".join(
            [
                _LETTERS[int(r() * 26)]
                if c == "@"
                else ("0123456789"[int(r() * 10)] if c == "#" else c)
                for c in shape
            ]
        ).split()

    return groups
