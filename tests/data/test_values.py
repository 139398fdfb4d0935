"""Values: every slot gives text, the same text everywhere, and the two sides of the split share
no name or place.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
from itertools import combinations

import pytest

from pipeline.data.forms.lookalike import SLOTS as LOOKALIKE_SLOTS
from pipeline.data.lexicon.names import cultures
from pipeline.data.lexicon.places import city_tables, location_tables
from pipeline.data.lexicon.sides import SIDES, key
from pipeline.data.values import Values
from pipeline.labels import all_labels

SLOTS = Values("train").slots
PAIRS = list(combinations(SIDES, 2))


@pytest.fixture(scope="module")
def train() -> Values:
    return Values("train")


@pytest.fixture(scope="module")
def dev() -> Values:
    return Values("dev")


def draws(
    values: Values, slot: str, n: int = 400, style: str = "spoken", seed: int = 5
) -> list[str]:
    rng = random.Random(seed)
    return [values.say(slot, rng, style) for _ in range(n)]


def test_there_is_a_slot_for_every_label() -> None:
    assert set(all_labels()) <= set(SLOTS)


@pytest.mark.parametrize("style", ["spoken", "words", "typed", "written"])
@pytest.mark.parametrize("slot", SLOTS)
def test_a_value_is_clean_text(train: Values, dev: Values, slot: str, style: str) -> None:
    for values in (train, dev):
        for text in draws(values, slot, style=style):
            assert text and text == " ".join(text.split()), repr(text)
            if style != "written":
                assert text == text.lower(), text
            if slot not in LOOKALIKE_SLOTS and not slot.startswith(("SECRET", "ADDRESS.town")):
                assert not text.startswith("the "), text
            assert text[-1].isalnum() or text[-1] in ".%'" or slot.startswith("SECRET"), text


@pytest.mark.parametrize("slot", SLOTS)
def test_values_vary(train: Values, dev: Values, slot: str) -> None:
    at_least = {"WEEKDAY": 7, "MONTH_ONLY": 12, "SECRET.answer": 12}.get(slot, 60)
    assert len(set(draws(train, slot))) >= at_least
    assert len(set(draws(dev, slot))) >= at_least


def test_the_same_seed_gives_the_same_values_whatever_the_hash_seed() -> None:
    program = """
import random
from pipeline.data.values import *
r, v = random.Random(3), Values("dev")
print([v.say(s, r, t) for _ in range(40) for s in v.slots for t in ("spoken", "written")])
"""
    outputs = set()
    for seed in ("1", "2"):
        env = {**os.environ, "PYTHONHASHSEED": seed}
        outputs.add(
            subprocess.run(
                [sys.executable, "-c", program], env=env, capture_output=True, check=True
            ).stdout
        )
    assert len(outputs) == 1


def test_an_unknown_split_slot_or_style_is_refused(train: Values) -> None:
    with pytest.raises(ValueError, match="valid"):
        Values("valid")
    with pytest.raises(KeyError):
        train.say("SHOE_SIZE", random.Random(1))
    with pytest.raises(KeyError):
        train.say("PHONE", random.Random(1), "shouted")


def name_parts(side: str) -> set[str]:
    return {key(name) for culture in cultures(side).values() for table in culture for name in table}


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_no_name_part_is_on_two_sides(one: str, other: str) -> None:
    first, second = name_parts(one), name_parts(other)
    assert min(len(first), len(second)) > 1_000
    assert not first & second


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_no_place_is_on_two_sides(one: str, other: str) -> None:
    cities = [
        {key(n) for table in city_tables(side).values() for n in table} for side in (one, other)
    ]
    assert min(map(len, cities)) > 500 and not cities[0] & cities[1]
    for kind, table in location_tables(one).items():
        assert not set(map(key, table)) & set(map(key, location_tables(other)[kind])), kind


@pytest.mark.parametrize(("one", "other"), PAIRS)
@pytest.mark.parametrize("slot", ["PERSON_NAME", "CITY", "LOCATION", "EMAIL"])
def test_what_one_side_says_no_other_says(one: str, other: str, slot: str) -> None:
    assert not set(draws(Values(one), slot, 8_000)) & set(draws(Values(other), slot, 8_000))


def test_names_of_dev_hold_no_word_of_a_train_name(train: Values, dev: Values) -> None:
    said = []
    for values in (train, dev):
        text = " ".join(draws(values, "PERSON_NAME", 20_000)).replace("-", " ").replace(".", "")
        said.append({word for word in text.split() if len(word) > 3})
    assert len(said[1]) > 500
    assert said[0] & said[1] <= {"junior"}


def test_mail_domains_of_dev_are_not_those_of_train(train: Values, dev: Values) -> None:
    domains = [
        {a.split("@")[1].lower() for a in draws(v, "EMAIL", 8_000, "written")} for v in (train, dev)
    ]
    assert {"gmail.com", "yahoo.com", "outlook.com"} <= domains[0]
    assert len(domains[1]) > 50 and not domains[0] & domains[1]


def test_a_style_without_figures_says_words_and_a_typed_one_figures(train: Values) -> None:
    for slot in ("PHONE", "CREDIT_CARD", "NATIONAL_ID.ssn4", "SECRET.otp"):
        assert (
            sum(not any(map(str.isdigit, text)) for text in draws(train, slot, 400, "words")) > 380
        ), slot
        assert (
            sum(any(map(str.isdigit, text)) for text in draws(train, slot, 400, "typed")) > 340
        ), slot


def test_well_known_names_and_places_are_in_train(train: Values) -> None:
    people, cities = (
        set(" ".join(draws(train, "PERSON_NAME", 20_000)).split()),
        set(draws(train, "CITY", 20_000)),
    )
    assert {"smith", "sharma", "patel", "mohammed", "krishnan", "priya", "john"} <= people
    assert {
        "mumbai",
        "bangalore",
        "bengaluru",
        "new york",
        "london",
        "vizag",
        "navi mumbai",
    } <= cities
