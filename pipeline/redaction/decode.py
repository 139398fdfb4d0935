"""Class scores of tokens to spans: the best tag sequence that is legal BIO and never splits a word.

Viterbi decoding over log-probabilities. The model's raw logits serve as well: they differ from log-softmax by a constant
a token, which moves no maximum. Where each token's own best tag already makes a legal sequence, that is the answer.
"""

from __future__ import annotations

import numpy as np

from pipeline.labels import LABELS, TAGS, begin_id

N_TAGS = len(TAGS)
_INSIDE = np.array([tag.startswith("I-") for tag in TAGS])


def _transitions() -> np.ndarray:
    """allowed[joined, previous tag, tag]: joined is 1 where the token goes on the word of the one before."""
    allowed = np.zeros((2, N_TAGS, N_TAGS), dtype=bool)
    allowed[0, :, ~_INSIDE] = True
    allowed[1, 0, 0] = True
    for label in LABELS:
        begin = begin_id(label)
        allowed[:, (begin, begin + 1), begin + 1] = True
    return allowed


ALLOWED = _transitions()
_COST = np.where(ALLOWED, np.float32(0), np.float32(-np.inf))


def is_legal(tags: np.ndarray, joined: np.ndarray) -> np.ndarray:
    """Which rows of `tags` [rows, tokens] are legal; `joined` is bool of the same shape."""
    if tags.shape[1] == 0:
        return np.ones(len(tags), dtype=bool)
    steps = ALLOWED[joined[:, 1:].astype(np.int8), tags[:, :-1], tags[:, 1:]]
    return steps.all(axis=1) & ~_INSIDE[tags[:, 0]]


def best_tags(scores: np.ndarray, joined: np.ndarray, forced: np.ndarray) -> np.ndarray:
    """The best legal tag sequence of each row.

    `scores`: float [rows, tokens, 15], logits or log-probabilities. `joined`: bool [rows, tokens]. `forced`: bool [rows,
    tokens], tokens that must be O (padding, placeholders). Returns int [rows, tokens]. `scores` is not changed.
    """
    tags = np.where(forced, 0, scores.argmax(axis=2))
    rough = np.flatnonzero(~is_legal(tags, joined))
    if len(rough):
        tags[rough] = viterbi(scores[rough], joined[rough], forced[rough])
    return tags


def viterbi(scores: np.ndarray, joined: np.ndarray, forced: np.ndarray) -> np.ndarray:
    """As `best_tags`, without the shortcut. O(rows * tokens * 15^2)."""
    rows, tokens, _ = scores.shape
    scores = scores.astype(np.float32, copy=True)
    scores[forced, 1:] = -np.inf
    scores[forced, 0] = 0
    total = np.where(_INSIDE, np.float32(-np.inf), scores[:, 0])
    back = np.zeros((tokens, rows, N_TAGS), dtype=np.int8)
    step = joined.astype(np.int8)
    for t in range(1, tokens):
        paths = total[:, :, None] + _COST[step[:, t]]
        back[t] = paths.argmax(axis=1)
        total = paths.max(axis=1) + scores[:, t]
    tags = np.zeros((rows, tokens), dtype=np.int64)
    tags[:, -1] = total.argmax(axis=1)
    index = np.arange(rows)
    for t in range(tokens - 1, 0, -1):
        tags[:, t - 1] = back[t, index, tags[:, t]]
    return tags


def token_spans(tags: np.ndarray) -> list[tuple[int, int, str]]:
    """(first token, one past the last, label) of every span in one legal row of `tags`."""
    begins = np.flatnonzero((tags != 0) & ~_INSIDE[tags])
    spans = []
    for begin in begins.tolist():
        tag = int(tags[begin])
        end = begin + 1
        while end < len(tags) and tags[end] == tag + 1:
            end += 1
        spans.append((begin, end, LABELS[(tag - 1) // 2]))
    return spans


def span_score(scores: np.ndarray, label: str) -> float:
    """Mean probability of `label`, B and I together, over the span's tokens; `scores` is [tokens, 15]."""
    powers = np.exp(scores.astype(np.float64) - scores.max(axis=1, keepdims=True))
    begin = begin_id(label)
    return float((powers[:, begin : begin + 2].sum(axis=1) / powers.sum(axis=1)).mean())
