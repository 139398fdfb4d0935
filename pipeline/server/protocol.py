"""uvicorn's HTTP protocol with what it lacks against slow, idle and endless clients, and a bound
on open connections.
"""

from __future__ import annotations

import asyncio
import re
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from pipeline.server.settings import MOST_HEAD, Limits

#: Requests that a client may send on one connection before the first is answered.
PIPELINED = 16
#: Offers of another protocol than WebSocket, as Java's client makes one (h2c) with each request: of
#: what makes them httptools reads no body. They may be passed over (RFC 9110, section 7.8).
_OFFER = re.compile(rb"\r\nupgrade:(?![ \t]*websocket)[^\r\n]*", re.IGNORECASE)


def protocol(limits: Limits) -> type[asyncio.Protocol]:
    """The protocol class of a service with these limits.

    With more than `limits.connections` open, the oldest that never asked for anything is cut off,
    or where there is none the newest. One that has no request going for twice `limits.idle_s`,
    having sent nothing or half a head, is cut off; so is one whose rest the client does not take.
    A head, and what stands between and behind a body's pieces, is `MOST_HEAD` bytes at most.
    """
    #: Connections that have not asked yet, oldest first.
    silent: dict[HttpToolsProtocol, None] = {}

    class Guarded(HttpToolsProtocol):
        _timer: asyncio.TimerHandle | None = None
        _was_idle = False
        #: Bytes taken since the last that made a whole head, a part of a body or the end of one.
        _useless = 0

        def __init__(self, *given: Any, **named: Any) -> None:
            super().__init__(*given, **named)
            self.access_log = False  # it holds the query, which may hold anything

        def connection_made(self, transport: Any) -> None:
            super().connection_made(transport)
            silent[self] = None
            if len(self.connections) > limits.connections:
                oldest = next(iter(silent))
                del silent[oldest]
                oldest.transport.abort()
            self._timer = self.loop.call_later(limits.idle_s, self._look)

        def connection_lost(self, exc: Exception | None) -> None:
            if self._timer:
                self._timer.cancel()
            silent.pop(self, None)
            super().connection_lost(exc)

        def data_received(self, data: bytes) -> None:
            if not self._useless and self._is_idle():
                head, end, rest = data.partition(b"\r\n\r\n")
                data = _OFFER.sub(b"", head) + end + rest
            self._useless += len(data)
            super().data_received(data)
            upgraded = self.transport.get_protocol() is not self
            if upgraded or self.cycle is not None:
                silent.pop(self, None)
            if self._useless > MOST_HEAD and not upgraded and not self.transport.is_closing():
                if self._is_idle():
                    self.send_400_response("The head of a request is too large.")
                else:  # a second answer would be taken for a part of the first
                    self.transport.abort()

        def on_headers_complete(self) -> None:
            self._useless = 0
            self.scope["headers"] = self.headers.copy()  # trailers come into the list
            if len(self.pipeline) >= PIPELINED:
                self.transport.abort()
                raise ConnectionAbortedError
            super().on_headers_complete()

        def on_body(self, body: bytes) -> None:
            self._useless = 0
            super().on_body(body)

        def on_message_complete(self) -> None:
            self._useless = 0
            super().on_message_complete()

        def _is_idle(self) -> bool:
            return self.cycle is None or self.cycle.response_complete

        def _look(self) -> None:
            if self.transport.get_protocol() is not self:  # it has become a WebSocket
                return
            idle = self._is_idle() or self.transport.is_closing()
            if idle and self._was_idle:
                self.transport.abort()
                return
            self._was_idle = idle
            self._timer = self.loop.call_later(limits.idle_s, self._look)

    return Guarded
