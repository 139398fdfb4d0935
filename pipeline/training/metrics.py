"""Span precision, recall and F1 on dev, found by the redactor's own windows and decoder."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from tokenizers import Tokenizer

from pipeline.labels import LABELS, PII_LABELS
from pipeline.model_settings import TOKENIZER, ModelSettings
from pipeline.redaction.redactor import Redactor
from pipeline.redaction.tokenize import ScanError, TextTokenizer
from pipeline.spans import Span
from pipeline.training.rows import Row

Scores = dict[str, dict[str, float]]


class Forward(Protocol):
    """Anything that turns ids and mask, int64 [batch, tokens], into logits, float32 [batch, tokens, 15]."""

    def run(self, input_ids: np.ndarray, attention_mask: np.ndarray) -> np.ndarray: ...


def redactor_over(forward: Forward, tokenizer: Tokenizer, max_length: int) -> Redactor:
    """The redactor with another model behind it, thresholds at 0: what it finds in training is what it will ship."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / TOKENIZER
        tokenizer.save(str(path))
        text_tokenizer = TextTokenizer(path)
    return Redactor(forward, text_tokenizer, ModelSettings(base_model="", max_length=max_length))  # type: ignore[arg-type]


def find_spans(redactor: Redactor, rows: Sequence[Row]) -> list[list[Span]]:
    """The spans the model finds in each row, with their scores; none in a row that cannot be read."""
    found = redactor.scan_many([row.text for row in rows])
    return [[] if isinstance(spans, ScanError) else spans for spans in found]


def span_scores(gold: Iterable[Sequence[Span]], found: Iterable[Sequence[Span]]) -> Scores:
    """Exact-match precision, recall, F1 and counts for each label and, under `pii`, over the PII labels together.

    Where nothing was found precision is 1; where there is nothing to find recall is 1.
    """
    hits: Counter[str] = Counter()
    found_count: Counter[str] = Counter()
    gold_count: Counter[str] = Counter()
    for golds, founds in zip(gold, found, strict=True):
        keys = {span[:3] for span in golds}
        gold_count.update(key[2] for key in keys)
        found_count.update(span.label for span in founds)
        hits.update(span.label for span in founds if span[:3] in keys)
    groups = {"pii": PII_LABELS, **{label: (label,) for label in LABELS}}
    counters = (hits, found_count, gold_count)
    return {name: _prf(*(sum(c[label] for label in labels) for c in counters)) for name, labels in groups.items()}


def _prf(hit: int, found: int, gold: int) -> dict[str, float]:
    precision, recall = (hit / found if found else 1.0), (hit / gold if gold else 1.0)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {
        "precision": round(precision, 5),
        "recall": round(recall, 5),
        "f1": round(f1, 5),
        "found": found,
        "gold": gold,
    }


def describe_scores(scores: Scores, utterances: int) -> str:
    """The PII figures of one dev part in words; of a part without PII, its false alarms."""
    pii = scores["pii"]
    if not pii["gold"]:
        return f"{pii['found']:.0f} false alarms in {utterances} utterances without PII"
    return f"PII precision {pii['precision']:.3f} recall {pii['recall']:.3f} F1 {pii['f1']:.3f}"


def sample_rows(parts: dict[str, list[Row]], count: int) -> list[Row]:
    """About `count` rows spread evenly over the parts and, within each, over its length; always the same ones."""
    each = max(1, count // len(parts))
    chosen: list[Row] = []
    for name in sorted(parts):
        rows = parts[name]
        picks = np.unique(np.linspace(0, len(rows) - 1, min(each, len(rows))).round().astype(int))
        chosen += [rows[i] for i in picks]
    return chosen
