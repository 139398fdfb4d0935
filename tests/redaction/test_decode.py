"""Decoding: the answer is the best legal tag sequence, found by hand or by trying all."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.labels import TagSet, label_set
from pipeline.redaction.decode import Chances, Decoder, softmax

TAG_SET = TagSet(label_set("core"))
DECODER = Decoder(TAG_SET)
TAGS, N_TAGS = TAG_SET.tags, len(TAG_SET)
B_PHONE, I_PHONE = TAG_SET.begin("PHONE"), TAG_SET.inside("PHONE")
B_DATE, I_DATE = TAG_SET.begin("DATE"), TAG_SET.inside("DATE")


def score_of(probabilities: np.ndarray, label: str) -> float:
    """The score of a span of `label` over all tokens."""
    chances = Chances(probabilities, TAG_SET)
    return chances.of_span(0, len(probabilities), DECODER.counted(label))


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
    scores = np.random.default_rng(seed).normal(size=(len(joined), N_TAGS)).astype(np.float32)
    best = max(
        (
            tags
            for tags in itertools.product(range(N_TAGS), repeat=len(joined))
            if legal(tags, joined)
        ),
        key=lambda tags: sum(scores[i, t] for i, t in enumerate(tags)),
    )
    marks, free = np.array(joined), np.zeros(len(joined), dtype=bool)
    assert tuple(DECODER.viterbi(scores, marks, free)) == best
    assert tuple(DECODER.best_tags(scores, marks, free)) == best


@settings(deadline=None, max_examples=300)
@given(st.integers(1, 30), st.integers(0, 2**32 - 1))
def test_shortcut_and_viterbi_agree_and_are_legal(tokens: int, seed: int) -> None:
    random = np.random.default_rng(seed)
    scores = random.normal(size=(tokens, N_TAGS)).astype(np.float32)
    scores[:, 0] += 2
    joined, forced = random.random((2, tokens)) < 0.2
    joined[0] = False
    joined &= ~forced
    joined[1:] &= ~forced[:-1]
    tags = DECODER.best_tags(scores, joined, forced)
    np.testing.assert_array_equal(tags, DECODER.viterbi(scores, joined, forced))
    assert DECODER.is_legal(tags, joined)
    assert legal(tuple(tags), list(joined))
    assert not tags[forced].any()


def test_a_word_is_whole_or_not_at_all() -> None:
    scores = np.zeros((3, N_TAGS), dtype=np.float32)
    scores[:, 0] = [2, 2, 2]
    scores[0, B_PHONE] = 9
    joined = np.array([False, True, True])
    free = np.zeros(3, dtype=bool)
    assert DECODER.best_tags(scores, joined, free).tolist() == [B_PHONE, I_PHONE, I_PHONE]
    scores[0, B_PHONE] = 3
    assert DECODER.best_tags(scores, joined, free).tolist() == [0, 0, 0]


def test_token_spans_and_score() -> None:
    tags = np.array([0, B_PHONE, I_PHONE, B_PHONE, B_DATE, I_DATE, 0])
    assert DECODER.token_spans(tags) == [(1, 3, "PHONE"), (3, 4, "PHONE"), (4, 6, "DATE")]
    scores = np.full((2, N_TAGS), -np.inf, dtype=np.float32)
    scores[0, [B_PHONE, I_PHONE, 0]] = np.log([0.25, 0.5, 0.25])
    scores[1, [I_PHONE, 0]] = np.log([0.5, 0.5])
    assert score_of(softmax(scores), "PHONE") == pytest.approx((0.75 + 0.5) / 2)


def test_what_is_personal_either_way_shares_its_score() -> None:
    chances = np.zeros((1, N_TAGS))
    tags = [B_PHONE, TAG_SET.begin("CREDIT_CARD"), TAG_SET.begin("CITY"), 0]
    chances[0, tags] = [0.3, 0.4, 0.2, 0.1]
    assert score_of(chances, "PHONE") == pytest.approx(0.7)
    assert score_of(chances, "CITY") == pytest.approx(0.2)
