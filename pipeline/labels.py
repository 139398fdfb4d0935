"""The entity types and BIO tags, the one vocabulary that every stage shares."""

from __future__ import annotations

#: Redacted by default.
PII_LABELS: tuple[str, ...] = ("CREDIT_CARD", "PHONE", "EMAIL", "PERSON_NAME", "DATE")
#: Found and reported, left standing by default.
PLACE_LABELS: tuple[str, ...] = ("CITY", "LOCATION")
#: All seven entity types, in the order of the tag ids.
LABELS: tuple[str, ...] = PII_LABELS + PLACE_LABELS
#: The 15 BIO tags; the index is the class id of the model. 0 is O, B-x is odd, I-x follows its B-x.
TAGS: tuple[str, ...] = ("O", *(f"{p}-{label}" for label in LABELS for p in "BI"))
TAG_TO_ID: dict[str, int] = {tag: i for i, tag in enumerate(TAGS)}


def begin_id(label: str) -> int:
    """Class id of B-`label`; I-`label` is one more."""
    return TAG_TO_ID[f"B-{label}"]
