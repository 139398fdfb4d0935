"""Which strings and numbers of structured input are left unscanned, by their shape and their key.

Everything else is scanned, under any key. Left, and only searched for values found elsewhere:

- identifiers: UUIDs, hexadecimal and mixed codes without a space or an `@` and without seven
  figures in a row; under a key that names an identifier (`id`, `call_sid`, `requestId`) any one
  word;
- times: clocks, date-times and durations; under a key that names a time any string of figures;
- addresses of files and pages (with a scheme, or a path) that hold no `@`, no words beside each
  other (`priya_nair_call.wav`), no number of a card's or phone's shape that is no date, and whose
  parameters (`?tel=...`) are all left by these rules;
- numbers of fewer than seven figures (of three under a person's key: `pin`, `account_number`),
  decimal fractions, and numbers under a key that names an identifier, a time or a quantity;
- names of roles ("agent", "spk_0"), and one-word settings under keys that hold settings (`type`,
  `language`, `status`).
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import parse_qsl

from pipeline.redaction.digits import luhn
from pipeline.redaction.formats.speakers import ROLE
from pipeline.redaction.spoken import words_of

#: Figures from which on a number may be somebody's, and under a person's key.
LONG, SHORT = 7, 3
#: What short words of keys stand for.
_IN_FULL = {
    "fn": "first name",
    "fname": "first name",
    "ln": "last name",
    "lname": "last name",
    "tel": "phone",
    "ph": "phone",
    "addr": "address",
    "acct": "account",
    "cc": "card",
    "dl": "driving licence",
}
_PARTS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_ID_WORDS = frozenset(
    words_of("""
    id ids sid uid guid uuid urn arn hash md5 sha1 sha256 digest etag checksum fingerprint
    index idx seq revision ssrc nonce seed partition shard
""")
)
_TIME_WORDS = frozenset(
    words_of("""
    time times timestamp timestamps ts start starts end ends started ended begin begins
    began offset offsets duration durations created updated modified completed submitted
    received sent at seek ticks millis milliseconds ms seconds secs sec epoch expires expiry
    ttl timing when elapsed latency
""")
)
_QUANTITY_WORDS = frozenset(
    words_of("""
    size sizes bytes length count counts total totals samples frames rate sample hz kbps
    bitrate port width height position score scores confidence probability prob logprob
    logprobs entropy ratio percent weight cost price usage vocab channels level num
    loudness temperature amount amounts balance limit
""")
)
#: A person's, whatever else the key says: `birth_time`, `caller_id`, `phone_id`.
_PERSON_WORDS = frozenset(
    words_of("""
    birth birthday birthdate dob phone telephone mobile cell fax number numbers ani dnis
    msisdn caller callee customer name email mail card account ssn passport username login handle
    pin cvv cvc otp passcode password passwd secret verification age iban routing licence license
    plate vin policy member address street zip zipcode postcode postal sin itin tin ein nino aadhaar
    aadhar pan nhs medicare medicaid insurance subscriber mrn upi
""")
)
#: Identifiers that name a person to more than one firm: `member_id`, `tax_id`.
_PERSON_IDS = frozenset(
    words_of("caller member national tax voter government medicare medicaid subscriber upi")
)
#: What a number is by a word of its key alone, where the model sees nothing in it.
_TYPES = {
    word: label
    for label, words in {
        "SECRET": "pin cvv cvc otp passcode password passwd secret",
        "NATIONAL_ID": "ssn sin itin tin nino passport aadhaar aadhar nhs medicare medicaid",
        "ACCOUNT": "account iban routing policy licence license mrn",
        "CREDIT_CARD": "card pan",
        "PHONE": "phone telephone mobile cell fax msisdn ani dnis",
        "DATE": "dob birth birthday birthdate",
    }.items()
    for word in words_of(words)
}
_LAST_FOUR = re.compile(r"last_?(?:4|four)", re.I)
_SETTING_WORDS = frozenset(
    words_of("""
    type types status state language languages lang locale model models format encoding
    codec role roles kind event object version provider engine level mode tier region
    channel channels sentiment gender emotion finish reason direction medium class category
    scope stage protocol algorithm acoustic unit direction purpose method service
    environment task
