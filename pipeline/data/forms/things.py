"""Amounts, quantities, times, years, web sites: numbers and addresses of ordinary talk."""

from __future__ import annotations

from pipeline.data.forms import date
from pipeline.data.forms.digits import singly
from pipeline.data.lexicon.sides import Draw, pick, spread
from pipeline.data.lexicon.things import CURRENCIES, DURATIONS, MEASURES, QUANTITIES, WEBSITES
from pipeline.data.lexicon.words import CARDINAL, CARDINAL_AND, ONES

_TLD = spread(
    {"com": 70, "in": 8, "co.in": 4, "co.uk": 8, "org": 5, "net": 3, "gov.in": 1, "gov.uk": 1}
)


def small(r: Draw, top: int, written: bool) -> str:
    """A number of 2 to `top` (at most 999), in figures or words."""
    n = 2 + int(r() * (top - 1))
    return str(n) if written or r() < 0.4 else (CARDINAL if r() < 0.6 else CARDINAL_AND)[n]


def large(r: Draw) -> tuple[int, str]:
    """A number that people pay, and its words: thousands, lakhs, crores, round ones most."""
    x = r()
    if x < 0.45:
        n = 1 + int(r() * 999)
        return n, (CARDINAL if r() < 0.5 else CARDINAL_AND)[n]
    if x < 0.80:
        thousands, rest = 1 + int(r() * 99), pick(r, (0, 0, 500, 250, 750, 999, 1 + int(r() * 998)))
        words = f"{CARDINAL[thousands]} thousand" + (f" {CARDINAL[rest]}" if rest else "")
        return thousands * 1000 + rest, words
    if x < 0.88:
        hundreds = 11 + int(r() * 88)
        return hundreds * 100, f"{CARDINAL[hundreds]} hundred"
    if x < 0.96:
        n = 1 + int(r() * 98)
        return n * 100_000, f"{CARDINAL[n]} {'lakhs' if n > 1 and r() < 0.4 else 'lakh'}"
    n = 1 + int(r() * 20)
    return n * 10_000_000, f"{CARDINAL[n]} crore"


def amount(r: Draw, written: bool) -> str:
    """Money."""
    unit, sign, other = pick(r, CURRENCIES)
    n, words = large(r)
    if n >= 100_000 and words.endswith(("lakh", "lakhs", "crore")):
        unit, sign, other = "rupees", "₹", "Rs. "
    x = r()
    if written:
        cents = f".{int(r() * 100):02d}" if n < 1000 and x < 0.35 else ""
        return f"{sign if x < 0.8 else other}{n:,}{cents}" if x < 0.88 else f"{n:,} {unit}"
    if x < 0.15:
        return f"{sign}{n}".lower() if sign in "$£" else f"rs {n}"
    if x < 0.40:
        return f"{n} {unit}"
    if n < 1000 and x < 0.50 and unit in ("dollars", "pounds"):
        return (
            f"{words} {unit} and {CARDINAL[1 + int(r() * 98)]}"
            f" {'cents' if unit == 'dollars' else 'pence'}"
        )
    if n < 100 and x < 0.58 and unit != "rupees":
        return f"{words} {CARDINAL[10 + int(r() * 89)]}"
    return f"{words} {unit}"


def bare_amount(r: Draw, written: bool) -> str:
    """Money without its unit, as typed behind a date: "200", "1500", "75.50", "two hundred"."""
    n, words = large(r)
    if not written and r() < 0.3:
        return singly(r, str(n % 10_000), 0.7)
    if written or r() < 0.6:
        return f"{n}.{int(r() * 100):02d}" if n < 1000 and r() < 0.2 else str(n)
    return words


def quantity(r: Draw, written: bool) -> str:
    """How many of something."""
    return f"{small(r, 20 if r() < 0.7 else 999, written)} {pick(r, QUANTITIES)}"


def measure(r: Draw, written: bool) -> str:
    """A physical quantity, with a decimal now and then."""
    text = small(r, 60 if r() < 0.7 else 999, written)
    if r() < 0.2:
        text += f".{int(r() * 10)}" if text.isdigit() else f" point {ONES[int(r() * 10)]}"
    return f"{text} {pick(r, MEASURES)}"


def duration(r: Draw, written: bool) -> str:
    """A length of time."""
    x = r()
    if x < 0.12:
        return pick(
            r,
            (
                "a week",
                "a month",
                "an hour",
                "half an hour",
                "a couple of days",
                "a year",
                "two and a half hours",
            ),
        )
    if x < 0.2:
        a = 2 + int(r() * 10)
        unit = pick(r, DURATIONS)
        return (
            f"{a} to {a + 1} {unit}"
            if written or r() < 0.4
            else f"{CARDINAL[a]} to {CARDINAL[a + 2]} {unit}"
        )
    return f"{small(r, 12 if r() < 0.6 else 60, written)} {pick(r, DURATIONS)}"


def percent(r: Draw, written: bool) -> str:
    """A share."""
    n = small(r, 100, written)
    if r() < 0.2:
        n += f".{int(r() * 10)}" if n.isdigit() else f" point {ONES[int(r() * 10)]}"
    if n[-1].isdigit() and (written or r() < 0.3):
        return n + "%"
    return f"{n} {'percent' if r() < 0.9 else 'per cent'}"


def year(r: Draw, written: bool) -> str:
    """A year alone: no DATE."""
    n = 1950 + int(r() * 85)
    return str(n) if written or r() < 0.5 else date.year_words(r, n)


def time(r: Draw, written: bool) -> str:
    """A time of day."""
    hour, minute = 1 + int(r() * 12), pick(r, (0, 0, 15, 30, 45, int(r() * 60), 5 * int(r() * 12)))
    half = pick(
        r, ("am", "pm", "a.m.", "p.m.") if written else ("am", "pm", "a m", "p m", "am", "pm")
    )
    x = r()
    if written:
        clock = f"{hour}:{minute:02d}" if minute or x < 0.4 else str(hour)
        if x > 0.93:
            return f"{hour}{minute:02d} {half}" if x < 0.97 else f"{hour}{minute:02d}{half}"
        return (
            f"{clock} {half.upper() if half[-1] != '.' and x < 0.6 else half}"
            if x < 0.8 or ":" not in clock
            else clock
        )
    if x < 0.25:
        return f"{hour}:{minute:02d}" + (f" {half}" if r() < 0.6 else "")
    if x < 0.35:
        return f"{hour} {half}"
    if x < 0.5:
        return pick(r, ("half past ", "quarter past ", "quarter to ", "around ")) + CARDINAL[hour]
    said = CARDINAL[hour]
    if minute and minute < 10:
        said += f" oh {ONES[minute]}"
    elif minute:
        said += f" {CARDINAL[minute]}"
    elif x < 0.62:
        return f"{said} o'clock"
    return f"{said} {half}" if r() < 0.75 or not minute else said


def website(r: Draw, written: bool) -> str:
    """A web address: no EMAIL."""
    name, tld = pick(r, WEBSITES), pick(r, _TLD)
    x = r()
    if written or x < 0.25:
        return ("www." if x < 0.1 else "") + f"{name}.{tld}" + ("/login" if x > 0.97 else "")
    front = "www dot " if x < 0.4 else ("w w w dot " if x < 0.5 else "")
    return f"{front}{name} dot {tld.replace('.', ' dot ')}" + (
        f" slash {pick(r, ('login', 'help', 'offers'))}" if x > 0.93 else ""
    )
