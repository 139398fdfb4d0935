"""Sub-words without a mark: `pri`, `ya` among the words of a text in which `priya` is said."""

from __future__ import annotations

import re
from collections.abc import Iterable

from pipeline.redaction.formats.text_copy import TextCopy, Unit

_WORD = re.compile(r"[^\W_]+")
#: Sub-words of a word at most.
PARTS = 12


def join_parts(copies: Iterable[TextCopy]) -> None:
    """Say of the words of `copies` which only together are a word of another of them: sub-words
    without a mark (`pri`, `ya`) go on with the one before.
    """
    copies = list(copies)
    lists = [copy for copy in copies if copy.words and not copy.joined and copy.prefix is None]
    if not lists or len(lists) == len(copies):
        return
    known = {
        word
        for copy in copies
        if not copy.words
        for unit in copy.units
        for word in _WORD.findall(unit.text.casefold())
    }
    for copy in lists:
        _join(copy.units, known)


def _join(units: list[Unit], known: set[str]) -> None:
    parts = [unit.text.strip().casefold() for unit in units]
    at = 0
    while at < len(units):
        end = at + 1
        together, alone = parts[at], parts[at] in known
        for after in range(at + 1, min(at + PARTS, len(units))):
            if units[after].fresh or not parts[after].isalnum():
                break
            together += parts[after]
            alone = alone and parts[after] in known
            if together in known and not alone:
                end = after + 1
        for unit in units[at + 1 : end]:
            unit.goes_on = True
        at = end
