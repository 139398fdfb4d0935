"""Noise: labels stay right whatever happens to the words."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.data.dress import join
from pipeline.data.noise import MARK, TURN, add_noise, add_stray, misspell
from pipeline.data.noise_words import HOMOPHONES
from pipeline.labels import TagSet, label_set
from pipeline.spans import check_spans

TAG_SET = TagSet(label_set("calls"))
LABELS, TAGS, begin_id = TAG_SET.labels, TAG_SET.tags, TAG_SET.begin
VOCABULARY = (
    "my number is two four nine eight at dot gmail com rahul sharma may 98765 43210 a card and"
)
WORD = st.sampled_from(VOCABULARY.split())
PIECE = st.tuples(st.sampled_from([None, *LABELS]), st.lists(WORD, min_size=1, max_size=5))


def said(text):
    return text.split()


def tagged(pieces):
    words, tags = [], []
    for label, spoken in pieces:
        words += spoken
        begin = begin_id(label) if label else 0
        tags += [begin] + [begin + 1] * (len(spoken) - 1) if label else [0] * len(spoken)
    return words, tags


def well_formed(tags):
    """Inside tags follow a tag of their own label only."""
    return all(
        tag == 0 or tag & 1 or (i and tags[i - 1] in (tag, tag - 1)) for i, tag in enumerate(tags)
    )


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECE, min_size=1, max_size=6), st.floats(0, 0.6), st.integers(0, 2**32))
def test_tags_stay_well_formed_and_spans_valid(pieces, rate, seed):
    words, tags = tagged(pieces)
    rng = random.Random(seed)
    heard, labels = add_noise(words, tags, rate, rng)
    add_stray(heard, labels, rate, lambda: "4 5 6 7", rng.random)
    assert len(heard) == len(labels)
    assert all(word and " " not in word for word in heard)
    assert well_formed(labels), [TAGS[tag] for tag in labels]
    text, spans = join(heard, labels, TAG_SET)
    assert check_spans(text, spans) == spans
    assert len(spans) <= len([1 for label, _ in pieces if label])


@settings(max_examples=100, deadline=None)
@given(st.lists(PIECE, min_size=1, max_size=6), st.integers(0, 2**32))
def test_rate_zero_changes_nothing(pieces, seed):
    words, tags = tagged(pieces)
    assert add_noise(list(words), list(tags), 0.0, random.Random(seed)) == (words, tags)


def test_a_span_whose_first_word_is_dropped_begins_at_the_next():
    words, tags = tagged(
        [(None, ["is"]), ("PHONE", ["nine", "eight", "seven", "six"]), (None, ["ok"])]
    )
    shortened = 0
    for seed in range(3000):
        heard, labels = add_noise(words, tags, 0.2, random.Random(seed))
        if "nine" not in heard and "eight" in heard and "nein" not in heard:
            first = heard.index("eight")
            shortened += labels[first] == begin_id("PHONE")
    assert shortened > 20


def test_fillers_between_words_of_a_span_are_inside_and_before_it_outside():
    words, tags = tagged([(None, ["is"]), ("PHONE", ["nine", "eight"])])
    inside = outside = 0
    for seed in range(4000):
        heard, labels = add_noise(words, tags, 0.3, random.Random(seed))
        if heard == ["is", "nine", "uh", "eight"]:
            assert labels == [0, 3, 4, 4]
            inside += 1
        if heard == ["is", "uh", "nine", "eight"]:
            assert labels == [0, 0, 3, 4]
            outside += 1
    assert inside and outside


def test_the_rate_is_about_the_share_of_changed_words():
    words, tags = tagged([(None, said("please send the invoice to my office address before noon"))])
    rng = random.Random(5)
    for rate in (0.03, 0.08, 0.15, 0.25):
        same = sum(add_noise(words, tags, rate, rng)[0] == words for _ in range(3000)) / 3000
        expected = (1 - rate) ** len(words)
        assert abs(same - expected) < 0.06


def test_stray_digits_keep_away_from_spans():
    words, tags = tagged(
        [(None, said("the parcel was left outside again")), ("PHONE", ["98765", "43210"])]
    )
    dropped = 0
    for seed in range(500):
        rng = random.Random(seed)
        heard, labels = add_noise(words, tags, 0.3, rng)
        add_stray(heard, labels, 0.3, lambda: "777", rng.random)
        for at in [i for i, word in enumerate(heard) if word == "777"]:
            assert not any(labels[max(0, at - 2) : at + 3][:5]) or labels[at] == 0
            assert not any(labels[max(0, at - 2) : at + 2])
            dropped += 1
    assert dropped > 30


def test_punctuation_hung_on_a_word_stays_outside_the_span():
    text, spans = join(
        ["Call", "Rahul" + MARK + ",", "please" + MARK + "."],
        [0, begin_id("PERSON_NAME"), 0],
        TAG_SET,
    )
    assert text == "Call Rahul, please."
    assert [(text[s.start : s.end], s.label) for s in spans] == [("Rahul", "PERSON_NAME")]


def test_spans_next_to_each_other_stay_apart():
    name, city = begin_id("PERSON_NAME"), begin_id("CITY")
    text, spans = join(["rahul", "asha", "rao", "pune"], [name, name, name + 1, city], TAG_SET)
    assert [text[s.start : s.end] for s in spans] == ["rahul", "asha rao", "pune"]


def test_turns_and_sounds_are_left_as_they_are():
    words = ["yes", TURN, "[noise]", "nine", "eight", TURN, "<unk>"]
    phone = begin_id("PHONE")
    for seed in range(300):
        heard, labels = add_noise(
            words, [0, 0, 0, phone, phone + 1, 0, 0], 0.6, random.Random(seed)
        )
        assert [w for w in heard if w in words and not w.isalpha()] == [
            TURN,
            "[noise]",
            TURN,
            "<unk>",
        ]
        assert join(heard, labels, TAG_SET)[0].count("\n") == 2


def test_misspelling_leaves_digits_alone_and_never_empties_a_word():
    rng = random.Random(2)
    for _ in range(2000):
        assert misspell("98765", rng.random) == "98765"
        assert misspell("rohan", rng.random)
    assert len({misspell("chatterjee", rng.random) for _ in range(500)}) > 30


def test_homophones_the_issue_names():
    for word, other in (
        ("to", "two"),
        ("four", "for"),
        ("eight", "ate"),
        ("one", "won"),
        ("dot", "thought"),
    ):
        assert other in HOMOPHONES[word]
