"""What runs in a task: JSON lines in Arrow batches are answered as the command answers a file's.

A Python worker loads one redactor and keeps it from task to task; a task slot is one thread. What a
task raises goes into Spark's logs and its page: it never holds content.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, islice
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc

from pipeline.redaction.formats import Failed, ReadOptions
from pipeline.redaction.formats.base import error_line
from pipeline.redaction.formats.jsonl import Group, Row, read_line
from pipeline.redaction.formats.jsonl import grouped as in_groups
from pipeline.redaction.options import default_model
from pipeline.redaction.policy import Policy
from pipeline.redaction.records import Redacted
from pipeline.redaction.redactor import Redactor
from pipeline.spark.sealing import sealed
from pipeline.spark.settings import SparkConfig

#: Columns that the work adds: a line of JSON, its number and place in its file, its call.
JSON, LINE, FILE, START, CALL = "_pii_json", "_pii_line", "_pii_file", "_pii_start", "_pii_call"
#: What stands in the place of JSON afterwards: the line that goes out, and why it is an error.
ANSWER, ERROR = "_pii_answer", "_pii_error"
#: Columns of groups of rows.
ROWS, BEFORE, AFTER, WHOLE = "rows", "before", "after", "whole"
#: Rows of groups that are passed on together.
TOGETHER = 1024

_REDACTORS: dict[str | None, Redactor] = {}
Batches = Iterator[pa.RecordBatch]


@dataclass(frozen=True)
class Work:
    """What every task is told."""

    policy: Policy
    model: str | None
    reading: ReadOptions
    config: SparkConfig


class Lines(NamedTuple):
    """Lines that are scanned together, and what is known of them."""

    lines: Sequence[bytes]
    numbers: Sequence[int]
    before: list[str]
    after: list[str]
    whole: bool


def redactor_of(model: str | None) -> Redactor:
    """The redactor of this Python worker, loaded by its first task.

    `model`: a folder; a relative one may be in what --archives unpacked. None: where the command
    looks for it, on the executor.
    """
    if model not in _REDACTORS:
        folder = Path(model) if model else default_model()
        if not folder.is_dir() and not folder.is_absolute():
            from pyspark import SparkFiles

            folder = Path(SparkFiles.get(str(folder)))
        _REDACTORS.clear()
        _REDACTORS[model] = Redactor.load(folder, threads=1)
    return _REDACTORS[model]


def counted(batches: Batches, pattern: str) -> Batches:
    """How many lines each block of a text file has, and whether `pattern` is in any of them."""
    with sealed():
        block, found = [FILE, START], []
        for batch in batches:
            calls = pc.match_substring_regex(batch.column(JSON), pattern)
            rows = pa.table([*batch.select(block).columns, calls], [*block, "calls"])
            found.append(rows.group_by(block).aggregate([([], "count_all"), ("calls", "any")]))
        if found:
            blocks = pa.concat_tables(found).group_by(block)
            made = blocks.aggregate([("count_all", "sum"), ("calls_any", "any")])
            yield from made.rename_columns([*block, "lines", "calls"]).to_batches()


def numbered(batches: Batches, first: Mapping[tuple[str, int], int]) -> Batches:
    """Lines of text files with their numbers; `first` is the number of each block's first line."""
    place, number = None, 0
    for batch in batches:
        numbers = []
        places = zip(batch.column(FILE).to_pylist(), batch.column(START).to_pylist(), strict=True)
        for here in places:
            number = number + 1 if here == place else first[here]
            place = here
            numbers.append(number)
        yield batch.append_column(LINE, pa.array(numbers, pa.int64()))


def called(batches: Batches, work: Work, first: Mapping[tuple[str, int], int]) -> Batches:
    """Lines of text files with the call that each is a turn of, to be shuffled by it.

    A line that is none and follows a turn parts the call there, as it does for the command: it goes
    with it. All others are spread.
    """
    with sealed():
        before: str | None = None
        for batch in numbered(batches, first):
            calls: list[str] = []
            for number, line in _lines(batch):
                row = read_line(number, line, work.reading)
                call = None if isinstance(row, Failed) else row.call
                own = None if call is None else f"{type(call).__name__} {call}"
                calls.append(own or before or f"- {number // 256}")
                before = own
            yield batch.append_column(CALL, pa.array(calls, pa.string()))


def _lines(batch: pa.RecordBatch) -> Iterator[tuple[int, bytes]]:
    """Numbers and lines, with the end of line that Spark took off: messages count characters."""
    lines = (line + b"\n" for line in batch.column(JSON).to_pylist())
    return zip(batch.column(LINE).to_pylist(), lines, strict=True)


def grouped(batches: Batches, work: Work) -> Batches:
    """Sorted rows in the groups that the command makes of them, each with the turns around it.

    So the rows of a long call are many groups, which any task may answer.
    """
    with sealed():
        held: list[pa.RecordBatch] = []

        def rows() -> Iterator[Row | Failed]:
            for batch in batches:
                held.append(batch)
                for number, line in _lines(batch):
                    yield read_line(number, line, work.reading)

        made: list[Group | Failed] = []
        sizes: list[int] = []
        for group in in_groups(rows(), work.reading):
            made.append(group)
            sizes.append(1 if isinstance(group, Failed) else len(group.rows))
            if sum(sizes) >= TOGETHER:
                yield _cut(held, made, sizes)
                made, sizes = [], []
        if made:
            yield _cut(held, made, sizes)


