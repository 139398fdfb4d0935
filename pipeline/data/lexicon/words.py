"""Number words, built once from num2words (LGPL); helpers for every module that speaks digits."""

from __future__ import annotations

from num2words import num2words

from pipeline.redaction.spoken import ONE_WORDS as ONES

ZEROS: tuple[str, ...] = ("zero", "oh", "o", "nought", "naught")
#: Zero word -> digit character -> word.
DIGIT_WORDS: dict[str, dict[str, str]] = {
    zero: {str(d): zero if d == 0 else word for d, word in enumerate(ONES)} for zero in ZEROS
}


def _plain(text: str) -> str:
    return text.replace("-", " ").replace(",", "")


#: 0..999 in words, British ("two hundred and four") and American ("two hundred four").
CARDINAL_AND: tuple[str, ...] = tuple(_plain(num2words(n)) for n in range(1000))
CARDINAL: tuple[str, ...] = tuple(w.replace(" and ", " ") for w in CARDINAL_AND)
#: 0..99: "zeroth", "first" .. "ninety ninth".
ORDINAL: tuple[str, ...] = tuple(_plain(num2words(n, to="ordinal")) for n in range(100))
#: Zero word -> two digits -> words as a pair: "05" -> "oh five", "42" -> "forty two", "00" -> "oh oh".
PAIR_WORDS: dict[str, dict[str, str]] = {
    zero: {f"{n:02d}": f"{zero} {w[str(n)]}" if n < 10 else CARDINAL[n] for n in range(100)}
    for zero, w in DIGIT_WORDS.items()
}
MONTHS: tuple[str, ...] = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
MONTHS_SHORT: tuple[str, ...] = (
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sept", "Oct", "Nov", "Dec",
)  # fmt: skip
WEEKDAYS: tuple[str, ...] = (
    "Monday",
    "Tuesday",
    "Wednesday",
    "Thursday",
    "Friday",
    "Saturday",
    "Sunday",
)


def suffix(n: int) -> str:
    """English ordinal suffix: 1 -> "st", 12 -> "th"."""
    return "th" if 10 <= n % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
