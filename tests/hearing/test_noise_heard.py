"""Noise drawn from what recognisers made of words: labels stay right, and errors are those that
were heard.
"""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.data.dress import join
from pipeline.data.hearing.resource import confusions
from pipeline.data.noise import MARK
from pipeline.data.noise_heard import noise_of
from pipeline.labels import TagSet, label_set
from pipeline.spans import check_spans

TAG_SET = TagSet(label_set("calls"))
SAID = "my number is two four nine eight at dot gmail com rahul 98765 [noise] a card"
WORD = st.sampled_from(["\n", *SAID.split()])
PIECE = st.tuples(st.sampled_from(["", *TAG_SET.labels]), st.lists(WORD, min_size=1, max_size=5))


def tagged(pieces: list[tuple[str, list[str]]]) -> tuple[list[str], list[int]]:
    words, tags = [], []
    for label, said in pieces:
        begin = TAG_SET.begin(label) if label else 0
        words += said
        tags += [begin, *[begin + 1] * (len(said) - 1)] if label else [0] * len(said)
    return words, tags


@pytest.mark.parametrize("name", ["guessed", "heard", "both"])
@given(
    pieces=st.lists(PIECE, min_size=1, max_size=5),
    rate=st.sampled_from([0.0, 0.1, 0.6]),
    seed=st.integers(0, 99),
)
def test_spans_stay_whole_and_in_order(
    name: str, pieces: list[tuple[str, list[str]]], rate: float, seed: int
) -> None:
    words, tags = tagged(pieces)
    heard, labels = noise_of(name)(words, tags, rate, random.Random(seed))
    assert len(heard) == len(labels) and all(heard)
    text, spans = join(heard, labels, TAG_SET)
    assert check_spans(text, spans) == spans
    if rate == 0.0:
        assert (heard, labels) == (words, tags)


def test_errors_are_those_that_were_heard() -> None:
    rng = random.Random(1)
    known = set(confusions().tables["digits"]["four"])
    became = set()
    for _ in range(300):
        heard, _ = noise_of("heard")(["four"], [TAG_SET.begin("PHONE")], 0.6, rng)
        became.add(" ".join(heard))
    stumbled = {word for word in became if word.endswith("four")}
    assert len(became - stumbled) > 3
    assert became - stumbled <= known


def test_names_are_misheard_more_often_than_digits() -> None:
    rng = random.Random(5)
    name, digit = TAG_SET.begin("PERSON_NAME"), TAG_SET.begin("PHONE")
    add = noise_of("heard", frozenset([name]))
    heard = [add(["zubaida", "seven"], [name, digit], 0.2, rng)[0] for _ in range(400)]
    names, digits = (sum(word not in words for words in heard) for word in ("zubaida", "seven"))
    assert names > 2 * digits > 0


def test_a_cue_is_not_lost_and_punctuation_stays() -> None:
    rng = random.Random(2)
    for _ in range(200):
        heard, _ = noise_of("heard")(["order", "number" + MARK + ","], [0, 0], 0.6, rng)
        assert len(heard) >= 2
        assert heard[-1].endswith(MARK + ",")
