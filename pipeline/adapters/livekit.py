"""LiveKit Agents: what the user said is redacted between the recogniser and everything behind it.

    class Support(RedactedSpeech, Agent):
        redactor = Redactor.load("artifacts/model")

The agent's own `stt_node`, or LiveKit's, is read; language model, chat history and transcripts get
safe text alone. Tested with livekit-agents 1.8.
"""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterable, AsyncIterator
from dataclasses import replace
from typing import Any

from livekit.agents import stt

from pipeline.redaction.live import LiveRedactor
from pipeline.redaction.policy import Policy
from pipeline.redaction.redactor import Redactor
from pipeline.redaction.tokenize import ScanError

_FINAL = stt.SpeechEventType.FINAL_TRANSCRIPT


class RedactedSpeech:
    """To be named before `Agent` among the bases of an agent; `redactor` and `policy` are set on
    the class.
    """

    redactor: Redactor
    policy: Policy | None = None

    async def stt_node(self, audio: Any, model_settings: Any) -> AsyncIterator[Any]:
        """The recogniser's events, redacted."""
        events = super().stt_node(audio, model_settings)  # type: ignore[misc]
        if inspect.isawaitable(events):
            events = await events
        if events is not None:
            async for event in redact_events(events, LiveRedactor(self.redactor, self.policy)):
                yield event


async def redact_events(events: AsyncIterable[Any], live: LiveRedactor) -> AsyncIterator[Any]:
    """Speech events (or plain strings, each a final result) with safe text.

    Of several alternatives the first is kept. An event that cannot be scanned is dropped, and so is
    a partial one of which nothing may pass yet.
    """
    async for event in events:
        if isinstance(event, str):
            safe = await _safe(live, event, None, True)
            if safe:
                yield safe
        elif not event.alternatives:
            yield event
        else:
            made = await _redacted(event, live)
            if made is not None:
                yield made


async def _redacted(event: Any, live: LiveRedactor) -> Any:
    best = event.alternatives[0]
    safe = await _safe(live, best.text, best.speaker_id, event.type == _FINAL)
    if not safe:
        return None
    # Words, sources and translations tell the text again: only what is named here goes on.
    kept = stt.SpeechData(
        language=best.language,
        text=safe,
        start_time=best.start_time,
        end_time=best.end_time,
        confidence=best.confidence,
        speaker_id=best.speaker_id,
        is_primary_speaker=best.is_primary_speaker,
    )
    return replace(event, alternatives=[kept])


async def _safe(live: LiveRedactor, text: str, speaker: str | None, final: bool) -> str:
    try:
        return await asyncio.to_thread(live.safe, text, speaker=speaker, final=final)
    except ScanError:
        return ""
