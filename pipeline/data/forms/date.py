"""DATE: calendar dates in every order and form; month and year of an expiry too.

A leading "the" is not part of it.
"""

from __future__ import annotations

from pipeline.data.forms.digits import singly
from pipeline.data.forms.maker import Maker
from pipeline.data.lexicon.sides import Draw, pick, spread
from pipeline.data.lexicon.words import (
    CARDINAL,
    DIGIT_WORDS,
    MONTHS,
    MONTHS_SHORT,
    ONES,
    ORDINAL,
    PAIR_WORDS,
    suffix,
)

_DAYS = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_FORMS = spread({"named": 60, "numeric": 36, "digits": 8, "expiry": 6, "compact": 5})


def say(r: Draw, written: bool) -> str:
    """One date."""
    month = int(r() * 12)
    day = 1 + int(r() * _DAYS[month])
    year = 1935 + int(r() * 75) if r() < 0.45 else 2010 + int(r() * 21)
    form = pick(r, _FORMS)
    if form == "named":
        return _named_written(r, day, month, year) if written else _named(r, day, month, year)
    if form == "numeric" or (form == "digits" and written):
        return _numeric(r, day, month + 1, year)
    if form == "digits":
        return _digits(r, day, month + 1, year)
    return expiry(r, written) if form == "expiry" else compact(r, written)


def full(r: Draw, written: bool) -> str:
    """A date that ends with its year, so that what stands behind is no part of it."""
    text = say(r, written)
    while not _ends_with_year(text):
        text = say(r, written)
    return text


def _ends_with_year(text: str) -> bool:
    return text[-4:].isdigit() and text[-4:-2] in ("19", "20") and not text.isdigit()


def compact(r: Draw, written: bool) -> str:
    """Day, month and year as one number: "06122018", "240618", "zero six one two two zero one
    eight".
    """
    month = 1 + int(r() * 12)
    day = 1 + int(r() * _DAYS[month - 1])
    year = 1940 + int(r() * 88)
    first, second = (day, month) if r() < 0.4 else (month, day)
    x = r()
    text = (
        f"{first:02d}{second:02d}{year}" if x < 0.65 else f"{first:02d}{second:02d}{year % 100:02d}"
    )
    if x > 0.86:
        text = f"{first}{second}{year if x > 0.92 else f'{year % 100:02d}'}"
    if written or r() < 0.55:
        return text
    return singly(r, text) if r() < 0.7 else " ".join(text)


def span(r: Draw, written: bool) -> str:
    """Two days of one month: "10 to 15 of september", "september fourth to seventh"."""
    month = int(r() * 12)
    first = 1 + int(r() * 20)
    second = first + 1 + int(r() * (_DAYS[month] - first - 1))
    name = MONTHS[month] if r() < 0.8 else MONTHS_SHORT[month]
    a, b = (_day(r, n, written) for n in (first, second))
    link = pick(r, (" to ", " to ", " through ", " till ")) if r() < 0.9 or not written else "-"
    text = f"{a}{link}{b}{pick(r, (' of ', ' '))}{name}" if r() < 0.6 else f"{name} {a}{link}{b}"
    return text if written else text.lower()


def _day(r: Draw, n: int, written: bool) -> str:
    if written or r() < 0.4:
        return pick(r, (str(n), f"{n}{suffix(n)}", f"{n} {suffix(n)}"))
    return ORDINAL[n] if r() < 0.85 else f"{CARDINAL[n]} {suffix(n)}"


def expiry(r: Draw, written: bool) -> str:
    """Month and year, as on a card."""
    month, year = 1 + int(r() * 12), 2022 + int(r() * 14)
    x = r()
    if x < 0.22:
        name = MONTHS[month - 1] if r() < 0.8 else MONTHS_SHORT[month - 1]
        if written:
            return f"{name} {year}"
        return f"{name.lower()} {year if r() < 0.4 else year_words(r, year)}"
    if written or x < 0.5:
        mm = f"{month:02d}" if r() < 0.8 else str(month)
        sep = pick(r, "////-" if written else "/// -")
        return mm + sep + (str(year) if r() < 0.35 else f"{year % 100:02d}")
    zero = "zero" if r() < 0.5 else "oh"
    left = PAIR_WORDS[zero][f"{month:02d}"] if r() < 0.75 else CARDINAL[month]
    right = year_words(r, year) if r() < 0.4 else PAIR_WORDS[zero][f"{year % 100:02d}"]
    if r() < 0.2:
        right = " ".join(ONES[int(c)] for c in f"{year % 100:02d}")
    return left + pick(r, (" ", " ", " ", " slash ")) + right


