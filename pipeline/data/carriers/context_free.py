"""Context-free values: entities among random words that hardly hint at them, so that the value itself must be known."""

from __future__ import annotations

import random

from faker.providers.lorem.en_US import Provider

from pipeline.data.lexicon.sides import side_by_hash

# Not at the value's edge: words that would join a name, a date or a place.
_EDGES = (
    "will may mark bill art rich bank street road hotel home house west east north south american democratic "
    "republican mr mrs miss dr doctor day month year center building point state national second one two three four "
    "five six seven eight nine ten hundred thousand million many dark chance hope faith rose guy frank "
    "pick grant page max young black white green brown rock hill lay price stone summer drop"
)
_AVOID = frozenset(_EDGES.split())
_WORDS = tuple(word for word in Provider.word_list if word.islower() and word not in _AVOID)
# slot -> share
_SLOTS = {
    "PERSON_NAME": 24, "DATE": 12, "EMAIL": 14, "CITY": 10, "LOCATION": 10, "PHONE": 14,
    "CREDIT_CARD": 14, "ADDRESS": 8, "NATIONAL_ID.nino": 3, "NATIONAL_ID.pan": 3,
    "NATIONAL_ID.aadhaar": 2, "NATIONAL_ID.ssn": 4, "ACCOUNT.code": 5, "ACCOUNT.iban": 2,
    "ACCOUNT.bank": 4, "ACCOUNT.policy": 3, "SECRET.otp": 4, "SECRET.pin": 2,
    "SECRET.password": 2, "AGE.full": 3, "USERNAME": 2, "REFERENCE": 4, "REFERENCE.order": 4,
    "AMOUNT": 5, "TIME": 5, "YEAR": 4, "QUANTITY": 5, "SHORT_NUMBER": 4, "BRAND": 3, "PRODUCT": 3,
    "COMPANY": 4, "WEEKDAY": 2, "RELATIVE_DATE": 3, "MODEL_NUMBER": 3, "WEBSITE": 4, "PERCENT": 2,
    "MEASURE": 2, "DURATION": 3,
}  # fmt: skip
#: Words before numbers that only their cue tells apart; phones and cards need none.
_CUES = {
    "REFERENCE": ("reference", "ref", "case", "booking", "claim", "transaction"),
    "REFERENCE.order": ("order", "order id", "order number"),
    "SECRET.otp": ("otp", "code"),
    "SECRET.pin": ("pin", "pin number"),
    "SECRET.password": ("password", "passcode"),
    "NATIONAL_ID.aadhaar": ("aadhaar", "aadhar number"),
    "NATIONAL_ID.ssn": ("ssn", "social security", "social security number"),
    "ACCOUNT.bank": ("account", "account number", "bank account"),
    "ACCOUNT.policy": ("policy", "policy number", "member id"),
    "USERNAME": ("username", "user id", "login"),
}


class ContextFree:
    """Frames of one to four slots among the ordinary words of one side."""

    def __init__(self, split: str) -> None:
        self._words = [word for word in _WORDS if side_by_hash(word) == split]
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
