"""Speaker labels in a text: "Agent: hello" is parted into who speaks and what was said.

A label stands at the head of a line, perhaps beside a time, ends in a colon, and is either a usual
name of a role ("Agent", "Speaker 2", "spk_0") or comes back at the head of another line. So
"my number: 415 ..." and the lines of a form ("Name: ...", "Phone: ...") are no labels and keep
their context. A role that begins with a capital is a label inside a line too, behind the end of a
sentence.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

_ROLE = (
    r"(?:(?:customer|client|support|service|sales|call|contact|virtual|ai|voice|human|live)[ _-])?"
    r"(?:agent|customer|caller|callee|client|operator|representative|rep|advis[oe]r|assistant|user"
    r"|bot|chatbot|system|speaker|spk|channel|ch|participant|interviewer|interviewee|host|guest"
    r"|moderator|doctor|nurse|patient|teller|dispatcher|member|merchant|driver|rider|supervisor"
    r"|manager|employee|visitor|ivr|human|clerk|receptionist|party|contact)"
    r"(?:[ _-]?(?:[0-9]{1,3}|[a-z]))?"
)
#: A usual name of a role.
ROLE = re.compile(_ROLE, re.I)
_TIME = r"\d{1,2}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?(?:\s?[ap]\.?m\b\.?)?"
_CLOCK = rf"(?:\[\s*{_TIME}\s*\]|\(\s*{_TIME}\s*\)|{_TIME})"
_HEAD = re.compile(
    rf"\s*(?:[-*•]\s+)?(?:{_CLOCK}\s*[-–—|,]?\s*)?"
    rf"(?P<label>[^\W\d_](?:[^:\n\[\](){{}}<>\"/@]{{0,38}}[^\s:\n\[\](){{}}<>\"/@])?)"
    rf"\s*(?:{_CLOCK}\s*|\([^()\n]{{1,20}}\)\s*)?:(?=\s|$|[^\W\d_])[ \t]*",
    re.I,
)
_INLINE = re.compile(rf"(?<=[.?!;…\]\"'])[ \t]+(?=(?-i:[A-Z]))(?P<label>{_ROLE})\s?:[ \t]+", re.I)
_LINE = re.compile(r"[^\r\n]+")
#: Lines that must begin with one label for it to be one.
REPEATS = 2
#: Words of a label at most ("Dr. Maria van der Berg").
WORDS = 5


class Said(NamedTuple):
    """What one speaker says in one line: `text[start:end]`; the label is `text[label:label_end]`.

    `label == label_end` where there is none.
    """

    label: int
    label_end: int
    start: int
    end: int


class Speakers:
    """The labels of one call, learnt from its lines.

    >>> speakers = Speakers(["Maya Torres: hi", "Agent: hello", "number: 42", "Maya Torres: bye"])
    >>> speakers.split("Maya Torres: hi")
    ('Maya Torres: ', 'hi')
    >>> speakers.split("number: 42")
    ('', 'number: 42')
    """

    def __init__(self, lines: Iterable[str] = ()) -> None:
        self._seen: Counter[str] = Counter()
        for line in lines:
            self.learn(line)

    def learn(self, line: str) -> None:
        """Count the label at the head of `line`, where something like one stands there."""
        head = _HEAD.match(line)
        if head and len(head["label"].split()) <= WORDS:
            self._seen[head["label"].casefold()] += 1

    def label(self, line: str) -> tuple[int, int, int] | None:
        """Start and end of the label at the head of `line`, and where what was said begins."""
        head = _HEAD.match(line)
        if head is None:
            return None
        known = ROLE.fullmatch(head["label"]) or self._seen[head["label"].casefold()] >= REPEATS
        return (head.start("label"), line.rindex(":", 0, head.end()), head.end()) if known else None

    def split(self, line: str) -> tuple[str, str]:
        """The head of `line` with label, colon and space, and what was said; ("", line) if none."""
        found = self.label(line)
        return (line[: found[2]], line[found[2] :]) if found else ("", line)


def said_in(text: str, speakers: Speakers | None = None) -> list[Said]:
    r"""What is said in `text` (one line or many), in order; blank lines are left out.

    Everything but line ends, the colons of labels and times before them lies in one of the parts.
    `speakers` knows the labels of the call; by default they are learnt from `text` itself.

    >>> [text[s.start : s.end] for text in ["Agent: hi\nUser: maya"] for s in said_in(text)]
    ['hi', 'maya']
    """
    lines = list(_LINE.finditer(text))
    if speakers is None:
        speakers = Speakers(line[0] for line in lines)
    parts = [part for line in lines for part in _parts(line, speakers)]
    return [p for p in parts if p.label < p.label_end or text[p.start : p.end].strip()]


def _parts(line: re.Match[str], speakers: Speakers) -> Iterator[Said]:
    at, end = line.span()
    head = speakers.label(line[0])
    label, label_end, start = (at + h for h in head) if head else (at, at, at)
    for inner in _INLINE.finditer(line[0]):
        if at + inner.start() >= start:
            yield Said(label, label_end, start, at + inner.start())
            label, label_end = (at + i for i in inner.span("label"))
            start = at + inner.end()
    yield Said(label, label_end, start, end)
