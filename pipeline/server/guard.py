"""Before every request: who may ask, how many at once; after it: what is counted and logged,
never content.
"""

from __future__ import annotations

import hashlib
import hmac
import logging
import time
from urllib.parse import urlsplit

import msgspec
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from pipeline.errors import PipelineError
from pipeline.server.files import Disconnected
from pipeline.server.metrics import Metrics
from pipeline.server.requests import Refused, refusal
from pipeline.server.settings import KIB, MOST_HEAD, Limits
from pipeline.server.worker import Busy

#: Paths that ask for no token, and that are answered however busy the service is.
OPEN = frozenset({"/", "/healthz", "/readyz", "/openapi.json"})
ROUTES = OPEN | {"/metrics", "/v1/redact", "/v1/spans", "/v1/live"}
CLOSED_BY_POLICY = 1008

access = logging.getLogger("pipeline.server.access")
faults = logging.getLogger("pipeline.server")


class Guard:
    """ASGI middleware around the whole service."""

    def __init__(
        self, app: ASGIApp, tokens: tuple[bytes, ...], limits: Limits, metrics: Metrics
    ) -> None:
        self._app, self._limits, self._metrics = app, limits, metrics
        self._tokens = [_digest(token) for token in tokens]
        self._requests = 0
        metrics.in_flight.set_function(lambda: self._requests)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let a request through, or refuse it."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._websocket(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        route = scope["path"] if scope["path"] in ROUTES else "other"
        seen = _Seen()
        began = time.perf_counter()
        counted = route not in OPEN
        self._requests += counted
        try:
            if sum(len(name) + len(value) for name, value in scope["headers"]) > MOST_HEAD:
                raise Refused(431, f"the headers are larger than {MOST_HEAD // KIB} KiB")
            if counted and self._requests > self._limits.requests:
                raise Refused(429, "too many requests at once; come again", retry=True)
            if route not in OPEN and not self._allowed(Headers(scope=scope)):
                raise Refused(401, "no valid bearer token")
            await self._app(scope, receive, seen.watch(send))
        except Exception as error:
            await self._fault(error, seen, send)
        finally:
            self._requests -= counted
            self._log(scope["method"], route, seen.status, began)

    async def _websocket(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        began = time.perf_counter()
        origin = headers.get("origin")
        foreign = origin is not None and urlsplit(origin).netloc != headers.get("host")
        if foreign or not self._allowed(headers):
            await receive()
            await send({"type": "websocket.close", "code": CLOSED_BY_POLICY})
            self._log("WS", scope["path"] if scope["path"] in ROUTES else "other", 403, began)
            return
        try:
            await self._app(scope, receive, send)
        except Exception as error:
            faults.error(
                "a live transcript ended with an internal error (%s)", type(error).__name__
            )
        finally:
            self._log("WS", scope["path"] if scope["path"] in ROUTES else "other", 101, began)

    def _allowed(self, headers: Headers) -> bool:
        if not self._tokens:
            return True
        kind, _, given = headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer":
            # A browser cannot set headers on a WebSocket; it names the token as a subprotocol.
            names = [name.strip() for name in headers.get("sec-websocket-protocol", "").split(",")]
            given = names[1] if len(names) == 2 and names[0] == "bearer" else ""
        shown = _digest(given.strip().encode("utf-8", "replace"))
        return any([hmac.compare_digest(shown, token) for token in self._tokens])

    async def _fault(self, error: Exception, seen: _Seen, send: Send) -> None:
        refused = self._refused(error)
        if refused is None:
            return
        if seen.status:
            seen.status = refused.status
            # the answer has begun: the connection is cut, so that it is not taken for whole
            raise Aborted from None
        seen.status = refused.status
        headers = [(b"content-type", b"application/json"), (b"connection", b"close")]
        if refused.retry:
            headers.append((b"retry-after", str(self._limits.retry_after_s).encode()))
        if refused.status == 401:
            headers.append((b"www-authenticate", b"Bearer"))
        await send({"type": "http.response.start", "status": refused.status, "headers": headers})
        await send(
            {"type": "http.response.body", "body": msgspec.json.encode({"error": refused.message})}
        )

    def _refused(self, error: Exception) -> Refused | None:
        """What the client hears of an error; None where it has gone."""
        if isinstance(error, Disconnected):
            return None
        if isinstance(error, Refused):
            return error
        if isinstance(error, Busy):
            return Refused(429, "the queue is full; come again", retry=True)
        if isinstance(error, TimeoutError):
            return Refused(503, "not answered in time; come again", retry=True)
        if isinstance(error, PipelineError):
            return refusal(error)
        faults.error("a request ended with an internal error (%s)", type(error).__name__)
        return Refused(
            500, f"internal error ({type(error).__name__}); nothing unscanned was passed on"
        )

    def _log(self, method: str, route: str, status: int, began: float) -> None:
        seconds = time.perf_counter() - began
        self._metrics.count_request(route, status, seconds)
        if route not in ("/healthz", "/readyz", "/metrics"):
            access.info("%s %s %d %.1f ms", method, route, status, 1000 * seconds)


def _digest(token: bytes) -> bytes:
    """Of one length, so that how long comparing takes says nothing of the token's."""
    return hashlib.sha256(token).digest()


class Aborted(Exception):
    """An answer that had begun is cut off. Holds nothing."""


class _Seen:
    """The status that went out, 0 before."""

    def __init__(self) -> None:
        self.status = 0

    def watch(self, send: Send) -> Send:
        async def watched(message: Message) -> None:
            if message["type"] == "http.response.start":
                self.status = message["status"]
            await send(message)

        return watched
