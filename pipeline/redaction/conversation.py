"""Conversations: turns are scanned with their neighbours as context and get their own spans back."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from pipeline.redaction.formats.base import Record
from pipeline.spans import Span


class Finder(Protocol):
    """What is needed of a redactor."""

    def find_many(self, texts: list[str]) -> list[list[Span]]:
        """The spans of each text."""
        ...


def find_in_turns(redactor: Finder, turns: Sequence[str]) -> list[list[Span]]:
    """Spans of each turn of one conversation, offsets into the turn itself."""
    return redactor.find_many(list(turns))


def find_in_records(redactor: Finder, records: Sequence[Record]) -> list[list[list[Span]]]:
    """For each record the spans of each of its `turns`, in one batch: what `Record.render` takes."""
    return [find_in_turns(redactor, record.turns) for record in records]
