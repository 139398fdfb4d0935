"""Paths into JSON values, as the table of services writes them, and a walk over everything in one.

    results.channels[*].alternatives[0].transcript

A part is a key, several (`text|word`: the first that is there), `*` for every key, or a figure for
a place in a list. Behind it `[]` takes all entries in order, `[0]` one of them, and `[*]` all of
them apart: what stands in different ones does not belong together (channels, hypotheses).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from pipeline.redaction.formats.text_copy import Place

#: Which of the apart entries (`[*]`) on the way.
Branch = tuple[int, ...]
#: Keys that say what a value is only with the key above: `{"dob": {"year": 1984}}`.
_VAGUE = frozenset(
    ("from", "to", "year", "number", "value", "originalValue", "interpretedValue", "raw")
)
#: Keys beside a `value` that say what it is: `{"name": "pin", "value": "4921"}`.
_SAYING = ("name", "key", "label", "field", "slot", "attribute", "question")
_ENTRY = re.compile(r"\[([\d*]*)\]")


class Leaf(NamedTuple):
    """A string or number: its keys from the root (`[]` for a place in a list), where, what, the
    how many-th.
    """

    path: tuple[str, ...]
    place: Place
    value: Any
    order: int

    @property
    def key(self) -> str:
        """What names it: the key of the nearest object; one that says little with the one above,
        or what stands beside it.
        """
        keys = [part for part in self.path if part != "[]"]
        if not keys or keys[-1] not in _VAGUE:
            return "".join(keys[-1:])
        holder = self.place.holder if isinstance(self.place.holder, dict) else {}
        beside = next((holder[name] for name in _SAYING if isinstance(holder.get(name), str)), "")
        if keys[-1].lower().endswith("value") and 0 < len(beside) <= 40:
            return str(beside)
        above = next((key for key in reversed(keys) if key not in _VAGUE), "")
        return f"{above}_{keys[-1]}" if above else keys[-1]


def leaves(top: list[Any]) -> Iterator[Leaf]:
    """All strings and numbers of `top[0]`, in order; true and false are no numbers."""
    stack: list[tuple[tuple[str, ...], Any, Any]] = [((), top, 0)]
    order = 0
    while stack:
        path, holder, key = stack.pop()
        value = holder[key]
        order += 1
        if isinstance(value, dict):
            stack.extend(((*path, k), value, k) for k in reversed(value))
        elif isinstance(value, list):
            below = (*path, "[]")
            stack.extend((below, value, i) for i in reversed(range(len(value))))
        elif isinstance(value, (str, int, float)) and not isinstance(value, bool):
            yield Leaf(path, Place(holder, key), value, order)


def places(root: Any, path: str) -> Iterator[tuple[Branch, Place]]:
    """The places at `path` below `root`, in order, each with its branch; there may be none."""
    yield from _below((), Place([root], 0), _steps(path))


def at(root: Any, path: str) -> Any:
    """The first value at `path` below `root` that is not null, or None."""
    for _, place in places(root, path):
        value = place.holder[place.key]
        if value is not None:
            return value
    return None


@lru_cache(1024)
def _steps(path: str) -> tuple[str, ...]:
    """`a[].b` as "a", "[]", "b"."""
    steps: list[str] = []
    for part in path.split("."):
        name = part.partition("[")[0]
        steps += [name] if name else []
        steps += [f"[{entry}]" for entry in _ENTRY.findall(part)]
    return tuple(steps)


def _below(branch: Branch, place: Place, steps: tuple[str, ...]) -> Iterator[tuple[Branch, Place]]:
    if not steps:
        yield branch, place
        return
    value = place.holder[place.key]
    step, rest = steps[0], steps[1:]
    if isinstance(value, list) and (step[0] == "[" or step.isdigit()):
        which = step.strip("[]")
        for index in [int(which)] if which.isdigit() else range(len(value)):
            if index < len(value):
                yield from _below(
                    (*branch, index) if which == "*" else branch, Place(value, index), rest
                )
    elif isinstance(value, dict) and step[0] != "[":
        keys = (
            list(value)
            if step == "*"
            else [k for k in step.split("|") if value.get(k) is not None][:1]
        )
        for key in keys:
            yield from _below(branch, Place(value, key), rest)


def inner(root: Any) -> Iterator[Any]:
    """Every object and list in `root`, itself included, in no order."""
    stack = [root]
    while stack:
        value = stack.pop()
        if isinstance(value, (dict, list)):
            yield value
            stack.extend(value.values() if isinstance(value, dict) else value)
