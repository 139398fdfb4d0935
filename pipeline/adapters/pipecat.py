"""pipecat: a processor that stands behind the recogniser and passes its transcriptions redacted.

    Pipeline([transport.input(), stt, RedactingProcessor(Redactor.load("artifacts/model")), context,
    llm, ...])

Tested with pipecat-ai 1.14.
"""

from __future__ import annotations

import asyncio
import copy
from typing import Any

from pipecat.frames.frames import (
    EagerTranscriptionFrame,
    Frame,
    InterimTranscriptionFrame,
    TranslationFrame,
)
from pipecat.processors.frame_processor import FrameDirection, FrameProcessor

from pipeline.redaction.live import LiveRedactor
from pipeline.redaction.policy import Policy
from pipeline.redaction.redactor import Redactor
from pipeline.redaction.tokenize import ScanError


class RedactingProcessor(FrameProcessor):
    """Passes every frame; one that tells what a user said (it has a `user_id`) with safe text.

    A frame that cannot be scanned is dropped, and so is a partial one of which nothing may pass
    yet.
    """

    def __init__(self, redactor: Redactor, policy: Policy | None = None, **options: Any) -> None:
        super().__init__(**options)
        self._live = LiveRedactor(redactor, policy)

    async def process_frame(self, frame: Frame, direction: FrameDirection) -> None:
        """Pass `frame` on, redacted if it holds what a user said."""
        await super().process_frame(frame, direction)
        if isinstance(getattr(frame, "text", None), str) and hasattr(frame, "user_id"):
            frame = await self._redacted(frame)
        if frame is not None:
            await self.push_frame(frame, direction)

    async def _redacted(self, frame: Any) -> Any:
        final = not isinstance(frame, (InterimTranscriptionFrame, EagerTranscriptionFrame))
        # A translation tells an utterance a second time: it is a conversation's other voice.
        voice = f"{'translated' if isinstance(frame, TranslationFrame) else 'said'} {frame.user_id}"
        try:
            safe = await asyncio.to_thread(self._live.safe, frame.text, speaker=voice, final=final)
        except ScanError:
            return None
        if not safe:
            return None
        made = copy.copy(frame)
        made.text = safe
        if hasattr(made, "result"):
            made.result = None  # the recogniser's own answer tells the text again
        return made