def _cut(
    held: list[pa.RecordBatch], made: list[Group | Failed], sizes: list[int]
) -> pa.RecordBatch:
    """The rows of `made` as a batch of lists, taken from the front of `held`."""
    table = pa.Table.from_batches(held)
    size = sum(sizes)
    held[:] = table.slice(size).to_batches()
    structs = table.slice(0, size).combine_chunks().to_struct_array()
    rows = structs.chunk(0) if isinstance(structs, pa.ChunkedArray) else structs
    offsets = pa.array(accumulate(sizes, initial=0), pa.int32())
    lists = pa.ListArray.from_arrays(offsets, rows)
    told = [Group([], [], [], False) if isinstance(one, Failed) else one for one in made]
    sides = [
        pa.array([one.before for one in told], pa.list_(pa.string())),
        pa.array([one.after for one in told], pa.list_(pa.string())),
    ]
    whole = pa.array([one.whole for one in told], pa.bool_())
    return pa.RecordBatch.from_arrays([lists, *sides, whole], [ROWS, BEFORE, AFTER, WHOLE])


def answered_groups(batches: Batches, work: Work) -> Batches:
    """The rows of groups, answered."""
    with sealed():
        redactor = redactor_of(work.model)
        for batch in batches:
            lists = batch.column(ROWS)
            rows = pa.RecordBatch.from_struct_array(lists.flatten())
            given, groups = _lines(rows), []
            told = batch.drop_columns([ROWS]).to_pylist()
            for size, one in zip(lists.value_lengths().to_pylist(), told, strict=True):
                numbers, lines = zip(*islice(given, size), strict=True)
                groups.append(Lines(lines, numbers, one[BEFORE], one[AFTER], one[WHOLE]))
            yield _answered(rows, groups, redactor, work)


def answered(
    batches: Batches, work: Work, first: Mapping[tuple[str, int], int] | None = None
) -> Batches:
    """Rows that have nothing to do with each other, answered; `first`: they are of text files."""
    with sealed():
        redactor = redactor_of(work.model)
        for batch in batches if first is None else numbered(batches, first):
            groups = [Lines([line], [number], [], [], False) for number, line in _lines(batch)]
            yield _answered(batch, groups, redactor, work)


def _answered(
    batch: pa.RecordBatch, groups: list[Lines], redactor: Redactor, work: Work
) -> pa.RecordBatch:
    """`batch` with the answers to its lines in their place."""
    answers: list[str] = []
    errors: list[str | None] = []
    for some in _together(groups, work.config):
        for answer, error in _answers(some, redactor, work):
            answers.append(answer)
            errors.append(error)
    kept = batch.drop_columns([JSON])
    kept = kept.append_column(ANSWER, pa.array(answers, pa.string()))
    return kept.append_column(ERROR, pa.array(errors, pa.string()))


def _together(groups: Iterable[Lines], config: SparkConfig) -> Iterator[list[Lines]]:
    """`groups` in lists that are scanned at once."""
    some: list[Lines] = []
    records = size = 0
    for group in groups:
        own = sum(map(len, group.lines))
        full = records + len(group.lines) > config.records or size + own > config.characters
        if some and full:
            yield some
            some, records, size = [], 0, 0
        some.append(group)
        records, size = records + len(group.lines), size + own
    if some:
        yield some


def _answers(
    groups: Sequence[Lines], redactor: Redactor, work: Work
) -> Iterator[tuple[str, str | None]]:
    """The line that goes out for each line of `groups`, and what is wrong with it."""
    read = [_read(group, work) for group in groups]
    records = [one.record(work.reading.field) for one in read if isinstance(one, Group)]
    found = zip(records, redactor.redact_records(records, work.policy), strict=True)
    for group, one in zip(groups, read, strict=True):
        if isinstance(one, Failed):
            yield from _errors(group.numbers, one)
            continue
        record, answer = next(found)
        alone = record.apart() if isinstance(answer, Failed) else ()
        if len(alone) > 1:  # one row spoilt those of its call
            for number, own in zip(
                group.numbers, redactor.redact_records(alone, work.policy), strict=True
            ):
                yield from _lines_of([number], own)
        else:
            yield from _lines_of(group.numbers, answer)


def _lines_of(
    numbers: Sequence[int], answer: Redacted | Failed
) -> Iterator[tuple[str, str | None]]:
    """The lines of one answer."""
    if isinstance(answer, Failed):
        yield from _errors(numbers, answer)
        return
    out = answer.output if isinstance(answer.output, str) else answer.output.decode()
    for line, _ in zip(out.removesuffix("\n").split("\n"), numbers, strict=True):
        yield line, None


def _errors(numbers: Sequence[int], failed: Failed) -> Iterator[tuple[str, str | None]]:
    for number in numbers:
        line = error_line(Failed(number, failed.error)).decode()
        yield line.removesuffix("\n"), failed.error


def _read(group: Lines, work: Work) -> Group | Failed:
    rows = []
    for number, line in zip(group.numbers, group.lines, strict=True):
        row = read_line(number, line, work.reading)
        if isinstance(row, Failed):
            return row
        rows.append(row)
    return Group(rows, group.before, group.after, group.whole)
