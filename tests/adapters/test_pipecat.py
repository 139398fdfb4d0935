"""The pipecat processor in a pipecat pipeline."""

from __future__ import annotations

import asyncio

from pipecat.frames.frames import (
    Frame,
    InterimTranscriptionFrame,
    TextFrame,
    TranscriptionFrame,
    TranslationFrame,
)
from pipecat.tests.utils import run_test

from pipeline.adapters.pipecat import RedactingProcessor
from pipeline.redaction import Redactor


def passed(redactor: Redactor, frames: list[Frame]) -> list[Frame]:
    async def go() -> list[Frame]:
        down, _ = await run_test(
            RedactingProcessor(redactor), frames_to_send=frames, start_timeout=10
        )
        return list(down)

    return asyncio.run(go())


def test_transcriptions_come_out_redacted(redactor: Redactor) -> None:
    frames = [
        InterimTranscriptionFrame("call", "u", "now", result={"text": "call maya"}),
        InterimTranscriptionFrame("maya", "v", "now"),
        TranslationFrame("maya is", "u", "now"),
        InterimTranscriptionFrame("call maya nair is", "u", "now"),
        TranscriptionFrame("call maya nair", "u", "now", result={"text": "call maya nair"}),
        TextFrame("what the agent says is maya"),
        TranscriptionFrame("4 1 5 5 5 5 2 6 7 1", "u", "now", finalized=True),
    ]
    out = passed(redactor, frames)
    assert [(type(one), one.text) for one in out] == [
        (InterimTranscriptionFrame, "call"),
        (TranslationFrame, "[PERSON_NAME] is"),
        (InterimTranscriptionFrame, "call [PERSON_NAME] is"),
        (TranscriptionFrame, "call [PERSON_NAME]"),
        (TextFrame, "what the agent says is maya"),
        (TranscriptionFrame, "[PHONE]"),
    ]
    assert all(getattr(one, "result", None) is None for one in out)
    assert out[-1].finalized
    assert frames[4].text == "call maya nair"  # the frame that came is as it was
