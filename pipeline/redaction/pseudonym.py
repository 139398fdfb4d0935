"""Pseudonyms: keyed surrogates that look like the entity's type and cannot be real.

The surrogate of a value is drawn by HMAC-SHA256 (RFC 2104) from a secret and the value's canonical
form, so one secret always gives one value the same surrogate, and without the secret a surrogate
cannot be tied to a value by trying values. Two of n values share a surrogate by chance in about
n^2 / (2 * surrogates of the kind) of all cases; there are 1.6e8 names, 8e9 phone numbers, 9e9
cards, 7e13 e-mail addresses, 2.7e6 dates, 2.6e6 places, 2.3e10 addresses, 1.1e12 codes: 0.3 % for
1,000 names, 0.6 % for 10,000 phone numbers, 0.8 % for 200 dates. Not the same value are a first
name and the full name, and a number with and without country code.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.labels import entity_type
from pipeline.redaction.spoken import canonical
from pipeline.redaction.surrogates import SURROGATES

SECRET_VARIABLE = "PII_REDACT_SECRET"
MIN_SECRET = 8


def load_secret(
    path: str | Path | None = None, environment: Mapping[str, str] | None = None
) -> bytes:
    """The secret: the content of the file `path` (white space at its end left out), else
    $PII_REDACT_SECRET.

    Raises ConfigError where there is none, it cannot be read, or it is shorter than 8 bytes.
    """
    environment = os.environ if environment is None else environment
    if path is not None:
        try:
            secret, source = Path(path).read_bytes().rstrip(), str(path)
        except OSError as error:
            raise ConfigError(
                f"{path}: the secret cannot be read: {error.strerror or error}"
            ) from None
    else:
        secret, source = (
            environment.get(SECRET_VARIABLE, "").encode("utf-8", "surrogateescape"),
            SECRET_VARIABLE,
        )
        if not secret:
            raise ConfigError(
                "--mode pseudonym needs a secret: name a file that holds it or set"
                f" {SECRET_VARIABLE}"
            )
    if len(secret) < MIN_SECRET:
        raise ConfigError(f"{source}: the secret is shorter than {MIN_SECRET} bytes")
    return secret


class Pseudonymiser:
    """Gives surrogates under one secret. Calling it with (label, value as said) gives the
    surrogate.

    >>> alias = Pseudonymiser(b"not a good secret")
    >>> alias("PHONE", "four two double five") == alias("PHONE", "42 55")
    True
    """

    def __init__(self, secret: bytes) -> None:
        if len(secret) < MIN_SECRET:
            raise ConfigError(f"the secret is shorter than {MIN_SECRET} bytes")
        self._secret = secret

    def __call__(self, label: str, value: str) -> str:
        """The surrogate of `value`."""
        message = f"{label}\0{canonical(label, value)}".encode("utf-8", "surrogatepass")
        drawn = int.from_bytes(hmac.digest(self._secret, message, hashlib.sha256), "big")
        return SURROGATES[entity_type(label).surrogate](drawn)
