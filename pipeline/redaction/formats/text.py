"""Plain text, an utterance a line. Who speaks ("Agent: ...") is parted from what is said.

A file is read some dozens of lines at a time, each such part with lines before and after it as
context. What comes through a pipe goes out line by line, with the lines before it as context.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from pipeline.errors import ConfigError
from pipeline.redaction.formats.align import Stream, find_values, merge
from pipeline.redaction.formats.base import Failed, ReadOptions, Record
from pipeline.redaction.formats.calls import Limits, around
from pipeline.redaction.formats.copies import Values
from pipeline.redaction.formats.speakers import Said, Speakers, said_in
from pipeline.redaction.policy import Policy
from pipeline.spans import Span

#: Lines before (and in a file after) those of a record that are its context, and the most
#: characters of all of them together on one side.
CONTEXT = Limits(4, 240)
#: Lines and characters of a file that make one record.
PART_LINES = 64
PART_CHARS = 20_000


class Line(NamedTuple):
    """A line of text: its number, what it says, and its line end."""

    number: int
    text: str
    end: str


class TextLines(Record):
    """Lines of plain text as turns of a conversation, the lines around them as context.

    The turns are what is said in them; behind them stands each speaker's label, on its own.
    """

    def __init__(
        self, before: list[str], lines: list[Line], after: list[str], speakers: Speakers
    ) -> None:
        self.line, self.lines = lines[0].number, len(lines)
        self._lines = lines
        self._said = [said_in(line.text, speakers) for line in lines]
        turns = [
            line.text[said.start : said.end]
            for line, parts in zip(lines, self._said, strict=True)
            for said in parts
        ]
        lead, tail = _said_before(before, speakers), _said_before(after, speakers)
        self._first = len(lead)
        self._labels = list(dict.fromkeys(self._all_labels()))
        talk = [*lead, *turns, *tail]
        self.turns = [*talk, *self._labels]
        self.conversations = [len(talk)] * bool(talk) + [1] * len(self._labels)
        own = range(len(lead), len(lead) + len(turns))
        self.context = frozenset(i for i in range(len(talk)) if i not in own)

    def _all_labels(self) -> Iterator[str]:
        for line, parts in zip(self._lines, self._said, strict=True):
            for said in parts:
                if said.label < said.label_end:
                    yield line.text[said.label : said.label_end]

    def render(self, found: list[list[Span]], policy: Policy) -> str:
        """The lines redacted, line ends kept. Raises ConfigError for `spans_only`."""
        if policy.spans_only:
            raise ConfigError("plain text has no place for entities; --spans needs a JSON format")
        names = self._redacted_labels(found, policy)
        said = iter(zip(self.turns[self._first :], found[self._first :], strict=False))
        made = []
        for line, parts in zip(self._lines, self._said, strict=True):
            made += [_joined(line, parts, said, names, policy), line.end]
        return "".join(made)

    def _redacted_labels(self, found: list[list[Span]], policy: Policy) -> dict[str, str]:
        """Each label as it goes out; what was found in the talk goes from the labels too."""
        values = Values()
        for turn, spans in zip(self.turns, found, strict=True):
            for span in policy.redacted(spans):
                values.add(turn[span.start : span.end], span.label)
        names = {}
        first = len(self.turns) - len(self._labels)
        for label, spans in zip(self._labels, found[first:], strict=True):
            more = find_values(label, Stream(label), values.fields)
            names[label] = policy.apply(label, merge([*spans, *more], policy.labels))
        return names


def _joined(
    line: Line,
    parts: list[Said],
    said: Iterator[tuple[str, list[Span]]],
    names: dict[str, str],
    policy: Policy,
) -> str:
    """A line with its labels and what was said redacted; what stands between them as it was."""
    made, at = [], 0
    for part in parts:
        turn, spans = next(said)
        label = line.text[part.label : part.label_end]
        between = line.text[part.label_end : part.start]
        made += [line.text[at : part.label], names.get(label, label), between]
        made.append(policy.apply(turn, spans))
        at = part.end
    return "".join([*made, line.text[at:]])


def _said_before(texts: list[str], speakers: Speakers) -> list[str]:
    return [text[s.start : s.end] for text in texts for s in said_in(text, speakers)]


class PlainText:
    """Plain text, one utterance a line."""

    name = "text"
    adds_entities = False

    def read(self, stream: BinaryIO, options: ReadOptions) -> Iterator[Record | Failed]:
        """Yield a record for each line, or for some dozens where `look_ahead` is given."""
        speakers = Speakers()
        before: deque[str] = deque(maxlen=CONTEXT.rows)
        waiting: list[Line] = []
        for part in _parts(stream, options.look_ahead):
            if isinstance(part, Failed):
                yield from _record(before, waiting, [], speakers)
                waiting = []
                yield part
                continue
            for line in part:
                speakers.learn(line.text)
            if not options.look_ahead:
                yield from _record(before, part, [], speakers)
                continue
            yield from _record(before, waiting, [line.text for line in part], speakers)
            waiting = part
        yield from _record(before, waiting, [], speakers)


def _parts(stream: BinaryIO, many: bool) -> Iterator[list[Line] | Failed]:
    """The lines of a stream in parts of bounded size, those that are no UTF-8 apart."""
    part: list[Line] = []
    size = 0
    for number, raw in enumerate(stream, 1):
        try:
            line = raw.decode("utf-8")
        except UnicodeDecodeError as error:
            if part:
                yield part
            part, size = [], 0
            yield Failed(number, f"not UTF-8 at byte {error.start}")
            continue
        text = line.rstrip("\r\n")
        part.append(Line(number, text, line[len(text) :]))
        size += len(line)
        if not many or len(part) >= PART_LINES or size >= PART_CHARS:
            yield part
            part, size = [], 0
    if part:
        yield part


def _record(
    before: deque[str], lines: list[Line], after: list[str], speakers: Speakers
) -> Iterator[TextLines]:
    """The record of `lines`, if any; afterwards they are `before`."""
    if not lines:
        return
    lead, tail = around(before, after, CONTEXT)
    yield TextLines(lead, lines, tail, speakers)
    before.extend(line.text for line in lines if line.text.strip())
