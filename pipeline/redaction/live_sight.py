"""What the scans of a live transcript say: what is PII in the part in sight, and what may still
become PII.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.redaction.conversation import SEPARATOR, is_listening
from pipeline.redaction.formats.base import Failed
from pipeline.redaction.live_words import Kept, Tail, Utterance, inside, open_from
from pipeline.redaction.policy import Policy
from pipeline.redaction.redactor import Redactor
from pipeline.redaction.scanner import Scan
from pipeline.redaction.tokenize import ScanError
from pipeline.redaction.views import view_of
from pipeline.spans import Span

#: Tokens of the model's room that context may take, at most: more costs time and finds nothing.
CONTEXT = 96
#: A word is held where its chance of being PII is at least this, by the number of words known
#: behind it, the last where more are. Chosen on 31 generated calls and 200 texts of dev, with what
#: follows: 5 of 7,731 characters left early, and of the words without PII 0.50 (calls) and 0.57
#: passed at once, 0.95 and 0.97 after three words. With 0.02 first 20 left early and 0.58 passed at
#: once; with 0.005 none, and 0.43.
DOUBT = (0.01, 0.04, 0.08, 0.1, 0.12)
#: What is left of a chance at the next look: it comes and goes.
FADES = 0.4
#: A word that goes is redacted where its chance of being PII is still at least this; beside what is
#: redacted the second: the ends of a span are what the scans are least sure of. (With 0.1 3.2 % of
#: the characters that may stand were redacted on those texts, with 0.08 3.5 %, with 0.06 4.2 %.)
LIKELY, TOUCHING = 0.08, 0.02
#: Words behind what stands in a span that is not redacted (a city, an order's number), begins more
#: or stands before a number, for which it is held: it may be a part of an address, an e-mail, an
#: account.
BEGINS = 3
#: What is spelled out (single letters, digits), counts a day or names a part of an address.
_BEGINNING = re.compile(
    r"(?:[b-hj-z]|\S*\d\S*"
    r"|first|second|third|fifth|(?:four|six|seven|eigh|nin|ten|eleven|twelf|\w+teen|\w+tie)th"
    r"|door|flat|house|plot|lot|apartment|apt|unit|suite|room|floor|block|building|box)[.,]?",
    re.IGNORECASE,
)
#: The rest of a word and the beginning of another.
_ANOTHER = re.compile(r"\S*\s+\S")


@dataclass
class Seen:
    """What is known of an utterance in sight: the spans to redact in it and those to leave, what
    may go on at its end, and the chances of its words, in its context and alone.

    `start` is where the utterance begins in `text`, all that is in sight.
    """

    text: str
    start: int
    spans: list[Span]
    reported: list[Span]
    tail: Tail
    scans: list[tuple[int, Scan]]

    def note(self, first: int, after: int, kept: Kept) -> None:
        """Keep what the scans say of a word."""
        chance = max(scan.doubt(first - at, after - at) for at, scan in self.scans)
        kept.doubt = max(chance, FADES * kept.doubt)
        span = self._span_at(first, after)
        kept.stood = span.label if span else kept.stood

    def _span_at(self, first: int, after: int) -> Span | None:
        """The span to be redacted that a word stands in."""
        return _at(self.spans, first, after)

    def judge(self, first: int, after: int, known: int, kept: Kept) -> tuple[bool, str]:
        """Whether a word may still become PII, and the type that it is redacted as if it goes now
        and no span takes it out, "" for none; `known` words are known behind it.
        """
        span = self._span_at(first, after)
        if span is not None:
            closed = _ANOTHER.match(self.text, self.start + span.end, self.tail.end)
            goes_on = not closed or self.start + first >= self.tail.near
            return (True, span.label) if goes_on else (False, "")
        reported = _at(self.reported, first, after)
        if self.start + (reported.end if reported else after) > self.tail.run:
            return True, "PHONE"  # with what begins a reference: it may be an account's
        beside = _at(self.spans, first - 2, first) or _at(self.spans, after, after + 2)
        doubtful = kept.doubt >= (TOUCHING if beside else LIKELY)
        label = kept.stood or ("PERSON_NAME" if doubtful else "")
        if (
            self.start + first >= self.tail.near
            or kept.doubt >= DOUBT[min(known, len(DOUBT) - 1)]
            or (beside and doubtful)
            or (known < BEGINS and (reported or self._begins(first, after)))
        ):
            return True, label
        return False, label if beside or doubtful else ""

    def first_of(self, first: int, after: int) -> int:
        """Where the span begins that a word stands in, or the word itself."""
        span = self._span_at(first, after)
        return first if span is None else min(first, span.start)

    def _begins(self, first: int, after: int) -> bool:
        """Whether a word may be the beginning of more than the scans can know yet."""
        word = self.text[self.start + first : self.start + after]
        before = self.start + after + 1 == self.tail.near < self.tail.end
        return before or _BEGINNING.fullmatch(word) is not None


def _at(spans: list[Span], first: int, after: int) -> Span | None:
    """The first of `spans` that `[first, after)` touches."""
    return next((s for s in spans if s.start < after and first < s.end), None)


class Sight:
    """Scans the last utterances of one conversation."""

    def __init__(self, redactor: Redactor, policy: Policy) -> None:
        self._redactor, self._policy = redactor, policy
        self._scanner = redactor.scanner(policy)
        self._room = min(CONTEXT, max(16, self._scanner.room))

    def look(self, utterances: list[Utterance]) -> list[tuple[Utterance, Seen]]:
        """What is seen of each utterance that is in sight. Raises ScanError."""
        sight = self._in_sight(utterances)
        text = SEPARATOR.join(own.seen for own in sight)
        alone = [own for own in sight if len(sight) > 1 and not own.said_final]
        alone = [own for own in alone if not is_listening(own.seen)]
        whole, *single = self._scans([text, *(own.seen for own in alone)])
        found, at = [], 0
        for own in sight:
            every = own.lift(inside(whole.spans, at, own.seen))
            spans = self._policy.redacted(every)
            left = [span for span in every if span not in spans]
            start = at - own.seen_from
            end = len(text) if own.final else start + len(own.text)
            done = own.until >= len(own.text)
            tail = Tail(end, end, end) if done else open_from(text[:end])
            found.append((own, Seen(text, start, spans, left, tail, [(-start, whole)])))
            at += len(own.seen) + len(SEPARATOR)
        scans = {own.number: scan for own, scan in zip(alone, single, strict=True)}
        for own, seen in found:
            if (scan := scans.get(own.number)) is not None:
                seen.spans += own.lift(self._policy.redacted(scan.spans))
                seen.scans.append((own.seen_from, scan))
        if any(view_of(own.seen).plain != own.seen for own in alone or sight):
            for (own, seen), spans in zip(found, self.find([o.seen for o in sight]), strict=True):
                seen.spans += own.lift(spans)
        return found

    def find(self, turns: list[str]) -> list[list[Span]]:
        """The spans of each turn that are to be redacted, as the redactor finds them in a
        conversation. Raises ScanError.
        """
        found = self._redactor.redact_records([turns], self._policy)[0]
        if isinstance(found, Failed):
            raise ScanError(found.error)
        return [self._policy.redacted(spans) for spans in found.spans]

    def _in_sight(self, utterances: list[Utterance]) -> list[Utterance]:
        """The last utterances, as many as fit the model's room, of a long one its end; all that
        is held at least.
        """
        room = self._room
        for at in range(len(utterances) - 1, -1, -1):
            own = utterances[at]
            if room <= 0 and own.until >= len(own.text):
                return utterances[at + 1 :]
            room = own.look_back(room)
        return list(utterances)

    def _scans(self, texts: Sequence[str]) -> list[Scan]:
        scans = []
        for scan in self._scanner.scan_many(texts):
            if isinstance(scan, ScanError):
                raise scan
            scans.append(scan)
        return scans
