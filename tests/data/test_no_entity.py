"""Ordinary speech: breadth, no label slots, no stray names, and three sides that share no
sentence.
"""

import random
import re
from itertools import combinations

import pytest
from faker.providers.person.en_US import Provider

from pipeline.data.carriers import sentences
from pipeline.data.carriers.no_entity import RESOURCES, NoEntity
from pipeline.data.carriers.sentences import Cores, read_source
from pipeline.data.carriers.wrapping import broken, clitics, wrapped
from pipeline.data.forms.lookalike import SLOTS as LOOKALIKE_SLOTS
from pipeline.data.lexicon.sides import SIDES
from pipeline.errors import DataError

#: First names that stand in the resources on purpose as another word, a wake word or part of a
#: title or product.
_NOT_NAMES = """
    alexa amber april ben bill bob brandy carol chase christian crystal daisy dale dawn dean destiny diamond don drew
    earl faith frank gene glen grace grant guy hazel heather holly hunter jack jade jane jerry jimmy joe john johnny
    josh joy june lance lee leon mario mark mary mason max melody oscar parker penny pat ray robin rose rosemary ruth
    sara sherry shirley simon sue summer tanner taylor tim tom victor victoria wendy
"""  # noqa: E501
NOT_NAMES = frozenset(_NOT_NAMES.split())


@pytest.fixture(scope="module")
def frames():
    rng = random.Random(7)
    no_entity = NoEntity("train")
    return [no_entity.frame(rng) for _ in range(20_000)]


def test_frames_hold_lower_case_words_and_look_alikes_only(frames):
    for frame in frames:
        assert frame == " ".join(frame.split()) and frame, frame
        assert set(re.findall(r"\{(\w*)\}", frame)) <= set(LOOKALIKE_SLOTS), frame
        assert re.fullmatch(r"[a-z0-9',. ]+", re.sub(r"\{[A-Z_]+\}", "x", frame)), frame


def test_no_line_names_a_person(frames):
    names = {name.lower() for name in (*Provider.first_names_female, *Provider.first_names_male)}
    words = {
        word
        for frame in frames
        for word in re.findall(r"[a-z]+", re.sub(r"\{[A-Z_]+\}", " ", frame))
    }
    cut_short = {"al", "ann", "jo", "ti", "da", "ma"}
    assert {word for word in words & names if len(word) > 3} <= NOT_NAMES | cut_short


def test_breadth(frames):
    assert len(set(frames)) > 0.85 * len(frames)


def test_same_seed_same_frames():
    a, b = NoEntity("dev"), NoEntity("dev")
    first, second = random.Random(3), random.Random(3)
    assert [a.frame(first) for _ in range(200)] == [b.frame(second) for _ in range(200)]


@pytest.mark.parametrize("names", [RESOURCES, ("tables", "words", "commands")])
def test_the_three_sides_share_no_sentence(names):
    sides = {}
    for split in SIDES:
        cores, rng = Cores(names, split), random.Random(11)
        sides[split] = {cores.draw(rng)[0] for _ in range(6000)}
    for one, other in combinations(sides.values(), 2):
        assert not one & other


@pytest.mark.parametrize(
    "text", ["no section", "++ music 2", "++ music 2 shout", "++ music -1 ask", "++ a 1 ask\n[x"]
)
def test_a_broken_resource_is_named(monkeypatch, text):
    read_source.cache_clear()
    monkeypatch.setattr(sentences, "_lines", lambda name: text.splitlines())
    with pytest.raises(DataError, match=r"bad\.txt line \d"):
        read_source(("bad",))
    read_source.cache_clear()


def test_wrapping_never_touches_a_slot():
    rng = random.Random(5)
    core = "what's {PERSON_NAME}'s number and the time at {TIME} i don't know"
    for _ in range(3000):
        text = broken(clitics(wrapped(core, "question", rng), rng), rng)
        assert re.sub(r"\{[A-Z_]+\}", "", text).count("{") == 0
        assert "}s" not in text


def test_clitics_in_three_forms():
    rng = random.Random(1)
    forms = {clitics("what's up i don't know i'm late", rng) for _ in range(100)}
    assert forms == {
        "what's up i don't know i'm late",
        "what 's up i do n't know i 'm late",
        "whats up i dont know im late",
    }
