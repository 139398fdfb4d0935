"""JSONL: one JSON object a line, its text in one field, or its turns in a list.

A record with one text comes back with that text redacted and `entities` added; every other field is kept as it is.
A record with turns (`turns`, `segments`, `messages` or `utterances`: a list of objects with a text, or of strings)
is scanned as a conversation and every copy of its text is redacted. A line may also be a whole file of a speech
service. A line that cannot be read becomes a failure; blank lines are failures too, so that lines out equal lines in.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

from pipeline.redaction import jsonio
from pipeline.redaction.formats import assemblyai, aws, deepgram
from pipeline.redaction.formats.base import Failed, ReadOptions, Record, RenderOptions, entities_json
from pipeline.redaction.formats.text_copy import Place, TextCopy, Unit, pick
from pipeline.redaction.formats.tree import TreeRecord
from pipeline.spans import Span

#: Keys whose list holds the turns of a conversation.
TURN_KEYS = ("turns", "segments", "messages", "utterances")
#: Keys of a turn's text, the first that is there counts.
TEXT_KEYS = ("text", "transcript", "content", "utterance", "message")
#: Keys of a word.
WORD_KEYS = ("word", "text", "content", "punctuated_word")


class LineRecord:
    """A JSON object with one text; every other field is kept as it is."""

    context: frozenset[int] = frozenset()
    lines = 1

    __slots__ = ("_holder", "_key", "_row", "line", "threads", "turns")

    def __init__(self, line: int, row: dict[str, Any], holder: dict[str, Any], key: str) -> None:
        self.line, self._row, self._holder, self._key = line, row, holder, key
        self.turns = [holder[key]]
        self.threads = [1]

    def render(self, found: list[list[Span]], options: RenderOptions) -> str:
        """The object with its text redacted and `entities` added, as one line."""
        self._holder[self._key] = options.apply(self.turns[0], found[0])
        self._row["entities"] = entities_json(found[0])
        return jsonio.dumps(self._row) + "\n"


class Jsonl:
    """One JSON object a line."""

    name = "jsonl"
    adds_entities = True

    def read(self, stream: BinaryIO, options: ReadOptions) -> Iterator[Record | Failed]:
        """Yield one record or failure for each line."""
        for number, line in enumerate(stream, 1):
            yield read_line(number, line, options)


def read_line(number: int, line: bytes, options: ReadOptions) -> Record | Failed:
    """Read one line of JSONL."""
    try:
        row = jsonio.loads(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
    except jsonio.JsonError as error:
        return Failed(number, str(error))
    if not isinstance(row, dict):
        return Failed(number, "not a JSON object")
    try:
        place = find_field(row, options.field)
        copies = service_copies(row) or turn_copies(row, options.field)
        if copies:
            return TreeRecord(number, row, copies, entity_key="entities", always=True, scan_all=False)
    except (ValueError, TypeError, AttributeError, KeyError) as error:
        return Failed(number, str(error) if type(error) is ValueError else "its turns have another shape")
    if place is None:
        return Failed(number, f"no string {options.field!r}")
    return LineRecord(number, row, *place)


def find_field(row: dict[str, Any], field: str) -> tuple[dict[str, Any], str] | None:
    """The object and key that hold the text: `field` itself, or its parts as a path down."""
    if isinstance(row.get(field), str):
        return row, field
    holder: Any = row
    *parents, key = field.split(".")
    for part in parents:
        holder = holder.get(part) if isinstance(holder, dict) else None
    if isinstance(holder, dict) and isinstance(holder.get(key), str):
        return holder, key
    return None


def service_copies(row: dict[str, Any]) -> list[TextCopy]:
    """The copies of a line that is a whole AWS, Deepgram or AssemblyAI file, else none."""
    results = row.get("results")
    if isinstance(results, dict):
        if "channels" in results:
            return deepgram.collect(row)
        if "transcripts" in results:
            return aws.collect(row)
    if isinstance(row.get("text"), str) and isinstance(row.get("utterances"), list) and "words" in row:
        return assemblyai.collect(row)
    return []


def turn_copies(row: dict[str, Any], field: str) -> list[TextCopy]:
    """The turns of a record with what tells them again: the text, words, alternatives. None where it has no such."""
    turns: list[TextCopy] = []
    words: list[Unit] = []
    for key in TURN_KEYS:
        units = _turns(row, key, field)
        if units is not None:
            turns.append(TextCopy(units))
            words += [w for turn in row[key] if isinstance(turn, dict) for w in _words(turn)]
    own = _words(row)
    others = _alternatives(row, field)
    if not turns and not own and not others:
        return []
    place = find_field(row, field) or find_field(row, "text")
    if not turns and place is None:
        return []
    whole = [Unit(place[0][place[1]], Place(*place))] if place else []
    return [*turns, TextCopy(whole), TextCopy(words, words=True), TextCopy(own, words=True), *others]


def _turns(row: dict[str, Any], key: str, field: str) -> list[Unit] | None:
    """The turns under `key`, or None where that is no list of turns (a count, a list of other things)."""
    rows = row.get(key)
    if not isinstance(rows, list) or not rows:
        return None
    if all(isinstance(r, str) for r in rows):
        return pick(row, f"{key}[]")
    if not any(isinstance(r, dict) and any(isinstance(r.get(k), str) for k in (field, *TEXT_KEYS)) for r in rows):
        return None
    units = []
    for number, turn in enumerate(rows, 1):
        name = next((k for k in (field, *TEXT_KEYS) if isinstance(turn, dict) and k in turn), None)
        if name is None:
            raise ValueError(f"entry {number} of {key!r} has no text")
        try:
            units += pick(turn, name)
        except ValueError:
            raise ValueError(f"the text of entry {number} of {key!r} is not a string") from None
    return units


def _words(holder: dict[str, Any]) -> list[Unit]:
    """The words beside a text: strings, or objects that hold one."""
    rows = holder.get("words")
    if not isinstance(rows, list) or not rows:
        return []
    if all(isinstance(r, str) for r in rows):
        return pick(holder, "words[]")
    units = []
    for row in rows:
        readings = [u for k in WORD_KEYS if isinstance(row, dict) for u in pick(row, k)]
        if not readings:
            raise ValueError("an entry of 'words' has no text")
        readings[0].fresh = not units
        readings[0].also = [(u.text, u.place) for u in readings[1:]]
        units.append(readings[0])
    return units


def _alternatives(row: dict[str, Any], field: str) -> list[TextCopy]:
    """Other hypotheses of the text, each of its own."""
    rows = row.get("alternatives")
    if not isinstance(rows, list) or not rows:
        return []
    if all(isinstance(r, str) for r in rows):
        return [TextCopy([unit]) for unit in pick(row, "alternatives[]")]
    copies = []
    for option in rows:
        name = next((k for k in (field, *TEXT_KEYS) if isinstance(option, dict) and k in option), None)
        if name is None:
            raise ValueError("an entry of 'alternatives' has no text")
        copies += [TextCopy(pick(option, name)), TextCopy(_words(option), words=True)]
    return copies
