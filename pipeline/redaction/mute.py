"""Mute plan: where in the audio PII is said, from the word times of a transcript.

Fails closed: a plan is written only when the times make sense and the words tell the transcript
that was scanned. A word without a time lies between its neighbours. Captions have no word times;
there the whole cue is muted.
"""

from __future__ import annotations

import math
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import DataError, PipelineError
from pipeline.redaction import jsonio, paths
from pipeline.redaction.formats.base import Record
from pipeline.redaction.formats.speakers import said_in
from pipeline.redaction.formats.text_copy import TextCopy
from pipeline.spans import Span


class Interval(NamedTuple):
    """Seconds of audio to mute, and what is said there; several labels are joined by a comma."""

    start: float
    end: float
    label: str


def collect(
    record: Record, found: list[list[Span]], redacted_labels: Iterable[str]
) -> list[Interval]:
    """The intervals of PII in a record, merged. `found` is what `record.render` takes.

    Raises DataError where the record has no word times, one is missing or makes no sense, or the
    words do not tell the transcript that was scanned.
    """
    copies = record.copies
    if copies is None:
        raise DataError("a mute plan needs word times; this format has none")
    labels = frozenset(redacted_labels)
    spans = copies.resolve(found, labels)
    timed = [i for i, copy in enumerate(copies.texts) if copy.timed]
    if not timed and any(s.label in labels for one in spans for s in one):
        raise DataError("a mute plan needs word times; this transcript has none")
    main = [
        i for i, copy in enumerate(copies.texts) if copy.named and not copy.words and not copy.timed
    ]
    for index in main:
        if any(s.label in labels for s in spans[index]) and not copies.same_text(index, timed):
            raise DataError(
                "a mute plan needs word times that agree with the text; these words tell another"
                " text"
            )
    ends = (_seconds(u.end, copy.scale) for copy in copies.texts for u in copy.units)
    last = max((end for end in ends if end is not None), default=0.0)
    intervals: list[Interval] = []
    for index in timed:
        copy = copies.texts[index]
        names = _names(copy) if copy.cues else []
        said = [
            s
            for s in spans[index]
            if s.label in labels and not any(a <= s.start and s.end <= b for a, b in names)
        ]
        intervals += _intervals(copy, said, last)
    return merge_intervals(intervals)


def _names(copy: TextCopy) -> list[tuple[int, int]]:
    """Where captions name who speaks ("Agent: ..."), which nobody says."""
    return [(s.label, s.label_end) for s in said_in(copy.text) if s.label < s.label_end]


def _intervals(copy: TextCopy, spans: list[Span], last: float) -> list[Interval]:
    times = _times(copy, last) if spans else []
    made: dict[Span, list[tuple[float, float]]] = {span: [] for span in spans}
    for pieces, when in zip(copy.pieces(spans) if spans else [], times, strict=True):
        for piece in pieces:
            if when:
                made[piece.span].append(when)
    intervals = []
    for span, said in made.items():
        if not said or said[0][0] >= said[-1][1]:
            raise DataError("a mute plan needs word times; an entity has none, or takes no time")
        intervals.append(Interval(said[0][0], max(end for _, end in said), span.label))
    return intervals


def _times(copy: TextCopy, last: float) -> list[tuple[float, float] | None]:
    """Start and end of each unit in seconds; None for a mark (nothing is said).

    What has no time lies between its neighbours; behind the last of them it ends at `last`, the
    latest time of the record. Raises DataError.
    """
    known = [
        (_known(u.start, copy.scale, n), _known(u.end, copy.scale, n))
        for n, u in enumerate(copy.units, 1)
    ]
    begins = [start for start, _ in known]
    if copy.units and all(start is None for start in begins):
        raise DataError("a mute plan needs word times; these words have none")
    times: list[tuple[float, float] | None] = []
    before = done = 0.0
    for index, (unit, (start, end)) in enumerate(zip(copy.units, known, strict=True)):
        if start is None and end is None and not any(c.isalnum() for c in unit.text):
            times.append(None)
            continue
        if start is None:
            start = min(done, end) if end is not None else done
        if end is None:
            after = (b for b in begins[index + 1 :] if b is not None)
            end = max(start, next(after, max(last, start)))
        if end < start or (start < before and not unit.fresh):
            raise DataError(f"a mute plan needs word times in order; word {index + 1} is not")
        before, done = start, max(end, start)
        times.append((start, end))
    return times


