"""A real server in a thread: the toy model, a free port of 127.0.0.1, small limits."""

from __future__ import annotations

import asyncio
import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from pipeline.config import load_config
from pipeline.server.__main__ import server
from pipeline.server.settings import ServerConfig
from tests.redaction.toy_tagger import build_model

#: Small enough that a test reaches them at once.
LIMITS = {
    "body_mib": 1,
    "record_kib": 16,
    "records": 100,
    "depth": 16,
    "request_s": 3,
    "idle_s": 1,
    "streams": 2,
    "live": 2,
    "live_kib": 16,
    "stop_s": 5,
}
Serve = Callable[..., contextlib.AbstractContextManager["Running"]]


class Running:
    """A server that runs, and a client of it."""

    def __init__(self, port: int, stop: Callable[[], None], token: str | None = None) -> None:
        self.port, self.stop = port, stop
        headers = {"authorization": f"Bearer {token}"} if token else {}
        self.base = f"http://127.0.0.1:{port}"
        self.client = httpx.Client(base_url=self.base, timeout=20, trust_env=False, headers=headers)

    def redact(self, **fields: object) -> httpx.Response:
        """POST /v1/redact with a JSON request."""
        return self.client.post("/v1/redact", json=fields)


def raw(service: Running, data: bytes, patience: float = 5) -> bytes:
    """Send bytes, give back all that comes until the server closes."""
    with socket.create_connection(("127.0.0.1", service.port), timeout=patience) as connection:
        connection.sendall(data)
        got = b""
        while piece := connection.recv(65536):
            got += piece
    return got


def head(length: int, kind: str = "application/json") -> bytes:
    """The head of a request with a body of so many bytes."""
    lines = f"POST /v1/redact HTTP/1.1\r\nhost: x\r\ncontent-type: {kind}\r\n"
    return f"{lines}content-length: {length}\r\n\r\n".encode()


@contextlib.contextmanager
def running(model: Path, *overrides: str, token: str | None = None) -> Iterator[Running]:
    """Start a server and stop it as SIGTERM does."""
    small = [f"limits.{name}={value}" for name, value in LIMITS.items()]
    wanted = [f"model={model}", "port=0", "threads=1", *small, *overrides]
    made = server(load_config("configs/server.yaml", ServerConfig, wanted))
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=lambda: loop.run_until_complete(made.serve()), daemon=True)
    thread.start()
    deadline = time.monotonic() + 20
    while not made.started and time.monotonic() < deadline:
        time.sleep(0.01)
    assert made.started
    port = made.servers[0].sockets[0].getsockname()[1]

    def stop() -> None:
        made.should_exit = True

    one = Running(port, stop, token)
    while one.client.get("/readyz").status_code != 200:
        time.sleep(0.01)
    try:
        yield one
    finally:
        one.client.close()
        stop()
        thread.join(20)
        assert not thread.is_alive()


@pytest.fixture(scope="session")
def toy_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The toy model's folder."""
    return build_model(tmp_path_factory.mktemp("toy") / "model", max_length=64)


@pytest.fixture(scope="session")
def service(toy_model: Path) -> Iterator[Running]:
    """One server for the tests that do not stop it."""
    with running(toy_model) as one:
        yield one
