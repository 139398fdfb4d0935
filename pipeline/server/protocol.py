"""uvicorn's HTTP protocol with what it lacks against slow and idle clients, and a bound on open
connections.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

from pipeline.server.settings import Limits


def protocol(limits: Limits) -> type[asyncio.Protocol]:
    """The protocol class of a service with these limits.

    With more than `limits.connections` open, the oldest that never asked for anything is cut off,
    or where there is none the newest. One that has no request going for twice `limits.idle_s`,
    having sent nothing or half a head, is cut off; so is one whose rest the client does not take.
    """
    #: Connections that have not asked yet, oldest first.
    silent: dict[H11Protocol, None] = {}

    class Guarded(H11Protocol):
        _timer: asyncio.TimerHandle | None = None
        _was_idle = False

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
            super().data_received(data)
            upgraded = self.transport.get_protocol() is not self
            if upgraded or self.cycle is not None:
                silent.pop(self, None)

        def _look(self) -> None:
            if self.transport.get_protocol() is not self:  # it has become a WebSocket
                return
            idle = self.cycle is None or self.cycle.response_complete or self.transport.is_closing()
            if idle and self._was_idle:
                self.transport.abort()
                return
            self._was_idle = idle
            self._timer = self.loop.call_later(limits.idle_s, self._look)

    return Guarded
