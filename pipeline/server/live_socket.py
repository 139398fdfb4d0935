"""WS /v1/live: a recogniser's results in, safe text out, one JSON object a message.

In: first, if at all, the options of a JSON request ({"options": {"mode": "mask"}}); then results,
{"text": "call ma", "final": false, "speaker": "a"} or {"words": [{"text", "start", "end"}], ...},
each all of its utterance so far; {"end": true} last. Out: {"utterance", "speaker", "at", "text",
"final", "until", "spans", "start", "end"} as in
`pipeline.redaction.live.Passed`, {"error": "..."}, and {"end": true} when all has been passed.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

import msgspec
from anyio import CapacityLimiter, to_thread
from starlette.websockets import WebSocket, WebSocketDisconnect

from pipeline.errors import PipelineError
from pipeline.labels import Surrogate
from pipeline.redaction.live import LiveRedactor, Passed, Word
from pipeline.server.metrics import Metrics
from pipeline.server.requests import Options, Refused
from pipeline.server.settings import ServerConfig
from pipeline.server.worker import Model

#: Messages that wait while one is scanned; a recogniser that is faster is held up.
WAITING = 16
#: WebSocket close codes (RFC 6455, section 7.4): done; going away; not understood; a fault here;
#: come again.
_DONE, _LEAVING, _NOT_UNDERSTOOD, _FAULT, _AGAIN = 1000, 1001, 1007, 1011, 1013


class Spoken(msgspec.Struct, forbid_unknown_fields=True):
    """A word of a result; seconds."""

    text: str
    start: float | None = None
    end: float | None = None


class Message(msgspec.Struct, forbid_unknown_fields=True):
    """What a client sends: `options`, or a result (`text` or `words`), or the end."""

    text: str | None = None
    words: list[Spoken] | None = None
    speaker: str | None = None
    final: bool = False
    options: Options | None = None
    end: bool = False


#: What waits for a transcript: messages, why it must end, None where the service stops.
Waiting = asyncio.Queue[Message | Refused | None]
_DECODER = msgspec.json.Decoder(Message)
_ENCODER = msgspec.json.Encoder()


class LiveTranscripts:
    """All live transcripts of the service."""

    def __init__(
        self,
        model: Model,
        config: ServerConfig,
        surrogate: Surrogate | None,
        metrics: Metrics,
    ) -> None:
        self._redactor, self._config, self._surrogate = model.narrow, config, surrogate
        self._metrics = metrics
        self._threads = CapacityLimiter(model.threads)
        self._open: dict[Waiting, None] = {}

    async def __call__(self, socket: WebSocket) -> None:
        """Answer one client until it ends, leaves or sends what cannot be used."""
        await socket.accept("bearer" if "bearer" in socket.scope.get("subprotocols", ()) else None)
        if len(self._open) >= self._config.limits.live:
            await self._end(socket, _AGAIN, "too many live transcripts; come again")
            return
        queue: Waiting = asyncio.Queue(WAITING)
        self._open[queue] = None
        self._metrics.live.set(len(self._open))
        reading = asyncio.create_task(_read(socket, queue))
        try:
            await self._answer(socket, queue)
            await self._end(socket, _DONE if reading.done() else _LEAVING)
        except (Refused, PipelineError) as error:
            await self._end(socket, _NOT_UNDERSTOOD, getattr(error, "message", str(error)))
        except WebSocketDisconnect:
            pass
        except Exception as error:
            await self._end(socket, _FAULT, f"internal error ({type(error).__name__})")
            raise
        finally:
            reading.cancel()
            del self._open[queue]
            self._metrics.live.set(len(self._open))

    async def stop(self, seconds: float) -> None:
        """Pass what every transcript holds, tell the clients that the service goes, wait until
        they know.
        """
        for queue in list(self._open):
            await queue.put(None)
        until = time.monotonic() + seconds
        while self._open and time.monotonic() < until:
            await asyncio.sleep(0.01)

    async def _answer(self, socket: WebSocket, queue: Waiting) -> None:
        live = self._live(Options())
        begun = False
        while True:
            due = live.due()
            wait = self._config.limits.live_idle_s
            if due is not None:
                wait = max(0.0, due / 1000 - time.monotonic())
            try:
                message = await asyncio.wait_for(queue.get(), wait)
            except TimeoutError:
                if due is None:
                    raise Refused(408, "nothing came for too long") from None
                await self._pass(socket, live.tick)
                continue
            if isinstance(message, Refused):
                raise message
            if message is None or message.end:
                await self._pass(socket, live.close)
                await socket.send_text('{"end":true}')
                return
            if message.options is not None:
                if begun:
                    raise Refused(422, "options come before the first result")
                live = self._live(message.options)
            words = _words(message)
            if words is not None:
                begun = True
                await self._pass(
                    socket, live.push, words, speaker=message.speaker, final=message.final
                )

    def _live(self, options: Options) -> LiveRedactor:
        policy = options.policy(self._surrogate, spans_only=False)
        self._redactor.check(policy)
        hold = self._config.live
        return LiveRedactor(
            self._redactor, policy, hold_words=hold.hold_words, hold_ms=hold.hold_ms
        )

    async def _pass(self, socket: WebSocket, step: Any, *given: Any, **named: Any) -> None:
        """Do one step in a thread and send what it passes."""
        passed: list[Passed] = await to_thread.run_sync(
            lambda: step(*given, **named), limiter=self._threads
        )
        for one in passed:
            await socket.send_text(_ENCODER.encode(one).decode())
            if one.final:
                self._metrics.count_spans(span.label for span in one.spans)

    @staticmethod
    async def _end(socket: WebSocket, code: int, error: str | None = None) -> None:
        try:
            if error is not None:
                await socket.send_text(_ENCODER.encode({"error": error}).decode())
            await socket.close(code)
        except (WebSocketDisconnect, RuntimeError):  # it has gone already
            pass


async def _read(socket: WebSocket, queue: Waiting) -> None:
    """Put the client's messages into the queue; a Message of the end for one that leaves."""
    try:
        while True:
            data = await socket.receive_text()
            message = _DECODER.decode(data)
            await queue.put(message)
            if message.end:
                return
    except (WebSocketDisconnect, KeyError):
        await queue.put(Message(end=True))
    except (msgspec.DecodeError, UnicodeError):
        await queue.put(Refused(422, "a message is no JSON object as /v1/live takes it"))


def _words(message: Message) -> str | list[Word] | None:
    if message.words is not None:
        return [Word(one.text, one.start, one.end) for one in message.words]
    return message.text
