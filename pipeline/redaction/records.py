"""Records that are no file's: a text, or the turns of a conversation; and what the redactor
answers for any record.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.redaction.formats.base import Record
from pipeline.redaction.policy import Policy
from pipeline.spans import Span


@dataclass(frozen=True)
class Redacted:
    """The answer to one record: the spans of each of its `turns`, and the record as it goes out.

    `output` is a redacted text for a text, and what the format writes (line ending included) for a
    file's record;
    `turns` holds the redacted turns where turns were given.
    """

    spans: list[list[Span]]
    output: str | bytes
    turns: tuple[str, ...] = ()


class TurnsRecord(Record):
    """The turns of one conversation, or a single text, as a record."""

    context: frozenset[int] = frozenset()
    lines = 1

    def __init__(self, turns: Sequence[str], line: int = 1) -> None:
        self.line, self.turns, self.conversations = line, list(turns), [len(turns)]

    def render_turns(self, found: list[list[Span]], policy: Policy) -> tuple[str, ...]:
        """Each turn redacted."""
        return tuple(
            policy.apply(turn, spans) for turn, spans in zip(self.turns, found, strict=True)
        )

    def render(self, found: list[list[Span]], policy: Policy) -> str:
        """The turns redacted, a line each."""
        return "\n".join(self.render_turns(found, policy))


def as_record(one: Record | str | Sequence[str], line: int) -> Record:
    """A record as it is; a text, or the turns of a conversation, as a TurnsRecord."""
    if isinstance(one, str):
        return TurnsRecord([one], line)
    if isinstance(one, (list, tuple)):
        return TurnsRecord(one, line)
    return one  # type: ignore[return-value]
