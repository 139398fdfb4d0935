"""JSONL: one JSON value a line, an answer a line.

The transcript of a line is its text (`--field`, by default `text`), its turns (a list of objects
with a text, or of strings), or what the entry of a known service says; entities are added beside
it. Every other string is scanned or accounted for. Rows that are one turn each are grouped by their
call and scanned as a conversation. A line that cannot be read becomes a failure, blank lines too,
so that lines out equal lines in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple

from pipeline.redaction import jsonio
from pipeline.redaction.formats.base import Failed, ReadOptions, Record
from pipeline.redaction.formats.calls import Call, Limits, around, stretches
from pipeline.redaction.formats.packed import MAYBE, Packed, unpack
from pipeline.redaction.formats.paths import at
from pipeline.redaction.formats.services import Service, Words, service_of, word_copies
from pipeline.redaction.formats.text_copy import Place, TextCopy, Unit
from pipeline.redaction.formats.tree import TreeRecord
from pipeline.redaction.spoken import words_of

#: Keys whose list holds the turns of a conversation, and of a turn's text: the first there counts.
TURN_KEYS = ("turns", "segments", "messages", "utterances", "dialogue", "dialog", "conversation")
TEXT_KEYS = (
    "text",
    "transcript",
    "content",
    "utterance",
    "message",
    "body",
    "value",
    "sentence",
    "said",
)
#: Keys of a call, of which rows of one turn each are a part.
CALL_KEYS = tuple(
    words_of("""
    call_id callId call conversation_id conversationId session_id sessionId contact_id
    contactId interaction_id interactionId dialogue_id dialog_id dialogueId chat_id chatId
    thread_id threadId recording_id recordingId call_sid callSid CallSid
