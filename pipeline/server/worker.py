"""The model's threads behind a bounded queue.

As many threads as the model may use each take their share of the parts of requests that wait, as
much as one part at most: scanned in one call they cost less (20 texts of 70 characters 2.0 ms of
CPU each together, 4 at a time 2.8, alone 3.2), and answers do not depend on it. A request has two
parts under way at most, so that a long list keeps nobody waiting. Records that are longer than a
part have one thread more.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import islice
from pathlib import Path
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


class Busy(Exception):
    """The queue is full; the client is to come again."""


class Model(NamedTuple):
    """A loaded model: `wide` runs a row on all of its `threads` and is asked where nothing else is
    going on, `narrow` in the thread that calls.
    """

    wide: Redactor
    narrow: Redactor
    threads: int

    @classmethod
    def load(cls, folder: Path, threads: int | None) -> Model:
        """The model of a folder, `threads` as in Redactor.load. Raises DataError."""
        wide = Redactor.load(folder, threads=threads)
        return cls(wide, wide.of_one_thread(), bounded(threads))


class _Waiting(NamedTuple):
    """A part of a request that waits for a thread, and where its answers go."""

    records: list[Record]
    policy: Policy
    size: int
    answers: asyncio.Future[list[Answer]]


class Worker:
    """Redacts in threads of its own; called from the event loop."""

    def __init__(self, model: Model, part: Part, limits: Limits, metrics: Metrics) -> None:
        self._model = model
        self._part, self._limits, self._metrics = part, limits, metrics
        self._records = self._characters = self._jobs = 0
        self._waiting: deque[_Waiting] = deque()
        self._tasks: set[asyncio.Task[None]] = set()
        self._room = asyncio.Condition()
        self._short = ThreadPoolExecutor(model.threads, thread_name_prefix="model-short")
        self._long = ThreadPoolExecutor(1, thread_name_prefix="model-long")

    async def redact(
        self, records: Sequence[Record | str], policy: Policy, wait: bool = False
    ) -> list[Answer]:
        """The answer to each record.

        Raises Busy where the queue is full, or with `wait` waits for room.
        """
        made = [as_record(one, number) for number, one in enumerate(records, 1)]
        sizes = [sum(map(len, one.turns)) for one in made]
        await self._take(len(made), sum(sizes), wait)
        found: dict[int, list[Answer]] = {}
        parts = self._parts(sizes)

        async def one_by_one() -> None:
            for first, after in parts:
                size = sum(sizes[first:after])
                found[first] = await self._scan(made[first:after], policy, size)

        try:
            if len(made) == 1:
                await one_by_one()
            else:
                await asyncio.gather(*(one_by_one() for _ in range(_TOGETHER)))
        finally:
            await self._give_back(len(made), sum(sizes))
        answers = [answer for first in sorted(found) for answer in found[first]]
        self._metrics.count(answers)
        return answers

    def stop(self) -> None:
        """End the threads; what they are at is finished."""
        self._short.shutdown()
        self._long.shutdown()

    async def _scan(self, records: list[Record], policy: Policy, size: int) -> list[Answer]:
        if size > self._part.characters:
            return await self._in_thread(self._long, records, policy)
        part = _Waiting(records, policy, size, asyncio.Future())
        self._waiting.append(part)
        self._start()
        return await part.answers

    def _start(self) -> None:
        """Give what waits to the threads that are free."""
        while self._waiting and len(self._tasks) < self._model.threads:
            task = asyncio.create_task(self._run(self._share()))
            self._tasks.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        self._start()

    def _share(self) -> list[_Waiting]:
        """What one thread takes at once: all under one policy."""
        most = math.ceil(len(self._waiting) / self._model.threads)
        taken, size = [self._waiting.popleft()], 0
        while self._waiting and len(taken) < most:
            size += taken[-1].size
            one = self._waiting[0]
            if one.policy != taken[0].policy or size + one.size > self._part.characters:
                break
            taken.append(self._waiting.popleft())
        return taken

    async def _run(self, parts: list[_Waiting]) -> None:
        """Scan `parts` together; who has gone meanwhile is left out."""
        if not (parts := [part for part in parts if not part.answers.done()]):
            return
        records = [record for part in parts for record in part.records]
        try:
            found = await self._in_thread(self._short, records, parts[0].policy)
        except Exception as error:
            for part in parts:
                if not part.answers.done():
                    part.answers.set_exception(error)
            return
        answers = iter(found)
        for part in parts:
            own = list(islice(answers, len(part.records)))
            if not part.answers.done():
                part.answers.set_result(own)

    async def _in_thread(
        self, pool: ThreadPoolExecutor, records: list[Record], policy: Policy
    ) -> list[Answer]:
        self._jobs += 1
        model = self._model.wide if self._jobs == 1 and not self._waiting else self._model.narrow

        def work() -> list[Answer]:
            began = time.perf_counter()
            answers: list[Answer] = model.redact_records(records, policy)
            self._metrics.model_seconds.observe(time.perf_counter() - began)
            return answers

        try:
            return await asyncio.get_running_loop().run_in_executor(pool, work)
        finally:
            self._jobs -= 1

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

        def fits() -> bool:
            return not self._records or (
                self._records + records <= self._limits.queue_records
                and self._characters + characters <= self._limits.queue_mib * MIB
            )

        async with self._room:
            if not fits():
                if not wait:
                    raise Busy
                await self._room.wait_for(fits)
            self._count(records, characters)

    async def _give_back(self, records: int, characters: int) -> None:
        self._count(-records, -characters)
        async with self._room:
            self._room.notify_all()

    def _count(self, records: int, characters: int) -> None:
        self._records += records
        self._characters += characters
        self._metrics.queued.set(self._records)
        self._metrics.queued_characters.set(self._characters)
