"""The slots of a frame.

{PHONE}           a new value
{ACCOUNT.tail}    one of a kind
{PHONE=1}         value 1, whole
{PHONE~1}         value 1 in pieces, over several turns
{PHONE!1}         value 1 with a mistake
{PHONE-1}         its first part
{PHONE+1}         its last part
{PERSON_NAME^1}   its last word spelled
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

_SLOT = re.compile(r"\{([A-Z_]+)(?:\.(\w+))?(?:([=~!^+-])(\d))?\}(.*)")


class Slot(NamedTuple):
    """One parsed slot; `name` is what Values is asked for."""

    name: str
    label: str
    kind: str
    operation: str
    number: str
    ending: str


@cache
def parse_slot(token: str) -> Slot:
    """Read one `{SLOT}` token. Raises ValueError for a malformed one."""
    found = _SLOT.fullmatch(token)
    if not found:
        raise ValueError(f"malformed slot {token!r}")
    label, kind, operation, number, ending = (part or "" for part in found.groups())
    return Slot(f"{label}.{kind}" if kind else label, label, kind, operation, number, ending)
