"""Load on a service, from this machine alone: requests a second and latency, then good and hostile
clients together.

    python -m pipeline.server.load --model artifacts/model                       # about a minute
    python -m pipeline.server.load --model artifacts/model --hostile 600         # ten minutes more
    python -m pipeline.server.load --model artifacts/model --presidio 127.0.0.1:5002

Measures the library's own call on the same texts first, one after the other and by as many threads
as there are connections up to 64 (they wait for the same cores as the service's requests); then
starts a server on a free port of 127.0.0.1 and compares every answer with the library's: `lost` has
no answer, `wrong` another's. `x library` is p95 over that of the library's call alone. Prints one
JSON object a line.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import click
import msgspec

from pipeline.cli import run
from pipeline.errors import PipelineError
from pipeline.redaction.redactor import Redactor
from pipeline.server.hostile import HOST, Hostile

#: What some hostile clients hold open, at most; each is a file here and there.
IDLE = 10_000
#: How often memory is looked at while hostile clients are at work.
SAMPLES = 10
#: Seconds after which an answer is lost.
PATIENCE = 60
#: Threads that call the library, at most.
CALLERS = 64
#: Requests after which a good client takes a new connection.
REQUESTS = 50


class Connection(asyncio.Protocol):
    """Waits for one answer after the other; cheap, since it shares the server's cores."""

    def __init__(self) -> None:
        self.answer: asyncio.Future[tuple[int, bytes]] = asyncio.Future()
        self.open, self._got = True, b""

    def data_received(self, data: bytes) -> None:
        """Take a piece of the answer."""
        self._got += data
        head, found, body = self._got.partition(b"\r\n\r\n")
        told = head.lower()
        size = told.partition(b"content-length:")[2].partition(b"\r\n")[0]
        if found and len(body) >= int(size or 0) and not self.answer.done():
            self.open, self._got = b"connection: close" not in told, b""
            self.answer.set_result((int(head[9:12]), body))

    def connection_lost(self, exc: Exception | None) -> None:
        """The server has closed."""
        self.open = False
        if not self.answer.done():
            self.answer.set_exception(exc or ConnectionResetError())


class Client:
    """Asks again and again, over a new connection now and then."""

    def __init__(self, port: int, path: str) -> None:
        self._port = port
        head = f"POST {path} HTTP/1.1\r\nhost: {HOST}\r\ncontent-type: application/json\r\n"
        self._head = f"{head}content-length: ".encode()
        self._held: tuple[asyncio.Transport, Connection] | None = None
        self._asked = 0

    async def ask(self, body: bytes) -> tuple[int, bytes]:
        """POST `body`; the status and the answer. Raises OSError, TimeoutError where there is
        none.
        """
        self._asked += 1
        if self._held is None or not self._held[1].open or self._asked % REQUESTS == 0:
            self.close()
            loop = asyncio.get_running_loop()
            self._held = await loop.create_connection(Connection, HOST, self._port)
        transport, connection = self._held
        connection.answer = asyncio.Future()
        transport.write(b"%s%d\r\n\r\n%s" % (self._head, len(body), body))
        try:
            return await asyncio.wait_for(connection.answer, PATIENCE)
        except TimeoutError:
            self.close()
            raise

    def close(self) -> None:
        """Let go of the connection."""
        if self._held:
            self._held[0].close()
            self._held = None


class Level:
    """Many clients for some seconds."""

    def __init__(self, port: int, path: str, bodies: list[bytes], wanted: list[str] | None) -> None:
        self._port, self._path, self._bodies, self._wanted = port, path, bodies, wanted
        self.times: list[float] = []
        self.counts = {"answered": 0, "sent away": 0, "lost": 0, "wrong": 0}

    async def over(self, clients: int, seconds: float) -> dict[str, Any]:
        """The figures; latencies in milliseconds, of what was answered."""
        began = time.perf_counter()
        await asyncio.gather(*(self._client(i, began + seconds) for i in range(clients)))
        took = time.perf_counter() - began
        return {
            "connections": clients,
            "requests/s": round(len(self.times) / took, 1),
            **_shares(self.times),
            **self.counts,
        }

    async def _client(self, number: int, end: float) -> None:
        client, draw = Client(self._port, self._path), random.Random(number)
        while time.perf_counter() < end:
            which = draw.randrange(len(self._bodies))
            began = time.perf_counter()
            try:
                status, answer = await client.ask(self._bodies[which])
            except (OSError, TimeoutError):
                self.counts["lost"] += 1
                await asyncio.sleep(0.05)
                continue
            if status != 200:
                self.counts["sent away" if status == 429 else "lost"] += 1
                await asyncio.sleep(0.05)
                continue
            self.times.append(1000 * (time.perf_counter() - began))
            self.counts["answered"] += 1
            if self._wanted and msgspec.json.decode(answer)["text"] != self._wanted[which]:
                self.counts["wrong"] += 1
        client.close()


