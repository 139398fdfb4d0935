"""Fail closed on digits: what may be a card or a phone goes, unless the words around it say that it
is something else.

A run is digits said or written one after the other, with separators, fillers and what a recogniser
makes of a digit ("for", "to", "ate") inside. Policy `closed`, above the model:

- 13 digits and more go, whatever the model or the words say; a checksum decides how sure the label
  is, no more;
- 7 to 12 digits go, unless a cue makes them a reference, an amount, a time or a quantity;
- 4 to 6 digits go as the answer to a question for a number.

Digits of a date that the model found belong to no run, nor do figures that tell themselves what
they are: "10:30-11:45", "2,000,000", "3.14159265". `all` closes every run of 4 digits and more
without asking.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pipeline.redaction.digit_cues import asked_for, cued_away, is_date, named, tells_itself
from pipeline.redaction.digit_runs import SAID, Run, digits_outside, lines_of, runs_of
from pipeline.redaction.policy import Policy
from pipeline.spans import Span

#: Digits of a card (ISO/IEC 7812-1: at most 19; 12 and 13 were issued) and of a phone (ITU-T E.164:
#: at most 15).
CARD, PHONE, ANSWER = 13, 7, 4
#: Score of a run that no model vouches for: a valid checksum, a fitting length, neither. Of such
#: runs about so many hide something personal (dev: 0.82 of the likely ones, 0.38 of the unsure).
_SURE, _LIKELY, _UNSURE = 0.9, 0.75, 0.4


def close_digits(text: str, spans: list[Span], policy: Policy, labels: Sequence[str]) -> list[Span]:
    """`spans` of `text` (sorted, apart), with the runs that the policy closes; `labels` are
    those of the model.
    """
    if policy.digits == "model" or not _may_hold_run(text):
        return spans
    closed = list(spans)
    apart = [s for s in spans if s.label in ("DATE", "EMAIL")]
    found = [one for run in runs_of(text, apart) for one in _unexplained(text, run, spans, policy)]
    for run in found:
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
    figures = len(re.findall(r"\d", text))
    if figures >= ANSWER:
        return True
    said = sum(map(SAID.__contains__, re.findall(r"[a-z]+", text.lower())))
    return figures + 2 * said >= ANSWER


def _unexplained(text: str, run: Run, spans: list[Span], policy: Policy) -> Iterator[Run]:
    """A run, or what is left of it where it goes over lines some of which say that they are a
    reference, an amount, a time or a quantity; or say such a number again.
    """
    if tells_itself(text[run.start : run.end]):
        return
    lines = lines_of(text, run) if "\n" in text[run.start : run.end] else []
    distinct = len({line.digits for line in lines}) == len(lines)
    if len(lines) < 2 or policy.digits == "all" or (distinct and _is_card(run.digits)):
        yield run
        return
    told: set[str] = set()
    left: list[Run] = []
    for line in lines:
        if line.digits in told or (
            len(line.digits) < CARD and _explained(text, line, spans, asked_for(text, line.start))
        ):
            told.add(line.digits)
            yield from _joined(left)
            left = []
        else:
            left.append(line)
    yield from _joined(left)


def _joined(lines: list[Run]) -> Iterator[Run]:
    if lines:
        groups = tuple(group for line in lines for group in line.groups)
        yield Run(lines[0].start, lines[-1].end, groups)


def _explained(text: str, run: Run, spans: Sequence[Span], asked: str) -> bool:
    """Whether the model or the words say that a run is a reference, an amount, a time or a
    quantity; `asked`: what it answers.
    """
    reported = any(
        s.label == "REFERENCE" and s.score >= 0.5 and s.start < run.end and run.start < s.end
        for s in spans
    )
    return reported or asked == "REFERENCE" or cued_away(text, run.start, run.end, run.groups)


def _is_card(digits: str) -> bool:
    """Whether digits may be a card, their checksum included."""
    return CARD <= len(digits) <= 19 and luhn(digits)


def _label_of(
    text: str, run: Run, spans: list[Span], policy: Policy, labels: Sequence[str]
) -> tuple[str, float]:
    """The label of a run that is to be redacted, and its score; "" where it may stand."""
    count = len(run.digits)
    covered = [s for s in spans if s.start < run.end and run.start < s.end]
    hidden = [s for s in covered if s.label in policy.labels]
    if hidden and digits_outside(text, run, hidden) < PHONE and not _goes_on(run, hidden):
        return "", 0.0
    if hidden:
        longest = max(hidden, key=lambda s: s.end - s.start)
        return longest.label, longest.score
    if is_date(text[run.start : run.end]):
        return "DATE", _LIKELY
    own = named(text, run.start)
    if count >= CARD:
        sure = _is_card(run.digits)
        wanted = "CREDIT_CARD" if sure or not own else own
        return _first(wanted, labels), _SURE if sure else _UNSURE
    asked = asked_for(text, run.start)
    personal = "" if asked == "REFERENCE" else asked
    if count >= PHONE:
        if policy.digits == "closed" and _explained(text, run, spans, asked):
            return "", 0.0
        return _first(own or personal or "PHONE", labels), _LIKELY
    if count >= ANSWER and (personal or policy.digits == "all"):
        return _first(personal or own or "ACCOUNT", labels), _UNSURE
    return "", 0.0


def _first(wanted: str, labels: Sequence[str]) -> str:
    """`wanted`, or where the model has no such label the one that stands for any number."""
    return wanted if wanted in labels else "PHONE" if "PHONE" in labels else labels[0]


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