""")
)
#: Last words of a key whose value is about a person's number, not the number.
_NO_NUMBER = _ID_WORDS | _TIME_WORDS | _QUANTITY_WORDS | _SETTING_WORDS
#: What recognisers put among the words for themselves: `[_BEG_]`, `<|en|>`.
SPECIAL = re.compile(r"\[_\w*\]|<\|[^|\s]*\|>")
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.I)
_HEX = re.compile(r"(?:[A-Za-z]{1,6}[_-]?)?[0-9a-fA-F]{16,128}")
_CODE = re.compile(r"(?=[^\s@]*[A-Za-z])(?=[^\s@]*[\d_])[A-Za-z0-9][\w.:/+=~#$-]*")
_CLOCK = re.compile(
    r"(?:\d{4}-\d{2}-\d{2}[T"
    r" ])?\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d+)?\s?(?:[ap]m|Z|[+-]\d{2}:?\d{2})?"
    r"|-?PT?[\d.]+[HMS](?:[\d.]+[MS])*|-?\d{1,6}(?:\.\d+)?(?:s|ms)",
    re.I,
)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ].*)?|[\d\s:.,TZ/+-]+")
_PLACE = re.compile(
    r"(?!tel:|mailto:|sip)[A-Za-z][\w+.-]*:(?:/|//)[^\s@]+|\.{0,2}/[^\s@]+|[A-Z]:\\[^\s@]+"
)
_FILE = re.compile(r"[\w.-]+\.[A-Za-z][A-Za-z0-9]{1,4}")
#: Words beside each other in an address: it reads as text.
SEVERAL = re.compile(r"[^\W\d_]{2,}(?:[_+-]|%20)[^\W\d_]{2,}")
_IN_PLACE = re.compile(r"(?<![A-Za-z0-9])\d{10,19}(?![A-Za-z0-9])")
_STAMP = re.compile(r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:[0-2]\d|3[01])(?:[0-5]\d){1,3}\d{0,6}")
_WHOLE = re.compile(r"[+-]?\d{1,20}(?:\.\d{1,20})?e\+?\d{1,2}", re.I)
#: Parameters of an address that its signature is made of.
_SIGNED = ("X-Amz-", "X-Goog-")
_FRACTION = re.compile(r"[+-]?\d{1,6}\.\d+(?:e[+-]?\d+)?|[+-]?\d{1,6}e[+-]?\d+", re.I)
_FIGURES = re.compile(r"\d(?:[\s().-]?\d)*")
_SETTING = re.compile(r"[\w.+-]+(?:/[\w.+-]+)?")


@lru_cache(8192)
def key_words(key: str) -> tuple[str, ...]:
    """The words of a key, lower case and in full: `telNo` and `tel_no` are phone, no."""
    words = map(str.lower, _PARTS.findall(key))
    return tuple(" ".join(_IN_FULL.get(word, word) for word in words).split())


@lru_cache(8192)
def key_kind(key: str) -> str:
    """What a key says of its value: "person", "id", "time", "quantity", "setting" or ""
    (nothing).
    """
    words = key_words(key)
    named = _PERSON_WORDS.intersection(words) or _LAST_FOUR.search(key)
    if named and (words[-1] not in _ID_WORDS or _PERSON_IDS.intersection(words[-2:-1])):
        return "person"
    if not words or " " in key:  # a key that reads as text names nothing
        return ""
    for kind, known in (("id", _ID_WORDS), ("time", _TIME_WORDS), ("quantity", _QUANTITY_WORDS)):
        if words[-1] in known or (words[0] in known and kind != "id"):
            return kind
    return "setting" if words[-1] in _SETTING_WORDS or words[0] in ("is", "has") else ""


@lru_cache(8192)
def left_by_shape(key: str, text: str) -> bool:
    """Whether the string `text` under `key` (that of the nearest object) is left unscanned."""
    text = text.strip()
    if not any(map(str.isalnum, text)):
        return True
    kind = key_kind(key)
    if len(whole_figures(text)) >= LONG:
        return kind in ("id", "time", "quantity")
    if _CLOCK.fullmatch(text) or _FRACTION.fullmatch(text):
        return kind != "person" or not _DATE.fullmatch(text) or ":" in text
    if _UUID.fullmatch(text) or (_HEX.fullmatch(text) and re.search("[A-Za-z]", text)):
        return True
    if _PLACE.fullmatch(text):
        return _place_is_left(text)
    if SPECIAL.fullmatch(text):
        return True
    if text[0] == "+" and longest_figures(text) >= LONG:
        return False
    if longest_figures(text) >= LONG:
        return kind in ("id", "time", "quantity") and " " not in text and "@" not in text
    if text.isascii() and text.replace("-", "").isdigit():
        return not is_somebodys(key, text)
    if kind == "time" and _DATE.fullmatch(text):
        return True
    if len(text) == 1 or ROLE.fullmatch(text):
        return True
    if kind == "id" and not re.search(r"[\s@]", text):
        return True
    if kind == "setting" and _SETTING.fullmatch(text):
        return True
    if _FILE.fullmatch(text) and SEVERAL.search(text):
        return False
    return kind != "person" and bool(_CODE.fullmatch(text)) and any(map(str.isdigit, text))


def _place_is_left(address: str) -> bool:
    """Whether an address holds no number that may be somebody's, in its path or parameters."""
    path, _, more = _UUID.sub("", address).replace("#", "?").partition("?")
    told = parse_qsl(more.replace("?", "&"))
    path = path if told else f"{path} {more}"
    if SEVERAL.search(path):
        return False
    if any(number_label("", n) and not _STAMP.fullmatch(n) for n in _IN_PLACE.findall(path)):
        return False
    return all(name.startswith(_SIGNED) or left_by_shape(name, value) for name, value in told)


