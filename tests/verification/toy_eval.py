"""Labelled texts that the toy tagger understands, and toy models that are right, silent or wrong
on purpose.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import msgspec
import numpy as np

from pipeline.labelled import Labelled, Text
from pipeline.spans import Span, entities_of
from tests.redaction.toy_tagger import TAG_SET, TAGGED, VOCAB, build_model

#: Logit of a tagged word, high enough that its score is near 1.
SURE = 16.0


def labelled(text: str) -> Text:
    """`text` with the spans that its words {LABEL words} mark.

    >>> labelled("call {PERSON_NAME maya}")
    Text(text='call maya', spans=[Span(start=5, end=9, label='PERSON_NAME', score=1.0)])
    """
    plain, spans = "", []
    for i, piece in enumerate(text.replace("}", "{").split("{")):
        if i % 2:
            label, _, piece = piece.partition(" ")
            spans.append(Span(len(plain), len(plain) + len(piece), label))
        plain += piece
    return Text(plain, spans)


def texts(pii: int, no_entity: int, alarming: int = 0) -> list[Labelled]:
    """`pii` rows of a name or a phone, `no_entity` without either, `alarming` of those with the
    word "hello".
    """
    name, phone = (
        "my name is {PERSON_NAME maya smith}",
        "the number is {PHONE nine eight seven six five}",
    )
    rows = [labelled(name if i % 2 else phone) for i in range(pii)]
    rows += [labelled("call me on my phone" + " hello" * (i < alarming)) for i in range(no_entity)]
    return [Labelled([row]) for row in rows]


def conversations(count: int) -> list[Labelled]:
    """Questions and answers, the number over two turns."""
    turns = [
        "hello is my name in",
        "{PERSON_NAME john nair}",
        "the {PHONE nine eight seven six}",
        "{PHONE five}",
    ]
    return [Labelled([labelled(turn) for turn in turns], conversation=True)] * count


def said_again(count: int) -> list[Labelled]:
    """A name that is said, read back and spelled."""
    turns = [
        "my name is {PERSON_NAME maya smith}",
        "the name is {PERSON_NAME maya smith}",
        "{PERSON_NAME x y z}",
    ]
    return [Labelled([labelled(turn) for turn in turns], conversation=True)] * count


def write_part(path: Path, rows: list[Labelled]) -> None:
    """`rows` as labelled JSONL."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lines = []
    for row in rows:
        turns = [{"text": turn.text, "entities": entities_of(turn.spans)} for turn in row.turns]
        lines.append(msgspec.json.encode({"turns": turns} if row.conversation else turns[0]))
    path.write_bytes(b"\n".join(lines) + b"\n")


def toy_model(folder: Path, tagged: Mapping[str, list[str]] = TAGGED, sure: float = SURE) -> Path:
    """A model folder that gives the words of `tagged` their label; `sure` is their logit, others
    have 4 for O.
    """
    scores = np.zeros((len(VOCAB), len(TAG_SET)), dtype=np.float32)
    scores[:, 0] = 4.0
    for label, words in tagged.items():
        for word in words:
            scores[VOCAB.index(word), [TAG_SET.begin(label), TAG_SET.inside(label)]] = (
                sure,
                sure + 0.5,
            )
    return build_model(folder, scores, max_length=64)