def _at(values: list[float], share: float) -> float:
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0.0


@contextlib.contextmanager
def served(model: Path) -> Any:
    """A server in a process of its own; its port and process."""
    command = [sys.executable, "-m", "pipeline.server", "--model", str(model), "--port", "0"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True)
    assert process.stderr
    try:
        for line in process.stderr:
            if "listening on" in line:
                port = int(line.partition(f"{HOST}:")[2].partition(";")[0])
                break
        else:
            raise PipelineError("the server did not start")
        log = threading.Thread(target=process.stderr.read, daemon=True)  # or its pipe fills
        log.start()
        yield port, process
    finally:
        process.terminate()
        process.wait(60)


def memory_mib(pid: int) -> float:
    """Resident memory of a process."""
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0


def library(redactor: Redactor, texts: list[str], callers: int, seconds: float) -> dict[str, Any]:
    """The library's own call on the same texts by so many threads, milliseconds."""
    times: list[float] = []
    end = time.perf_counter() + seconds

    def call(number: int) -> None:
        draw = random.Random(number)
        while (began := time.perf_counter()) < end:
            redactor.redact(draw.choice(texts))
            times.append(1000 * (time.perf_counter() - began))

    with ThreadPoolExecutor(callers) as pool:
        list(pool.map(call, range(callers)))
    return {"callers": callers, "calls/s": round(len(times) / seconds, 1), **_shares(times)}


def _shares(times: list[float]) -> dict[str, float]:
    times = sorted(times)
    return {f"p{q}": round(_at(times, q / 100), 2) for q in (50, 95, 99)}


async def attacked(good: Level, bad: Hostile, pid: int, seconds: float) -> dict[str, Any]:
    """The figures of good clients while others mean no good, and the server's memory over time."""
    memory = [memory_mib(pid)]

    async def watch() -> None:
        for _ in range(SAMPLES):
            await asyncio.sleep(seconds / SAMPLES)
            memory.append(memory_mib(pid))

    figures, *_ = await asyncio.gather(good.over(8, seconds), bad.over(seconds), watch())
    return figures | {"mib": memory, "did": bad.done}


def tell(**figures: Any) -> None:
    """One line of figures."""
    click.echo(msgspec.json.encode(figures).decode())


@click.command()
@click.option("--model", required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--texts", default="data/samples/transcripts.jsonl", type=click.Path(path_type=Path))
@click.option("--connections", default="1,8,64,512", help="Levels.")
@click.option("--seconds", default=5.0, help="Of each level.")
@click.option("--hostile", default=10.0, help="Seconds of good and hostile clients together.")
@click.option("--idle", default=IDLE, help="Connections that a hostile client holds open.")
@click.option("--presidio", metavar="HOST:PORT", help="Presidio's analyzer, for the same levels.")
def load(
    model: Path,
    texts: Path,
    connections: str,
    seconds: float,
    hostile: float,
    idle: int,
    presidio: str | None,
) -> None:
    """Measure a service under load; all of it goes to 127.0.0.1."""
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    rows = [msgspec.json.decode(line) for line in texts.read_bytes().splitlines()]
    said = [row["text"] for row in rows if isinstance(row.get("text"), str)]
    redactor = Redactor.load(model)
    wanted = [str(redactor.redact(one).output) for one in said]
    bodies = [msgspec.json.encode({"text": one}) for one in said]
    levels = [int(one) for one in connections.split(",")]
    alone = library(redactor, said, 1, seconds)
    tell(what="library", **alone)
    for level in levels:
        if 1 < level <= CALLERS:
            tell(what="library", **library(redactor, said, level, seconds))
    with served(model) as (port, process):
        for level in levels:
            figures = asyncio.run(Level(port, "/v1/redact", bodies, wanted).over(level, seconds))
            times = round(figures["p95"] / alone["p95"], 1)
            tell(
                what="pii-redact", **figures, **{"x library": times, "mib": memory_mib(process.pid)}
            )
        if hostile:
            good = Level(port, "/v1/redact", bodies, wanted)
            bad = Hostile(port, min(idle, most - 100))
            tell(what="hostile", **asyncio.run(attacked(good, bad, process.pid, hostile)))
        asyncio.run(asyncio.sleep(1))
        tell(what="after", alive=process.poll() is None, mib=memory_mib(process.pid))
    if presidio:
        asked = [msgspec.json.encode({"text": one, "language": "en"}) for one in said]
        for level in levels:
            other = Level(int(presidio.rpartition(":")[2]), "/analyze", asked, None)
            tell(what="presidio", **asyncio.run(other.over(level, seconds)))


if __name__ == "__main__":
    run(load, prog_name="python -m pipeline.server.load")
