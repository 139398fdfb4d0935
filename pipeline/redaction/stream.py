"""The run over a stream: read ahead, scan in batches, write each record's answer in its order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import islice

import msgspec

from pipeline.errors import PipelineError
from pipeline.redaction.conversation import find_in_records
from pipeline.redaction.formats.base import Failed, Record, RenderOptions
from pipeline.redaction.output import FileOutput, StreamOutput
from pipeline.redaction.pump import Pump
from pipeline.redaction.redactor import Redactor
from pipeline.redaction.second_look import SecondLook
from pipeline.spans import Span

#: What is read ahead of the model: records, and characters in all.
LOOK_AHEAD = 256
LOOK_AHEAD_CHARS = 2_000_000

Found = list[list[Span]]
Observer = Callable[[Record, Found], None]


class StrictError(PipelineError):
    """--strict: a record failed and the run stops. Exit code 3."""

    exit_code = 3


class Run:
    """One run of the redactor over the records of an input."""

    def __init__(
        self,
        redactor: Redactor,
        options: RenderOptions,
        output: StreamOutput | FileOutput,
        strict: bool = False,
        observe: Observer | None = None,
        progress: Callable[[], None] | None = None,
    ):
        self._redactor, self._options, self._output = SecondLook(redactor, options.redacted_labels), options, output
        self._strict, self._observe, self._progress = strict, observe, progress
        self.tally = output.tally

    def over(self, records: Iterable[Record | Failed], look_ahead: int = LOOK_AHEAD) -> None:
        """Write the answer to every record not yet answered (`tally.records` are, after a resume)."""
        rest = islice(records, self.tally.records, None)
        for ready in Pump(rest, look_ahead, LOOK_AHEAD_CHARS, _size):
            for start in range(0, len(ready), look_ahead):
                self._answer(ready[start : start + look_ahead])
                if self._progress:
                    self._progress()

    def _answer(self, batch: list[Record | Failed]) -> None:
        """Scan one batch, write it in order. With --strict the records before the failed one are still written."""
        whole = [one for one in batch if not isinstance(one, Failed)]
        found = iter(scan(self._redactor, whole))
        lines: list[bytes] = []
        try:
            for one in batch:
                spans = one if isinstance(one, Failed) else next(found)
                lines.append(self._line(one, spans))
        except StrictError:
            self._output.write(b"".join(lines))
            raise
        self._output.write(b"".join(lines))

    def _line(self, record: Record | Failed, found: Found | Failed) -> bytes:
        """The bytes to write for one record, counted in the tally."""
        line = b""
        if not isinstance(found, Failed):
            try:
                line = record.render(found, self._options).encode("utf-8", "strict")
                if self._observe:
                    self._observe(record, found)
            except Exception as error:
                found = _failed(record, error)
        if isinstance(found, Failed):
            line = self._failure(found)
        else:
            self._count(found)
        self.tally.records += 1
        return line

    def _failure(self, failed: Failed) -> bytes:
        """The line in the place of a failed record; with --strict the end."""
        if self._strict:
            raise StrictError(f"line {failed.line}: {failed.error}; stopped (--strict)")
        self.tally.failed += 1
        self.tally.first_failed = self.tally.first_failed or failed.line
        return error_line(failed)

    def _count(self, found: Found) -> None:
        for spans in found:
            for span in spans:
                self.tally.found[span.label] = self.tally.found.get(span.label, 0) + 1
                if span.label in self._options.redacted_labels and not self._options.spans_only:
                    self.tally.redacted[span.label] = self.tally.redacted.get(span.label, 0) + 1


def scan(redactor: SecondLook, records: list[Record]) -> list[Found | Failed]:
    """Spans of every record, or why it cannot be scanned; a batch with a bad record is halved until it stands alone."""
    if not records:
        return []
    try:
        return list(find_in_records(redactor, records))
    except Exception as error:
        if len(records) == 1:
            return [_failed(records[0], error)]
    middle = len(records) // 2
    return scan(redactor, records[:middle]) + scan(redactor, records[middle:])


def error_line(failed: Failed) -> bytes:
    """What goes out in the place of a record that could not be read or scanned."""
    return msgspec.json.encode({"line": failed.line, "error": failed.error}) + b"\n"


def _failed(record: Record | Failed, error: Exception) -> Failed:
    """Our own errors say what is wrong and hold no content; of any other only the type is told."""
    message = str(error) if isinstance(error, PipelineError) else f"could not be redacted ({type(error).__name__})"
    return Failed(record.line, message)


def _size(record: Record | Failed) -> int:
    return 0 if isinstance(record, Failed) else sum(map(len, record.turns))
