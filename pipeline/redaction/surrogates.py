"""Surrogates: values that look like an entity's type and cannot be real, drawn from a number."""

from __future__ import annotations

from collections.abc import Callable

from pipeline.redaction.spoken import words_of

_FIRST = words_of("""
    Alba Bruno Cora Dario Edda Fabio Greta Hugo Ilse Jonas Karla Leon Mila Nico Olga Pavel Quinn Rosa Samir Talia
    Ugo Vera Wanda Xenia Yara Zeno Anouk Boris Clio Doris Emil Freya Gita Hanno Irma Joris Kiran Livia Marek Nadia
    Otto Petra Rafi Selma Timo Ulla Viktor Wilma Ximena Yusuf Zora Arlo Birgit Cosmo Dunja Enzo Flora Goran Hedda
    Ivo Jutta Kamil Lotte Milo
""")  # noqa: E501
_SYLLABLES = words_of("""
    ba bel bo dal de dor fa fel fo ga gar ha hol ja jen ka kel ko la lin lo ma mel mo na nel no pa pel ra rel ro sa
    sel ta tor va ven wa zel
""")  # noqa: E501
_MONTHS = words_of("""
    January February March April May June July August September October November December
""")


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


def _address(drawn: int) -> str:
    drawn, number = divmod(drawn, 9000)
    return f"{1000 + number} {_invented(drawn)} Road"


def _code(drawn: int) -> str:
    """No authority's identity number, account or code begins so."""
    return f"X0-{drawn % 16**10:010X}"


#: `EntityType.surrogate` -> the function
SURROGATES: dict[str, Callable[[int], str]] = {
    "phone": _phone,
    "card": _card,
    "email": _email,
    "name": _name,
    "date": _date,
    "city": lambda drawn: f"{_invented(drawn)} City",
    "location": lambda drawn: f"{_invented(drawn)} Road",
    "address": _address,
    "code": _code,
}
