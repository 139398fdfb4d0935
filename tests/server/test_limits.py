"""What a client may not do, and what then happens to it and to the others."""

from __future__ import annotations

import concurrent.futures
import json
import logging
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from pipeline.config import load_config
from pipeline.errors import ConfigError
from pipeline.server.settings import ServerConfig, tokens_for
from tests.server.conftest import Running, head, raw, running

NDJSON = {"content-type": "application/x-ndjson"}


def test_a_body_that_is_too_large(service: Running) -> None:
    answer = service.redact(text="a" * 1_100_000)
    assert answer.status_code == 413
    assert "1 MiB" in answer.json()["error"]

    def pieces() -> Iterator[bytes]:
        for _ in range(20):
            yield b'"' + b"a" * 100_000

    with pytest.raises(httpx.HTTPError):  # cut off, or told so before it has sent it all
        kind = {"content-type": "application/json"}
        service.client.post("/v1/redact", content=pieces(), headers=kind).raise_for_status()
    assert raw(service, head(10**9) + b'{"text": "').startswith(b"HTTP/1.1 413")


def test_too_many_records_and_too_deep(service: Running) -> None:
    assert service.redact(texts=["a"] * 101).status_code == 413
    deep: object = "a"
    for _ in range(20):
        deep = [deep]
    turn = {"text": "hello", "more": deep}
    assert service.redact(turns=[turn]).status_code == 413
    shallow = {"text": "call maya " + "[" * 50 + ' "{"'}
    assert service.redact(turns=[shallow]).status_code == 200


def test_a_line_that_is_too_long_ends_the_stream(service: Running) -> None:
    long = json.dumps({"text": "call " * 5000}).encode()
    answer = service.client.post("/v1/redact", content=long, headers=NDJSON)
    assert answer.status_code == 413


def test_a_slow_sender_is_told_so(service: Running) -> None:
    assert raw(service, head(100) + b'{"text": ').startswith(b"HTTP/1.1 408")
    half = raw(service, head(100, "application/x-ndjson") + b'{"text": "call maya"}\n{"te')
    assert half.startswith(b"HTTP/1.1 200")
    assert b"[PERSON_NAME]" in half
    assert b"maya" not in half
    assert not half.endswith(b"0\r\n\r\n")  # cut off: nobody takes it for whole


def test_a_stream_is_answered_as_it_comes_and_in_order(service: Running) -> None:
    """Each line is sent only when the one before it was answered; the stream is longer than any
    body may be.
    """
    pad = b" " * 10_000
    lines = [b'{"text": "call maya",%s "id": %d}' % (pad, i) for i in range(120)]
    assert sum(map(len, lines)) > 1_048_576
    answered = threading.Semaphore(0)

    def sent() -> Iterator[bytes]:
        yield lines[0] + b"\n"
        assert answered.acquire(timeout=10)
        for line in lines[1:]:
            yield line + b"\n"

    with socket.create_connection(("127.0.0.1", service.port), timeout=20) as connection:
        start = b"POST /v1/redact HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n"
        connection.sendall(start + b"content-type: application/x-ndjson\r\n\r\n")

        def send() -> None:
            for line in sent():
                connection.sendall(f"{len(line):x}\r\n".encode() + line + b"\r\n")
            connection.sendall(b"0\r\n\r\n")

        sender = threading.Thread(target=send)
        sender.start()
        got = b""
        while not got.endswith(b"0\r\n\r\n"):
            got += connection.recv(65536)
            if got.count(b'"id"') == 1:
                answered.release()
        sender.join(10)
    assert got.count(b"[PERSON_NAME]") == len(lines)
    assert b"maya" not in got
    places = [got.index(f'"id": {i},'.encode()) for i in range(len(lines))]
    assert places == sorted(places)


def test_a_reader_that_reads_nothing_stops_its_own_stream_only(service: Running) -> None:
    line = b'{"text": "a", "pad": [' + b"false, " * 1200 + b"false]}\n"
    with socket.create_connection(("127.0.0.1", service.port), timeout=3) as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        start = b"POST /v1/redact HTTP/1.1\r\nhost: x\r\ncontent-length: 900000000\r\n"
        connection.sendall(start + b"content-type: application/x-ndjson\r\n\r\n")
        sent = 0
        with pytest.raises((TimeoutError, ConnectionError)):
            while sent < 200_000_000:
                sent += connection.send(line)
        assert service.redact(text="call maya").status_code == 200
    assert sent < 50_000_000  # back-pressure: what is not read is not taken in


def test_too_many_at_once_are_sent_away(toy_model: Path) -> None:
    with running(toy_model, "limits.requests=2", "limits.request_s=10") as service:
        held = [socket.create_connection(("127.0.0.1", service.port)) for _ in range(2)]
        for connection in held:
            connection.sendall(head(20) + b'{"text":')
        time.sleep(0.5)  # both have been let in before the third comes
        answer = service.redact(text="hello")
        assert answer.status_code == 429
        assert answer.headers["retry-after"] == "1"
        assert service.client.get("/healthz").status_code == 200
        for connection in held:
            connection.close()
        deadline = time.monotonic() + 5
        while service.redact(text="hello").status_code != 200:
            assert time.monotonic() < deadline


