"""Conversations: turns are scanned with their neighbours as context and get their own spans back.

"what is your name" / "maya": the answer is a name because of the question. A conversation is its
turns joined by newlines; it is cut into windows that fit the model. Every stretch is answered by
one window, where it is in the middle with context on both sides; context itself is never given
back. A span over a border between turns becomes one span in each. A turn too long for the model is
cut between words, and a span over such a cut is one again.

Each turn about which that leaves a doubt is also scanned alone, and what only that finds is added:
turns that have nothing to do with each other hide a little of each other's PII. Measured with the
first default model on 60 made-up calls of each kind (characters of PII missed): unrelated turns,
alone 6 %, in context 8 %, both 4 %; question and answer, alone 24 %, in context and both 0 %;
numbers read in pieces, alone 87 %, in context and both 1 %. False alarms rose by nothing over
context alone.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple, Protocol

from pipeline.redaction.formats.base import Failed, Record
from pipeline.redaction.scanner import Scan
from pipeline.redaction.tokenize import ScanError
from pipeline.redaction.views import view_of
from pipeline.redaction.windows import Window, windows_of
from pipeline.spans import Span

SEPARATOR = "\n"
#: What a listener says while somebody reads out a number: never part of it.
_LISTENING = """
    ah aha alright correct fine go got hm hmm huh i it mhm mm mmm ok okay on perfect please right sure thank thanks uh
    uhhuh um yeah yep yes you noise music laughter inaudible unk
"""  # noqa: E501
LISTENING = frozenset(_LISTENING.split())
#: A turn is scanned alone as well where its scan in context leaves a token that is not hidden and
#: may be PII with at least this chance. On 333 generated calls and 2,000 texts of dev the
#: characters missed stay the same up to 0.1; there are 0.35 as many rows to run (three layers).
ALONE = 0.03


class Scans(Protocol):
    """What scans texts: a Scanner; `room` is how many tokens of text its model takes at once."""

    room: int

    def scan_many(self, texts: Sequence[str]) -> list[Scan | ScanError]:
        """What is in each text, or why it cannot be scanned."""
        ...


class Conversation(NamedTuple):
    """One conversation: its turns, where each begins in `text`, and which of them are only
    context.
    """

    turns: list[str]
    starts: list[int]
    text: str
    context: frozenset[int]


def find_in_records(scanner: Scans, records: Sequence[Record]) -> list[list[list[Span]] | Failed]:
    """For each record the spans of each of its `turns` (what `Record.render` takes), all in one
    batch.

    A record that cannot be scanned wholly gets a Failed in its place. Turns that are only context
    get no spans.
    """
    views = [[view_of(turn) for turn in record.turns] for record in records]
    conversations = [
        list(_conversations(record, [view.plain for view in seen]))
        for record, seen in zip(records, views, strict=True)
    ]
    found = iter(_find(scanner, [conversation for some in conversations for conversation in some]))
    results: list[list[list[Span]] | Failed] = []
    for record, seen, some in zip(records, views, conversations, strict=True):
        spans: list[list[Span]] = []
        error: ScanError | None = None
        for answer in [next(found) for _ in some]:
            if isinstance(answer, ScanError):
                error = error or answer
            else:
                spans += answer
        if error:
            results.append(Failed(record.line, str(error), record.lines))
        else:
            results.append([view.lift(own) for view, own in zip(seen, spans, strict=True)])
    return results


def _conversations(record: Record, turns: list[str]) -> Iterator[Conversation]:
    """Each conversation of a record."""
    at = 0
    for size in record.conversations:
        own = turns[at : at + size]
        context = frozenset(index - at for index in record.context if at <= index < at + size)
        yield conversation_of(own, context)
        at += size


def conversation_of(turns: list[str], context: frozenset[int] = frozenset()) -> Conversation:
    """`turns` joined."""
    starts, here = [], 0
    for turn in turns:
        starts.append(here)
        here += len(turn) + len(SEPARATOR)
    return Conversation(turns, starts, SEPARATOR.join(turns), context)


def _find(scanner: Scans, conversations: list[Conversation]) -> list[list[list[Span]] | ScanError]:
    """The spans of each turn of each conversation: in context first, then what the turns alone
    add.
    """
    size = max(16, scanner.room)
    texts = [one.text for one in conversations]
    jobs = [(i, window) for i, text in enumerate(texts) for window in windows_of(text, size)]
    scans = _scan(scanner, texts, jobs)
    doubts: list[list[tuple[Window, Scan]]] = [[] for _ in conversations]
    for (i, window), scan in zip(jobs, scans, strict=True):
        if not isinstance(scan, ScanError):
            doubts[i].append((window, scan))
    more = [
        (i, window)
        for i, (conversation, seen) in enumerate(zip(conversations, doubts, strict=True))
        for window in _alone(conversation, seen, size)
    ]
    scans += _scan(scanner, texts, more)
    found: list[list[Span] | ScanError] = [[] for _ in conversations]
    for (i, window), scan in zip(jobs + more, scans, strict=True):
        before = found[i]
        if isinstance(before, ScanError):
            continue
        if isinstance(scan, ScanError):
            found[i] = scan
            continue
        for span in _kept(window, scan.spans):
            _add(before, span)
    return [
        spans
        if isinstance(spans, ScanError)
        else _by_turn(conversation, _whole(conversation.text, spans))
        for conversation, spans in zip(conversations, found, strict=True)
    ]


def _scan(
    scanner: Scans, texts: list[str], jobs: list[tuple[int, Window]]
) -> list[Scan | ScanError]:
    return scanner.scan_many([texts[i][window.start : window.end] for i, window in jobs])


def _add(spans: list[Span], new: Span) -> None:
    """Put `new` into `spans` (sorted, apart) unless it overlaps one: the earlier windows win."""
    place = bisect_left(spans, new.end, key=lambda span: span.start)
    if not place or spans[place - 1].end <= new.start:
        spans.insert(place, new)


def _alone(
    conversation: Conversation, seen: Sequence[tuple[Window, Scan]], size: int
) -> Iterator[Window]:
    """Windows for the turns of several that say more than that somebody listens and in which the
    scan in context left a doubt, each by itself.
    """
    if len(conversation.turns) < 2:
        return
    for index, (turn, start) in enumerate(
        zip(conversation.turns, conversation.starts, strict=True)
    ):
        end = start + len(turn)
        if index in conversation.context or is_listening(turn) or _doubt(seen, start, end) < ALONE:
            continue
        for own in windows_of(turn, size):
            yield Window(*(start + at for at in own))


def _doubt(seen: Sequence[tuple[Window, Scan]], start: int, end: int) -> float:
    """The largest doubt about a token of `text[start:end]` by the windows that answer for it; they
    are in order.
    """
    largest = 0.0
    for i in range(bisect_right(seen, start, key=lambda one: one[0].after), len(seen)):
        window, scan = seen[i]
        if window.first >= end:
            break
        first, after = max(start, window.first), min(end, window.after)
        largest = max(largest, scan.doubt(first - window.start, after - window.start))
    return largest


def _kept(window: Window, spans: list[Span]) -> Iterator[Span]:
    """The parts of a window's `spans` that it answers for, as spans of the whole text."""
    for span in spans:
        start, end = (
            max(span.start + window.start, window.first),
            min(span.end + window.start, window.after),
        )
        if start < end:
            yield span._replace(start=start, end=end)


