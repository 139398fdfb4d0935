"""Heard utterances for the generator's mixture: as they are, or varied without touching what was
misheard.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from pipeline.data.hearing.resource import heard_rows
from pipeline.labels import REGISTRY
from pipeline.spans import Span

# Figures of these may be any others.
_NUMBERS = frozenset(one.name for one in REGISTRY if one.digits)
_FIGURES = "0123456789"
_LOST = frozenset(",.?!;:")
_OTHER_FIGURES, _PLAIN, _LOWER, _TWO = 0.5, 0.25, 0.15, 0.15


class Heard:
    """Draws heard utterances of one split ("train", "dev" or "test")."""

    def __init__(self, split: str) -> None:
        self.rows = heard_rows(split)

    def plain(self) -> Iterator[tuple[str, list[Span], str]]:
        """Text, spans and frame of every row, as heard."""
        return ((row.text, row.span_list(), row.frame) for row in self.rows)

    def draw(self, rng: random.Random) -> tuple[str, list[Span], str]:
        """Text, spans and frame of a row: often with other figures, as another engine would case
        and punctuate it, or with a second one behind it.
        """
        row = self.rows[int(rng.random() * len(self.rows))]
        text, spans, frame = row.text, row.span_list(), row.frame
        if rng.random() < _TWO:
            other = self.rows[int(rng.random() * len(self.rows))]
            at = len(text) + 1
            text = f"{text} {other.text}"
            spans += [Span(s.start + at, s.end + at, s.label) for s in other.span_list()]
            frame = f"{frame} . {other.frame}"
        if rng.random() < _OTHER_FIGURES:
            text = _other_figures(text, spans, rng)
        way = rng.random()
        if way < _PLAIN + _LOWER and len(text.lower()) == len(text):
            text = text.lower()
        if way < _PLAIN:
            text, spans = without_marks(text, spans)
        return text, spans, frame


def _other_figures(text: str, spans: list[Span], rng: random.Random) -> str:
    """Each figure of a number changed for another, the same one for the same all through the
    text.
    """
    swapped = "".join(rng.sample(_FIGURES, len(_FIGURES)))
    other = str.maketrans(_FIGURES, swapped)
    for span in spans:
        if span.label in _NUMBERS:
            text = (
                text[: span.start] + text[span.start : span.end].translate(other) + text[span.end :]
            )
    return text


def without_marks(text: str, spans: list[Span]) -> tuple[str, list[Span]]:
    """Punctuation behind words gone, spans moved along; marks within a word ("gmail.com") stay."""
    gone = [
        c in _LOST and (n + 1 == len(text) or text[n + 1].isspace()) for n, c in enumerate(text)
    ]
    before = [0]
    for one in gone:
        before.append(before[-1] + one)
    moved = [Span(s.start - before[s.start], s.end - before[s.end], s.label) for s in spans]
    kept = [s for s in moved if s.start < s.end]
    return "".join(c for c, one in zip(text, gone, strict=True) if not one), kept