def _known(value: Any, scale: float, number: int) -> float | None:
    """A time in seconds, or None where there is none.

    Raises DataError for one that makes no sense.
    """
    if value is None:
        return None
    seconds = _seconds(value, scale)
    if seconds is None:
        raise DataError(f"a mute plan needs word times; that of word {number} cannot be read")
    return seconds


def _seconds(value: Any, scale: float) -> float | None:
    """A time as a finite number of seconds, 0 or more; services write numbers or strings of
    them.
    """
    if isinstance(value, bool) or not isinstance(value, (int, float, str)):
        return None
    try:
        seconds = float(value) * scale
    except (ValueError, OverflowError):
        return None
    return seconds if math.isfinite(seconds) and seconds >= 0 else None


def merge_intervals(intervals: Iterable[Interval]) -> list[Interval]:
    """Sorted, with those that overlap or touch joined."""
    merged: list[Interval] = []
    for one in sorted(intervals):
        last = merged[-1] if merged else None
        if last is None or one.start > last.end:
            merged.append(one)
            continue
        labels = dict.fromkeys([*last.label.split(","), *one.label.split(",")])
        merged[-1] = Interval(last.start, max(last.end, one.end), ",".join(labels))
    return merged


def ffmpeg_filter(intervals: Iterable[Interval]) -> str:
    """The audio filter for `ffmpeg -i in.wav -af FILTER out.wav`; `anull` (no change) where
    nothing is muted.
    """
    terms = [f"between(t,{_floor(i.start)},{_ceil(i.end)})" for i in intervals]
    return f"volume=enable='{'+'.join(terms)}':volume=0" if terms else "anull"


def _floor(seconds: float) -> str:
    return f"{math.floor(round(seconds * 1000, 3)) / 1000:.3f}"


def _ceil(seconds: float) -> str:
    return f"{math.ceil(round(seconds * 1000, 3)) / 1000:.3f}"


class MutePlan:
    """Gathers the audio intervals of the one record of the input.

    Fails closed: a plan is whole, or there is none.
    """

    def __init__(self, path: str, labels: Iterable[str]):
        self._path, self._labels = path, frozenset(labels)
        self._intervals: list[Interval] | None = None
        self._error: str | None = None

    def __call__(self, record: Record, found: list[list[Span]]) -> None:
        """Take in a record; what is wrong with it is told by `write`, the transcript itself goes
        out redacted.
        """
        if self._intervals is not None:
            self._error = "the input holds several records, and a plan is for one recording"
        try:
            self._intervals = collect(record, found, self._labels)
        except DataError as error:
            self._intervals, self._error = [], str(error)

    def write(self, failed: int, mode: int, over: bool) -> None:
        """Write the plan, or raise PipelineError and leave the file as it is."""
        error = "the transcript could not be redacted" if failed else self._error
        if error is None and self._intervals is None:
            error = "the input is empty"
        if error is not None:
            raise PipelineError(
                f"{self._path}: no mute plan was written, only the transcript: {error}"
            )
        write(self._path, self._intervals or [], mode, over)


def write(
    path: str | Path, intervals: Iterable[Interval], mode: int = 0o600, over: bool = False
) -> None:
    """Write {"intervals": [{start, end, label}], "ffmpeg": FILTER} as JSON; the file appears
    whole or not at all.
    """
    intervals = merge_intervals(intervals)
    rows = [
        {"start": float(_floor(i.start)), "end": float(_ceil(i.end)), "label": i.label}
        for i in intervals
    ]
    text = jsonio.dumps({"intervals": rows, "ffmpeg": ffmpeg_filter(intervals)}, 2) + "\n"
    paths.write_new(os.path.realpath(path), text.encode(), mode, over)
