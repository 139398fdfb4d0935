"""Decoding: the answer is the best legal tag sequence, found by hand or by trying all."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.labels import TAG_TO_ID, TAGS
from pipeline.redaction.decode import N_TAGS, best_tags, is_legal, span_score, token_spans, viterbi

B_PHONE, I_PHONE, B_DATE, I_DATE = (TAG_TO_ID[t] for t in ("B-PHONE", "I-PHONE", "B-DATE", "I-DATE"))


def legal(tags: tuple[int, ...], joined: list[bool]) -> bool:
    """The rules in plain words, as the brief gives them."""
    before = "O"
    for position, tag in enumerate(tags):
        name = TAGS[tag]
        if name.startswith("I-") and before[1:] != name[1:]:
            return False
        if joined[position] and position and name != ("O" if before == "O" else f"I{before[1:]}"):
            return False
        before = name
    return True


@settings(deadline=None, max_examples=60)
@given(st.lists(st.booleans(), min_size=1, max_size=3), st.integers(0, 2**32 - 1))
def test_viterbi_equals_trying_every_sequence(joined: list[bool], seed: int) -> None:
    joined = [False, *joined[1:]]
    scores = np.random.default_rng(seed).normal(size=(1, len(joined), N_TAGS)).astype(np.float32)
    best = max(
        (tags for tags in itertools.product(range(N_TAGS), repeat=len(joined)) if legal(tags, joined)),
        key=lambda tags: sum(scores[0, i, t] for i, t in enumerate(tags)),
    )
    marks, free = np.array([joined]), np.zeros((1, len(joined)), dtype=bool)
    assert tuple(viterbi(scores, marks, free)[0]) == best
    assert tuple(best_tags(scores, marks, free)[0]) == best


@settings(deadline=None, max_examples=100)
@given(st.integers(1, 6), st.integers(1, 30), st.integers(0, 2**32 - 1))
def test_shortcut_and_viterbi_agree_and_are_legal(rows: int, tokens: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    scores = random.normal(size=(rows, tokens, N_TAGS)).astype(np.float32)
    scores[..., 0] += 2
    joined, forced = random.random((2, rows, tokens)) < 0.2
    joined[:, 0] = False
    joined &= ~forced
    joined[:, 1:] &= ~forced[:, :-1]
    tags = best_tags(scores, joined, forced)
    np.testing.assert_array_equal(tags, viterbi(scores, joined, forced))
    assert is_legal(tags, joined).all()
    assert all(legal(tuple(row), list(join)) for row, join in zip(tags, joined, strict=True))
    assert not tags[forced].any()


def test_a_word_is_whole_or_not_at_all() -> None:
    scores = np.zeros((1, 3, N_TAGS), dtype=np.float32)
    scores[0, :, 0] = [2, 2, 2]
    scores[0, 0, B_PHONE] = 9
    joined = np.array([[False, True, True]])
    free = np.zeros((1, 3), dtype=bool)
    assert best_tags(scores, joined, free).tolist() == [[B_PHONE, I_PHONE, I_PHONE]]
    scores[0, 0, B_PHONE] = 3
    assert best_tags(scores, joined, free).tolist() == [[0, 0, 0]]


def test_token_spans_and_score() -> None:
    tags = np.array([0, B_PHONE, I_PHONE, B_PHONE, B_DATE, I_DATE, 0])
    assert token_spans(tags) == [(1, 3, "PHONE"), (3, 4, "PHONE"), (4, 6, "DATE")]
    scores = np.full((2, N_TAGS), -np.inf, dtype=np.float32)
    scores[0, [B_PHONE, I_PHONE, 0]] = np.log([0.25, 0.5, 0.25])
    scores[1, [I_PHONE, 0]] = np.log([0.5, 0.5])
    assert span_score(scores, "PHONE") == pytest.approx((0.75 + 0.5) / 2)
