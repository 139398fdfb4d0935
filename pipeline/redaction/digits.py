"""Fail closed on digits: what may be a card or a phone goes, unless the words around it say that it
is something else.

A run is digits said or written one after the other, with separators, fillers and what a recogniser
makes of a digit ("for", "to", "ate") inside. Policy `closed`, above the model:

- 13 digits and more go, whatever the model or the words say; a checksum decides how sure the label
  is, no more;
- 7 to 12 digits go, unless a cue makes them a reference, an amount, a time or a quantity;
- 4 to 6 digits go as the answer to a question for a number.

Digits of a date that the model found belong to no run. `all` closes every run of 4 digits and more
without asking.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from pipeline.redaction.digit_cues import asked_for, cued_away
from pipeline.redaction.policy import Policy
from pipeline.redaction.spoken import ONES, REPEAT, TEENS, TENS, words_of
from pipeline.spans import Span

#: Digits of a card (ISO/IEC 7812-1: at most 19; 12 and 13 were issued) and of a phone (ITU-T E.164:
#: at most 15).
CARD, PHONE, ANSWER = 13, 7, 4
#: Score of a run that no model vouches for: a valid checksum, a fitting length, neither.
_SURE, _LIKELY, _UNSURE = 0.99, 0.75, 0.5

_ZEROS = {"hundred": 2}
#: What a recogniser makes of a digit, taken for one between two others only.
_MISHEARD = frozenset(words_of("for to too fore ate won tree sex nein mine fife tu"))
#: What is said between digits without ending the number.
_FILLERS = frozenset(
    words_of("""
    uh um er erm ah hmm hm and then dash hyphen space dot point minus unk noise inaudible plus comma mhm
    yeah okay ok yes
