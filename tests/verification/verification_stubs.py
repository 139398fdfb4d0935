"""Stand-ins for the redactor and the int8 reference: right, wrong, silent or slow on purpose."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path

from pipeline.spans import Span, entities_of

Change = Callable[[str, list[Span]], list[Span]]


def utterances(pii: int, quiet: int) -> list[tuple[str, list[Span]]]:
    """`pii` utterances of one name or phone and `quiet` ones of none, all texts different."""
    rows = []
    for i in range(pii):
        lead = f"call {i} my name is " if i % 2 else f"call {i} my number is "
        value = "maya lindqvist" if i % 2 else "nine eight seven six five"
        label = "PERSON_NAME" if i % 2 else "PHONE"
        rows.append((lead + value, [Span(len(lead), len(lead + value), label)]))
    rows += [(f"call {i} thank you that was all", []) for i in range(quiet)]
    return rows


def write_part(path: Path, rows: list[tuple[str, list[Span]]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = [
        json.dumps({"id": str(i), "text": text, "entities": entities_of(spans)}) for i, (text, spans) in enumerate(rows)
    ]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


class StubRedactor:
    """Answers with the labelled spans of `rows`, changed by `change`, each call taking `seconds` at least."""

    def __init__(self, rows: list[tuple[str, list[Span]]], change: Change | None = None, seconds: float = 0.0):
        self.answers, self.change, self.seconds = dict(rows), change, seconds

    def find(self, text: str) -> list[Span]:
        if self.seconds:
            time.sleep(self.seconds)
        spans = self.answers[text]
        return self.change(text, spans) if self.change else list(spans)

    def find_many(self, texts: list[str]) -> list[list[Span]]:
        spans = [self.answers[text] for text in texts]
        return [self.change(text, s) if self.change else list(s) for text, s in zip(texts, spans, strict=True)]