def year_words(r: Draw, year: int) -> str:
    """A year in words, two-digit now and then."""
    high, low = divmod(year, 100)
    x = r()
    if x < 0.05:
        return " ".join([DIGIT_WORDS["zero" if x < 0.03 else "oh"][c] for c in str(year)])
    if high == 20 and low < 10:
        if low == 0:
            return "two thousand"
        if x < 0.25:
            return f"twenty oh {ONES[low]}"
        return f"two thousand {'and ' if r() < 0.4 else ''}{ONES[low]}"
    if high == 20:
        if x < 0.70:
            return f"twenty {CARDINAL[low]}"
        return f"two thousand {'and ' if r() < 0.4 else ''}{CARDINAL[low]}"
    if low == 0:
        return "nineteen hundred"
    tail = CARDINAL[low] if low > 9 else f"oh {ONES[low]}"
    if x < 0.17 and low > 9:
        return CARDINAL[low]
    return (
        f"nineteen hundred {'and ' if r() < 0.5 else ''}{CARDINAL[low]}"
        if x > 0.97
        else f"nineteen {tail}"
    )


def _year_part(r: Draw, year: int, figures: bool) -> str:
    x = r()
    if not figures:
        return year_words(r, year)
    return str(year) if x < 0.8 else (f"{year % 100:02d}" if x < 0.97 else f"'{year % 100:02d}")


def _named(r: Draw, day: int, month: int, year: int) -> str:
    name = (MONTHS if r() < 0.75 else MONTHS_SHORT)[month].lower()
    figures = r() < 0.45
    if figures:
        number = (
            str(day)
            if r() < 0.5
            else (f"{day}{suffix(day)}" if r() < 0.75 else f"{day} {suffix(day)}")
        )
    else:
        number = ORDINAL[day] if r() < 0.8 else CARDINAL[day]
    x = r()
    if x < 0.40:
        text = f"{name} {'the ' if x < 0.05 and number[-1] in 'htd' else ''}{number}"
    else:
        text = f"{number} of {name}" if r() < 0.4 else f"{number} {name}"
    if r() < 0.66:
        if r() < 0.12:
            figures = not figures
        said = _year_part(r, year, figures)
        if r() < 0.02:
            return f"{said} {name} {number}"
        text += (" of " if r() < 0.02 else " ") + said
    return text


def _named_written(r: Draw, day: int, month: int, year: int) -> str:
    name = (
        MONTHS[month]
        if r() < 0.8
        else MONTHS_SHORT[month] + ("." if month != 4 and r() < 0.3 else "")
    )
    number = str(day) if r() < 0.5 else f"{day}{suffix(day)}"
    x = r()
    has_year = r() < 0.66
    if x < 0.55:
        text = f"{name} {number}"
        return (
            f"{text}, {year}"
            if has_year and r() < 0.8
            else (f"{text} {year}" if has_year else text)
        )
    if x < 0.60 and name[-1] != ".":
        return f"{day}-{MONTHS[month][:3]}-{year if r() < 0.7 else f'{year % 100:02d}'}"
    if x < 0.66:
        said = year_words(r, year).capitalize() if r() < 0.3 else str(year)
        return f"{name} {ORDINAL[day]}" + (f", {said}" if has_year else "")
    text = f"{number} of {name}" if r() < 0.35 else f"{number} {name}"
    if has_year:
        text += (", " if r() < 0.2 else " ") + str(year)
    return text


def _numeric(r: Draw, day: int, month: int, year: int) -> str:
    """03/04/1992, 3-4-92, 2024-03-03, 03.04.92, 03 04 1992; day first or month first."""
    a, b = (day, month) if r() < 0.6 else (month, day)
    sep = pick(r, "//////------.   ")
    pad = r() < 0.7 or sep == " "
    left = f"{a:02d}{sep}{b:02d}" if pad else f"{a}{sep}{b}"
    x = r()
    if x < 0.12:
        return (
            f"{year}{'-' if sep in ' .' else sep}{month:02d}{'-' if sep in ' .' else sep}{day:02d}"
        )
    if x < 0.18 and sep == "/":
        return left
    return f"{left}{sep}{year if x < 0.78 else f'{year % 100:02d}'}"


def _digits(r: Draw, day: int, month: int, year: int) -> str:
    """Numbers only, in words: "oh three oh four nineteen ninety two", "three slash four slash
    ninety two".
    """
    zero = "zero" if r() < 0.5 else "oh"
    a, b = (day, month) if r() < 0.6 else (month, day)
    x = r()
    if x < 0.3:
        words = DIGIT_WORDS[zero]
        left = " ".join([words[c] for c in f"{a:02d}{b:02d}"])
        said = year_words(r, year) if r() < 0.5 else " ".join([words[c] for c in str(year)])
        return f"{left} {said}"
    pairs = PAIR_WORDS[zero]
    padded = r() < 0.55
    first = pairs[f"{a:02d}"] if padded else CARDINAL[a]
    second = pairs[f"{b:02d}"] if padded else CARDINAL[b]
    joint = pick(r, (" ", " ", " ", " slash ", " slash ", " dash "))
    if r() < 0.1:
        first, second = str(a), str(b)
        return f"{first}{joint}{second}{joint}{year}"
    said = year_words(r, year) if r() < 0.75 else pairs[f"{year % 100:02d}"]
    return f"{first}{joint}{second}{joint}{said}"


def maker(side: str) -> Maker:
    """Dates have no side."""
    return Maker(say, {"full": full, "span": span, "compact": compact, "expiry": expiry})