""")  # noqa: E501
)
_TOKEN = re.compile(r"\d+|[^\W\d_]+|\S")
_SEPARATOR = re.compile(r"[\s\-–—‑./,()_*+#|:\[\]<>~…·•]*")
_MOST_FILLERS = 3


class Run(NamedTuple):
    """Digits `text[start:end]`; `groups` are their digits ("" for one that is not known) as they
    stand.
    """

    start: int
    end: int
    groups: tuple[str, ...]

    @property
    def digits(self) -> str:
        """All digits; one that was misheard is 0."""
        return "".join(self.groups)


class _Token(NamedTuple):
    start: int
    end: int
    digits: str
    kind: str  # "digits", "misheard", "filler", "mark" or "word"


def close_digits(text: str, spans: list[Span], policy: Policy, labels: Sequence[str]) -> list[Span]:
    """`spans` of `text` (sorted, apart), with the runs that the policy closes; `labels` are
    those of the model.
    """
    if policy.digits == "model" or not _may_hold_run(text):
        return spans
    closed = list(spans)
    for run in runs_of(text, [s for s in spans if s.label in ("DATE", "EMAIL")]):
        label, score = _label_of(text, run, closed, policy, labels)
        start, end = _whole_word(text, run)
        if text[end : end + 1] == "@":  # 4155552671@txt.example.net
            label, end = "EMAIL", end + len(re.match(r"\S*", text[end:])[0])  # type: ignore[index]
        elif re.search(r"[^\W\d_]", text[start : run.start] + text[run.end : end]):
            label = label and _first("ACCOUNT", labels)
        if label and label in policy.labels:
            closed = _add(closed, Span(start, end, label, score or _UNSURE), policy)
    return closed


def _whole_word(text: str, run: Run) -> tuple[int, int]:
    """A run with the rest of the words that it begins and ends in, and the sign that a number
    opens with.
    """
    start, end = run.start, run.end
    while start and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end].isalnum():
        end += 1
    return (start - 1 if text[start - 1 : start] in ("+", "(") else start), end


def _may_hold_run(text: str) -> bool:
    """A quick no for most of what is said: fewer than four digits and number words."""
    figures = sum(char.isdecimal() for char in text)
    if figures >= ANSWER:
        return True
    said = sum(word in _SPOKEN for word in re.findall(r"[a-z]+", text.lower()))
    return figures + 2 * said >= ANSWER


def runs_of(text: str, apart: Sequence[Span] = ()) -> Iterator[Run]:
    """The runs of digits in `text`; none reaches into a span of `apart`."""
    tokens: list[_Token] = []
    for token in _tokens(text):
        inside = any(s.start < token.end and token.start < s.end for s in apart)
        if inside or token.kind == "word":
            yield from _run(tokens)
            tokens = []
        elif token.kind == "digits" or tokens:
            tokens.append(token)
    yield from _run(tokens)


def _tokens(text: str) -> Iterator[_Token]:
    """The words, digits and marks of `text`; a number word counts as its digits."""
    words = [(m.start(), m.end(), m[0].lower()) for m in _TOKEN.finditer(text)]
    index = 0
    while index < len(words):
        start, end, word = words[index]
        after = words[index + 1][2] if index + 1 < len(words) else ""
        index += 1
        digits, taken = _digits_of(word, after)
        if taken:
            end = words[index][1]
            index += 1
        if digits:
            yield _Token(start, end, digits, "digits")
        elif word in _ZEROS:
            yield _Token(start, end, "0" * _ZEROS[word], "zeros")
        elif word in _MISHEARD:
            yield _Token(start, end, "0", "misheard")
        elif word in _FILLERS:
            yield _Token(start, end, "", "filler")
        elif not word[0].isalnum():
            yield _Token(start, end, "", "mark" if _SEPARATOR.fullmatch(word) else "word")
        else:
            yield _Token(start, end, "", "word")


def _digits_of(word: str, after: str) -> tuple[str, bool]:
    """The digits that `word` says, and whether the word `after` it is a part of them."""
    if word[0].isdecimal():
        return "".join(str(int(c)) for c in word), False
    if word in REPEAT:
        one = ONES.get(after) or (after if re.fullmatch(r"\d", after) else None)
        return (one * REPEAT[word], True) if one else ("", False)
    if word in TENS:
        unit = ONES.get(after, "0")
        if unit != "0" and after not in ("o", "oh"):
            return f"{TENS[word]}{unit}", True
        return f"{TENS[word]}0", False
    return (ONES.get(word) or TEENS.get(word) or "", False)


_SPOKEN = frozenset((*ONES, *TEENS, *TENS, *REPEAT)) - {"o"}


def _run(tokens: list[_Token]) -> Iterator[Run]:
    """The runs of a stretch without other words: cut where too many fillers or two misheard
    words follow each other.
    """
    group: list[_Token] = []
    pending: list[_Token] = []
    for token in tokens:
        if token.kind in ("mark", "filler", "misheard"):
            pending.append(token)
            continue
        fillers = sum(t.kind == "filler" for t in pending)
        misheard = sum(t.kind == "misheard" for t in pending)
        if group and (fillers > _MOST_FILLERS or misheard > 1):
            yield from _as_run(group)
            group = []
        if token.kind == "zeros" and (not group or pending or len(group[-1].digits) > 1):
            yield from _as_run(group)  # "two thousand five hundred": an amount
            group = []
        elif token.kind == "digits" or group:
            group += [t for t in pending if t.kind == "misheard"] if group else []
            group.append(token)
        pending = []
    yield from _as_run(group)


def _as_run(group: list[_Token]) -> Iterator[Run]:
    if group:
        yield Run(group[0].start, group[-1].end, tuple(t.digits for t in group))


def _label_of(
    text: str, run: Run, spans: list[Span], policy: Policy, labels: Sequence[str]
) -> tuple[str, float]:
    """The label of a run that is to be redacted, and its score; "" where it may stand."""
    count = len(run.digits)
    covered = [s for s in spans if s.start < run.end and run.start < s.end]
    hidden = [s for s in covered if s.label in policy.labels]
    if hidden and _rest(text, run, hidden) < PHONE and not _goes_on(run, hidden):
        return "", 0.0
    if hidden:
        longest = max(hidden, key=lambda s: s.end - s.start)
        return longest.label, longest.score
    if count >= CARD:
        sure = CARD <= count <= 19 and luhn(run.digits)
        return _first("CREDIT_CARD", labels=labels), _SURE if sure else _UNSURE
    asked = asked_for(text, run.start)
    if count >= PHONE:
        reported = any(s.label == "REFERENCE" and s.score >= 0.5 for s in covered)
        if policy.digits == "closed" and (
            reported or cued_away(text, run.start, run.end, run.groups)
        ):
            return "", 0.0
        return _first(asked or "PHONE", labels=labels), _LIKELY
    if count >= ANSWER and (asked or policy.digits == "all"):
        return _first(asked or "ACCOUNT", labels=labels), _UNSURE
    return "", 0.0


def _first(wanted: str, labels: Sequence[str]) -> str:
    """`wanted`, or where the model has no such label the one that stands for any number."""
    return wanted if wanted in labels else "PHONE" if "PHONE" in labels else labels[0]


def _rest(text: str, run: Run, spans: Sequence[Span]) -> int:
    """How many digits of a run are in none of `spans`."""
    inside = lambda at: any(s.start <= at < s.end for s in spans)  # noqa: E731
    return sum(
        len(t.digits)
        for t in _tokens(text[run.start : run.end])
        if t.digits and not inside(run.start + t.start)
    )


def _goes_on(run: Run, spans: Sequence[Span]) -> bool:
    """Whether the model found a piece of one number: it is short of a phone, and with the rest of
    the run no longer than a card.
    """
    pieces = [s for s in spans if s.label in ("PHONE", "CREDIT_CARD")]
    if len(spans) != 1 or not pieces:
        return False
    only = pieces[0]
    reaches = only.start > run.start or only.end < run.end
    share = (min(only.end, run.end) - max(only.start, run.start)) / (run.end - run.start)
    return (
        reaches
        and len(run.digits) <= 19
        and (only.label == "CREDIT_CARD" or len(run.digits) * share < PHONE)
    )


def _add(spans: list[Span], new: Span, policy: Policy) -> list[Span]:
    """`new` in the place of what it overlaps: joined with a span that is redacted, instead of
    one that is not.
    """
    start, end = new.start, new.end
    kept = []
    for span in spans:
        if span.end <= new.start or new.end <= span.start:
            kept.append(span)
        elif span.label in policy.labels:
            start, end = min(start, span.start), max(end, span.end)
    kept = [s for s in kept if s.end <= start or end <= s.start]
    return sorted([*kept, new._replace(start=start, end=end)])


def luhn(digits: str) -> bool:
    """Whether the last digit is the check digit of those before it (ISO/IEC 7812-1, annex B).

    >>> luhn("4111111111111111")
    True
    """
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + place % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0
