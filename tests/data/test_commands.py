"""Commands that name people: label slots, possessives, near misses, breadth, and what the
generator makes of them.
"""

import random
import re

import pytest

from pipeline.data.carriers.commands import Commands
from pipeline.data.dress import join
from pipeline.data.fill import Filler
from pipeline.data.values import Values
from pipeline.labels import TagSet, label_set


@pytest.fixture(scope="module")
def frames():
    rng = random.Random(7)
    commands = Commands("train")
    return [commands.frame(rng) for _ in range(20_000)]


def test_frames_hold_known_slots(frames):
    known = set(Values("train").slots)
    for frame in frames:
        assert frame == " ".join(frame.split()) and frame, frame
        assert set(re.findall(r"\{([\w.]*)\}", frame)) <= known, frame
        assert re.fullmatch(r"[a-z0-9' ]+", re.sub(r"\{[\w.]+\}", "x", frame)), frame


def test_most_frames_name_somebody_and_some_nobody(frames):
    named = sum("{PERSON_NAME}" in frame for frame in frames) / len(frames)
    assert 0.55 < named < 0.9


def test_a_possessive_touches_the_name_or_follows_it(frames):
    endings = [e for frame in frames for e in re.findall(r"\{PERSON_NAME\}(\S+| '\S+)", frame)]
    assert set(endings) == {"'s", " 's"}
    assert endings.count("'s") > 200 and endings.count(" 's") > 200


def test_two_names_never_stand_side_by_side(frames):
    assert not [f for f in frames if re.search(r"\{PERSON_NAME\}('s)? \{PERSON_NAME\}", f)]


def test_names_stand_at_every_position(frames):
    whole = [f for f in frames if "{PERSON_NAME}" in f]
    assert sum(f.startswith("{PERSON_NAME}") for f in whole) > 300
    assert sum(f.endswith("{PERSON_NAME}") for f in whole) > 1000
    assert sum(f.count("{PERSON_NAME}") > 1 for f in whole) > 500


def test_breadth(frames):
    assert len(set(frames)) > 0.8 * len(frames)


def test_same_seed_same_frames():
    a, b = Commands("test"), Commands("test")
    first, second = random.Random(3), random.Random(3)
    assert [a.frame(first) for _ in range(200)] == [b.frame(second) for _ in range(200)]


def test_the_possessive_goes_inside_the_name():
    filler = Filler(Values("train"), TagSet(label_set("core")), random.Random(2))
    for _ in range(100):
        filled = filler.fill("reply to {PERSON_NAME} 's email", "spoken")
        text, (span,) = join(filled.words, filled.tags, TagSet(label_set("core")))
        assert text[span.end :].strip() == "email", text
