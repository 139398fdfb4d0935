"""Values for the slots of carriers: every entity and every look-alike, in the forms that speech engines emit.

Values("train").say("PHONE", rng)             -> "plus nine one nine eight double seven ..."
Values("dev").say("DATE", rng, "written")     -> "March 3rd, 2024"

Train on the one side, dev and test on the other, share no name, place or domain (see lexicon.sides).
"""

from __future__ import annotations

import random
from collections.abc import Callable

from pipeline.data.forms import card, date, lookalike, phone
from pipeline.data.forms.email import Mailboxes
from pipeline.data.forms.person import People
from pipeline.data.forms.place import Places
from pipeline.data.lexicon.sides import Draw, side_of_split
from pipeline.labels import LABELS

LABEL_SLOTS: tuple[str, ...] = LABELS
LOOKALIKE_SLOTS: tuple[str, ...] = (
    "ORDER_NUMBER", "TICKET_NUMBER", "TRACKING_NUMBER", "ACCOUNT_NUMBER", "REFERENCE", "OTP", "FLIGHT", "AMOUNT",
    "QUANTITY", "YEAR", "TIME", "POSTCODE", "MODEL_NUMBER", "STRAY_DIGITS", "CARD_TAIL", "RELATIVE_DATE", "WEEKDAY",
    "DURATION", "MONTH_ONLY", "BRAND", "PRODUCT", "WEBSITE", "PERCENT", "MEASURE",
)  # fmt: skip
#: Styles, and whether they are the written one.
_WRITTEN: dict[str, bool] = {"spoken": False, "written": True}


class Values:
    """Draws values for one split. All chance comes from the `rng` given to `say`."""

    def __init__(self, split: str) -> None:
        side = side_of_split(split)
        places = Places(side)
        self._say: dict[str, Callable[[Draw, bool], str]] = {
            "CREDIT_CARD": card.say,
            "PHONE": phone.say,
            "EMAIL": Mailboxes(side).say,
            "PERSON_NAME": People(side).say,
            "DATE": date.say,
            "CITY": places.city,
            "LOCATION": places.location,
        }
        self._say.update({slot: lookalike.SLOTS[slot] for slot in LOOKALIKE_SLOTS})

    def say(self, slot: str, rng: random.Random, style: str = "spoken") -> str:
        """A value for `slot`. Style "spoken": lower case, no punctuation but the form's own; "written": as engines
        with casing and punctuation write it. Raises KeyError for an unknown slot or style."""
        return self._say[slot](rng.random, _WRITTEN[style])
