"""The service's configuration: configs/server.yaml, typed and checked."""

from __future__ import annotations

import ipaddress
import secrets
from pathlib import Path
from typing import Annotated

import msgspec

from pipeline.config import Config
from pipeline.errors import ConfigError

Count = Annotated[int, msgspec.Meta(ge=1)]
Seconds = Annotated[float, msgspec.Meta(gt=0)]
KIB, MIB = 1024, 1024 * 1024
_MIN_TOKEN = 16
#: Bytes of a request's head.
MOST_HEAD = 32 * KIB


class Limits(Config, frozen=True):
    """What a client may ask for.

    Sizes in KiB and MiB, times in seconds; see configs/server.yaml.
    """

    body_mib: Count
    record_kib: Count
    records: Count
    depth: Annotated[int, msgspec.Meta(ge=4, le=500)]
    request_s: Seconds
    idle_s: Seconds
    requests: Count
    connections: Count
    streams: Count
    live: Count
    live_kib: Count
    live_idle_s: Seconds
    queue_records: Count
    queue_mib: Count
    retry_after_s: Count
    stop_s: Count


class Part(Config, frozen=True):
    """What of a request is redacted at a time."""

    characters: Count
    records: Count


class Live(Config, frozen=True):
    """How long a live transcript may hold words back."""

    hold_words: Count
    hold_ms: Count


class ServerConfig(Config, frozen=True):
    """configs/server.yaml."""

    host: str
    port: Annotated[int, msgspec.Meta(ge=0, le=65535)]
    model: str | None
    token_file: str | None
    secret_file: str | None
    threads: Count | None
    limits: Limits
    part: Part
    live: Live


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches what listens on `host`."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def read_tokens(path: str) -> tuple[bytes, ...]:
    """The bearer tokens of a file, one a line.

    Raises ConfigError: unreadable, empty, a short token.
    """
    try:
        lines = Path(path).read_bytes().split(b"\n")
    except OSError as error:
        raise ConfigError(f"{path}: the tokens cannot be read: {error.strerror}") from None
    tokens = tuple(line.strip() for line in lines if line.strip())
    if not tokens or min(map(len, tokens)) < _MIN_TOKEN:
        raise ConfigError(f"{path}: must hold a token of at least {_MIN_TOKEN} characters a line")
    return tokens


def tokens_for(config: ServerConfig) -> tuple[tuple[bytes, ...], str | None]:
    """The tokens that clients must show, none on loopback without a file; and the one that was
    made up, if any.
    """
    if config.token_file:
        return read_tokens(config.token_file), None
    if is_loopback(config.host):
        return (), None
    made = secrets.token_urlsafe(24)
    return (made.encode(),), made
