"""USERNAME: handles and login names, made like the user part of an address for mail."""

from __future__ import annotations

from pipeline.data.forms.email import Mailboxes, spoken_user
from pipeline.data.forms.maker import Maker
from pipeline.data.lexicon.sides import Draw


def maker(side: str) -> Maker:
    """Handles of one side of the split: its names and nicknames."""
    boxes = Mailboxes(side)

    def say(r: Draw, written: bool) -> str:
        parts = boxes.user(r, 0.55)
        if written or r() < 0.35:
            return ("@" if r() < 0.12 else "") + "".join(parts)
        text = spoken_user(r, parts, r() < 0.12)
        return f"at {text}" if r() < 0.03 else text

    return Maker(say)