def _whole(text: str, spans: list[Span]) -> list[Span]:
    """`spans` with those joined that only a cut between words parted."""
    joined: list[Span] = []
    for span in spans:
        last = joined[-1] if joined else None
        if (
            last
            and last.label == span.label
            and last.end == span.start
            and SEPARATOR not in text[last.end - 1 : span.start]
        ):
            joined[-1] = last._replace(end=span.end, score=min(last.score, span.score))
        else:
            joined.append(span)
    return joined


def _by_turn(conversation: Conversation, spans: list[Span]) -> list[list[Span]]:
    """The parts of `spans` in each turn, white space at their ends left out."""
    found: list[list[Span]] = [[] for _ in conversation.turns]
    ends = [span.end for span in spans]
    for index, (turn, at) in enumerate(zip(conversation.turns, conversation.starts, strict=True)):
        if index in conversation.context:
            continue
        for i in range(bisect_right(ends, at), len(spans)):
            span = spans[i]
            start, end = max(span.start - at, 0), min(span.end - at, len(turn))
            if start >= end:
                break
            value = turn[start:end]
            start, end = (
                start + len(value) - len(value.lstrip()),
                end - len(value) + len(value.rstrip()),
            )
            over = span.start < at or span.end > at + len(turn)
            if start < end and not (over and is_listening(turn)):
                found[index].append(Span(start, end, span.label, span.score))
    return found


def is_listening(turn: str) -> bool:
    """Whether a turn says no more than that somebody listens."""
    words = re.findall(r"[^\W\d_]+|\d", turn.casefold())
    return all(word in LISTENING for word in words)
