"""The model's thread: what different requests wait for is scanned together, behind a bounded queue.

Records do not change each other's answers (the session runs each row by itself), so those of
different requests may share a batch. Two lanes, so that a long record does not keep the short ones
waiting.
"""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from pipeline.redaction.formats.base import Failed, Record
from pipeline.redaction.policy import Policy
from pipeline.redaction.records import Redacted, as_record
from pipeline.redaction.redactor import Redactor
from pipeline.server.metrics import Metrics
from pipeline.server.settings import MIB, Batch, Limits

Answer = Redacted | Failed


class Busy(Exception):
    """The queue is full; the client is to come again."""


@dataclass
class _Job:
    """Records of one request that fit a batch, and where their answers go."""

    records: list[Record]
    policy: Policy
    size: int
    loop: asyncio.AbstractEventLoop
    answered: asyncio.Future[list[Answer]]
    dropped: bool = field(default=False)


class Worker:
    """Redacts in threads of its own; called from the event loop."""

    def __init__(self, redactor: Redactor, batch: Batch, limits: Limits, metrics: Metrics) -> None:
        self._batch, self._limits, self._metrics = batch, limits, metrics
        self._records = self._characters = 0
        self._room = asyncio.Condition()
        self._short, self._long = (
            _Lane(redactor, batch, metrics, name) for name in ("short", "long")
        )

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
            jobs = [self._submit(made[a:b], policy, sum(sizes[a:b])) for a, b in self._parts(sizes)]
            try:
                parts = await asyncio.gather(*(job.answered for job in jobs))
            finally:
                for job in jobs:
                    job.dropped = not job.answered.done() or job.answered.cancelled()
        finally:
            await self._give_back(len(made), sum(sizes))
        answers = [answer for part in parts for answer in part]
        self._metrics.count(answers)
        return answers

    def stop(self) -> None:
        """End the threads; what they are at is finished."""
        self._short.stop()
        self._long.stop()

    def _submit(self, records: list[Record], policy: Policy, size: int) -> _Job:
        loop = asyncio.get_running_loop()
        job = _Job(records, policy, size, loop, loop.create_future())
        (self._long if size > self._batch.characters else self._short).put(job)
        return job

    def _parts(self, sizes: list[int]) -> list[tuple[int, int]]:
        """Where to cut a request so that each part fits a batch."""
        cuts, start, total = [], 0, 0
        for at, size in enumerate(sizes):
            if at > start and (
                total + size > self._batch.characters or at - start >= self._batch.records
            ):
                cuts.append((start, at))
                start, total = at, 0
            total += size
        return [*cuts, (start, len(sizes))] if sizes else []

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


class _Lane:
    """One thread and the jobs that wait for it."""

    def __init__(self, redactor: Redactor, batch: Batch, metrics: Metrics, name: str) -> None:
        self._redactor, self._batch, self._metrics = redactor, batch, metrics
        self._jobs: deque[_Job] = deque()
        self._change = threading.Condition()
        self._stopped = False
        self._thread = threading.Thread(target=self._work, name=f"model-{name}", daemon=True)
        self._thread.start()

    def put(self, job: _Job) -> None:
        with self._change:
            self._jobs.append(job)
            self._change.notify()

    def stop(self) -> None:
        with self._change:
            self._stopped = True
            self._change.notify()
        self._thread.join()

    def _next(self) -> list[_Job]:
        """The jobs that are scanned together next: those of one policy that fit a batch, the
        oldest among them.
        """
        with self._change:
            while not self._jobs and not self._stopped:
                self._change.wait()
            chosen: list[_Job] = []
            left: deque[_Job] = deque()
            records = size = 0
            for job in self._jobs:
                if job.dropped:
                    continue
                fits = (
                    records + len(job.records) <= self._batch.records
                    and size + job.size <= self._batch.characters
                    and (not chosen or job.policy == chosen[0].policy)
                )
                if not chosen or fits:
                    chosen.append(job)
                    records, size = records + len(job.records), size + job.size
                else:
                    left.append(job)
            self._jobs = left
            return chosen

    def _work(self) -> None:
        while not (self._stopped and not self._jobs):
            jobs = self._next()
            if not jobs:
                continue
            began = time.perf_counter()
            records = [record for job in jobs for record in job.records]
            try:
                answers: list[Answer] | Exception = self._redactor.redact_records(
                    records, jobs[0].policy
                )
            # a wrong policy, or a fault of ours: the request hears of it, the thread lives
            except Exception as error:
                answers = error
            self._metrics.batch.observe(len(records))
            self._metrics.model_seconds.observe(time.perf_counter() - began)
            at = 0
            for job in jobs:
                own = (
                    answers
                    if isinstance(answers, Exception)
                    else answers[at : at + len(job.records)]
                )
                at += len(job.records)
                _hand_over(job, own)


def _hand_over(job: _Job, answer: list[Answer] | Exception) -> None:
    def settle() -> None:
        if job.answered.done():
            return
        if isinstance(answer, Exception):
            job.answered.set_exception(answer)
        else:
            job.answered.set_result(answer)

    with contextlib.suppress(RuntimeError):  # the loop has closed: nobody waits any more
        job.loop.call_soon_threadsafe(settle)
