"""Word salad: entities among words that hardly hint at them, so that the value itself must be recognised."""

from __future__ import annotations

import random
import zlib

from faker.providers.lorem.en_US import Provider

from pipeline.data.carriers.grammar import HELD_OUT

# Not at the value's edge: words that would join a name, a date or a place.
_EDGES = (
    "will may mark bill art rich bank street road hotel home house west east north south american democratic "
    "republican mr mrs miss dr doctor day month year center building point state national second one two three four "
    "five six seven eight nine ten hundred thousand million many dark chance hope faith rose guy frank "
    "pick grant page max young black white green brown rock hill lay price stone summer drop"
)
_AVOID = frozenset(_EDGES.split())
_WORDS = tuple(word for word in Provider.word_list if word.islower() and word not in _AVOID)
# slot -> share; digits need a word that tells them from a stray run, somewhere near
_SLOTS = {
    "PERSON_NAME": 24, "DATE": 12, "EMAIL": 14, "CITY": 10, "LOCATION": 10, "PHONE": 9, "CREDIT_CARD": 8,
    "STRAY_DIGITS": 10, "AMOUNT": 4, "TIME": 4, "YEAR": 3, "QUANTITY": 4, "REFERENCE": 4, "ORDER_NUMBER": 4,
    "OTP": 4, "BRAND": 4, "PRODUCT": 4, "WEEKDAY": 2, "RELATIVE_DATE": 3, "MODEL_NUMBER": 3, "WEBSITE": 4,
}  # fmt: skip
_CUES = {
    "PHONE": ("phone", "call", "mobile", "number", "cell", "contact", "dial", "whatsapp", "phone number"),
    "CREDIT_CARD": ("card", "credit card", "visa", "card number", "debit card", "mastercard", "amex"),
    "REFERENCE": ("reference", "ref", "case", "booking", "claim", "transaction"),
    "ORDER_NUMBER": ("order", "order id", "order number"),
    "OTP": ("otp", "code"),
}


def _of_split(words: tuple[str, ...], split: str) -> list[str]:
    """Some ordinary words are kept from train, so that no salad of dev can occur in it."""
    held_out = {word for word in words if zlib.crc32(word.encode()) % 100 < HELD_OUT * 100}
    return [word for word in words if (word not in held_out) == (split == "train")]


class Salad:
    """Frames of one to four slots among ordinary words."""

    def __init__(self, split: str) -> None:
        self._words = _of_split(_WORDS, split)
        self._slots = [slot for slot, share in _SLOTS.items() for _ in range(share)]

    def frame(self, rng: random.Random) -> str:
        """For example `believe ahead {PERSON_NAME} table {DATE} whom`."""
        draw, words = rng.random, self._words
        said: list[str] = []
        for i in range(1 + int(draw() * draw() * 4)):
            # at least one word between two values, which would run together otherwise
            said.extend(words[int(draw() * len(words))] for _ in range((i > 0) + int(draw() * 6)))
            slot = self._slots[int(draw() * len(self._slots))]
            cues = _CUES.get(slot)
            if cues:
                said.append(cues[int(draw() * len(cues))])
            said.append("{" + slot + "}")
        said.extend(words[int(draw() * len(words))] for _ in range(int(draw() * 6)))
        if len(said) == 1:
            said.append(words[int(draw() * len(words))])
        return " ".join(said)