""")
)
#: The call of rows that are one word each and name none.
WORDS = "\0words"
_WORDS_BELOW = frozenset(("words", "alternatives", *TURN_KEYS))
#: Rows and characters that are scanned together at most.
GROUP = Limits(256, 65_536)


class Row(NamedTuple):
    """A line that was read: its value, where its one text stands, what it says before it is
    redacted, and the call it is a turn of.
    """

    line: int
    value: Any
    text: Place | None
    said: str
    call: Call | None
    packed: list[Packed]
    service: Service | None


class Group(NamedTuple):
    """Rows that are scanned together, between what was said before and after them: `whole` says
    that they are of a call, else it is one row.
    """

    rows: list[Row]
    before: list[str]
    after: list[str]
    whole: bool

    def record(self, field: str) -> TreeRecord:
        """The rows as a record."""
        if self.whole:
            return CallRecord(self.rows, field, self.before, self.after)
        return record_of(self.rows[0], field, self.before, self.after)


class Jsonl:
    """One JSON value a line."""

    name = "jsonl"
    adds_entities = True

    def read(self, stream: BinaryIO, options: ReadOptions) -> Iterator[Record | Failed]:
        """Yield a record or failure for each line, or for the lines of one call.

        Where `options.look_ahead` is not set, no line waits for another: lines of a call have the
        ones before them as context.
        """
        rows = (read_line(n, line, options) for n, line in enumerate(stream, 1))
        for group in grouped(rows, options):
            yield group if isinstance(group, Failed) else group.record(options.field)


def grouped(rows: Iterable[Row | Failed], options: ReadOptions) -> Iterator[Group | Failed]:
    """`rows` in their order, each in one group."""
    together = options.look_ahead or options.group_by is not None

    def waits(row: Row) -> bool:
        return together or row.call == WORDS

    for one in stretches(rows, lambda row: row.call, lambda row: len(row.said), GROUP, waits):
        if isinstance(one, Failed):
            yield one
            continue
        first = one.rows[0]
        sides = around([row.said for row in one.before], [row.said for row in one.after])
        yield Group(one.rows, *sides, whole=first.call is not None and waits(first))


def read_line(number: int, line: bytes, options: ReadOptions) -> Row | Failed:
    """Read one line of JSONL."""
    try:
        value = jsonio.loads(line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line)
        top = [value]
        named = options.field == "text" or find_field(value, options.field) is not None
        packed = unpack(top) if named and MAYBE.search(line) else []
    except jsonio.JsonError as error:
        return Failed(number, str(error))
    if not isinstance(value, (dict, list, str)):
        return Failed(number, "not a JSON object")
    if not named:
        return Failed(number, f"no string {options.field!r}")
    text = find_field(top[0], options.field)
    service = service_of(top[0])
    call = None
    if service is None and isinstance(top[0], dict):
        call = _call(top[0], options)
        text = text or _turn(top[0], call)
        call = WORDS if call is None and text and text.key in ("word", "value") else call
    said = text.holder[text.key] if text else ""
    return Row(number, top[0], text, said, call if text else None, packed, service)


def _turn(row: dict[str, Any], call: Call | None) -> Place | None:
    """Where the text of a row that is a turn of a call stands, or its word."""
    names = TEXT_KEYS if call is not None else ("value",) if row.get("type") == "word" else ()
    return next((Place(row, k) for k in (*names, "word") if isinstance(row.get(k), str)), None)


class CallRecord(TreeRecord):
    """Rows that are turns of one call, scanned as a conversation."""

    def __init__(self, rows: list[Row], field: str, before: list[str], after: list[str]) -> None:
        self._own, self._field = rows, field
        places = [row.text for row in rows if row.text is not None]
        units = [Unit(place.holder[place.key], place) for place in places]
        others = [copy for row in rows for copy in _own_words(row.value)]
        super().__init__(
            rows[0].line,
            [row.value for row in rows],
            [TextCopy(units), *others],
            entity_key="entities",
            always=True,
            before=before,
            after=after,
            lines=len(rows),
            packed=[packed for row in rows for packed in row.packed],
        )

    def apart(self) -> list[TreeRecord]:
        """Each row as a record of its own."""
        return [record_of(row, self._field) for row in self._own]


def find_field(row: Any, field: str) -> Place | None:
    """Where the text stands: at the key `field`, or at its parts as a path down."""
    if isinstance(row, dict) and isinstance(row.get(field), str):
        return Place(row, field)
    holder = row
    *parents, key = field.split(".")
    for part in parents:
        holder = holder.get(part) if isinstance(holder, dict) else None
    stands = isinstance(holder, dict) and isinstance(holder.get(key), str)
    return Place(holder, key) if stands else None


def _call(row: Any, options: ReadOptions) -> Call | None:
    """The call that the row is one turn of, if it says so and holds no turns itself."""
    if options.group_by:
        call = row.get(options.group_by, at(row, options.group_by))
    elif any(isinstance(row.get(key), list) for key in TURN_KEYS):
        return None
    else:
        call = next((row[key] for key in CALL_KEYS if key in row), None)
    return (
        call if isinstance(call, (str, int)) and not isinstance(call, bool) and call != "" else None
    )


def record_of(
    row: Row, field: str, before: Iterable[str] = (), after: Iterable[str] = ()
) -> TreeRecord:
    """The record of one row."""
    if row.text and row.text.holder is row.value:
        field = row.text.key
    copies = named_copies(row.value, field, row.service)
    own = row.service is None  # a service's file keeps its shape
    return TreeRecord(
        row.line,
        row.value,
        copies,
        entity_key="entities",
        always=own,
        before=before,
        after=after,
        packed=row.packed,
    )


def named_copies(root: Any, field: str, service: Service | None) -> list[TextCopy]:
    """The copies of the transcript in any JSON value: by its service's entry, else turns, text
    and words.
    """
    made = service.copies(root) if service else []
    known = {(id(u.place.holder), u.place.key) for copy in made for u in copy.units}
    own = [] if any(not copy.words for copy in made) else _turns(root, field)
    place = find_field(root, field)
    if place and (id(place.holder), place.key) not in known:
        own.append(TextCopy([Unit(place.holder[place.key], place)]))
    # The transcript comes first; the words of an unknown file tell their times all the same.
    made = [*own, *made]
    return made if service else [*made, *_own_words(root)]


def _turns(root: Any, field: str) -> list[TextCopy]:
    """The turns of a conversation in a record, where its list is under a usual key."""
    made = []
    for key in TURN_KEYS if isinstance(root, dict) else ():
        rows = root.get(key)
        if not isinstance(rows, list) or not rows:
            continue
        if all(isinstance(r, str) for r in rows):
            made.append(TextCopy([Unit(text, Place(rows, i)) for i, text in enumerate(rows)]))
            continue
        units = []
        for turn in rows:
            names = (field, *TEXT_KEYS) if isinstance(turn, dict) else ()
            name = next((k for k in names if isinstance(turn.get(k), str)), None)
            if name is not None:
                units.append(Unit(turn[name], Place(turn, name)))
        if units:
            made.append(TextCopy(units))
    return made


def _own_words(root: Any) -> list[TextCopy]:
    """The words beside a text or in its turns."""
    if not isinstance(root, dict) or _WORDS_BELOW.isdisjoint(root):
        return []
    paths = ("words[]", *(f"{key}[].words[]" for key in TURN_KEYS), "alternatives[*].words[]")
    readings = ("word|text|content", "punctuated_word")
    return [copy for path in paths for copy in word_copies(root, Words(path, readings), set())]