def whole_figures(text: str) -> str:
    """The figures of a whole number that a spreadsheet wrote as `4.155552671E+09`; "" of any other
    text.
    """
    number = float(text) if _WHOLE.fullmatch(text) else 0.0
    return str(abs(int(number))) if abs(number) < 1e20 and number.is_integer() and number else ""


def is_somebodys(key: str, figures: str) -> bool:
    """Whether a number of so few figures that it could be anything is a person's by its key."""
    least = 2 if key_words(key)[-1:] == ("age",) else SHORT
    return key_kind(key) == "person" and len(figures) >= least


def longest_figures(text: str) -> int:
    """Figures of the longest number in `text`, written together or in groups."""
    return max((sum(map(str.isdigit, run)) for run in _FIGURES.findall(text)), default=0)


def number_label(key: str, digits: str) -> str | None:
    """The type that a whole number under `key` has by its shape: a card or phone number, or
    None.
    """
    kind = key_kind(key)
    if kind in ("id", "time"):
        return None
    if 13 <= len(digits) <= 19 and luhn(digits):
        return "CREDIT_CARD"
    if kind == "quantity":
        return None
    epoch = digits[:1] == "1" and len(digits) in (10, 13, 16) and kind != "person"
    return "PHONE" if 10 <= len(digits) <= 15 and not epoch else None


def label_by_key(key: str, digits: str) -> str | None:
    """The type that a number of `SHORT` figures or more has by its key alone, or None."""
    words = key_words(key)
    if len(digits) < SHORT or not words or words[-1] in _NO_NUMBER:
        return None
    if _LAST_FOUR.search(key):
        return "ACCOUNT"
    return next((_TYPES[word] for word in words if word in _TYPES), None)
