"""What a transcript format is: it reads records from a byte stream and renders each one redacted.

    for record in FORMATS["jsonl"].read(stream, ReadOptions()):
        if isinstance(record, Failed): ...            # an error line goes in its place
        (answer,) = redactor.redact_records([record], policy)
        output.write(answer.output)                   # the text to write, line ending included

A record of JSONL or plain text is one line; a Whisper, AWS, Deepgram, AssemblyAI, WebVTT or SRT
file is one record.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, Protocol

import msgspec

from pipeline.labels import redacted_labels
from pipeline.redaction.policy import Policy
from pipeline.spans import Span

if TYPE_CHECKING:
    from pipeline.redaction.formats.copies import Copies


@dataclass(frozen=True)
class ReadOptions:
    """How to read.

    `field`: the key that holds the text of a JSONL record (`call.transcript` goes down).
    `group_by`: the key or column whose value is the same in all rows of one call. `columns`: the
    columns to scan of a table, none for all.
    `look_ahead`: the input is a file, so a record may wait for what follows it; else each line is
    answered as it comes.
    """

    field: str = "text"
    group_by: str | None = None
    columns: tuple[str, ...] = ()
    look_ahead: bool = False


@dataclass(frozen=True)
class Failed:
    """A record that could not be read. `line` counts from 1 (1 for a whole file); `error` never
    holds content.

    `lines`: how many lines of the input it stands for, each of which gets an error line in the
    output.
    """

    line: int
    error: str
    lines: int = 1

    def failure(self, error: str) -> bytes:
        """What goes out in its place."""
        return error_line(Failed(self.line, error, self.lines))


def error_line(failed: Failed) -> bytes:
    """What goes out in the place of a record that could not be read or scanned: a line for each
    of its lines.
    """
    lines = range(failed.line, failed.line + failed.lines)
    return b"".join(
        msgspec.json.encode({"line": line, "error": failed.error}) + b"\n" for line in lines
    )


class Record(Protocol):
    """One record: `turns` are the texts to scan, `conversations` how many of them, one after the
    other, belong to each conversation.

    `sum(conversations) == len(turns)`; turns of one conversation are scanned with each other as
    context, conversations on their own. `line` is the record's line in the input, from 1. The turns
    with the indexes `context` are context alone: they are not scanned for themselves and get no
    spans.
    `lines`: how many lines of the input it is. `copies`: of a transcript with word times.
    """

    line: int
    turns: list[str]
    conversations: list[int]
    context: frozenset[int]
    lines: int
    copies: Copies | None = None

    def apart(self) -> Sequence[Record]:
        """Its rows as records of their own, where one of several may spoil it."""
        return ()

    def failure(self, error: str) -> bytes:
        """What goes out in its place where it failed."""
        return error_line(Failed(self.line, error, self.lines))

    def render(self, found: list[list[Span]], policy: Policy) -> str | bytes:
        """The record as it goes out, line ending included; `found` holds the spans of each of
        `turns`.

        Raises PipelineError (without content) where it cannot be written safely; then nothing may
        be passed on.
        """
        ...


class Format(Protocol):
    """A transcript format. `adds_entities` is False where the format has no place for them
    (`--spans` is refused).
    """

    name: str
    adds_entities: bool

    def read(self, stream: BinaryIO, options: ReadOptions) -> Iterator[Record | Failed]:
        """Yield the records of `stream` in order, each as soon as it is read."""
        ...


def entities_json(spans: Iterable[Span]) -> list[dict[str, Any]]:
    """The `entities` of an output record: offsets into the input text, all entity types, sorted."""
    pii = redacted_labels()
    return [
        {
            "start": s.start,
            "end": s.end,
            "label": s.label,
            "pii": s.label in pii,
            "score": round(s.score, 4),
        }
        for s in sorted(spans)
    ]
