"""Strings that hold JSON (the arguments of a tool call, a webhook's data): read in place,
written back.
"""

from __future__ import annotations

import json
import re
from typing import Any

from pipeline.redaction import jsonio
from pipeline.redaction.formats.paths import leaves
from pipeline.redaction.formats.text_copy import Place

#: JSON in a string in a string and so on is read to this depth; what lies deeper is scanned as
#: text.
DEPTH = 4
#: Bytes of JSON without this hold no such string.
MAYBE = re.compile(rb'"(?:\\[nrt]|\s)*[{\[]')
_STYLES: tuple[dict[str, Any], ...] = (
    {"separators": (",", ":")},
    {},
    {"separators": (",", ":"), "ensure_ascii": False},
    {"ensure_ascii": False},
)


class Packed:
    """A string of JSON whose value stands in its place until `put_back`."""

    def __init__(self, place: Place, text: str, value: Any) -> None:
        self._place, self._text, self._value = place, text, value
        self._plain = json.dumps(value)
        self._style = next((s for s in _STYLES if json.dumps(value, **s) == text), _STYLES[1])
        place.holder[place.key] = value

    def put_back(self) -> None:
        """Write the value as a string again: the very same where nothing in it changed."""
        holder, value = self._place.holder, self._value
        same = json.dumps(value) == self._plain
        rows = holder.items() if isinstance(holder, dict) else enumerate(holder)
        key = next(key for key, one in rows if one is value)  # the key may have been renamed
        holder[key] = self._text if same else json.dumps(value, **self._style)


def unpack(top: list[Any], depth: int = DEPTH) -> list[Packed]:
    """Read every string below `top[0]` that is a JSON object or list, in place; the innermost
    first.
    """
    made: list[Packed] = []
    for leaf in list(leaves(top)) if depth else ():
        text = leaf.value
        if not isinstance(text, str) or text.lstrip()[:1] not in ("{", "["):
            continue
        try:
            value = jsonio.loads(text.encode())
        except (jsonio.JsonError, UnicodeEncodeError):
            continue
        if isinstance(value, dict) or any(isinstance(v, (dict, list, str)) for v in value):
            packed = Packed(leaf.place, text, value)
            made += [*unpack([value], depth - 1), packed]
    return made
