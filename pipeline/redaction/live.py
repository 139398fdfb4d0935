"""Live transcripts: a recogniser's partial and final results in, safe text out as early as it is
safe.

    live = LiveRedactor(redactor)
    live.push("my name is")                        # [Passed(at=0, text='my name is', ...)]
    live.push("my name is maya")                   # []: the name may go on
    live.push("my name is maya so", final=True)    # [Passed(at=10, text=' [PERSON_NAME] so', ...)]
    live.close()

What was passed is never taken back by itself; where the recogniser revises a partial result, or
more words show that one was PII after all, the utterance's text is passed anew from the place `at`.
A word is held back while it may still become PII (pipeline/redaction/live_sight.py): while it ends
what is known and stands in a span or a run of digits; while the model's chance that it is PII, in
its context or in its turn alone, is above `DOUBT`; while it may be the beginning of an address, an
e-mail or a number. After `hold_words` words or `hold_ms` milliseconds it goes: redacted, if it is
in a span or a run of digits, or was in one while it was held, or is more likely PII than `LIKELY`,
beside a span than `TOUCHING`. `close` reads the whole conversation as the redactor does at once,
and takes out what only that finds; so the last text of each utterance is redacted where
`Redactor.redact` redacts it, or where it was redacted before.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from pipeline.errors import ConfigError
from pipeline.redaction.live_sight import Seen, Sight
from pipeline.redaction.live_words import (
    Passed,
    Utterance,
    Word,
    common_length,
    merged_before,
    split_words,
    to_word_end,
)
from pipeline.redaction.policy import Policy
from pipeline.redaction.redactor import Redactor
from pipeline.redaction.tokenize import ScanError
from pipeline.spans import Span

#: Characters of a conversation that are kept to be read again; what is older has been passed for
#: good.
KEEP = 200_000


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
        self._policy = policy or Policy()
        if self._policy.spans_only:
            raise ConfigError("a live transcript is redacted; spans alone are for what is whole")
        self._sight = Sight(redactor, self._policy)
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
        found = self._sight.find([own.text for own in self._utterances])
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
        for (_, end), kept in zip(own.places, own.kept, strict=True):
            if end > own.until:
                yield kept.came

    def _pass(self, now: float, settle: bool = False) -> list[Passed]:
        """Scan what is in sight and pass what may go."""
        sight = self._sight.look(self._utterances)
        passed = []
        behind = sum(len(own.places) for own, _ in sight)
        for own, seen in sight:
            behind -= len(own.places)
            passed += self._advance(own, seen, behind if own.final else 0, now, settle)
        self._forget()
        return passed

    def _advance(
        self, own: Utterance, seen: Seen, behind: int, now: float, settle: bool
    ) -> list[Passed]:
        """Pass of one utterance what may go; `behind` words are known after it."""
        spans = list(seen.spans)
        until, over = len(own.text), own.until
        held = [(n, *place) for n, place in enumerate(own.places) if place[1] > own.until]
        for place, first, after in held:
            seen.note(first, after, own.kept[place])
        for place, first, after in held if not (settle and own.final) else ():
            known = behind + len(own.places) - place - 1
            kept = own.kept[place]
            may_be, label = seen.judge(first, after, known, kept)
            if may_be:
                if known < self.hold_words and now - kept.came < self.hold_ms:
                    begin = seen.first_of(first, after)
                    until = max((end for _, end in own.places if end <= begin), default=0)
                    break
                over = after
            if label:
                spans.append(Span(first, after, label, 0.5))
        return self._put(own, max(until, over), spans)

    def _put(self, own: Utterance, until: int, spans: list[Span]) -> list[Passed]:
        """Pass an utterance up to `until`: `spans` and what was redacted before are redacted."""
        spans = [to_word_end(span, own.text) for span in spans]
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
