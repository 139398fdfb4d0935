"""WS /v1/live through a real client."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from tests.server.conftest import Running, running


def talk(service: Running, **options: Any) -> ClientConnection:
    address = f"ws://127.0.0.1:{service.port}/v1/live"
    return connect(address, proxy=None, open_timeout=10, close_timeout=5, **options)


def hear(socket: ClientConnection) -> tuple[dict[int, str], list[dict[str, Any]]]:
    """The last text of each utterance, and every message, until the end."""
    texts: dict[int, str] = {}
    every: list[dict[str, Any]] = []
    while True:
        try:
            one = json.loads(socket.recv(timeout=10))
        except ConnectionClosed:
            return texts, every
        every.append(one)
        if "utterance" in one:
            texts[one["utterance"]] = texts.get(one["utterance"], "")[: one["at"]] + one["text"]


def send(socket: ClientConnection, **message: Any) -> None:
    socket.send(json.dumps(message))


def test_results_in_safe_text_out(service: Running) -> None:
    with talk(service) as socket:
        send(socket, options={"mode": "mask", "keep": "DATE"})
        send(socket, text="call maya")
        words = [
            {"text": word, "start": i, "end": i + 1}
            for i, word in enumerate(["call", "maya", "is"])
        ]
        send(socket, words=words, final=True, speaker="a")
        send(socket, end=True)
        texts, every = hear(socket)
    assert texts == {0: "call ****", 1: "call **** is"}
    assert every[-1] == {"end": True}
    assert "maya" not in json.dumps(every)
    assert [one["end"] for one in every if one.get("end")] == [3, True]


def test_what_is_held_goes_when_its_time_is_over(toy_model: Path) -> None:
    with running(toy_model, "live.hold_ms=200") as service, talk(service) as socket:
        send(socket, text="call maya", final=True)
        texts = ""
        while "[PERSON_NAME]" not in texts:
            texts += json.loads(socket.recv(timeout=5))["text"]


@pytest.mark.parametrize(
    "message",
    [
        "no json",
        "[]",
        '{"txt": "maya"}',
        '{"options": {"mode": "x"}}',
        '{"options": {"entities": ","}}',
    ],
)
def test_a_message_that_is_none_ends_the_transcript(service: Running, message: str) -> None:
    with talk(service) as socket:
        socket.send(message)
        _, every = hear(socket)
        assert "maya" not in json.dumps(every)
        assert list(every[-1]) == ["error"]


def test_a_message_that_is_too_large_and_a_client_that_says_nothing(toy_model: Path) -> None:
    with running(toy_model, "limits.live_idle_s=0.3") as service:
        with talk(service) as socket:
            send(socket, text="call " * 10_000)
            assert hear(socket)[1] == []
            assert socket.close_code == 1009
        with talk(service) as socket:
            assert hear(socket)[1] == [{"error": "nothing came for too long"}]


def test_too_many_transcripts(service: Running) -> None:
    with talk(service) as first, talk(service) as second:
        for one in (first, second):
            send(one, options={})
        with talk(service) as socket:
            assert "come again" in hear(socket)[1][0]["error"]
            assert socket.close_code == 1013


def test_tokens_and_foreign_pages(toy_model: Path, tmp_path: Path, service: Running) -> None:
    tokens = tmp_path / "tokens"
    tokens.write_text("a-token-of-this-test\n")
    with running(toy_model, f"token_file={tokens}", token="a-token-of-this-test") as guarded:
        with pytest.raises(InvalidStatus):
            talk(guarded)
        for options in (
            {"additional_headers": {"authorization": "Bearer a-token-of-this-test"}},
            {"subprotocols": ["bearer", "a-token-of-this-test"]},
        ):
            with talk(guarded, **options) as socket:
                send(socket, text="hello", final=True)
                send(socket, end=True)
                assert hear(socket)[0] == {0: "hello"}
    with pytest.raises(InvalidStatus):
        talk(service, origin="http://elsewhere.example")


def test_a_stop_passes_what_is_held(toy_model: Path) -> None:
    got: list[dict[int, str]] = []
    with running(toy_model) as service, talk(service) as socket:
        send(socket, text="call maya", final=True)
        listener = threading.Thread(target=lambda: got.append(hear(socket)[0]))
        listener.start()
        time.sleep(0.5)
        service.stop()
        listener.join(10)
    assert got == [{0: "call [PERSON_NAME]"}]


def test_a_client_that_leaves_frees_its_place(service: Running) -> None:
    for _ in range(6):
        with talk(service) as socket:
            send(socket, text="call maya")
        deadline = time.monotonic() + 20
        while "pii_redact_live_transcripts 0.0" not in service.client.get("/metrics").text:
            assert time.monotonic() < deadline
            time.sleep(0.05)
