"""Numbers whose parts stand in fields of their own: `{"phone": {"area": 415, "line": 5552671}}`,
`{"dob": {"day": 4, "month": 7, "year": 1984}}`, the keys somebody pressed one by one.

Parts are numbers of at most six figures, or strings of such, beside each other in one object, or at
one place in the entries of a list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pipeline.redaction.digits import luhn
from pipeline.redaction.formats.paths import Leaf
from pipeline.redaction.formats.shapes import LONG, key_kind, key_words, label_by_key
from pipeline.redaction.spoken import words_of

#: Figures of a part at most, and parts of a number at least; of keys pressed, as many as of a PIN.
MOST, FEWEST, PRESSED = 6, 2, 4
#: Words of keys for the parts of a telephone number.
_OF_PHONE = frozenset(words_of("area exchange prefix line subscriber local suffix npa nxx"))
#: Words of keys for what was pressed on a telephone.
_KEYPAD = frozenset(words_of("dtmf digit digits key keys keypad press pressed tone tones"))

Part = tuple[Leaf, str]


def numbers_in_parts(leaves: Iterable[Leaf]) -> Iterator[tuple[str, list[Part]]]:
    """What each such number is, in words, and its parts in order, each with its figures."""
    beside: dict[int, list[Part]] = {}
    pressed: dict[tuple[str, ...], list[Part]] = {}
    for leaf in leaves:
        figures = _figures(leaf.value)
        if not 0 < len(figures) <= MOST:
            continue
        if isinstance(leaf.place.holder, dict) and key_kind(leaf.key) in ("", "person"):
            beside.setdefault(id(leaf.place.holder), []).append((leaf, figures))
        if "[]" in leaf.path and len(figures) == 1 and _KEYPAD.intersection(key_words(leaf.key)):
            pressed.setdefault(leaf.path, []).append((leaf, figures))
    for parts in pressed.values():
        if len(parts) >= PRESSED:
            yield " ".join(key_words(parts[0][0].key)), parts
    for parts in beside.values():
        yield from _in_one_object(parts)


def _in_one_object(parts: list[Part]) -> Iterator[tuple[str, list[Part]]]:
    """The number that parts beside each other make, if they do."""
    if len(parts) < FEWEST:
        return
    above = next((key for key in reversed(parts[0][0].path[:-1]) if key != "[]"), "")
    label = label_by_key(above, "0" * LONG)
    figures = "".join(part for _, part in parts)
    if label == "DATE" or (label and len(figures) >= LONG):
        yield " ".join(key_words(above)), parts
        return
    phone = [part for part in parts if _OF_PHONE.intersection(key_words(part[0].path[-1]))]
    if len(phone) >= FEWEST and sum(len(part) for _, part in phone) >= LONG:
        yield "phone", phone
        return
    written = all(isinstance(leaf.value, str) and len(part) > 2 for leaf, part in parts)
    if written and 13 <= len(figures) <= 19 and luhn(figures):
        yield "card", parts


def _figures(value: object) -> str:
    if isinstance(value, str):
        return value.strip() if value.strip().isdecimal() else ""
    return str(value) if type(value) is int and value >= 0 else ""
