"""`--preview`: what would be redacted, in colours on a terminal. Nothing is written."""

from __future__ import annotations

import re
from collections.abc import Collection

import click

from pipeline.labels import all_labels
from pipeline.redaction.formats.base import Record
from pipeline.spans import Span

COLOURS = ("red", "green", "yellow", "blue", "magenta", "cyan")
#: Control characters could colour, hide or move what is shown.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Preview:
    """Shows the turns of each record; what would go out redacted is coloured and has its label
    behind it.
    """

    def __init__(self, labels: Collection[str]):
        self._labels = labels

    def __call__(self, record: Record, found: list[list[Span]]) -> None:
        """Show one record."""
        for index, (turn, spans) in enumerate(zip(record.turns, found, strict=True)):
            if index not in record.context and turn.strip():
                click.echo(f"{record.line:>5}  {self.shown(turn, spans)}", color=True)

    def shown(self, text: str, spans: list[Span]) -> str:
        """`text` with the values in `spans` coloured; those that would be left are underlined."""
        parts, at = [], 0
        for span in sorted(spans):
            colour = COLOURS[all_labels().index(span.label) % len(COLOURS)]
            value = _plain(text[span.start : span.end])
            goes = span.label in self._labels
            parts.append(_plain(text[at : span.start]))
            parts.append(click.style(value, fg=colour, reverse=goes, underline=not goes))
            parts.append(click.style(f" {span.label}", fg=colour, dim=True))
            at = span.end
        return "".join([*parts, _plain(text[at:])])


def _plain(text: str) -> str:
    return _CONTROL.sub(" ", text)
