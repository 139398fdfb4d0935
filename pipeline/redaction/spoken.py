"""Canonical values: the spoken and the written form of one number, address, name or date come
out the same.
"""

from __future__ import annotations

import re
import unicodedata

from pipeline.labels import entity_type


def words_of(words: str) -> list[str]:
    """The words of a table."""
    return words.split()


ONE_WORDS = words_of("zero one two three four five six seven eight nine")
TEEN_WORDS = words_of("""
    ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen
""")
TEN_WORDS = words_of("twenty thirty forty fifty sixty seventy eighty ninety")
ONES = {w: str(n) for n, w in enumerate(ONE_WORDS)}
ONES |= dict.fromkeys(("oh", "o", "nought", "naught", "nil"), "0")
TEENS = {w: str(n) for n, w in enumerate(TEEN_WORDS, 10)}
TENS = {w: n for n, w in enumerate(TEN_WORDS, 2)}
REPEAT = {"double": 2, "triple": 3, "treble": 3, "quadruple": 4}
_ZEROS = {"hundred": "00", "thousand": "000"}
MARKS = {"at": "@", "dot": ".", "period": ".", "point": ".", "underscore": "_", "plus": "+"}
MARKS |= dict.fromkeys(("dash", "hyphen", "minus"), "-")
_MONTHS = words_of("jan feb mar apr may jun jul aug sep oct nov dec")
_ORDINAL_WORDS = words_of("""
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth
    fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth
""")
ORDINALS = {w: n for n, w in enumerate(_ORDINAL_WORDS, 1)} | {"thirtieth": 30}


def canonical(label: str, value: str) -> str:
    """The form of `value` under which it is the same value as another.

    >>> canonical("PHONE", "four two double five oh") == canonical("PHONE", "42-550")
    True
    """
    text = unicodedata.normalize("NFKC", value).casefold()
    return _FORMS[entity_type(label).canonical](text)


def digits(text: str) -> str:
    """The digits said or written in `text`, country code and all."""
    return "".join(c for c in digits_said(_words(text)) if c.isdecimal()) or plain(text)


def code(text: str) -> str:
    """Letters and digits of an identity number, account or password, spelled or not: `a b one
    two` is ab12.
    """
    return "".join(
        c for c in digits_said(re.findall(r"[^\W\d_]+|\d", text)) if c.isalnum()
    ) or plain(text)


def digits_said(words: list[str]) -> str:
    """Words with spoken numbers as digits, joined: `double five` is 55, `forty two` 42, `nine
    hundred` 900.
    """
    out: list[str] = []
    index = 0
    while index < len(words):
        word, after = words[index], words[index + 1] if index + 1 < len(words) else ""
        index += 1
        if word in REPEAT and (after in ONES or re.fullmatch(r"\d", after)):
            out.append(ONES.get(after, after) * REPEAT[word])
            index += 1
        elif word in TENS and after in ONES and after not in ("oh", "o") and ONES[after] != "0":
            out.append(str(TENS[word]) + ONES[after])
            index += 1
        elif word in TENS:
            out.append(f"{TENS[word]}0")
        elif word in _ZEROS and out and out[-1].isdecimal():
            out.append(_ZEROS[word])
        else:
            out.append(ONES.get(word) or TEENS.get(word) or word)
    return "".join(str(int(c)) if c.isdecimal() else c for c in "".join(out))


def email(text: str) -> str:
    """An address as it is written: `tom dot b at gmail dot com` is tom.b@gmail.com.

    `text` is case folded.
    """
    text = re.sub(r"\bat the rate(?: of)?\b", " at ", text)
    words = text.split()
    if "@" in text or len(words) == 1:
        return "".join(words)
    return digits_said([MARKS.get(w, w) if w != "o" else w for w in words]).replace(" ", "")


def date(text: str) -> str:
    """A date as `calendar_date` has it, or its words where day or month cannot be told.

    Case folded text.
    """
    return calendar_date(text) or plain(text)


def calendar_date(text: str) -> str | None:
    """A date as year-month-day with 0 for what is not said; None where day or month cannot be told.
    Case folded text.

    In figures a year first is read as year, month, day; else the order day, month or month, day is
    not known unless one of them is over 12, and the figures stay in the order given.
    """
    figures = re.fullmatch(r"(\d{1,4})[-/.\s](\d{1,2})[-/.\s](\d{1,4})", text.strip())
    if figures:
        first, second, third = (int(n) for n in figures.groups())
        if first > 31:
            return f"{first}-{second}-{third}"
        if second > 12:
            return f"{_year(third)}-{first}-{second}"
        return (
            f"{_year(third)}-{second}-{first}" if first > 12 else f"{_year(third)}?{first}-{second}"
        )
    month = 0
    rest: list[str] = []
    for word in re.findall(r"[^\W\d_]+|\d+", re.sub(r"(?<=\d)(?:st|nd|rd|th)\b", "", text)):
        if not month and word[:3] in _MONTHS and (len(word) == 3 or word in _FULL_MONTHS):
            month = _MONTHS.index(word[:3]) + 1
        elif word not in ("of", "the", "in", "and", "on"):
            rest.append(word)
    day, rest = _day(rest)
    year = _said_year(rest)
    return f"{year}-{month}-{day}" if month and day and year is not None else None


_FULL_MONTHS = frozenset(
    words_of("""
    january february march april june july august september sept october november december
""")
)


def _day(words: list[str]) -> tuple[int, list[str]]:
    """The day of the month at the head of `words` and the words after it."""
    if not words:
        return 0, words
    head, after = words[0], words[1] if len(words) > 1 else ""
    if head.isdecimal():
        return (int(head), words[1:]) if 1 <= int(head) <= 31 else (0, words)
    if head in ("twenty", "thirty"):
        tens = TENS[head] * 10
        if after in ORDINALS and ORDINALS[after] < 10:
            return tens + ORDINALS[after], words[2:]
        if after in ONES and len(words) != 2 and int(ONES[after]):
            return tens + int(ONES[after]), words[2:]
        if len(words) == 2 and after in ONES:
            return tens + int(ONES[after]), []
        return tens, words[1:]
    if head in ORDINALS:
        return ORDINALS[head], words[1:]
    number = ONES.get(head) or TEENS.get(head)
    return (int(number), words[1:]) if number else (0, words)


def _said_year(words: list[str]) -> int | None:
    """`nineteen eighty four`, `two thousand twenty one`, `84`; 0 where there is none, None where
    it is no year.
    """
    if not words:
        return 0
    if words[:2] == ["two", "thousand"]:
        rest = digits_said(words[2:]) or "0"
        return 2000 + int(rest) if rest.isdecimal() and len(rest) <= 2 else None
    said = digits_said(words)
    return _year(int(said)) if said.isdecimal() and len(said) in (2, 4) else None


def _year(number: int) -> int:
    return number if number > 99 else number + (2000 if number < 50 else 1900)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W\d_]+|\d|\+", text)


def name(text: str) -> str:
    words = re.findall(r"[^\W_]+", re.sub(r"[ ]?['’]s$", "", text.strip()))
    return "".join(words) if all(len(w) == 1 for w in words) else " ".join(words)


def plain(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+", text)) or text.strip()


#: `EntityType.canonical` -> the function
_FORMS = {
    "digits": digits,
    "code": code,
    "email": email,
    "date": date,
    "name": name,
    "plain": plain,
}
