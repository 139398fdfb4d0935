"""Plain text: each line is a record, scanned with the few lines before it as context.

Looking back only, every line can go out as soon as it has come in.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from pipeline.errors import ConfigError
from pipeline.redaction.formats.base import Failed, ReadOptions, Record, RenderOptions
from pipeline.spans import Span

#: Lines before a line that are its context, and the most characters of all of them together.
LOOK_BACK = 3
LOOK_BACK_CHARS = 240


class TextLine:
    """A line of plain text; all turns but the last are context."""

    def __init__(self, line: int, before: list[str], text: str, end: str) -> None:
        self.line, self._end = line, end
        self.turns = [*before, text]
        self.context = frozenset(range(len(before)))
        self.lines = 1
        self.threads = [len(self.turns)]

    def render(self, found: list[list[Span]], options: RenderOptions) -> str:
        """The line redacted, its line end kept. Raises ConfigError for `spans_only`."""
        if options.spans_only:
            raise ConfigError("plain text has no place for entities; --spans needs a JSON format")
        return options.apply(self.turns[-1], found[-1]) + self._end


class PlainText:
    """Plain text, one utterance a line."""

    name = "text"
    adds_entities = False

    def read(self, stream: BinaryIO, options: ReadOptions) -> Iterator[Record | Failed]:
        """Yield one record or failure for each line."""
        before: deque[str] = deque(maxlen=LOOK_BACK)
        for number, raw in enumerate(stream, 1):
            try:
                line = raw.decode("utf-8")
            except UnicodeDecodeError as error:
                yield Failed(number, f"not UTF-8 at byte {error.start}")
                continue
            text = line.rstrip("\r\n")
            yield TextLine(number, _fitting(before), text, line[len(text) :])
            if text.strip():
                before.append(text)


def _fitting(before: deque[str]) -> list[str]:
    chosen: list[str] = []
    room = LOOK_BACK_CHARS
    for text in reversed(before):
        room -= len(text)
        if room < 0:
            break
        chosen.insert(0, text)
    return chosen
