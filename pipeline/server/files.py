"""A file or a stream of records as a request's body, and its answer as the response, piece by
piece.

A format reads its records from a file, so each such request has a thread; where the thread has to
wait for the client, what was read so far is answered first. Both ways wait for the other side, so
that memory stays bounded.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Iterator
from typing import Any

import msgspec
from anyio import from_thread
from starlette.types import Receive, Send

from pipeline.redaction.formats import (
    FORMATS,
    Failed,
    ReadOptions,
    Record,
    detect,
    entities_json,
)
from pipeline.redaction.formats.base import Format, error_line
from pipeline.redaction.policy import Policy
from pipeline.redaction.records import Redacted
from pipeline.server.requests import BY_ROW, STREAMED, Refused, checked
from pipeline.server.settings import KIB, MIB, Limits
from pipeline.server.worker import Worker

#: How much of a body is looked at to tell its format.
HEAD = 65_536
#: Records of a stream that are answered together, at most.
TOGETHER = 64


class Disconnected(Exception):
    """The client has gone, or does not take its answer."""


class Body(io.RawIOBase):
    """A request's body as a file; read in a thread, filled by the event loop.

    Raises Refused where the client sends nothing for too long, where the body is too large, or with
    `streamed` a line.
    """

    def __init__(self, receive: Receive, limits: Limits, streamed: bool) -> None:
        self._receive, self._limits, self._streamed = receive, limits, streamed
        self._held = b""
        self._ended = False
        self._since = 0
        #: Called before the thread waits for the client.
        self.before_waiting = lambda: None

    def readable(self) -> bool:
        return True

    def head(self) -> bytes:
        """The beginning of the body, which stays to be read."""
        while len(self._held) < HEAD and not self._ended:
            self._held += self._more()
        return self._held[:HEAD]

    def readinto(self, buffer: Any) -> int:
        """Read what is at hand; 0 at the end."""
        if not self._held and not self._ended:
            self._held = self._more()
        size = min(len(buffer), len(self._held))
        buffer[:size] = self._held[:size]
        self._held = self._held[size:]
        return size

    def treat_as(self, streamed: bool) -> None:
        """Say, once the format is known, whether its lines are answered as they come."""
        self._streamed = streamed
        self._check(self._held)

    def _more(self) -> bytes:
        self.before_waiting()
        data: bytes = from_thread.run(self._next)
        self._check(data)
        return data

    async def _next(self) -> bytes:
        while True:
            try:
                message = await asyncio.wait_for(self._receive(), self._limits.idle_s)
            except TimeoutError:
                raise Refused(408, "nothing came for too long") from None
            if message["type"] == "http.disconnect":
                raise Disconnected
            self._ended = not message.get("more_body", False)
            if message.get("body") or self._ended:
                return bytes(message.get("body", b""))

    def _check(self, data: bytes) -> None:
        newline = data.rfind(b"\n")
        longest = self._since + (data.find(b"\n") if newline >= 0 else len(data))
        if not self._streamed:
            self._since += len(data)
            if self._since > self._limits.body_mib * MIB:
                raise Refused(413, f"the body is larger than {self._limits.body_mib} MiB")
            return
        self._since = self._since + len(data) if newline < 0 else len(data) - newline - 1
        if max(longest, self._since) > self._limits.record_kib * KIB:
            raise Refused(413, f"a record is larger than {self._limits.record_kib} KiB")


class FileAnswer:
    """Reads a request's body as a file of the format `name` and sends it redacted; with `turns`
    a line of JSON a record instead, its turns and what is in them.

    `run` is called in a thread.
    """

    def __init__(
        self,
        worker: Worker,
        policy: Policy,
        reading: ReadOptions,
        limits: Limits,
        turns: bool = False,
    ) -> None:
        self._worker, self._policy, self._reading, self._limits = worker, policy, reading, limits
        self._turns = turns
        self._waiting: list[Record | Failed] = []
        self._streamed, self._by_row = True, False
        self.begun = False

    def run(self, name: str, receive: Receive, send: Send) -> None:
        """Answer the whole body.

        Raises Refused, Busy or Disconnected; after `begun` the answer is then cut off.
        """
        self._send = send
        body = Body(receive, self._limits, streamed=name in STREAMED)
        chosen = checked(self._format(name, body), self._policy)
        streamed = chosen.name in STREAMED
        self._streamed, self._by_row = streamed or self._turns, chosen.name in BY_ROW
        if name == "auto":
            body.treat_as(streamed)
        body.before_waiting = self._flush
        try:
            for record in chosen.read(io.BufferedReader(body, HEAD), self._reading):
                self._waiting.append(record)
                if len(self._waiting) >= TOGETHER:
                    self._flush()
        except Refused as refused:
            self._flush()
            if (
                self._streamed and self.begun
            ):  # the status has gone out: say it in the stream, then cut it off
                line = msgspec.json.encode({"error": refused.message}) + b"\n"
                from_thread.run(self._put, line, True)
            raise
        self._flush()
        from_thread.run(self._put, b"", False)

    def _format(self, name: str, body: Body) -> Format:
        return detect(body.head()) if name == "auto" else FORMATS[name]

    def _flush(self) -> None:
        """Answer what was read so far."""
        batch, self._waiting = self._waiting, []
        if not batch:
            return
        whole = [one for one in batch if not isinstance(one, Failed)]
        answers = iter(
            from_thread.run(self._worker.redact, whole, self._policy, True) if whole else []
        )
        lines: list[bytes] = []
        for one in batch:
            if isinstance(one, Failed):
                lines.append(self._failure(one, one))
            else:
                lines += self._lines(one, next(answers))
        from_thread.run(self._put, b"".join(lines), True)

    def _lines(self, record: Record, answer: Redacted | Failed) -> Iterator[bytes]:
        """The bytes to send for one record; where one of several rows spoilt it, of each row."""
        if isinstance(answer, Failed):
            rows = record.apart()
            if len(rows) < 2:
                yield self._failure(record, answer)
                return
            alone = from_thread.run(self._worker.redact, rows, self._policy, True)
            for row, one in zip(rows, alone, strict=True):
                yield from self._lines(row, one)
        elif self._turns:
            yield _turns_json(record, answer)
        else:
            yield answer.output if isinstance(answer.output, bytes) else answer.output.encode()

    def _failure(self, record: Record | Failed, answer: Failed) -> bytes:
        """What stands in the place of a failed record. Raises Refused where that is the file."""
        if self._turns:
            return error_line(answer)
        if not self._by_row and not self.begun:
            raise Refused(422, answer.error)
        return record.failure(answer.error)

    async def _put(self, data: bytes, more: bool) -> None:
        try:
            async with asyncio.timeout(self._limits.idle_s):
                if not self.begun:
                    self.begun = True
                    kind = (
                        b"application/x-ndjson" if self._streamed else b"application/octet-stream"
                    )
                    headers = [(b"content-type", kind), (b"cache-control", b"no-store")]
                    await self._send(
                        {"type": "http.response.start", "status": 200, "headers": headers}
                    )
                await self._send({"type": "http.response.body", "body": data, "more_body": more})
        except TimeoutError:
            raise Disconnected from None


def _turns_json(record: Record, answer: Redacted) -> bytes:
    """A record's turns and the entities in them, whatever its format."""
    found = [
        {"turn": turn} | entity
        for turn, spans in enumerate(answer.spans)
        for entity in entities_json(spans)
    ]
    told = {"line": record.line, "turns": record.turns, "entities": found}
    return msgspec.json.encode(told) + b"\n"
