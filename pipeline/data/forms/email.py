"""EMAIL: addresses written out, half spoken and spoken, from the user name's first character to the
end of the domain.

An address is drawn as a list of parts (words, figures, separators) and then rendered, so every form
holds the same.
"""

from __future__ import annotations

from pipeline.data.forms.digits import pairwise, singly
from pipeline.data.forms.maker import Maker
from pipeline.data.lexicon import domains
from pipeline.data.lexicon.names import cultures
from pipeline.data.lexicon.sides import Draw, keep, pick, spread

_SEP = {
    ".": (*("dot",) * 24, "point", "period"),
    "_": ("underscore", "underscore", "underscore", "under score"),
    "-": ("dash", "hyphen", "dash", "minus"),
    "+": ("plus",),
}
_SEPARATOR = spread({".": 55, "": 20, "_": 17, "-": 7, "+": 1})
_AT = spread({"at": 80, "at the rate": 10, "at the rate of": 2, "at rate": 2, "at sign": 2, "@": 4})
_TLD = spread(domains.TLD_WEIGHTS)
_TOP_TLD = spread({"com": 90, "co.in": 4, "co.uk": 4, "in": 2})
_GROUPS = spread(
    {
        "in": 38,
        "us": 20,
        "gb": 14,
        "head": 15,
        "es": 3,
        "zh": 2,
        "ar": 2,
        "fr": 2,
        "de": 2,
        "invented": 2,
    }
)
_VOWELS = frozenset("aeiou")


class Mailboxes:
    """Addresses of one side of the split: its names, its nicknames, its domains."""

    def __init__(self, side: str) -> None:
        pinned = frozenset(domains.TOP)
        people = cultures(side)
        self.people = {
            group: tuple(tuple(_user(n) for n in table if len(_user(n)) > 1) for table in culture)
            for group, culture in people.items()
            if group in _GROUPS
        }
        self.groups = tuple(g for g in _GROUPS if g in people)
        self.top = tuple(d for d in spread(domains.TOP_WEIGHTS) if keep([d], side, pinned))
        self.providers = keep(domains.PROVIDERS, side, pinned)
        self.employers = keep(domains.EMPLOYERS, side, pinned)
        self.first_words = keep(domains.COMPANY_WORDS, side)
        self.ends = domains.COMPANY_ENDS
        self.nicknames = keep(domains.NICKNAMES, side)

    def say(self, r: Draw, written: bool) -> str:
        """One address."""
        return self._rendered(r, self.user(r), written)

    def like(self, r: Draw, written: bool, name: str) -> str:
        """The address of somebody who has just said his name."""
        names = [part for part in map(_user, name.split()) if len(part) > 1] or [_user(name)]
        x = r()
        if not names[0] or len(names) > 4:
            return self.say(r, written)
        if x < 0.12 and len(names[0]) > 4:
            user = [names[0][: 3 + int(r() * 2)]]
        elif len(names) == 1 or x < 0.25:
            user = [names[-1] if x < 0.16 else names[0]]
        elif x < 0.85:
            user = [names[0], pick(r, _SEPARATOR), names[-1]]
        else:
            user = [names[0][0], names[-1]]
        if r() < 0.45:
            user.append(_number(r))
        return self._rendered(r, [part for part in user if part], written)

    def _rendered(self, r: Draw, user: list[str], written: bool) -> str:
        domain, tld = self.domain(r)
        x = r()
        if written:
            text = "".join(user) + "@" + "".join(domain) + "." + tld
            return text.capitalize() if x < 0.06 else text
        if x < 0.12:
            return "".join(user) + "@" + "".join(domain) + "." + tld
        if x < 0.24:
            return _half(r, user, domain, tld)
        if x < 0.26:
            return f"{' '.join(user)} @ {' '.join(domain)} . {tld.replace('.', ' . ')}"
        spelled = r() < 0.09
        return f"{spoken_user(r, user, spelled)} {pick(r, _AT)} {spoken_domain(r, domain, tld)}"

    def user(self, r: Draw, numbered: float = 0.36) -> list[str]:
        """Parts of the user name; a separator is a part of its own.

        `numbered`: how many end in a number.
        """
        first_table, last_table = self.people[pick(r, self.groups)]
        first, last = pick(r, first_table), pick(r, last_table)
        sep = pick(r, _SEPARATOR)
        x = r()
        if x < 0.42:
            parts = [first, sep, last]
        elif x < 0.57:
            parts = [first]
        elif x < 0.65:
            parts = [first[0], sep if r() < 0.5 else "", last]
        elif x < 0.70:
            parts = [first, sep, last[0]]
        elif x < 0.73:
            parts = [last, sep, first]
        elif x < 0.76:
            parts = [first, sep, pick(r, first_table), sep, last]
        elif x < 0.84:
            parts = [pick(r, self.nicknames), pick(r, ("", "", ".", "_")), pick(r, self.nicknames)]
        elif x < 0.90:
            parts = [pick(r, self.nicknames), pick(r, ("", ".", "_")), first]
        elif x < 0.96:
            parts = [pick(r, self.nicknames)]
        elif x < 0.975:
            return [_number(r)]
        else:
            parts = [c for _ in range(2 + int(r() * 3)) for c in (chr(97 + int(r() * 26)), "")]
        if r() < numbered:
            parts += [pick(r, ("", "", "", "", "_", ".")), _number(r)]
        return [p for p in parts if p]

    def domain(self, r: Draw) -> tuple[list[str], str]:
        """Words of the domain (they are one in writing) and its top level, dots inside."""
        x = r()
        if x < 0.66 and self.top:
            name = pick(r, self.top)
            if name in domains.MISSPELLED and r() < 0.07:
                return pick(r, domains.MISSPELLED[name]).split(), "com"
            return [name], pick(r, _TOP_TLD)
        tld = pick(r, _TLD)
        if x < 0.74:
            return [pick(r, self.providers)], tld if r() < 0.4 else "com"
        if x < 0.86:
            return [pick(r, self.employers)], tld
        words = [pick(r, self.first_words)]
        if r() < 0.85:
            words.append(pick(r, self.ends) if r() < 0.7 else pick(r, self.first_words))
        return words, tld


