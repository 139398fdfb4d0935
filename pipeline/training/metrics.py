"""Span precision, recall and F1 on dev, found by the redactor's own windows and decoder."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from tokenizers import Tokenizer

from pipeline.labelled import Text
from pipeline.labels import TagSet, all_labels, redacted_labels
from pipeline.model_settings import TOKENIZER, ModelSettings
from pipeline.redaction.tagger import Session, Tagger
from pipeline.redaction.tokenize import ScanError, TextTokenizer
from pipeline.scores import Counts, count_spans, total
from pipeline.spans import Span

Scores = dict[str, dict[str, float]]


class Forward(Protocol):
    """Anything that turns ids and mask, int64 [batch, tokens], into logits, float32 [batch,
    tokens, tags].
    """

    def run(self, input_ids: np.ndarray, attention_mask: np.ndarray) -> np.ndarray: ...


class BatchedSession:
    """A session for the redactor's tagger over a model that takes padded batches."""

    def __init__(self, forward: Forward, batch: int = 32) -> None:
        self._forward, self._batch = forward, batch

    def run(self, rows: Sequence[np.ndarray]) -> Iterator[np.ndarray]:
        """Logits, float32 [tokens, tags], of each of `rows`, int64 [tokens]."""
        for at in range(0, len(rows), self._batch):
            some = rows[at : at + self._batch]
            ids = np.zeros((len(some), max(map(len, some))), dtype=np.int64)
            mask = np.zeros_like(ids)
            for place, row in enumerate(some):
                ids[place, : len(row)], mask[place, : len(row)] = row, 1
            for row, logits in zip(some, self._forward.run(ids, mask), strict=True):
                yield logits[: len(row)]


def tagger_over(session: Session, tokenizer: Tokenizer, max_length: int, tag_set: TagSet) -> Tagger:
    """The redactor's tagger with another model behind it: what it finds in training is what it
    will ship.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / TOKENIZER
        tokenizer.save(str(path))
        text_tokenizer = TextTokenizer(path)
    settings = ModelSettings(base_model="", labels=tag_set.labels, max_length=max_length)
    return Tagger(session, text_tokenizer, settings)


def find_spans(tagger: Tagger, rows: Sequence[Text]) -> list[list[Span]]:
    """The spans that one look of the model finds in each row, with their scores; none in a row
    that cannot be read.
    """
    looks = tagger.look_many([row.text for row in rows])
    return [[] if isinstance(look, ScanError) else look.spans for look in looks]


def span_scores(
    gold: Sequence[Sequence[Span]],
    found: Sequence[Sequence[Span]],
    labels: Sequence[str] | None = None,
) -> Scores:
    """Precision, recall, F1 and counts for each of `labels` and, under `pii`, over those that are
    redacted.

    `labels`: by default every registered one.
    """
    labels = all_labels() if labels is None else labels
    counts = count_spans(gold, found, labels)
    together = total(counts, redacted_labels(labels))
    return {name: _figures(one) for name, one in {"pii": together, **counts}.items()}


def _figures(counts: Counts) -> dict[str, float]:
    shares = {key: round(getattr(counts, key), 5) for key in ("precision", "recall", "f1")}
    return shares | {"found": counts.found, "gold": counts.gold}


def describe_scores(scores: Scores, utterances: int) -> str:
    """The PII figures of one dev part in words; of a part without PII, its false alarms."""
    pii = scores["pii"]
    if not pii["gold"]:
        return f"{pii['found']:.0f} false alarms in {utterances} utterances without PII"
    return f"PII precision {pii['precision']:.3f} recall {pii['recall']:.3f} F1 {pii['f1']:.3f}"


def sample_rows(parts: dict[str, list[Text]], count: int) -> list[Text]:
    """About `count` rows spread evenly over the parts and, within each, over its length; always
    the same ones.
    """
    each = max(1, count // len(parts))
    chosen: list[Text] = []
    for name in sorted(parts):
        rows = parts[name]
        picks = np.unique(np.linspace(0, len(rows) - 1, min(each, len(rows))).round().astype(int))
        chosen += [rows[i] for i in picks]
    return chosen
