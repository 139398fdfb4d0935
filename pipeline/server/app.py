"""The service: its routes, put together."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from typing import Any

import anyio
import msgspec
from starlette.datastructures import Headers, QueryParams
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route, Router, WebSocketRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline.labels import Surrogate
from pipeline.redaction.policy import Policy
from pipeline.server.answers import answer
from pipeline.server.files import Disconnected, FileAnswer
from pipeline.server.guard import Guard
from pipeline.server.live_socket import LiveTranscripts
from pipeline.server.metrics import CONTENT_TYPE, Metrics
from pipeline.server.openapi import describe
from pipeline.server.page import page
from pipeline.server.requests import Refused, named_format, read_body, read_query
from pipeline.server.settings import MIB, ServerConfig
from pipeline.server.worker import Model, Worker


class Service:
    """What the routes share: the model's worker, the limits, the counts."""

    def __init__(self, model: Model, config: ServerConfig, surrogate: Surrogate | None) -> None:
        self.redactor, self.config, self.surrogate = model.wide, config, surrogate
        self.limits = config.limits
        self.metrics = Metrics()
        self.worker = Worker(model, config.part, config.limits, self.metrics)
        self.threads = anyio.CapacityLimiter(config.limits.streams)
        self.live = LiveTranscripts(model, config, surrogate, self.metrics)
        self.ready = False

    async def warm(self) -> None:
        """Redact once, so that the first client does not wait for what the model does on its
        first run.
        """
        await self.worker.redact(["hello"], Policy())
        self.ready = True

    async def body(self, headers: Headers, receive: Receive) -> bytes:
        """A JSON request's body. Raises Refused where it is too large, Disconnected."""
        most = self.limits.body_mib * MIB
        too_large = Refused(413, f"the body is larger than {self.limits.body_mib} MiB")
        told = headers.get("content-length", "0")
        if told.isdecimal() and int(told) > most:
            raise too_large
        pieces, more = bytearray(), True
        while more:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise Disconnected
            more = message.get("more_body", False)
            pieces += message.get("body", b"")
            if len(pieces) > most:
                raise too_large
        return bytes(pieces)


class Redaction:
    """POST /v1/redact, and /v1/spans with `spans_only`."""

    def __init__(self, service: Service, spans_only: bool) -> None:
        self._service, self._spans_only = service, spans_only

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a JSON request, or a file."""
        headers, query = Headers(scope=scope), QueryParams(scope["query_string"])
        name = named_format(headers.get("content-type", ""), query)
        if name is not None:
            await self._file(name, query, receive, send)
            return
        if query:
            raise Refused(
                422, "the fields of a JSON request are in its body; a file needs ?format="
            )
        data = None
        try:
            async with asyncio.timeout(self._service.limits.request_s):
                data = await self._service.body(headers, receive)
                content = await self._json(data, receive)
        except TimeoutError:
            if data is None:
                raise Refused(408, "the body did not come in time") from None
            raise
        await json_response(content)(scope, receive, send)

    async def _json(self, data: bytes, receive: Receive) -> bytes:
        """The answer to a JSON request. Raises Refused, Busy, Disconnected."""
        service = self._service
        body = read_body(data, service.limits.depth, service.limits.records)
        policy = body.policy(service.surrogate, self._spans_only)
        service.redactor.check(policy)
        work = answer(service.worker, body, policy)
        return await (work if body.text is not None else unless_gone(work, receive))

    async def _file(self, name: str, query: QueryParams, receive: Receive, send: Send) -> None:
        service = self._service
        options, reading = read_query(query)
        turns = query.get("turns") == "true"
        if turns and not self._spans_only:
            raise Refused(422, "turns=true is for /v1/spans")
        policy = options.policy(service.surrogate, self._spans_only and not turns)
        service.redactor.check(policy)
        if service.threads.available_tokens < 1:
            raise Refused(
                429, f"{service.limits.streams} files are being redacted; come again", retry=True
            )
        work = FileAnswer(service.worker, policy, reading, service.limits, turns)
        await anyio.to_thread.run_sync(work.run, name, receive, send, limiter=service.threads)


async def unless_gone(work: Coroutine[Any, Any, bytes], receive: Receive) -> bytes:
    """What `work` gives; it is left off where the client goes before that. Raises Disconnected."""
    made, gone = asyncio.create_task(work), asyncio.ensure_future(receive())
    try:
        await asyncio.wait((made, gone), return_when=asyncio.FIRST_COMPLETED)
        if not made.done():
            raise Disconnected
        return made.result()
    finally:
        made.cancel()
        gone.cancel()


def json_response(content: bytes, status: int = 200) -> Response:
    """JSON that nothing on the way may keep."""
    headers = {"cache-control": "no-store", "x-content-type-options": "nosniff"}
    return Response(content, status, headers, media_type="application/json")


def make_app(service: Service, tokens: tuple[bytes, ...] = ()) -> ASGIApp:
    """The ASGI application of `service`; clients must show one of `tokens`, if there are any."""
    described = msgspec.json.encode(describe(service.redactor.labels, bool(tokens)))

    shown = page(service.redactor.labels, bool(tokens))

    async def home(_: Request) -> Response:
        return shown

    async def healthz(_: Request) -> Response:
        return json_response(b'{"status":"alive"}')

    async def readyz(_: Request) -> Response:
        if service.ready:
            return json_response(b'{"status":"ready"}')
        return json_response(b'{"status":"starting"}', 503)

    async def metrics(_: Request) -> Response:
        return Response(service.metrics.text(), media_type=CONTENT_TYPE)

    async def openapi(_: Request) -> Response:
        return json_response(described)

    @contextlib.asynccontextmanager
    async def lifespan(_: Any) -> AsyncIterator[None]:
        warming = asyncio.create_task(service.warm())
        yield
        await warming
        await asyncio.to_thread(service.worker.stop)

    routes: list[BaseRoute] = [
        Route("/v1/redact", Redaction(service, spans_only=False), methods=["POST"]),
        Route("/v1/spans", Redaction(service, spans_only=True), methods=["POST"]),
        Route("/", home),
        WebSocketRoute("/v1/live", service.live.__call__),
        Route("/healthz", healthz),
        Route("/readyz", readyz),
        Route("/metrics", metrics),
        Route("/openapi.json", openapi),
    ]
    return Guard(Router(routes, lifespan=lifespan), tokens, service.limits, service.metrics)
