"""Span precision, recall and F1 on dev, by the decoder that the redactor uses."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence

import numpy as np

from pipeline.labels import LABELS, PII_LABELS, TAGS
from pipeline.spans import Span
from pipeline.training.rows import Row

#: A batch of token ids and mask, int64 [batch, tokens], to logits float32 [batch, tokens, 15].
Forward = Callable[[np.ndarray, np.ndarray], np.ndarray]


def decode(text: str, offsets: Sequence[tuple[int, int]], logits: np.ndarray) -> list[Span]:
    """Spans of one utterance from its logits [tokens, 15]."""
    log = logits - np.logaddexp.reduce(logits, axis=-1, keepdims=True)
    probabilities, tags = np.exp(log), log.argmax(-1)
    spans: list[list] = []
    for (start, end), tag, probability in zip(offsets, tags.tolist(), probabilities, strict=True):
        if start == end or not tag:
            continue
        label, inside = TAGS[tag][2:], TAGS[tag][0] == "I"
        begin = tag - inside
        score = float(probability[begin] + probability[begin + 1])
        glued = spans and spans[-1][1] == start and text[start - 1].isalnum() and text[start].isalnum()
        if spans and spans[-1][2] == label and spans[-1][4] and (inside or glued):
            spans[-1][1] = end
            spans[-1][3].append(score)
        else:
            spans.append([start, end, label, [score], True])
    return [Span(s, e, label, float(np.mean(scores))) for s, e, label, scores, _ in spans]


def predict(forward: Forward, tokenizer, rows: Sequence[Row], max_length: int, batch: int = 32) -> list[np.ndarray]:
    """Logits of each row, [its tokens, 15], rows cut at `max_length`; computed in batches of like length."""
    encodings = tokenizer.encode_batch([row.text for row in rows])
    ids = [(e.ids if len(e.ids) <= max_length else [*e.ids[: max_length - 1], e.ids[-1]]) for e in encodings]
    found: list[np.ndarray] = [np.empty(0)] * len(rows)
    order = sorted(range(len(rows)), key=lambda i: len(ids[i]))
    for at in range(0, len(order), batch):
        chosen = order[at : at + batch]
        shape = (len(chosen), len(ids[chosen[-1]]))
        tokens, mask = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
        for row, i in enumerate(chosen):
            tokens[row, : len(ids[i])] = ids[i]
            mask[row, : len(ids[i])] = 1
        for i, logits in zip(chosen, forward(tokens, mask), strict=True):
            found[i] = logits[: len(ids[i])]
    return found


def find_spans(forward: Forward, tokenizer, rows: Sequence[Row], max_length: int) -> list[list[Span]]:
    """The spans a model finds in each row."""
    all_logits = predict(forward, tokenizer, rows, max_length)
    encodings = tokenizer.encode_batch([row.text for row in rows])
    return [
        decode(row.text, e.offsets[: len(logits)], logits)
        for row, e, logits in zip(rows, encodings, all_logits, strict=True)
    ]


def span_scores(gold: Iterable[Sequence[Span]], found: Iterable[Sequence[Span]]) -> dict[str, dict[str, float]]:
    """Exact-match precision, recall and F1 for each label and, under `pii`, over the PII labels together.

    Where nothing was found precision is 1, where there is nothing to find recall is 1.
    """
    hits, found_count, gold_count = Counter(), Counter(), Counter()
    for golds, founds in zip(gold, found, strict=True):
        keys = {s[:3] for s in golds}
        gold_count.update(key[2] for key in keys)
        found_count.update(s.label for s in founds)
        hits.update(s.label for s in founds if s[:3] in keys)
    groups = {"pii": PII_LABELS, **{label: (label,) for label in LABELS}}
    return {
        name: _prf(*(sum(c[x] for x in labels) for c in (hits, found_count, gold_count)))
        for name, labels in groups.items()
    }


def _prf(hit: int, found: int, gold: int) -> dict[str, float]:
    precision, recall = (hit / found if found else 1.0), (hit / gold if gold else 1.0)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": precision, "recall": recall, "f1": f1, "found": found, "gold": gold}


def sample_rows(parts: dict[str, list[Row]], count: int) -> list[Row]:
    """About `count` rows spread evenly over the parts and, within each, over its length; always the same ones."""
    each = max(1, count // len(parts))
    chosen: list[Row] = []
    for name in sorted(parts):
        rows = parts[name]
        picks = np.unique(np.linspace(0, len(rows) - 1, min(each, len(rows))).round().astype(int))
        chosen += [rows[i] for i in picks]
    return chosen
