"""Clients that do not speak HTTP as they should, and what then happens to them and to others."""

from __future__ import annotations

import socket
import time
from pathlib import Path

import httpx
import pytest

from tests.server.conftest import Running, raw, running


def test_half_a_head_and_silence_are_cut_off(service: Running) -> None:
    assert raw(service, b"POST /v1/redact HTTP/1.1\r\nhost:") == b""
    assert raw(service, b"") == b""


def test_a_head_that_is_too_large_is_refused(service: Running) -> None:
    large = b"GET /healthz HTTP/1.1\r\nhost: x\r\nx: " + b"a" * 100_000 + b"\r\n\r\n"
    assert raw(service, large).startswith(b"HTTP/1.1 4")
    many = b"GET /healthz HTTP/1.1\r\nhost: x\r\n" + b"a: b\r\n" * 20_000 + b"\r\n"
    assert raw(service, many).startswith(b"HTTP/1.1 4")


def test_what_never_ends_is_cut_off(service: Running) -> None:
    """A header, trailers and a chunk's extension that go on for ever, and requests that wait for
    no answer.
    """
    body = b'{"text": "hello"}'
    lines = b"POST /v1/redact HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
    chunked = lines + b"transfer-encoding: chunked\r\n\r\n%x\r\n%s\r\n" % (len(body), body)
    for start, piece in (
        (lines + b"x: ", b"a" * 8192),
        (chunked + b"0\r\nx: ", b"a" * 8192),
        (chunked + b"0\r\n", b"x: aaaa\r\n" * 900),
        (chunked + b"5;x=", b"a" * 8192),
        (b"", b"GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n" * 1000),
    ):
        with socket.create_connection(("127.0.0.1", service.port), timeout=5) as connection:
            connection.sendall(start)
            sent = 0
            with pytest.raises(ConnectionError):
                while sent < 100_000_000:
                    sent += connection.send(piece)
    assert service.redact(text="hello").status_code == 200


def test_an_offer_of_another_protocol_is_passed_over(service: Running) -> None:
    """As Java's client makes one with each request."""
    headers = {"connection": "Upgrade, HTTP2-Settings", "upgrade": "h2c", "http2-settings": "AAM"}
    answer = service.client.post("/v1/redact", json={"text": "call maya"}, headers=headers)
    assert answer.json()["text"] == "call [PERSON_NAME]"


def test_a_trailer_is_no_header(toy_model: Path, tmp_path: Path) -> None:
    tokens = tmp_path / "tokens"
    tokens.write_text("token-of-sixteen-characters\n")
    with running(toy_model, f"token_file={tokens}", token="token-of-sixteen-characters") as service:
        start = b"POST /v1/redact HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n"
        end = b"0\r\nauthorization: Bearer token-of-sixteen-characters\r\n\r\n"
        assert raw(service, start + b"2\r\n{}\r\n" + end).startswith(b"HTTP/1.1 401")


def test_malformed_requests_harm_nobody(service: Running) -> None:
    for data in (
        b"\x00\xff" * 50 + b"\r\n\r\n",
        b"GET /v1/redact HTTP/9.9\r\n\r\n",
        b"POST /v1/redact\r\n\r\n",
    ):
        assert raw(service, data).startswith(b"HTTP/1.1 4")
    bad = b'{"text": "\xff"}'
    kind = {"content-type": "application/json"}
    assert service.client.post("/v1/redact", content=bad, headers=kind).status_code == 400
    assert service.redact(text="call maya").json()["text"] == "call [PERSON_NAME]"


def is_closed(connection: socket.socket) -> bool:
    """Whether the other side has closed a connection on which it says nothing."""
    connection.setblocking(False)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except ConnectionError:
        return True


def test_connections_are_bounded_and_silent_ones_keep_nobody_out(toy_model: Path) -> None:
    with running(toy_model, "limits.connections=20") as service:
        held = [socket.create_connection(("127.0.0.1", service.port), 5) for _ in range(60)]
        deadline = time.monotonic() + 10
        closed: set[socket.socket] = set()
        while len(closed) < 40:
            assert time.monotonic() < deadline
            closed |= {one for one in held if one not in closed and is_closed(one)}
        assert closed <= set(held[:41])  # the oldest
        assert ask_anew(service).status_code == 200
        for connection in held:
            connection.close()


def ask_anew(service: Running) -> httpx.Response:
    """A request over a connection of its own."""
    return httpx.post(f"{service.base}/v1/redact", json={"text": "hello"}, trust_env=False)
