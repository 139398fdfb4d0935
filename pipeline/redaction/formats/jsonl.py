"""JSONL: one JSON value a line, an answer a line.

The transcript of a line is its text (`--field`, by default `text`), its turns (a list of objects
with a text, or of strings), or what the entry of a known service says; entities are added beside
it. Every other string is scanned or accounted for. Rows that are one turn each are grouped by their
call and scanned as a conversation. A line that cannot be read becomes a failure, blank lines too,
so that lines out equal lines in.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, BinaryIO, NamedTuple

from pipeline.redaction import jsonio
from pipeline.redaction.formats.base import Failed, ReadOptions, Record
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
#: Rows and characters of a group at most; a longer call goes on with the last turns before as
#: context.
GROUP_ROWS = 256
GROUP_CHARS = 65_536
CONTEXT_ROWS = 6
CONTEXT_CHARS = 480


class Row(NamedTuple):
    """A line that was read: its value, where its one text stands, and the call it is a turn of."""

    line: int
    value: Any
    text: Place | None
    call: str | int | None
    packed: list[Packed]
    service: Service | None


class Group(NamedTuple):
    """Rows that are scanned together, behind the turns `context`: `whole` says that they are a
    call's, else it is one row.
    """

    rows: list[Row]
    context: list[str]
    whole: bool

    def record(self, field: str) -> TreeRecord:
        """The rows as a record."""
        if self.whole:
            return CallRecord(self.rows, field, self.context)
        return record_of(self.rows[0], field, self.context)


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
        for group in Calls(options).groups(rows):
            yield group if isinstance(group, Failed) else group.record(options.field)


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
    return Row(number, top[0], text, call if text else None, packed, service)


def _turn(row: dict[str, Any], call: str | int | None) -> Place | None:
    """Where the text of a row that is a turn of a call stands, or its word."""
    names = TEXT_KEYS if call is not None else ("value",) if row.get("type") == "word" else ()
    return next((Place(row, k) for k in (*names, "word") if isinstance(row.get(k), str)), None)


class CallRecord(TreeRecord):
    """Rows that are turns of one call, scanned as a conversation."""

    def __init__(self, rows: list[Row], field: str, context: list[str]) -> None:
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
            context=context,
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


def _call(row: Any, options: ReadOptions) -> str | int | None:
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


def record_of(row: Row, field: str, context: list[str] | None = None) -> TreeRecord:
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
        context=context or (),
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


class Calls:
    """Puts rows that are turns of one call together."""

    def __init__(self, options: ReadOptions) -> None:
        self._options = options
        self._rows: list[Row] = []
        self._chars = 0
        self._before: deque[str] = deque(maxlen=CONTEXT_ROWS)
        self._call: str | int | None = None

    def groups(self, rows: Iterable[Row | Failed]) -> Iterator[Group | Failed]:
        """`rows` in their order, each in one group."""
        for row in chain(rows, [None]):
            if row is None or isinstance(row, Failed) or row.call is None or row.call != self._call:
                yield from self._flush()
                self._before.clear()
                self._call = None
            if row is None or isinstance(row, Failed):
                yield from () if row is None else (row,)
            elif row.call is None:
                yield Group([row], [], whole=False)
            else:
                self._call = row.call
                yield from self._take(row)

    def _take(self, row: Row) -> Iterator[Group]:
        text = _said(row)
        if not (self._options.look_ahead or self._options.group_by or self._call == WORDS):
            yield Group([row], self._context(), whole=False)
            self._before.append(text)
            return
        self._rows.append(row)
        self._chars += len(text)
        if len(self._rows) >= GROUP_ROWS or self._chars >= GROUP_CHARS:
            yield from self._flush()

    def _context(self) -> list[str]:
        """The last turns before, as many as fit."""
        chosen: list[str] = []
        room = CONTEXT_CHARS
        for text in reversed(self._before):
            room -= len(text)
            if room < 0:
                break
            chosen.insert(0, text)
        return chosen

    def _flush(self) -> Iterator[Group]:
        rows, context = self._rows, self._context()
        self._rows, self._chars = [], 0
        if rows:
            self._before.extend(map(_said, rows[-CONTEXT_ROWS:]))
            yield Group(rows, context, whole=True)


def _said(row: Row) -> str:
    assert row.text is not None
    return str(row.text.holder[row.text.key])
