"""How speech engines print, by name: a table for `pipeline.data.engines`.

Sources: the vendors' pages on formatting (Amazon Transcribe "Transcribing numbers and punctuation":
ten and above and runs of digits become figures, "425555..." in one run; Azure Speech "Display text
format": "1-800-456-8910", "support@help.com"; Deepgram "Smart Format"), Google's automatic
punctuation being an option, Kaldi's recipes printing words alone; Whisper as `data hear` shows it,
which cuts a number in any way, glues the "at" of an address to its neighbours and spells "S-Q-D".
"""

from __future__ import annotations

from typing import NamedTuple


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
