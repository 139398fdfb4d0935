"""Labelled JSONL: rows {"text", "entities"} and conversations {"turns": [{"speaker", "text",
"entities"}]}.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import msgspec

from pipeline.errors import DataError
from pipeline.spans import Span, spans_from_row

T = TypeVar("T")


class Text(NamedTuple):
    """A labelled text; `spans` are sorted and apart from each other."""

    text: str
    spans: list[Span]


class Labelled(NamedTuple):
    """A labelled row: one text, or the turns of one conversation."""

    turns: list[Text]
    conversation: bool = False

    def joined(self) -> Text:
        """The row as one text: its turns, each on a line of its own."""
        if len(self.turns) == 1:
            return self.turns[0]
        spans, at = [], 0
        for turn in self.turns:
            spans += [
                span._replace(start=span.start + at, end=span.end + at) for span in turn.spans
            ]
            at += len(turn.text) + 1
        return Text("\n".join(turn.text for turn in self.turns), spans)


def read_labelled(path: str | Path) -> Iterator[Labelled]:
    """Yield the rows of a labelled file.

    Raises DataError naming file and line; an empty file is an error.
    """
    return _read(path, _row)


def read_texts(path: str | Path) -> Iterator[Text]:
    """The rows of a labelled file, each as one text: of a conversation its `text`, else its
    turns joined.
    """
    return _read(path, lambda row: _text(row) if "text" in row else _row(row).joined())


def read_parts(folder: str | Path) -> dict[str, list[Labelled]]:
    """Every *.jsonl of `folder` (or one such file) by its stem, sorted.

    Raises DataError where there is none.
    """
    folder = Path(folder)
    files = [folder] if folder.is_file() else sorted(folder.glob("*.jsonl"))
    if not files:
        raise DataError(
            f"{folder}: no *.jsonl here; run `python -m pipeline data` or name a folder of labelled"
            " rows"
        )
    return {path.stem: list(read_labelled(path)) for path in files}


def _read(path: str | Path, convert: Callable[[dict[str, Any]], T]) -> Iterator[T]:
    path, number = Path(path), 0
    try:
        # Split at newlines only: a transcript may hold U+2028 and the like, which str.splitlines
        # would cut at.
        with path.open("rb") as stream:
            for line in stream:
                number += 1
                if line.strip():
                    yield convert(_decoded(line))
    except DataError as error:
        raise DataError(f"{path}:{number}: {error}") from None
    except OSError as error:
        raise DataError(f"{path}: cannot be read: {error.strerror or error}") from None
    if not number:
        raise DataError(f"{path}: is empty")


def _decoded(line: bytes) -> dict[str, Any]:
    try:
        row: dict[str, Any] = msgspec.json.decode(line, type=dict)
    except (msgspec.DecodeError, msgspec.ValidationError):
        raise DataError("is not a JSON object") from None
    return row


def _row(row: dict[str, Any]) -> Labelled:
    if "turns" not in row:
        return Labelled([_text(row)])
    turns = row["turns"]
    if (
        not isinstance(turns, list)
        or not turns
        or not all(isinstance(turn, dict) for turn in turns)
    ):
        raise DataError("turns must be a list of objects with text and entities")
    return Labelled([_text(turn) for turn in turns], conversation=True)


def _text(row: dict[str, Any]) -> Text:
    spans = spans_from_row(row)
    return Text(row["text"], spans)
