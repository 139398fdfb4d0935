"""Turns are scanned with their neighbours and get their own spans back."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stub_finder import StubFinder, quick

from pipeline.errors import DataError
from pipeline.redaction.conversation import find_in_records, find_in_turns, weight, windows_of
from pipeline.redaction.formats import Failed
from pipeline.spans import Span


def said(turns: list[str], found: list[list[Span]]) -> list[list[str]]:
    return [[turn[s.start : s.end] for s in spans] for turn, spans in zip(turns, found, strict=True)]


def test_an_answer_is_understood_by_its_question() -> None:
    turns = ["what is your name", "maya", "maya is nice"]
    found = find_in_turns(StubFinder({r"your name\n(maya)": "PERSON_NAME"}), turns)
    assert found == [[], [Span(0, 4, "PERSON_NAME", 0.9)], []]


def test_a_number_in_four_pieces_with_a_listener_between() -> None:
    turns = ["it is four two", " four two ", "okay", "five five", "uh huh", "five five thanks"]
    finder = StubFinder({r"(four two\s+four two\s+okay\s+five five\s+uh huh\s+five five)": "CREDIT_CARD"})
    assert said(turns, find_in_turns(finder, turns)) == [
        ["four two"],
        ["four two"],
        [],
        ["five five"],
        [],
        ["five five"],
    ]


def test_what_only_the_turn_alone_shows_is_added() -> None:
    turns = ["maya torres here", "maya"]
    finder = StubFinder({r"\A(maya torres here)\Z": "PERSON_NAME", r"(torres)": "CITY", r"\A(maya)\Z": "PERSON_NAME"})
    assert [[s.label for s in spans] for spans in find_in_turns(finder, turns)] == [["CITY"], ["PERSON_NAME"]]


def test_no_turns_and_empty_turns() -> None:
    assert find_in_turns(StubFinder({}), []) == []
    assert find_in_turns(StubFinder({}), ["", "  "]) == [[], []]


@quick
@given(st.lists(st.text("ab1 \n.", max_size=40), max_size=40), st.integers(16, 200))
def test_windows_answer_every_turn_once_and_know_where_it_stands(turns: list[str], size: int) -> None:
    made = windows_of(turns, size)
    assert [i for w in made for i in range(w.first, w.after)] == list(range(len(turns)))
    for window in made:
        for index, at in zip(range(window.first, window.after), window.starts, strict=True):
            assert window.text[at : at + len(turns[index])] == turns[index]
        longest = max([size // 2, *(weight(t) for t in turns[window.first : window.after])])
        assert weight(window.text) <= max(size, longest + 2 * (size // 4))


@quick
@given(st.lists(st.integers(1, 12), min_size=2, max_size=60), st.data())
def test_a_value_over_two_turns_is_found_anywhere_in_a_long_call(lengths: list[int], data: st.DataObject) -> None:
    turns = ["word " * n for n in lengths]
    at = data.draw(st.integers(0, len(turns) - 2))
    turns[at] += "maya"
    turns[at + 1] = "torres " + turns[at + 1]
    finder = StubFinder({"maya torres": "PERSON_NAME"})
    finder.settings = SimpleNamespace(max_length=34)  # type: ignore[attr-defined]
    expected = [[] for _ in turns]
    expected[at], expected[at + 1] = ["maya"], ["torres"]
    assert said(turns, find_in_turns(finder, turns)) == expected


def test_a_long_call_is_not_sent_out_much_more_than_once() -> None:
    turns = ["one two three four five six seven eight"] * 500
    finder = StubFinder({})
    find_in_turns(finder, turns)
    assert sum(map(weight, finder.texts)) < 3.1 * sum(map(weight, turns))


class Breaking(StubFinder):
    """Cannot scan a text with "broken" in it."""

    def scan_many(self, texts: list[str]) -> list[list[Span] | DataError]:
        return [DataError("cannot be scanned") if "broken" in t else self.find_many([t])[0] for t in texts]


def record(line: int, *threads: list[str], context: int = 0) -> SimpleNamespace:
    turns = [turn for thread in threads for turn in thread]
    return SimpleNamespace(line=line, turns=turns, threads=[len(t) for t in threads], context=context)


def test_records_of_several_conversations_and_a_broken_one() -> None:
    finder = Breaking({"maya torres": "PERSON_NAME"})
    records = [
        record(1, ["maya torres"]),
        record(2, ["x"], ["a", "broken"]),
        record(3, ["maya"], ["torres", "maya torres"]),
    ]
    first, second, third = find_in_records(finder, records)
    assert first == [[Span(0, 11, "PERSON_NAME", 0.9)]]
    assert second == Failed(2, "cannot be scanned")
    assert third == [[], [], [Span(0, 11, "PERSON_NAME", 0.9)]]


def test_context_is_not_given_back() -> None:
    (found,) = find_in_records(StubFinder({"maya": "PERSON_NAME"}), [record(1, ["maya", "maya"], context=1)])
    assert found == [[], [Span(0, 4, "PERSON_NAME", 0.9)]]


def test_an_error_is_raised_where_the_redactor_cannot_say_which_text() -> None:
    class Raising(StubFinder):
        def find_many(self, texts: list[str]) -> list[list[Span]]:
            raise DataError("no")

    with pytest.raises(DataError):
        find_in_records(Raising({}), [record(1, ["a"])])
