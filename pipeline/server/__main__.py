"""`python3 -m pipeline.server`: the service, until SIGTERM."""

from __future__ import annotations

import asyncio
import logging
import os
import resource
import signal
import sys
from pathlib import Path
from typing import Any, TextIO

import click
import msgspec
import uvicorn

from pipeline.cli import run
from pipeline.config import config_dir, load_config
from pipeline.labels import Surrogate
from pipeline.redaction.pseudonym import SECRET_VARIABLE, Pseudonymiser, load_secret
from pipeline.server.app import Service, make_app
from pipeline.server.protocol import protocol
from pipeline.server.settings import KIB, Limits, ServerConfig, tokens_for
from pipeline.server.worker import Model

#: Open files that are no connections of clients.
FILES = 128


class _NoContent(logging.Formatter):
    """Without tracebacks: the message of an error that was not foreseen could hold transcript
    text.
    """

    def format(self, record: logging.LogRecord) -> str:
        record.exc_info = record.exc_text = record.stack_info = None
        return super().format(record)


class _Together(logging.StreamHandler[TextIO]):
    """Writes what the event loop logs in a tenth of a second at once: a system call for each
    request's line would cost more than the rest of it.
    """

    _due = False

    def flush(self) -> None:
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:  # another thread, or the end
            self._write()
            return
        if not self._due:
            self._due = True
            loop.call_later(0.1, self._write)

    def _write(self) -> None:
        self._due = False
        super().flush()


def set_up_logging() -> None:
    """Warnings, and one line a request, on standard error."""
    stream = open(sys.stderr.fileno(), "w", buffering=64 * KIB, closefd=False)  # noqa: SIM115
    handler = _Together(stream)
    handler.setFormatter(_NoContent("%(asctime)s %(levelname)s %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.WARNING, force=True)
    logging.getLogger("pipeline.server").setLevel(logging.INFO)


def surrogate_of(config: ServerConfig) -> Surrogate | None:
    """The Pseudonymiser of mode "pseudonym", where a secret was given.

    Raises ConfigError for one that is no good.
    """
    if config.secret_file is None and not os.environ.get(SECRET_VARIABLE):
        return None
    return Pseudonymiser(load_secret(config.secret_file))


def with_open_files(limits: Limits) -> Limits:
    """`limits` with no more connections than this process may have open files, some left for
    others; it asks for as many as it may have.
    """
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    if most == resource.RLIM_INFINITY:
        return limits
    return msgspec.structs.replace(
        limits, connections=max(1, min(limits.connections, most - FILES))
    )


class Server(uvicorn.Server):
    """uvicorn's server, which says where it listens, and ends live transcripts before it goes."""

    service: Service

    async def startup(self, sockets: list[Any] | None = None) -> None:
        """Listen, then say so."""
        await super().startup(sockets)
        for one in self.servers if self.started else ():
            for socket in one.sockets:
                host, port = socket.getsockname()[:2]
                shown = f"[{host}]" if ":" in host else host
                click.echo(f"listening on http://{shown}:{port}; the page is at /", err=True)

    async def shutdown(self, sockets: list[Any] | None = None) -> None:
        """Pass what live transcripts hold, then end as uvicorn does: no new connections, open
        requests answered.
        """
        for one in self.servers:
            one.close()
        await self.service.live.stop(self.service.limits.stop_s)
        await super().shutdown(sockets)


def server(config: ServerConfig) -> Server:
    """A server that is ready to run. Raises PipelineError: no model, no token, a bad secret."""
    from pipeline.redaction.options import default_model

    tokens, fresh = tokens_for(config)
    model = Model.load(Path(config.model or default_model()), config.threads)
    service = Service(model, config, surrogate_of(config))
    app = make_app(service, tokens)
    if fresh:
        click.echo(
            f"no token_file: clients of this run must send   Authorization: Bearer {fresh}\n"
            f"the page for them: http://localhost:{config.port}/#token={fresh}",
            err=True,
        )
    made = Server(
        uvicorn.Config(
            app,
            host=config.host,
            port=config.port,
            http=protocol(config.limits),
            ws_max_size=KIB * config.limits.live_kib,
            ws_max_queue=8,
            access_log=False,
            log_config=None,
            server_header=False,
            proxy_headers=False,
            lifespan="on",
            backlog=512,
            timeout_keep_alive=int(config.limits.idle_s),
            timeout_graceful_shutdown=config.limits.stop_s,
        )
    )
    made.service = service
    return made


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--host", help="Address to listen on; beyond loopback clients must show a token.")
@click.option("--port", type=click.IntRange(0, 65535), help="Port to listen on.")
@click.option(
    "--model", metavar="DIR", help="Model folder.  [default: $PII_REDACT_MODEL or artifacts/model]"
)
@click.option("--token-file", metavar="F", help="Bearer tokens, one a line.")
@click.option("--secret-file", metavar="F", help="Key of mode pseudonym.")
@click.option(
    "--threads", type=click.IntRange(min=1), help="CPU threads.  [default: the container's cores]"
)
@click.option(
    "--config", "path", metavar="F", help="Configuration.  [default: configs/server.yaml]"
)
@click.option(
    "--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Set a key of the configuration."
)
def serve(path: str | None, overrides: tuple[str, ...], **options: Any) -> int:
    """Redact over HTTP and WebSocket, with a page to try it on at /.

    \b
    Examples:
      python3 -m pipeline.server
      python3 -m pipeline.server --host 0.0.0.0 --token-file /run/secrets/tokens
      python3 -m pipeline.server --set limits.body_mib=4
    """
    set_up_logging()
    given = [f"{name}={value}" for name, value in options.items() if value is not None]
    config = load_config(
        Path(path) if path else config_dir() / "server.yaml", ServerConfig, [*overrides, *given]
    )
    limits = with_open_files(config.limits)
    made = server(msgspec.structs.replace(config, limits=limits))
    # uvicorn ends well on SIGTERM and then raises it anew: by then all is done.
    signal.signal(signal.SIGTERM, lambda *_: None)
    made.run()
    return 0 if made.started else 1


def main() -> None:
    """Entry point."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))  # a core file would hold transcripts
    run(serve, prog_name="python3 -m pipeline.server")


if __name__ == "__main__":
    main()
