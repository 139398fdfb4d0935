"""Forms: numbers can be read back, cards and phones have their lengths, dates and addresses
their shape.
"""

from __future__ import annotations

import random
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn

from pipeline.data.forms import account, address, card, date, email, phone, reference
from pipeline.data.forms.digits import (
    figures_with_doubles,
    pairwise,
    random_digits,
    regroup,
    render,
    singly,
)
from pipeline.data.lexicon.words import MONTHS
from tests.data.said_digits import parse

DIGITS = st.text("0123456789", min_size=1, max_size=19)
RANDOM = st.randoms(use_true_random=False)


def sample(draw, n: int = 1500, seed: int = 9) -> list[str]:
    r = random.Random(seed).random
    return [draw(r) for _ in range(n)]


@given(DIGITS, RANDOM)
def test_digits_said_one_by_one_are_read_back(digits: str, rng: random.Random) -> None:
    assert parse(singly(rng.random, digits)) == digits
    assert parse(figures_with_doubles(rng.random, digits)) == digits


@given(DIGITS, RANDOM)
def test_pairs_are_read_back(digits: str, rng: random.Random) -> None:
    said = parse(pairwise(rng.random, digits))
    # One digit before pairs may melt into nothing; a teen or ten never loses digits.
    assert said == digits


@given(DIGITS, st.lists(st.integers(1, 6), max_size=5), RANDOM)
def test_groups_keep_the_digits(digits: str, sizes: list[int], rng: random.Random) -> None:
    assert "".join(regroup(rng.random, digits, sizes)) == digits


def test_rendered_numbers_are_read_back_but_for_heard_ambiguity() -> None:
    r = random.Random(4).random
    wrong = 0
    for _ in range(4000):
        digits = random_digits(r, 10 + int(r() * 7))
        groups = regroup(r, digits, (4, 3, 3) if r() < 0.5 else (5, 5))
        wrong += parse(render(r, groups, r() < 0.3)) != digits
    # "forty | two" across groups is 42 to any listener; nothing else may differ.
    assert wrong / 4000 < 0.03


@pytest.mark.parametrize("written", [False, True])
def test_cards_have_13_to_19_digits(written: bool) -> None:
    lengths = [len(parse(c)) for c in sample(lambda r: card.say(r, written), 4000)]
    assert sum(13 <= n <= 19 for n in lengths) / len(lengths) > 0.998
    assert sum(n == 16 for n in lengths) / len(lengths) > 0.7


def test_most_card_numbers_pass_luhn_and_some_do_not() -> None:
    numbers = sample(lambda r: card.number(r)[0])
    assert all(13 <= len(n) <= 19 for n in numbers)
    assert 0.6 < sum(map(luhn.is_valid, numbers)) / len(numbers) < 0.9


@given(st.text("0123456789", min_size=12, max_size=18))
def test_the_check_digit_is_luhns(body: str) -> None:
    assert card.luhn(body) == luhn.calc_check_digit(body)


@pytest.mark.parametrize("written", [False, True])
def test_phones_have_phone_lengths(written: bool) -> None:
    for text in sample(lambda r: phone.say(r, written), 4000):
        main = re.split(r",? (?:ext|x)", text)[0]
        assert 6 <= len(parse(main)) <= 16, text
        assert main[0].isalnum() or main[0] in "+(", text


def test_phones_come_with_codes_extensions_and_doubles() -> None:
    said = " | ".join(sample(lambda r: phone.say(r, False), 4000))
    for part in (
        "plus nine one",
        "+91",
        "plus four four",
        "plus one",
        "extension",
        "double",
        "triple",
        "oh ",
        "zero zero",
    ):
        assert part in said, part
    written = " | ".join(sample(lambda r: phone.say(r, True), 1500))
    assert re.search(r"\(\d{3}\) \d{3}-\d{4}", written) and re.search(
        r"\b[6-9]\d{4} \d{5}\b", written
    )


@pytest.mark.parametrize("written", [False, True])
def test_a_date_names_more_than_a_year(written: bool) -> None:
    months = [m.lower()[:3] for m in MONTHS]
    for text in sample(lambda r: date.say(r, written), 3000):
        low = text.lower()
        named = any(re.search(rf"\b{m}", low) for m in months)
        if low.isdigit():
            assert 3 < len(low) < 9, text
            continue
        assert named or len(re.findall(r"\d+|[a-z]+", low)) >= 2, text
        assert not re.fullmatch(r"(19|20)\d\d", text), text


def test_a_full_date_ends_with_its_year() -> None:
    for text in sample(lambda r: date.full(r, r() < 0.5)):
        assert re.search(r"(19|20)\d\d$", text), text


def test_a_compact_date_is_five_to_eight_digits() -> None:
    assert {len(parse(text)) for text in sample(lambda r: date.compact(r, False))} <= {
        4,
        5,
        6,
        7,
        8,
    }


@pytest.mark.parametrize("side", ["train", "dev", "test"])
def test_a_street_comes_with_its_number(side: str) -> None:
    line = address.maker(side).variants["line"]
    for text in sample(lambda r: line(r, True)):
        assert re.search(r"\d", text) and re.search(r"[A-Za-z]{2}", text), text


@pytest.mark.parametrize("split_side", ["train", "dev", "test"])
def test_addresses_end_with_their_domain(split_side: str) -> None:
    boxes = email.Mailboxes(split_side)
    for text in sample(lambda r: boxes.say(r, True)):
        assert re.fullmatch(r"[\w.+-]+@[\w-]+(\.[a-z]+)+", text), text
    for text in sample(lambda r: boxes.say(r, False)):
        assert re.search(r"@| at ", text), text
        assert re.search(r"(\.| \. | dot | point )[a-z]+( ?[a-z.])*$", text), text


def test_look_alikes_take_the_shapes_of_phones_and_cards() -> None:
    orders = sample(lambda r: reference.maker("train").variants["order"](r, False), 6000)
    assert any(re.fullmatch(r"[6-9]\d{9}", o) for o in orders)
    assert any(re.fullmatch(r"[6-9]\d{4} \d{5}", o) for o in orders)
    assert any(re.fullmatch(r"\d{3}-\d{3}-\d{4}", o) for o in orders)
    assert any(re.fullmatch(r"\d{4} \d{4} \d{4} \d{4}", o) for o in orders)
    assert any(re.fullmatch(r"[a-z]+( [a-z]+){9,}", o) for o in orders)


def test_a_card_tail_is_four_digits() -> None:
    lengths = [
        len(parse(t))
        for t in sample(lambda r: account.maker("train").variants["card_tail"](r, True))
    ]
    assert sum(n == 4 for n in lengths) > 0.98 * len(lengths)
