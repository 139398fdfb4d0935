"""Labelled JSONL rows: read, checked and turned into token ids and tag ids."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pipeline.errors import DataError
from pipeline.labelled import Text, read_texts
from pipeline.labels import TagSet
from pipeline.spans import Span

#: Tag id of tokens that carry no loss: [CLS], [SEP] and padding.
IGNORE = -100


def read_parts(folder: str | Path) -> dict[str, list[Text]]:
    """The parts of a dev folder by name: every *.jsonl in it.

    Raises DataError where there is none.
    """
    paths = sorted(Path(folder).glob("*.jsonl"))
    if not paths:
        raise DataError(f"{folder}: holds no *.jsonl; run `python -m pipeline data` first")
    return {path.stem: list(read_texts(path)) for path in paths}


def tag_tokens(
    offsets: Sequence[tuple[int, int]], spans: Sequence[Span], tag_set: TagSet
) -> list[int]:
    """Tag id of each token: B- for the first token that overlaps a span, I- for the rest, IGNORE
    for specials.

    `offsets` are half-open code-point ranges in text order, (n, n) for special tokens; `spans` are
    sorted, apart; those of other labels than `tag_set`'s count as no span.
    """
    spans = [span for span in spans if span.label in tag_set]
    tags, upcoming, inside = [], 0, False
    for start, end in offsets:
        if start == end:
            tags.append(IGNORE)
            continue
        while upcoming < len(spans) and spans[upcoming].end <= start:
            upcoming, inside = upcoming + 1, False
        if upcoming < len(spans) and spans[upcoming].start < end:
            label = spans[upcoming].label
            tags.append(tag_set.inside(label) if inside else tag_set.begin(label))
            inside = True
        else:
            tags.append(0)
    return tags


def encode_rows(
    tokenizer: Any, rows: Sequence[Text], max_length: int, tag_set: TagSet
) -> Iterator[tuple[list[int], list[int]]]:
    """Yield (token ids, tag ids) of each row; a row longer than `max_length` becomes several, none
    of it lost.

    `tokenizer` is a `tokenizers.Tokenizer`. Both lists have the length of the window, specials
    included.
    """
    for row, encoding in zip(rows, tokenizer.encode_batch([row.text for row in rows]), strict=True):
        ids, tags = encoding.ids, tag_tokens(encoding.offsets, row.spans, tag_set)
        if len(ids) <= max_length:
            yield ids, tags
            continue
        room = max_length - 2
        for at in range(1, len(ids) - 1, room):
            end = min(at + room, len(ids) - 1)
            yield [ids[0], *ids[at:end], ids[-1]], [IGNORE, *tags[at:end], IGNORE]
