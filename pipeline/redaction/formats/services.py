"""The services and tools whose JSON is known: where the text stands, the words, and their times.

Adding one is an entry in `services.yaml` and a sample in data/samples/services. What an entry does
not name is treated as in unknown JSON: every string is scanned or accounted for (`shapes.py`). An
entry is needed for what cannot be told by itself: which text is the transcript, which list holds
its words with times, which strings are other readings of one word.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from typing import Any

import msgspec
import msgspec.yaml

from pipeline.redaction.formats.paths import Branch, at, places
from pipeline.redaction.formats.shapes import SPECIAL
from pipeline.redaction.formats.text_copy import Place, TextCopy, Unit, written_in_parts


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list of words. `entries`: path of the objects (or lists) that hold a word each.

    `text`: paths of the word below its entry; those after the first are other readings of it.
    `start` and `end`: paths of its times, in units of `scale` seconds; `length`: the path of its
    duration where there is no end.
    """

    entries: str = msgspec.field(name="in")
    text: tuple[str, ...] = ("word|text|punctuated_word|content",)
    start: str = "start|start_time"
    end: str = "end|end_time"
    length: str = ""
    scale: float = 1.0


class Service(msgspec.Struct, frozen=True, eq=False, forbid_unknown_fields=True):
    """A service. `signs`: paths of which a file of it has one; " & " stands between such as must
    all be there.

    `texts`: paths of the transcript, the turns first, then what repeats or varies them. `seen`:
    where its shape was read.
    """

    name: str
    title: str
    seen: str
    signs: tuple[str, ...]
    texts: tuple[str, ...] = ()
    words: tuple[Words, ...] = ()

    def made(self, root: Any) -> bool:
        """Whether `root` looks like a file of this service."""
        return any(all(_there(root, path) for path in sign.split(" & ")) for sign in self.signs)

    def near(self, keys: tuple[str, ...]) -> bool:
        """Whether an object of these keys may be one: a quick look."""
        for sign in self.signs:
            tops = [path.split(".")[0].split("[")[0].split("|") for path in sign.split(" & ")]
            if all(any(top in keys for top in some) for some in tops):
                return True
        return False

    def copies(self, root: Any) -> list[TextCopy]:
        """The copies of the transcript in a file, the turns first."""
        taken: set[tuple[int, Any]] = set()
        timing = self.words[0] if self.words else Words("")
        made = [copy for path in self.texts for copy in _texts(root, path, timing, taken)]
        for words in self.words:
            made += word_copies(root, words, taken)
        return made


def _there(root: Any, path: str) -> bool:
    return next(places(root, path), None) is not None


def _texts(root: Any, path: str, timing: Words, taken: set[tuple[int, Any]]) -> Iterator[TextCopy]:
    groups: dict[Branch, list[Unit]] = {}
    for branch, place in places(root, path):
        if _free(place, taken):
            # Segments often have times of the same names as words; a plan is told where they end.
            unit = Unit(place.holder[place.key], place, *_times(Place([place.holder], 0), timing))
            groups.setdefault(branch, []).append(unit)
    return (TextCopy(units, scale=timing.scale) for units in groups.values())


def word_copies(root: Any, words: Words, taken: set[tuple[int, Any]]) -> Iterator[TextCopy]:
    """The copies that a list of words makes, one for each branch; `taken` places are left out."""
    groups: dict[Branch, list[Unit]] = {}
    last: dict[Branch, int] = {}
    for branch, entry in places(root, words.entries):
        unit = _word(entry, words, taken)
        if unit is not None and not SPECIAL.fullmatch(unit.text.strip()):
            unit.fresh = last.get(branch) != id(entry.holder)
            last[branch] = id(entry.holder)
            groups.setdefault(branch, []).append(unit)
    for units in groups.values():
        if sum(len(u.text.split()) > 1 for u in units) * 2 > len(units):  # phrases with times
            yield TextCopy(units, scale=words.scale, cues=True)
        else:
            yield TextCopy(units, words=True, scale=words.scale, joined=written_in_parts(units))


def _word(entry: Place, words: Words, taken: set[tuple[int, Any]]) -> Unit | None:
    value = entry.holder[entry.key]
    found = (
        [entry]
        if isinstance(value, str)
        else [p for path in words.text for _, p in places(value, path)]
    )
    readings = [place for place in found if _free(place, taken)]
    if not readings:
        return None
    texts = [(place.holder[place.key], place) for place in readings]
    start, end = _times(entry, words)
    return Unit(texts[0][0], readings[0], start, end, texts[1:])


def _free(place: Place, taken: set[tuple[int, Any]]) -> bool:
    """Whether a string stands there that no other copy has; it is taken then."""
    known = (id(place.holder), place.key)
    if not isinstance(place.holder[place.key], str) or known in taken:
        return False
    taken.add(known)
    return True


def _times(entry: Place, words: Words) -> tuple[Any, Any]:
    value = entry.holder[entry.key]
    start = plain_time(at(value, words.start)) if words.start else None
    if not words.length:
        return start, plain_time(at(value, words.end)) if words.end else None
    length = plain_time(at(value, words.length))
    timed = isinstance(start, (int, float)) and isinstance(length, (int, float))
    return start, start + length if timed else None


def plain_time(value: Any) -> Any:
    """A time as the number that services write it around: "1.3s" and {"seconds": "1"} are
    numbers too.
    """
    if isinstance(value, dict):
        parts = value.get("seconds", 0), value.get("nanos", 0)
        try:
            return float(parts[0]) + float(parts[1]) / 1e9
        except (TypeError, ValueError):
            return value
    if isinstance(value, str) and value.endswith("s"):
        try:
            return float(value[:-1])
        except ValueError:
            return value
    return value


def _read() -> tuple[Service, ...]:
    """The entries of services.yaml, those with several places (`below`) written out."""
    table = resources.files(__package__).joinpath("services.yaml").read_bytes()
    rows = msgspec.yaml.decode(table, type=list[dict[str, Any]])
    return msgspec.convert([_written_out(row) for row in rows], tuple[Service, ...])


def _written_out(row: dict[str, Any]) -> dict[str, Any]:
    below, common = row.pop("below", [""]), row.pop("word", {})
    words = row.pop("words", [])
    for key in ("signs", "texts"):
        row[key] = [_under(root, path) for root in below for path in row.get(key, [])]
    row["words"] = [
        {**common, **one, "in": _under(root, one["in"])} for root in below for one in words
    ]
    return row


def _under(root: str, paths: str) -> str:
    """`paths` (one, or several with " & " between them) below `root`."""
    return " & ".join(f"{root}.{path}" if root else path for path in paths.split(" & "))


#: The first whose signs are there counts.
SERVICES = _read()


def service_of(root: Any) -> Service | None:
    """The service that wrote `root`, if it is a known one."""
    listed = SERVICES if isinstance(root, list) else ()
    candidates = _candidates(tuple(root)[:64]) if isinstance(root, dict) else listed
    return next((service for service in candidates if service.made(root)), None)


@lru_cache(1024)
def _candidates(keys: tuple[str, ...]) -> tuple[Service, ...]:
    return tuple(service for service in SERVICES if service.near(keys))