def _user(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalpha())


def _number(r: Draw) -> str:
    x = r()
    if x < 0.35:
        return str(1 + int(r() * 99))
    if x < 0.60:
        return str(100 + int(r() * 900))
    if x < 0.85:
        return str(1960 + int(r() * 65))
    return pick(
        r, ("007", "123", "01", "99", "786", "1234", "2000", "11", "00", "12345", "420", "101")
    )


def _half(r: Draw, user: list[str], domain: list[str], tld: str) -> str:
    """Parts of the address written by the engine, the rest left in words."""
    joined, host = "".join(user), "".join(domain)
    x = r()
    if x < 0.30:
        return f"{joined} {pick(r, _AT)} {host}.{tld}"
    if x < 0.50:
        return f"{joined} {pick(r, _AT)} {host} dot {tld.replace('.', ' dot ')}"
    if x < 0.70:
        return f"{spoken_user(r, user, False)}@{host}.{tld}"
    if x < 0.85:
        return f"{spoken_user(r, user, False)} {pick(r, _AT)} {host}.{tld}"
    if x < 0.93:
        return f"{joined}@{host} dot {tld.replace('.', ' dot ')}"
    return f"{joined} @{host}.{tld}" if x < 0.97 else f"{joined}@ {host}.{tld}"


def spoken_user(r: Draw, user: list[str], spelled: bool) -> str:
    """The parts in words: "john dot smith nine two"; `spelled`: letter by letter."""
    out: list[str] = []
    figures = r() < 0.4
    for part in user:
        if part in _SEP:
            out.append(pick(r, _SEP[part]))
        elif part.isdigit():
            out.append(part if figures else _spoken_number(r, part))
        elif spelled:
            out.append(_letters(r, part))
        elif len(part) < 4 and not _VOWELS.intersection(part):
            out.append(" ".join(part))
        else:
            out.append(part)
    if len(out) > 1 and r() < 0.12:
        # The engine takes two words for one: "johnsmith", but never a separator with its
        # neighbours.
        for i in range(len(out) - 1):
            if (
                user[i].isalpha()
                and user[i + 1].isalnum()
                and out[i].isalpha()
                and len(out) == len(user)
            ):
                out[i : i + 2] = [out[i] + out[i + 1]] if out[i + 1].isalnum() else out[i : i + 2]
                break
    return " ".join(out)


def _spoken_number(r: Draw, digits: str) -> str:
    if len(digits) == 4 and digits[:2] in ("19", "20") and r() < 0.6:
        return (
            pairwise(r, digits, "oh")
            if digits[:3] != "200"
            else f"two thousand {singly(r, digits[3].strip('0'))}".strip()
        )
    return singly(r, digits) if r() < 0.55 else pairwise(r, digits)


def _letters(r: Draw, word: str) -> str:
    """A word letter by letter, with a spelling alphabet now and then: "s for sierra", "m as in
    mary".
    """
    if r() < 0.25 and len(word) < 9:
        link = pick(r, ("for", "for", "as in", "like"))
        return " ".join(
            [f"{c} {link} {pick(r, domains.PHONETIC[c])}" if r() < 0.6 else c for c in word]
        )
    return ("-" if r() < 0.12 else " ").join(word)


def spoken_domain(r: Draw, domain: list[str], tld: str) -> str:
    """The domain in words."""
    host = (" " if r() < 0.6 else "").join(domain)
    if len(host) <= 4 and not _VOWELS.intersection(host):
        host = " ".join(host.replace(" ", ""))
    dot = "dot" if r() < 0.97 else "point"
    parts = tld.split(".")
    if r() < 0.25:
        parts = [" ".join(p) if len(p) == 2 else p for p in parts]
    return f"{host} {dot} {f' {dot} '.join(parts)}"


def maker(side: str) -> Maker:
    """Addresses of one side of the split."""
    boxes = Mailboxes(side)

    def pieces(r: Draw) -> list[str]:
        """The user name's parts, then the domain."""
        user = spoken_user(r, boxes.user(r), False)
        domain, tld = boxes.domain(r)
        return [user, f"at {spoken_domain(r, domain, tld)}"]

    return Maker(boxes.say, pieces={"": pieces}, like=boxes.like)
