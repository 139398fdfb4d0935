"""From records to answers: read ahead, redact in batches, two at a time, write each record's
answer in its order.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Protocol

from pipeline.errors import PipelineError
from pipeline.redaction.formats.base import Failed, Record
from pipeline.redaction.output import FileOutput, StreamOutput
from pipeline.redaction.policy import Policy
from pipeline.redaction.read_ahead import ReadAhead
from pipeline.redaction.records import Redacted
from pipeline.redaction.redactor import Redactor
from pipeline.spans import Span

#: What is read ahead of the model: records, and characters in all.
LOOK_AHEAD = 256
LOOK_AHEAD_CHARS = 2_000_000
#: Records of a batch, and batches in work at least: while one's rows are in the model, which leaves
#: Python alone, another is decoded and rendered; one more waits, so that no core does while an
#: answer is written.
BATCH = 64
IN_WORK = 2
WAITING = 1

Found = list[list[Span]]
Observer = Callable[[Record, Found], None]


class Progress(Protocol):
    """Who is told how far the work is: `begin` a batch of so many characters, of which some were
    `scanned`, until it is `done`.
    """

    def begin(self, size: int) -> None: ...

    def scanned(self, size: int) -> None: ...

    def done(self, size: int) -> None: ...


class StrictError(PipelineError):
    """A record failed and the run stops. Exit code 3."""

    exit_code = 3


class Answers:
    """One run of the redactor over the records of an input.

    `strict`: why the run ends at the first record that fails; empty where it goes on.
    """

    def __init__(
        self,
        redactor: Redactor,
        policy: Policy,
        output: StreamOutput | FileOutput,
        strict: str = "",
        observe: Observer | None = None,
        progress: Progress | None = None,
    ):
        self._redactor, self._policy, self._output = redactor, policy, output
        self._strict, self._observe, self._progress = strict, observe, progress
        self.tally = output.tally

    def over(self, records: Iterable[Record | Failed], look_ahead: int = LOOK_AHEAD) -> None:
        """Write the answer to every record not yet answered (`tally.records` are, after a
        resume).
        """
        work: deque[tuple[list[Record | Failed], Future[list[Redacted | Failed]]]] = deque()
        in_work = max(IN_WORK, self._redactor.at_once)
        with ThreadPoolExecutor(in_work, thread_name_prefix="batches") as pool:
            try:
                for ready in ReadAhead(
                    _after(records, self.tally.records), look_ahead, LOOK_AHEAD_CHARS, _size
                ):
                    for start in range(0, len(ready), BATCH):
                        batch = ready[start : start + BATCH]
                        work.append((batch, pool.submit(self._redacted, batch)))
                        if len(work) == in_work + WAITING:
                            self._write(*work.popleft())
                    # Before more input is waited for, or ends: a typed line is answered.
                    while work and not ready:
                        self._write(*work.popleft())
            finally:
                for _, future in work:
                    future.cancel()

    def _redacted(self, batch: list[Record | Failed]) -> list[Redacted | Failed]:
        """The answers to the records of a batch that could be read."""
        whole = [one for one in batch if not isinstance(one, Failed)]
        size = sum(map(_size, whole))
        if self._progress:
            self._progress.begin(size)
        scanned = self._progress.scanned if self._progress else None
        answers = self._redactor.redact_records(whole, self._policy, scanned)
        if self._progress:
            self._progress.done(size)
        return answers

    def _write(self, batch: list[Record | Failed], future: Future[list[Redacted | Failed]]) -> None:
        """Write a batch's answers in order.

        With `strict` the records before the failed one are still written.
        """
        answers = iter(future.result())
        lines: list[bytes] = []
        try:
            for one in batch:
                if isinstance(one, Failed):
                    lines.append(self._failure(one, one))
                    self.tally.records += one.lines
                else:
                    lines += self._lines(one, next(answers))
        except StrictError:
            self._output.write(b"".join(lines))
            raise
        self._output.write(b"".join(lines))

    def _lines(self, record: Record, answer: Redacted | Failed) -> Iterator[bytes]:
        """The bytes to write for one record, counted in the tally.

        Where one of several rows spoilt the record, each row is answered by itself.
        """
        if isinstance(answer, Failed):
            rows = () if self._strict else record.apart()
            if len(rows) > 1:
                alone = self._redactor.redact_records(rows, self._policy)
                for row, one in zip(rows, alone, strict=True):
                    yield from self._lines(row, one)
                return
            line = self._failure(record, answer)
        else:
            if self._observe:
                self._observe(record, answer.spans)
            self._count(answer.spans)
            line = answer.output if isinstance(answer.output, bytes) else answer.output.encode()
        self.tally.records += record.lines
        yield line

    def _failure(self, record: Record | Failed, failed: Failed) -> bytes:
        """What stands in the place of a failed record; with `strict` the end."""
        if self._strict:
            raise StrictError(f"line {failed.line}: {failed.error}; stopped ({self._strict})")
        self.tally.failed += failed.lines
        self.tally.first_failed = self.tally.first_failed or failed.line
        return record.failure(failed.error)

    def _count(self, found: Found) -> None:
        for spans in found:
            for span in spans:
                self.tally.found[span.label] = self.tally.found.get(span.label, 0) + 1
                if span.label in self._policy.labels and not self._policy.spans_only:
                    self.tally.redacted[span.label] = self.tally.redacted.get(span.label, 0) + 1


def _after(records: Iterable[Record | Failed], lines: int) -> Iterator[Record | Failed]:
    """The records behind the first so many lines."""
    for record in records:
        if lines <= 0:
            yield record
        lines -= record.lines


def _size(record: Record | Failed) -> int:
    return 0 if isinstance(record, Failed) else sum(map(len, record.turns))
