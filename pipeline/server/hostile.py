"""Clients that mean no good, for `pipeline.server.load`: bounded in number and time, and to
127.0.0.1.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import time
from collections.abc import Awaitable, Callable
from typing import Any

import msgspec

HOST = "127.0.0.1"


class Hostile:
    """Clients that mean no good, one of each kind at a time."""

    def __init__(self, port: int, idle: int) -> None:
        self._port, self._idle = port, idle
        self.done: dict[str, int] = {}

    async def over(self, seconds: float) -> None:
        """All kinds, again and again."""
        end = time.perf_counter() + seconds
        kinds = (
            self.slow,
            self.half,
            self.aborted,
            self.huge,
            self.malformed,
            self.frames,
            self.idle,
        )
        await asyncio.gather(*(self._again(kind, end) for kind in kinds))

    async def _again(self, kind: Callable[[Any, Any, float], Awaitable[None]], end: float) -> None:
        name = kind.__name__
        while (left := end - time.perf_counter()) > 0:
            with contextlib.suppress(OSError, EOFError, TimeoutError):
                reader, writer = await asyncio.open_connection(HOST, self._port)
                try:
                    await asyncio.wait_for(kind(reader, writer, left), left)
                finally:
                    writer.transport.abort()
            self.done[name] = self.done.get(name, 0) + 1
            await asyncio.sleep(0.02)

    async def slow(self, reader: Any, writer: Any, left: float) -> None:
        """A byte of the head a second."""
        for byte in b"POST /v1/redact HTTP/1.1\r\nhost: slow\r\n":
            writer.write(bytes([byte]))
            await writer.drain()
            await asyncio.sleep(1)

    async def half(self, reader: Any, writer: Any, left: float) -> None:
        """Half a body, then waiting for an answer."""
        writer.write(_head(1000) + b'{"text": "half a ')
        await reader.read()

    async def aborted(self, reader: Any, writer: Any, left: float) -> None:
        """A request whose answer nobody waits for."""
        body = msgspec.json.encode({"texts": ["call me in an hour"] * 50})
        writer.write(_head(len(body)) + body)
        await writer.drain()

    async def huge(self, reader: Any, writer: Any, left: float) -> None:
        """A body of 1 GB, sent for as long as it is taken."""
        writer.write(
            b"POST /v1/redact HTTP/1.1\r\nhost: x\r\ncontent-type: application/x-ndjson\r\n"
        )
        writer.write(b"transfer-encoding: chunked\r\n\r\n")
        for _ in range(1024):
            writer.write(b"100000\r\n" + b"a" * 0x100000 + b"\r\n")
            await writer.drain()

    async def malformed(self, reader: Any, writer: Any, left: float) -> None:
        """What is no HTTP."""
        writer.write(random.randbytes(2000) + b"\r\n\r\n")
        await reader.read()

    async def frames(self, reader: Any, writer: Any, left: float) -> None:
        """A WebSocket that sends what is no frame."""
        writer.write(
            b"GET /v1/live HTTP/1.1\r\nhost: x\r\nupgrade: websocket\r\nconnection: upgrade\r\n"
        )
        writer.write(
            b"sec-websocket-version: 13\r\nsec-websocket-key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        await reader.readuntil(b"\r\n\r\n")
        writer.write(random.randbytes(500))
        await reader.read()

    async def idle(self, reader: Any, writer: Any, left: float) -> None:
        """Connections that say nothing, all at once."""
        held = []
        try:
            for _ in range(self._idle):
                with contextlib.suppress(OSError):
                    held.append((await asyncio.open_connection(HOST, self._port))[1])
            await asyncio.sleep(min(left, 10))
        finally:
            for one in held:
                one.transport.abort()


def _head(length: int) -> bytes:
    lines = "POST /v1/redact HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
    return f"{lines}content-length: {length}\r\n\r\n".encode()
