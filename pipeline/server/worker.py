"""The model's threads behind a bounded queue.

As many threads as the model may use each take, as soon as they are free, their share of the parts
of requests that wait, as much as one part at most: all that waits where the other threads are at
work. Scanned in one call they cost less (20 texts of 70 characters 2.0 ms of CPU each together, 4
at a time 2.8, alone 3.2), and answers do not depend on it. A request has two parts under way at
most, so that a long list keeps nobody waiting. Records that are longer than a part have one thread
more.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import islice
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Lock, Thread
from typing import NamedTuple

from pipeline.redaction.formats.base import Failed, Record
from pipeline.redaction.policy import Policy
from pipeline.redaction.records import Redacted, as_record
from pipeline.redaction.redactor import Redactor
from pipeline.redaction.session import bounded
from pipeline.server.metrics import Metrics
from pipeline.server.settings import MIB, Limits, Part

Answer = Redacted | Failed
#: Parts of one request that are under way at once.
_TOGETHER = 2
#: From so many records on the way to another process is worth it: with 64 connections 1.3 times the
#: requests/s; with 8, of which two or three wait at a time, it would be 0.8 times.
_MANY = 8


class Busy(Exception):
    """The queue is full; the client is to come again."""


class Model(NamedTuple):
    """A loaded model: `wide` runs a row on all of its `threads` and is asked where nothing else is
    going on, `narrow` in the thread that calls, `beside` has a process for each thread.
    """

    wide: Redactor
    narrow: Redactor
    beside: Redactor
    threads: int

    @classmethod
    def load(cls, folder: Path, threads: int | None) -> Model:
        """The model of a folder, `threads` as in Redactor.load. Raises DataError."""
        beside = Redactor.load(folder, threads=threads, processes=True)
        here = beside.at_once == 1  # no other processes
        wide = beside if here else Redactor.load(folder, threads=threads)
        narrow = wide.of_one_thread()
        return cls(wide, narrow, narrow if here else beside, bounded(threads))


class _Waiting(NamedTuple):
    """A part of a request that waits for a thread, and where its answers go."""

    records: list[Record]
    policy: Policy
    size: int
    answers: asyncio.Future[list[Answer]]


#: What the threads take from; None ends one of them.
_Queue = SimpleQueue[_Waiting | None]


class Worker:
    """Redacts in threads of its own; called from the event loop."""

    def __init__(self, model: Model, part: Part, limits: Limits, metrics: Metrics) -> None:
        self._model = model
        self._part, self._limits, self._metrics = part, limits, metrics
        self._records = self._characters = 0
        self._room = asyncio.Event()
        self._lock, self._busy = Lock(), 0
        self._short, self._long = _Queue(), _Queue()
        self._queues = [self._short] * model.threads + [self._long]
        self._threads = [Thread(target=self._work, args=(q,), daemon=True) for q in self._queues]
        for thread in self._threads:
            thread.start()
        metrics.queued.set_function(lambda: self._records)
        metrics.queued_characters.set_function(lambda: self._characters)

    async def redact(
        self, records: Sequence[Record | str], policy: Policy, wait: bool = False
    ) -> list[Answer]:
        """The answer to each record.

        Raises Busy where the queue is full, or with `wait` waits for room.
        """
        made = [as_record(one, number) for number, one in enumerate(records, 1)]
        sizes = [sum(map(len, one.turns)) for one in made]
        await self._take(len(made), sum(sizes), wait)
        try:
            if len(made) == 1:
                answers = await self._scan(made, policy, sizes[0])
            else:
                answers = await self._in_parts(made, policy, sizes)
        finally:
            self._give_back(len(made), sum(sizes))
        self._metrics.count(answers)
        return answers

    def stop(self) -> None:
        """End the threads; what they are at is finished."""
        for queue in self._queues:
            queue.put(None)
        for thread in self._threads:
            thread.join()

    def _scan(
        self, records: list[Record], policy: Policy, size: int
    ) -> asyncio.Future[list[Answer]]:
        answers: asyncio.Future[list[Answer]] = asyncio.get_running_loop().create_future()
        queue = self._long if size > self._part.characters else self._short
        queue.put(_Waiting(records, policy, size, answers))
        return answers

    async def _in_parts(
        self, records: list[Record], policy: Policy, sizes: list[int]
    ) -> list[Answer]:
        found: dict[int, list[Answer]] = {}
        parts = self._parts(sizes)

        async def one_by_one() -> None:
            for first, after in parts:
                size = sum(sizes[first:after])
                found[first] = await self._scan(records[first:after], policy, size)

        await asyncio.gather(*(one_by_one() for _ in range(_TOGETHER)))
        return [answer for first in sorted(found) for answer in found[first]]

    def _work(self, queue: _Queue) -> None:
        """What each thread does: scan its share of what waits, until it is told to end."""
        held: _Waiting | None = None
        while (first := held or queue.get()) is not None:
            parts, held = self._share(first, queue)
            parts = [part for part in parts if not part.answers.done()]  # but for who has gone
            if parts:
                self._answer(parts)

    def _share(self, first: _Waiting, queue: _Queue) -> tuple[list[_Waiting], _Waiting | None]:
        """What one thread scans at once, all under one policy: `first`, and of `queue` what the
        free threads leave it; and what it took besides.
        """
        parts, size = [first], first.size
        for _ in range(queue.qsize() // max(1, self._model.threads - self._busy)):
            try:
                one = queue.get_nowait()
            except Empty:
                break
            if one is None:
                queue.put(None)
                break
            size += one.size
            if one.policy != first.policy or size > self._part.characters:
                return parts, one
            parts.append(one)
        return parts, None

    def _answer(self, parts: list[_Waiting]) -> None:
        records = [record for part in parts for record in part.records]
        with self._lock:
            self._busy += 1
        alone = len(records) == self._records
        began = time.perf_counter()
        try:
            many = len(records) >= _MANY
            few = self._model.wide if alone else self._model.narrow
            model = self._model.beside if many else few
            found: list[Answer] | Exception = model.redact_records(records, parts[0].policy)
        except Exception as error:
            found = error
        self._metrics.model_seconds.observe(time.perf_counter() - began)
        with self._lock:
            self._busy -= 1
        with suppress(RuntimeError):  # the loop has ended: nobody waits
            parts[0].answers.get_loop().call_soon_threadsafe(_hand_out, parts, found)

    def _parts(self, sizes: list[int]) -> Iterator[tuple[int, int]]:
        """Where to cut a request into parts."""
        start = total = 0
        for at, size in enumerate(sizes):
            if at > start and (
                total + size > self._part.characters or at - start >= self._part.records
            ):
                yield start, at
                start, total = at, 0
            total += size
        if sizes:
            yield start, len(sizes)

    async def _take(self, records: int, characters: int, wait: bool) -> None:
        """Room in the queue; a request that is larger than all of it gets in when it is empty."""
        while self._records and (
            self._records + records > self._limits.queue_records
            or self._characters + characters > self._limits.queue_mib * MIB
        ):
            if not wait:
                raise Busy
            await self._room.wait()
        self._records += records
        self._characters += characters

    def _give_back(self, records: int, characters: int) -> None:
        self._records -= records
        self._characters -= characters
        self._room.set()  # wakes all that wait now
        self._room.clear()


def _hand_out(parts: list[_Waiting], found: list[Answer] | Exception) -> None:
    """Give each part its answers."""
    answers = iter([] if isinstance(found, Exception) else found)
    for part in parts:
        own = list(islice(answers, len(part.records)))
        if part.answers.done():
            continue
        if isinstance(found, Exception):
            part.answers.set_exception(found)
        else:
            part.answers.set_result(own)
