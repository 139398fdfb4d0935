"""Live transcripts: a recogniser's partial and final results in, safe text out as early as it is
safe.

    live = LiveRedactor(redactor)
    live.push("my name is")                    # [Passed(utterance=0, at=0, text='my name is', ...)]
    live.push("my name is maya")               # []: the name may go on
    live.push("my name is maya so", final=True)    # [Passed(utterance=0, at=10, text='
    [PERSON_NAME] so', ...)] live.close()

What was passed is never taken back by itself; where the recogniser revises a partial result, or
more words show that one was PII after all, the utterance's text is passed anew from the place `at`.
A word is held back while it may still become PII: while it ends what is known and stands in a span
or a run of digits, or while the model's chance that it is PII is above `DOUBT`, which rises with
the words behind it. After `hold_words` words or `hold_ms` milliseconds it goes: redacted, if it is
still in a span, in a run of digits or more likely PII than `LIKELY`. `close` reads the whole
conversation as the redactor does at once, and takes out what only that finds; so the last text of
each utterance is redacted where `Redactor.redact` redacts it, or where it was redacted before.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from pipeline.errors import ConfigError
from pipeline.redaction.conversation import SEPARATOR, is_listening
from pipeline.redaction.formats.base import Failed
from pipeline.redaction.live_words import (
    Passed,
    Seen,
    Utterance,
    Word,
    common_length,
    inside,
    merged_before,
    open_from,
    split_words,
)
from pipeline.redaction.policy import Policy
from pipeline.redaction.redactor import Redactor
from pipeline.redaction.scanner import Scan
from pipeline.redaction.tokenize import ScanError
from pipeline.redaction.views import view_of
from pipeline.spans import Span

#: A word is held where its chance of being PII is at least this, by the number of words known
#: behind it; behind more than these words none is. Chosen on dev: of 402 words of PII none was
#: below 0.02 with six words behind it.
DOUBT = (0.01, 0.01, 0.02, 0.05, 0.1, 0.2, 0.3)
#: A word whose time is over is redacted where its chance of being PII is at least this.
LIKELY = 0.3
#: Characters of a conversation that are kept to be read again; what is older has been passed for
#: good.
KEEP = 200_000
#: Tokens of the model's room that context may take, at most: more costs time and finds nothing.
CONTEXT = 96


class LiveRedactor:
    """Redacts one conversation while it is spoken. Not for several threads at once.

    Raises ConfigError for a policy that the model has not, or that leaves the text as it was
    (`spans_only`).
    """

    def __init__(
        self,
        redactor: Redactor,
        policy: Policy | None = None,
        *,
        hold_words: int = 8,
        hold_ms: float = 2000,
    ) -> None:
        self._redactor, self._policy = redactor, policy or Policy()
        if self._policy.spans_only:
            raise ConfigError("a live transcript is redacted; spans alone are for what is whole")
        self._scanner = redactor.scanner(self._policy)
        self._room = min(CONTEXT, max(16, self._scanner.room))
        self.hold_words, self.hold_ms = hold_words, hold_ms
        self._utterances: list[Utterance] = []
        self._count = 0

    def push(
        self,
        said: str | Sequence[Word],
        *,
        speaker: str | None = None,
        final: bool = False,
        now: float | None = None,
    ) -> list[Passed]:
        """Take a result: all that was said of `speaker`'s utterance so far; `final` ends it.

        `now`: the time in milliseconds, by default the clock's. Raises ScanError where a result
        cannot be scanned; nothing of it is passed then.
        """
        now = _clock(now)
        words = (
            [Word(part) for part in said.split()] if isinstance(said, str) else split_words(said)
        )
        own = self._open_of(speaker)
        if own is None:
            if not words:
                return []
            own = Utterance(self._count, speaker)
            self._count += 1
            self._utterances.append(own)
        own.revise(words, now)
        own.final = final
        try:
            return self._pass(now)
        except ScanError:
            self._utterances.remove(own)
            raise

    def due(self) -> float | None:
        """When the oldest word that is held is to be passed, in milliseconds as `now`; None
        where none is held.
        """
        times = [t + self.hold_ms for u in self._utterances for t in self._held_since(u)]
        return min(times, default=None)

    def tick(self, now: float | None = None) -> list[Passed]:
        """Pass what has been held long enough."""
        now, due = _clock(now), self.due()
        return self._pass(now) if due is not None and due <= now else []

    def safe(
        self, said: str | Sequence[Word], *, speaker: str | None = None, final: bool = False
    ) -> str:
        """`push` for who can only take the text of a result in its place, as an agent does, and
        cannot wait.

        What may pass of a partial result; all of a final one, decided as if nothing more were said.
        """
        own = self._open_of(speaker)
        self.push(said, speaker=speaker, final=final)
        own = own or next((u for u in reversed(self._utterances) if u.speaker == speaker), None)
        if final:
            self.settle()
        return own.safe if own else ""

    def settle(self) -> list[Passed]:
        """Pass all that is held of final results, decided as if nothing more were said."""
        return self._pass(_clock(None), settle=True) if self._utterances else []

    def close(self) -> list[Passed]:
        """End the conversation: pass all, and take out what only the whole conversation shows."""
        if not self._utterances:
            return []
        found = self._find([own.text for own in self._utterances])
        passed = []
        for own, spans in zip(self._utterances, found, strict=True):
            own.final = True
            passed += self._put(own, len(own.text), spans)
        self._utterances.clear()
        return passed

    def _open_of(self, speaker: str | None) -> Utterance | None:
        return next((u for u in self._utterances if u.speaker == speaker and not u.final), None)

    @staticmethod
    def _held_since(own: Utterance) -> Iterator[float]:
        for (_, end), came in zip(own.places, own.came, strict=True):
            if end > own.until:
                yield came

    def _find(self, turns: list[str]) -> list[list[Span]]:
        """The spans of each turn that are to be redacted, as the redactor finds them in a
        conversation.
        """
        found = self._redactor.redact_records([turns], self._policy)[0]
        if isinstance(found, Failed):
            raise ScanError(found.error)
        return [self._policy.redacted(spans) for spans in found.spans]

    def _pass(self, now: float, settle: bool = False) -> list[Passed]:
        """Scan what is in sight and pass what may go."""
        sight = self._in_sight()
        seen = self._scan(sight)
        passed = []
        behind = sum(len(own.places) for own in sight)
        for own in sight:
            behind -= len(own.places)
            passed += self._advance(own, seen, behind, now, settle)
        self._forget()
        return passed

    def _in_sight(self) -> list[Utterance]:
        """The last utterances, as many as fit the model's room, of a long one its end; all that
        is held at least.
        """
        room = self._room
        for at in range(len(self._utterances) - 1, -1, -1):
            own = self._utterances[at]
            if room <= 0 and own.until >= len(own.text):
                return self._utterances[at + 1 :]
            room = own.look_back(room)
        return list(self._utterances)

    def _scan(self, sight: list[Utterance]) -> Seen:
        """What is in the conversation as far as it is in sight: in context, and alone where
        something is open.
        """
        text = SEPARATOR.join(own.seen for own in sight)
        alone = [own for own in sight if len(sight) > 1 and not own.said_final]
        alone = [own for own in alone if not is_listening(own.seen)]
        whole, *single = self._scans([text, *(own.seen for own in alone)])
        found, starts, at = {}, {}, 0
        for own in sight:
            found[own.number] = own.lift(inside(self._policy.redacted(whole.spans), at, own.seen))
            starts[own.number] = at - own.seen_from
            at += len(own.seen) + len(SEPARATOR)
        for own, scan in zip(alone, single, strict=True):
            found[own.number] += own.lift(self._policy.redacted(scan.spans))
        if any(view_of(own.seen).plain != own.seen for own in alone or sight):
            for own, spans in zip(sight, self._find([own.seen for own in sight]), strict=True):
                found[own.number] += own.lift(spans)
        tails = {}
        for own in sight:
            if own.until >= len(own.text):
                continue
            end = len(text) if own.final else starts[own.number] + len(own.text)
            tails[own.number] = open_from(text[:end])
        return Seen(text, whole, found, starts, tails)

    def _scans(self, texts: list[str]) -> list[Scan]:
        scans = []
        for scan in self._scanner.scan_many(texts):
            if isinstance(scan, ScanError):
                raise scan
            scans.append(scan)
        return scans

    def _advance(
        self, own: Utterance, seen: Seen, behind: int, now: float, settle: bool
    ) -> list[Passed]:
        """Pass of one utterance what may go; `behind` words are known after it."""
        spans = list(seen.spans[own.number])
        behind = behind if own.final else 0
        until, over = len(own.text), 0
        for place, (first, after) in enumerate(own.places):
            if after <= own.until or (settle and own.final):
                continue
            known = behind + len(own.places) - place - 1
            inside = next((s for s in spans if s.start < after and first < s.end), None)
            why = self._open(own, seen, (first, after), inside, known)
            if why is None:
                continue
            if known < self.hold_words and now - own.came[place] < self.hold_ms:
                held = first if inside is None else min(first, inside.start)
                until = max((end for _, end in own.places if end <= held), default=0)
                until = max(until, over)
                break
            over = after
            if inside is None and why:
                spans.append(Span(first, after, why, 0.5))
        return self._put(own, max(until, own.until), spans)

    @staticmethod
    def _open(
        own: Utterance, seen: Seen, word: tuple[int, int], inside: Span | None, known: int
    ) -> str | None:
        """None where a word is decided; else the type it is redacted as when its time is over, ""
        for none.

        `known` words are known behind it.
        """
        start, tail = seen.starts[own.number], seen.tails[own.number]
        first, after = start + word[0], start + word[1]
        if inside is not None:
            return None if seen.text[start + inside.end : tail.end].strip() else inside.label
        if first >= tail.run:
            return "PHONE"
        if first >= tail.near:
            return ""
        if known >= len(DOUBT):
            return None
        doubt = seen.scan.doubt(first, after)
        if doubt < DOUBT[known]:
            return None
        return "PERSON_NAME" if doubt >= LIKELY else ""

    def _put(self, own: Utterance, until: int, spans: list[Span]) -> list[Passed]:
        """Pass an utterance up to `until`: `spans` and what was redacted before are redacted."""
        merged = merged_before([*spans, *own.redacted], until)
        safe = self._policy.replace(own.text[:until], merged)
        final = own.final and until == len(own.text)
        if safe == own.safe and final == own.said_final:
            own.until, own.redacted = until, merged
            return []
        at = common_length(safe, own.safe)
        new = [
            w for w, (_, end) in zip(own.words, own.places, strict=True) if own.until < end <= until
        ]
        starts = [w.start for w in new if w.start is not None]
        ends = [w.end for w in new if w.end is not None]
        own.until, own.redacted, own.safe, own.said_final = until, merged, safe, final
        return [
            Passed(
                own.number,
                own.speaker,
                at,
                safe[at:],
                final,
                until,
                tuple(merged),
                min(starts, default=None),
                max(ends, default=None),
            )
        ]

    def _forget(self) -> None:
        """Let go of what is older than `KEEP` characters and passed for good."""
        kept = sum(len(own.text) for own in self._utterances)
        while kept > KEEP and self._utterances[0].said_final:
            kept -= len(self._utterances.pop(0).text)


def _clock(now: float | None) -> float:
    return time.monotonic() * 1000 if now is None else now
