"""Train, dev and test share no frame, place or mail domain; every span passes the check of its
own type.
"""

import random
import re
from itertools import combinations

import pytest

from pipeline.config import config_dir, load_config
from pipeline.data.config import DataConfig
from pipeline.data.generate import Generator
from pipeline.data.lexicon.words import CARDINAL, MONTHS, MONTHS_SHORT, ORDINAL
from pipeline.data.write import has_words
from pipeline.labels import all_labels, entity_type
from tests.data.said_digits import parse

CLEAN = load_config(
    config_dir() / "data.yaml",
    DataConfig,
    ["noise_levels=[0.0]", "noise_shares=[1.0]", "mixture.heard=0", "redacted=0"],
)


def drawn(split, count, config=CLEAN):
    generator = Generator(split, config, random.Random(f"x/{split}"))
    return [generator.draw() for _ in range(count)]


def test_carriers_names_places_and_domains_of_dev_are_not_in_train():
    sides = {
        "train": drawn("train", 8000, CLEAN),
        "dev": drawn("dev", 1000, CLEAN),
        "test": drawn("test", 1000, CLEAN),
    }
    for one, other in combinations(sides, 2):
        _share_nothing(sides[one], sides[other])


def _share_nothing(train, dev):
    frames = {u.frame for u in train}
    dev_frames = {u.frame for u in dev if has_words(u.frame)}
    assert len(frames & dev_frames) <= 0.01 * len(
        dev_frames
    )  # the writer refuses those few, see below

    def values(utterances, label):
        return {
            u.text[s.start : s.end].lower() for u in utterances for s in u.spans if s.label == label
        }

    for label in ("CITY", "LOCATION"):
        assert not values(train, label) & values(dev, label)

    def domains(utterances):
        written = [value.split("@")[1] for value in values(utterances, "EMAIL") if "@" in value]
        return {domain for domain in written if not domain.startswith(PUBLIC_MAIL)}

    assert not domains(train) & domains(dev)


PUBLIC_MAIL = (
    "gmail",
    "googlemail",
    "yahoo",
    "hotmail",
    "outlook",
    "rediffmail",
    "icloud",
    "live",
    "aol",
    "proton",
)


_NUMBER_WORDS = frozenset(
    [
        "zero",
        "oh",
        "o",
        "nought",
        "naught",
        "double",
        "triple",
        "hundred",
        "thousand",
        "and",
        "first",
        "second",
        "third",
    ]
) | {word for text in (*CARDINAL[:100], *ORDINAL) for word in text.split()}
_MONTHS = tuple(month.lower()[:3] for month in (*MONTHS, *MONTHS_SHORT))


def _has_number(text):
    return any(map(str.isdigit, text)) or bool(_NUMBER_WORDS & set(re.findall(r"[a-z]+", text)))


def _is_email(text):
    return bool(re.search(r"@|\bat\b", text)) and bool(re.search(r"\.|dot|point", text))


#: What a whole value of a type must look like, lower case. Values in pieces are checked by their
#: numbers only.
CHECKS = {
    "CREDIT_CARD": lambda text: 9 <= len(parse(text)) <= 20,
    "PHONE": lambda text: 6 <= len(parse(text)) <= 21,
    "EMAIL": _is_email,
    "PERSON_NAME": lambda text: not any(map(str.isdigit, text)),
    "DATE": lambda text: _has_number(text) or text[:3] in _MONTHS,
    "CITY": lambda text: not any(map(str.isdigit, text)),
    "ADDRESS": lambda text: _has_number(text) or len(text) > 2,
    "AGE": lambda text: _has_number(text) and len(text.split()) < 7,
    "USERNAME": lambda text: len(text) > 1,
}


@pytest.mark.parametrize("kind", ["calls", "terse", "dialogue", "context_free", "commands"])
def test_every_span_passes_the_check_of_its_type(kind):
    config = load_config(
        config_dir() / "data.yaml",
        DataConfig,
        ["noise_levels=[0.0]", "noise_shares=[1.0]", "redacted=0", "styles.engines=0"],
    )
    generator = Generator("train", config, random.Random(f"spans/{kind}"))
    seen = set()
    for _ in range(400):
        utterance = generator.draw(kind=kind)
        for span in utterance.spans:
            said = utterance.text[span.start : span.end].lower()
            assert said == said.strip(" ,.?!") or said[-1] in ".!", (span.label, said)
            check = CHECKS.get(span.label)
            if check is None and entity_type(span.label).digits:
                check = len
            assert check is None or check(said), (span.label, said)
            seen.add(span.label)
    assert seen <= set(all_labels()) and len(seen) > 3
