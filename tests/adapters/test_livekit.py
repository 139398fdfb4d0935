"""The LiveKit node with LiveKit's own agents and events."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

from livekit.agents import Agent, stt

from pipeline.adapters.livekit import RedactedSpeech
from pipeline.redaction import Policy, Redactor

_KIND = stt.SpeechEventType
SAID = [
    (_KIND.START_OF_SPEECH, ""),
    (_KIND.INTERIM_TRANSCRIPT, "call"),
    (_KIND.INTERIM_TRANSCRIPT, "call maya"),
    (_KIND.PREFLIGHT_TRANSCRIPT, "call maya nair is"),
    (_KIND.FINAL_TRANSCRIPT, "call maya nair"),
    (_KIND.END_OF_SPEECH, ""),
    (_KIND.INTERIM_TRANSCRIPT, "4 1"),
    (_KIND.FINAL_TRANSCRIPT, "4 1 5 5 5 5 2 6 7 1"),
    (_KIND.FINAL_TRANSCRIPT, "hello"),
]


class Recogniser(Agent):
    """An agent with a recogniser of its own."""

    async def stt_node(self, audio: Any, model_settings: Any) -> AsyncIterator[stt.SpeechEvent]:
        for kind, text in SAID:
            data = stt.SpeechData(language="en", text=text, words=[text], source_texts=[text])
            others = [stt.SpeechData(language="en", text=f"{text} maya")]
            yield stt.SpeechEvent(kind, alternatives=[data, *others] if text else [])
        yield "my name is maya"


def heard(agent: Agent) -> list[Any]:
    async def listen() -> list[Any]:
        return [event async for event in agent.stt_node(None, None)]

    return asyncio.run(listen())


def test_what_stands_behind_the_recogniser_gets_safe_text(redactor: Redactor) -> None:
    class Support(RedactedSpeech, Recogniser):
        pass

    Support.redactor = redactor
    events = heard(Support(instructions="help"))
    texts = [(e.type, e.alternatives[0].text if e.alternatives else "") for e in events[:-1]]
    assert texts == [
        (_KIND.START_OF_SPEECH, ""),
        (_KIND.INTERIM_TRANSCRIPT, "call"),
        (_KIND.INTERIM_TRANSCRIPT, "call"),
        (_KIND.PREFLIGHT_TRANSCRIPT, "call [PERSON_NAME] is"),
        (_KIND.FINAL_TRANSCRIPT, "call [PERSON_NAME]"),
        (_KIND.END_OF_SPEECH, ""),
        (_KIND.FINAL_TRANSCRIPT, "[PHONE]"),
        (_KIND.FINAL_TRANSCRIPT, "hello"),
    ]
    assert events[-1] == "my name is [PERSON_NAME]"
    assert "maya" not in repr(events)


def test_a_policy_of_its_own(redactor: Redactor) -> None:
    class Support(RedactedSpeech, Recogniser):
        policy = Policy.of("PHONE", mode="mask")

    Support.redactor = redactor
    events = heard(Support(instructions="help"))
    assert events[-1] == "my name is maya"
    assert events[-3].alternatives[0].text == "*" * 19
