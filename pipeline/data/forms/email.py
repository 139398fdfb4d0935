"""EMAIL: written, half-spoken and spoken addresses."""

from __future__ import annotations

from pipeline.data.forms.digits import pairwise, singly
from pipeline.data.lexicon.names import cultures
from pipeline.data.lexicon.sides import Draw, keep, pick, spread

_TOP = ("gmail", "gmail", "gmail", "yahoo", "outlook", "hotmail", "icloud", "rediffmail")
_DOMAINS = ("fastmail", "zoho", "protonmail", "live", "msn", "aol", "gmx", "btinternet", "comcast", "verizon", "sify",
            "acme", "globex", "initech", "infosys", "wipro", "example", "company", "office", "mailbox", "tutanota",
            "sky", "virginmedia", "talktalk", "ymail", "airtel", "hey", "pm", "inbox", "mail", "web", "orange")  # fmt: skip
_TLD = spread({"com": 60, "in": 8, "co.in": 7, "co.uk": 7, "org": 5, "net": 5, "edu": 3, "io": 3, "ac.uk": 2})
_SEP = {".": ("dot", "dot", "dot", "point"), "_": ("underscore",), "-": ("dash", "hyphen", "minus"), "+": ("plus",)}


class Mailboxes:
    """Addresses of one side of the split."""

    def __init__(self, side: str) -> None:
        pinned = frozenset(_TOP)
        self.domains = keep((*_TOP, *_DOMAINS), side, pinned)
        self.top = tuple(d for d in _TOP if d in self.domains) or self.domains
        self.people = cultures(side)

    def say(self, r: Draw, written: bool) -> str:
        """One address."""
        culture = self.people[pick(r, ("in", "us", "gb", "in"))]
        parts = [pick(r, culture.first).lower().replace("'", "").replace(" ", "")]
        if r() < 0.6:
            parts += [pick(r, "...._-"), pick(r, culture.last).lower().replace("'", "").replace(" ", "")]
        if r() < 0.4:
            parts.append(str(int(r() * 1000)))
        domain = pick(r, self.top) if r() < 0.7 else pick(r, self.domains)
        tld = pick(r, _TLD)
        if written or r() < 0.15:
            return "".join(parts) + f"@{domain}.{tld}"
        words = []
        for part in parts:
            if part.isdigit():
                part = part if r() < 0.4 else (singly(r, part) if r() < 0.6 else pairwise(r, part))
            words.append(pick(r, _SEP[part]) if part in _SEP else part)
        at = "at" if r() < 0.85 else "at the rate"
        return f"{' '.join(words)} {at} {domain} dot {tld.replace('.', ' dot ')}"