def test_a_client_that_goes_is_worked_for_no_more(toy_model: Path) -> None:
    with running(toy_model, "limits.records=5000", "limits.queue_records=5000") as service:
        body = json.dumps({"texts": ["call maya nair"] * 4000}).encode()
        with socket.create_connection(("127.0.0.1", service.port)) as connection:
            connection.sendall(head(len(body)) + body)
            time.sleep(0.2)
        began = time.monotonic()
        while "pii_redact_queue_records 0.0" not in service.client.get("/metrics").text:
            assert time.monotonic() < began + 10
        assert 'outcome="redacted"} 1.0' in service.client.get("/metrics").text  # the warming up


def test_a_full_queue_sends_away(toy_model: Path) -> None:
    with running(toy_model, "limits.queue_records=150", "limits.request_s=20") as service:
        slow = ["call maya"] * 100
        with concurrent.futures.ThreadPoolExecutor(8) as pool:
            made = [pool.submit(service.redact, texts=slow) for _ in range(8)]
            statuses = {one.result().status_code for one in made}
        assert 200 in statuses
        assert statuses <= {200, 429}


def test_answers_go_to_who_asked(toy_model: Path) -> None:
    """Requests of many clients share the model's threads; each gets its own answer."""

    def ask(number: int) -> bool:
        name = f"a{'b' * (number % 50)} maya in {'paris ' * (number % 3)}{'c ' * (number % 7)}"
        return bool(
            service.redact(text=name).json()["text"] == name.replace("maya", "[PERSON_NAME]")
        )

    with (
        running(toy_model, "limits.idle_s=20") as service,
        concurrent.futures.ThreadPoolExecutor(16) as pool,
    ):
        assert all(pool.map(ask, range(300)))


def test_tokens(toy_model: Path, tmp_path: Path) -> None:
    tokens = tmp_path / "tokens"
    tokens.write_text("first-token-of-two\nsecond-token-of-two\n")
    with running(toy_model, f"token_file={tokens}", token="second-token-of-two") as service:
        assert service.redact(text="hello").status_code == 200
        for header in (
            {},
            {"authorization": "Bearer wrong"},
            {"authorization": "Basic first-token-of-two"},
        ):
            bare = httpx.post(
                f"{service.base}/v1/redact", json={"text": "a"}, headers=header, trust_env=False
            )
            assert bare.status_code == 401
        assert httpx.get(f"{service.base}/metrics", trust_env=False).status_code == 401
        assert httpx.get(f"{service.base}/healthz", trust_env=False).status_code == 200


def test_beyond_loopback_a_token_is_always_asked_for(tmp_path: Path) -> None:
    for host, asked in (
        ("127.0.0.1", False),
        ("localhost", False),
        ("::1", False),
        ("0.0.0.0", True),
    ):
        tokens, made = tokens_for(
            load_config("configs/server.yaml", ServerConfig, [f"host='{host}'"])
        )
        assert (bool(tokens), bool(made)) == (asked, asked)
    (tmp_path / "short").write_text("short\n")
    for name in ("short", "missing"):
        config = load_config("configs/server.yaml", ServerConfig, [f"token_file={tmp_path / name}"])
        with pytest.raises(ConfigError):
            tokens_for(config)


def test_no_content_is_logged(service: Running, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        service.redact(text="call maya nair", entities="maya")
        service.client.post("/v1/redact/maya?field=maya", content=b"maya")
        service.client.post("/v1/redact?format=maya", content=b"maya")
        deadline, ours = time.monotonic() + 10, []
        while len(ours) < 3 and time.monotonic() < deadline:  # logged behind the answer
            own = [r for r in caplog.records if r.name.startswith(("pipeline", "uvicorn"))]
            ours = [r.getMessage() for r in own]
            time.sleep(0.01)
    assert len(ours) >= 3
    assert "maya" not in " ".join(ours)


def test_stopping_answers_what_was_accepted(toy_model: Path) -> None:
    """SIGTERM while a request is under way: it is answered, the process ends with 0, its log
    holds no content.
    """
    command = [sys.executable, "-m", "pipeline.server", "--model", str(toy_model), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    port = 0
    for line in process.stderr:
        if "listening on" in line:
            port = int(line.partition("127.0.0.1:")[2].partition(";")[0])
            break
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        body = b'{"text": "call maya"}'
        connection.sendall(head(len(body)) + body[:9])
        time.sleep(0.3)
        process.terminate()
        time.sleep(0.3)
        connection.sendall(body[9:])
        got = connection.recv(65536)
        while piece := connection.recv(65536):
            got += piece
    assert b"[PERSON_NAME]" in got
    assert process.wait(20) == 0
    assert "maya" not in process.stderr.read()
