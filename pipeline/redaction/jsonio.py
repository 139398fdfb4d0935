"""JSON in and out, exact: what cannot be written back as the same value is refused, not changed."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Callable
from typing import Any, TypeVar

T = TypeVar("T")
_SPACE = re.compile(r"[ \t\r\n]*")


class JsonError(ValueError):
    """Bytes that are no JSON value this tool can write back unchanged.

    The message holds no content.
    """


def loads(data: bytes) -> Any:
    """Read one JSON value of UTF-8.

    Raises JsonError: no JSON, a key twice, NaN, a number beyond a double.
    """
    return _decoded(_DECODER.decode, data)


def several(data: bytes) -> list[tuple[int, Any]]:
    """Read JSON values one after the other, each with its line.

    Raises JsonError as `loads`, also for none.
    """
    return _decoded(_several, data)


def _several(text: str) -> list[tuple[int, Any]]:
    values: list[tuple[int, Any]] = []
    at, line = 0, 1
    while True:
        start = _SPACE.match(text, at).end()  # type: ignore[union-attr]
        line += text.count("\n", at, start)
        if values and start == len(text):
            return values
        value, at = _DECODER.raw_decode(text, start)
        values.append((line, value))
        line += text.count("\n", start, at)


def _decoded(decode: Callable[[str], T], data: bytes) -> T:
    try:
        return decode(data.decode("utf-8"))
    except JsonError:
        raise
    except UnicodeDecodeError as error:
        raise JsonError(f"not UTF-8 at byte {error.start}") from None
    except json.JSONDecodeError as error:
        raise JsonError(f"not JSON: {error.msg} at character {error.pos}") from None
    except RecursionError:
        raise JsonError("not JSON that can be read: nested too deep") from None
    except ValueError:
        raise JsonError("not JSON that can be read: a number is too long") from None


def dumps(value: Any, indent: int | str | None = None) -> str:
    """Write one JSON value, keys in order; a lone surrogate is written as an escape, as it must
    have come in.
    """
    try:
        text = json.dumps(value, ensure_ascii=False, indent=indent, allow_nan=False)
        if not text.isascii() and _has_surrogate(text):
            text = json.dumps(value, indent=indent, allow_nan=False)
        return text
    except RecursionError:
        raise JsonError("cannot be written as JSON: nested too deep") from None


def _has_surrogate(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def _pairs(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) != len(pairs):
        raise JsonError("a key stands twice in one object")
    return made


def _float(text: str) -> float:
    number = float(text)
    if math.isinf(number):
        raise JsonError("a number is beyond the range of a double")
    return number


def _constant(_: str) -> float:
    raise JsonError("not JSON: NaN and Infinity are no JSON numbers")


_DECODER = json.JSONDecoder(object_pairs_hook=_pairs, parse_float=_float, parse_constant=_constant)
