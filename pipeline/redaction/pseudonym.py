"""Pseudonyms: keyed stand-ins that look like the entity's type and cannot be real.

The stand-in of a value is drawn by HMAC-SHA256 (RFC 2104) from a secret and the value's canonical form, so one secret
always gives one value the same stand-in, and without the secret a stand-in cannot be tied to a value by trying values.
Two values may share a stand-in by chance: see SPACE for how many there are of each type. Among n values the chance of
any two sharing is about n^2 / (2 * SPACE): for 1,000 names 0.3 %, for 10,000 phone numbers 0.6 %. Dates are few: for
200 of them 0.8 %. Not the same value are a first name and the full name, and a number with and without country code.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping
from pathlib import Path

from pipeline.errors import ConfigError
from pipeline.redaction.spoken import canonical, words_of

SECRET_VARIABLE = "PII_REDACT_SECRET"
MIN_SECRET = 8

_FIRST = words_of("""
    Alba Bruno Cora Dario Edda Fabio Greta Hugo Ilse Jonas Karla Leon Mila Nico Olga Pavel Quinn Rosa Samir Talia
    Ugo Vera Wanda Xenia Yara Zeno Anouk Boris Clio Doris Emil Freya Gita Hanno Irma Joris Kiran Livia Marek Nadia
    Otto Petra Rafi Selma Timo Ulla Viktor Wilma Ximena Yusuf Zora Arlo Birgit Cosmo Dunja Enzo Flora Goran Hedda
    Ivo Jutta Kamil Lotte Milo
""")
_SYLLABLES = words_of("""
    ba bel bo dal de dor fa fel fo ga gar ha hol ja jen ka kel ko la lin lo ma mel mo na nel no pa pel ra rel ro sa
    sel ta tor va ven wa zel
""")
_MONTHS = words_of("""
    January February March April May June July August September October November December
""")

#: How many stand-ins there are of each type.
SPACE = {
    "PHONE": 800 * 100 * 100_000,
    "CREDIT_CARD": 10**9 * 9,
    "EMAIL": 64 * 16**10,
    "PERSON_NAME": 64 * 40**4,
    "DATE": 7900 * 12 * 28,
    "CITY": 40**4,
    "LOCATION": 40**4,
}


def load_secret(path: str | Path | None = None, environment: Mapping[str, str] | None = None) -> bytes:
    """The secret: the content of the file `path` (white space at its end left out), else $PII_REDACT_SECRET.

    Raises ConfigError where there is none, it cannot be read, or it is shorter than 8 bytes.
    """
    environment = os.environ if environment is None else environment
    if path is not None:
        try:
            secret, source = Path(path).read_bytes().rstrip(), str(path)
        except OSError as error:
            raise ConfigError(f"{path}: the secret cannot be read: {error.strerror or error}") from None
    else:
        secret, source = environment.get(SECRET_VARIABLE, "").encode("utf-8", "surrogateescape"), SECRET_VARIABLE
        if not secret:
            raise ConfigError(f"--mode pseudonym needs a secret: name a file that holds it or set {SECRET_VARIABLE}")
    if len(secret) < MIN_SECRET:
        raise ConfigError(f"{source}: the secret is shorter than {MIN_SECRET} bytes")
    return secret


class Pseudonymiser:
    """Gives stand-ins under one secret. Calling it with (label, value as said) gives the stand-in.

    >>> alias = Pseudonymiser(b"not a good secret")
    >>> alias("PHONE", "four two double five") == alias("PHONE", "42 55")
    True
    """

    def __init__(self, secret: bytes) -> None:
        if len(secret) < MIN_SECRET:
            raise ConfigError(f"the secret is shorter than {MIN_SECRET} bytes")
        self._secret = secret

    def __call__(self, label: str, value: str) -> str:
        """The stand-in of `value`."""
        message = f"{label}\0{canonical(label, value)}".encode("utf-8", "surrogatepass")
        drawn = int.from_bytes(hmac.digest(self._secret, message, hashlib.sha256), "big")
        return _STAND_INS[label](drawn)


def _phone(drawn: int) -> str:
    """555-01xx is kept for fiction in every North American area code."""
    drawn, area = divmod(drawn, 800)
    drawn, line = divmod(drawn, 100)
    return f"{200 + area}-555-01{line:02d} ext {drawn % 100_000:05d}"


def _card(drawn: int) -> str:
    """A test prefix, and a check digit that is wrong (Luhn, ISO/IEC 7812-1)."""
    drawn, body = divmod(drawn, 10**9)
    digits = f"400000{body:09d}"
    total = sum(sum(divmod(int(d) * (2 - i % 2), 10)) for i, d in enumerate(digits))
    wrong = (-total + 1 + drawn % 9) % 10
    digits += str(wrong)
    return " ".join(digits[i : i + 4] for i in range(0, 16, 4))


def _email(drawn: int) -> str:
    """example.com is kept for documentation (RFC 2606)."""
    drawn, first = divmod(drawn, len(_FIRST))
    return f"{_FIRST[first].lower()}.{drawn % 16**10:010x}@example.com"


def _invented(drawn: int) -> str:
    parts = []
    for _ in range(4):
        drawn, at = divmod(drawn, len(_SYLLABLES))
        parts.append(_SYLLABLES[at])
    return "".join(parts).capitalize()


def _name(drawn: int) -> str:
    drawn, first = divmod(drawn, len(_FIRST))
    return f"{_FIRST[first]} {_invented(drawn)}"


def _date(drawn: int) -> str:
    """A day of a year that nobody's papers hold."""
    drawn, year = divmod(drawn, 7900)
    drawn, month = divmod(drawn, 12)
    return f"{1 + drawn % 28} {_MONTHS[month]} {2100 + year}"


_STAND_INS = {
    "PHONE": _phone,
    "CREDIT_CARD": _card,
    "EMAIL": _email,
    "PERSON_NAME": _name,
    "DATE": _date,
    "CITY": lambda drawn: f"{_invented(drawn)} City",
    "LOCATION": lambda drawn: f"{_invented(drawn)} Road",
}
