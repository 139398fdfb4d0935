"""Class scores of tokens to spans: the best tag sequence that is legal BIO and never splits a word.

Viterbi decoding over log-probabilities. The model's raw logits serve as well: they differ from log-softmax by a
constant a token, which moves no maximum. Where each token's own best tag already makes a legal sequence, that is the
answer.
"""

from __future__ import annotations

from bisect import bisect_right

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
# What a step costs, [joined][tag, previous tag].
_COST = [np.where(allowed.T, np.float32(0), np.float32(-np.inf)).copy() for allowed in ALLOWED]


def is_legal(tags: np.ndarray, joined: np.ndarray) -> np.ndarray:
    """Which rows of `tags` [rows, tokens] are legal; `joined` is bool of the same shape."""
    if tags.shape[1] == 0:
        return np.ones(len(tags), dtype=bool)
    steps = ALLOWED[joined[:, 1:].astype(np.int8), tags[:, :-1], tags[:, 1:]]
    return steps.all(axis=1) & ~_INSIDE[tags[:, 0]]


def best_tags(scores: np.ndarray, joined: np.ndarray, forced: np.ndarray) -> np.ndarray:
    """The best legal tag sequence of each row.

    `scores`: float [rows, tokens, 15], logits or log-probabilities, left as they are. `joined`: bool [rows, tokens].
    `forced`: bool [rows, tokens], tokens that must be O (padding, placeholders). Returns int [rows, tokens].
    """
    tags = np.where(forced, 0, scores.argmax(axis=2))
    for row in np.flatnonzero(~is_legal(tags, joined)).tolist():
        _repair(tags[row], scores[row], joined[row], forced[row])
    return tags


def _repair(tags: np.ndarray, scores: np.ndarray, joined: np.ndarray, forced: np.ndarray) -> None:
    """Make one row of best tags legal, in place, by decoding only the stretches that are not.

    The row is cut where a token begins a word and its best tag is O or B-, which may follow anything. Stretches that
    each have their best sequence and begin so make up the best sequence of the whole. A stretch whose best sequence
    would rather begin with I- is decoded again together with the stretch before it.
    """
    # Plain lists: on a short text numpy's set functions would take longer than the decoding.
    cuts = np.flatnonzero(~joined & ~_INSIDE[tags]).tolist()
    if cuts[:1] != [0]:
        cuts.insert(0, 0)
    cuts.append(len(tags))
    steps = ALLOWED[joined[1:].astype(np.int8), tags[:-1], tags[1:]]
    wrong = [0] if _INSIDE[tags[0]] else []
    wrong += (np.flatnonzero(~steps) + 1).tolist()
    for place in sorted({bisect_right(cuts, at) - 1 for at in wrong}):
        end = cuts[place + 1]
        while True:
            part = slice(cuts[place], end)
            best = _viterbi(scores[part], joined[part], forced[part], start_free=place > 0)
            if place == 0 or not _INSIDE[best[0]]:
                break
            place -= 1
        tags[part] = best


def viterbi(scores: np.ndarray, joined: np.ndarray, forced: np.ndarray) -> np.ndarray:
    """As `best_tags`, without the shortcut. O(rows * tokens * 15^2)."""
    rows = zip(scores, joined, forced, strict=True)
    return np.array([_viterbi(one, joins, outs, start_free=False) for one, joins, outs in rows])


def _viterbi(scores: np.ndarray, joined: np.ndarray, forced: np.ndarray, start_free: bool) -> np.ndarray:
    """The best legal tags of one stretch; with `start_free` it may begin with I-, going on what came before."""
    tokens = len(scores)
    scores = scores.astype(np.float32, copy=True)
    scores[forced, 1:] = -np.inf
    scores[forced, 0] = 0
    total = scores[0] if start_free else np.where(_INSIDE, np.float32(-np.inf), scores[0])
    back = np.empty((tokens, N_TAGS), dtype=np.int64)
    for t, step in enumerate(joined[1:].tolist(), 1):
        paths = total + _COST[step]
        paths.argmax(axis=1, out=back[t])
        total = paths.max(axis=1) + scores[t]
    tags = np.empty(tokens, dtype=np.int64)
    tag = tags[-1] = int(total.argmax())
    for t in range(tokens - 1, 0, -1):
        tag = tags[t - 1] = back[t, tag]
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
    powers = np.exp(scores - scores.max(axis=1, keepdims=True), dtype=np.float64)
    begin = begin_id(label)
    return float(((powers[:, begin] + powers[:, begin + 1]) / powers.sum(axis=1)).mean())
