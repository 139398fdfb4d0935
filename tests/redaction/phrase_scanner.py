"""A scanner that needs no model: phrases given with their label, found across any white space,
whole words only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
from hypothesis import HealthCheck, settings

from pipeline.labels import redacted_labels
from pipeline.redaction.scanner import Scan
from pipeline.redaction.tagger import Look
from pipeline.redaction.tokenize import ScanError
from pipeline.spans import Span

#: For property tests: a busy machine must not fail them.
quick = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])


class PhraseScanner:
    """`PhraseScanner({"maya torres": "PERSON_NAME"})`; a key may be a regular expression with one
    group, the span.
    """

    def __init__(self, phrases: dict[str, str], room: int = 126, doubtful: str = "") -> None:
        self.room, self._doubtful = room, re.compile(doubtful)
        self._patterns = [
            (
                re.compile(
                    p if "(" in p else r"\b(" + re.escape(p).replace(r"\ ", r"\s+") + r")\b", re.I
                ),
                label,
            )
            for p, label in phrases.items()
        ]
        self.texts: list[str] = []

    def scan_many(self, texts: Sequence[str]) -> list[Scan | ScanError]:
        self.texts += texts
        return [self._scan(text) for text in texts]

    def _scan(self, text: str) -> Scan | ScanError:
        """Every character is a token; doubtful are those of `doubtful`, without it all of them."""
        doubts = np.zeros(len(text) or 1)
        for match in self._doubtful.finditer(text):
            doubts[slice(*match.span()) if match[0] else slice(None)] = 1
        return Scan(self._find(text), Look([], np.arange(len(doubts)), doubts))

    def _find(self, text: str) -> list[Span]:
        spans: list[Span] = []
        for pattern, label in self._patterns:
            for match in pattern.finditer(text):
                start, end = match.span(1)
                if all(end <= s.start or start >= s.end for s in spans):
                    spans.append(Span(start, end, label, 0.9))
        return sorted(spans)


@dataclass(frozen=True)
class StubPolicy:
    """A policy with a way to replace of its own.

    `replace(text, spans)` returns `text` with those spans redacted (sorted, apart from each other;
    every one is to be redacted). `labels` are the entity types to redact; others are
    reported and left standing. `spans_only` leaves the text and adds entities. `same_length` says
    that `replace` keeps the length (mode mask), so that an entity of several words is replaced word
    by word instead of once at its first word.
    """

    replace: Callable[[str, list[Span]], str]
    labels: frozenset[str] | set[str] = field(default_factory=lambda: frozenset(redacted_labels()))
    spans_only: bool = False
    same_length: bool = False

    def redacted(self, spans: Iterable[Span]) -> list[Span]:
        """Those of `spans` that are to be redacted, sorted."""
        return sorted(s for s in spans if s.label in self.labels)

    def apply(self, text: str, spans: Iterable[Span]) -> str:
        """`text` as it goes out: redacted, or as it was with `spans_only`."""
        chosen = [] if self.spans_only else self.redacted(spans)
        return self.replace(text, chosen) if chosen else text


def replace(text: str, spans: list[Span]) -> str:
    """Mode label."""
    for span in reversed(spans):
        text = f"{text[: span.start]}[{span.label}]{text[span.end :]}"
    return text


def mask(text: str, spans: list[Span]) -> str:
    """Mode mask."""
    for span in reversed(spans):
        text = text[: span.start] + "*" * (span.end - span.start) + text[span.end :]
    return text


def drop(text: str, spans: list[Span]) -> str:
    """Mode drop."""
    for span in reversed(spans):
        text = text[: span.start] + text[span.end :]
    return text
