"""Turns are scanned with their neighbours and get their own spans back."""

from __future__ import annotations

from types import SimpleNamespace

from hypothesis import given
from hypothesis import strategies as st

from pipeline.redaction.conversation import find_in_records
from pipeline.redaction.formats import Failed
from pipeline.redaction.scanner import Scan
from pipeline.redaction.tokenize import ScanError
from pipeline.redaction.windows import weight, windows_of
from pipeline.spans import Span
from tests.redaction.phrase_scanner import PhraseScanner, quick


def find_in_turns(scanner: PhraseScanner, turns: list[str]) -> list[list[Span]]:
    (found,) = find_in_records(scanner, [record(1, turns)])
    assert not isinstance(found, Failed)
    return found


def said(turns: list[str], found: list[list[Span]]) -> list[list[str]]:
    return [
        [turn[s.start : s.end] for s in spans] for turn, spans in zip(turns, found, strict=True)
    ]


def test_an_answer_is_understood_by_its_question() -> None:
    turns = ["what is your name", "maya", "maya is nice"]
    found = find_in_turns(PhraseScanner({r"your name\n(maya)": "PERSON_NAME"}), turns)
    assert found == [[], [Span(0, 4, "PERSON_NAME", 0.9)], []]


def test_a_number_in_four_pieces_with_a_listener_between() -> None:
    turns = ["it is four two", " four two ", "okay", "five five", "uh huh", "five five thanks"]
    scanner = PhraseScanner(
        {r"(four two\s+four two\s+okay\s+five five\s+uh huh\s+five five)": "CREDIT_CARD"}
    )
    assert said(turns, find_in_turns(scanner, turns)) == [
        ["four two"],
        ["four two"],
        [],
        ["five five"],
        [],
        ["five five"],
    ]


def test_what_only_the_turn_alone_shows_is_added() -> None:
    turns = ["maya torres here", "maya"]
    scanner = PhraseScanner(
        {
            r"\A(maya torres here)\Z": "PERSON_NAME",
            r"(torres)": "CITY",
            r"\A(maya)\Z": "PERSON_NAME",
        }
    )
    assert [[s.label for s in spans] for spans in find_in_turns(scanner, turns)] == [
        ["CITY"],
        ["PERSON_NAME"],
    ]


def test_only_turns_left_in_doubt_by_their_context_are_scanned_alone() -> None:
    scanner = PhraseScanner({"maya": "PERSON_NAME"}, doubtful="perhaps")
    find_in_turns(scanner, ["who is it", "maya", "perhaps maya", "okay"])
    assert scanner.texts == ["who is it\nmaya\nperhaps maya\nokay", "perhaps maya"]


def test_doubts_are_those_of_the_window_that_answers_for_the_turn() -> None:
    turns = [f"{word} said one two three four" for word in ["nobody", "perhaps", "someone"] * 40]
    scanner = PhraseScanner({}, room=32, doubtful="perhaps")
    find_in_turns(scanner, turns)
    assert [text for text in scanner.texts if "\n" not in text] == [turns[1]] * 40


def test_no_turns_and_empty_turns() -> None:
    assert find_in_turns(PhraseScanner({}), []) == []
    assert find_in_turns(PhraseScanner({}), ["", "  "]) == [[], []]


@quick
@given(st.lists(st.text("ab1 \n.", max_size=60), max_size=40).map("\n".join), st.integers(16, 200))
def test_windows_answer_everything_once_with_bounded_context(text: str, size: int) -> None:
    made = windows_of(text, size)
    assert "".join(text[w.first : w.after] for w in made) == text
    for window in made:
        assert window.start <= window.first < window.after <= window.end
        assert weight(text[window.first : window.after]) <= max(size, 513)
        assert weight(text[window.start : window.end]) <= max(size, 513 + size)


@quick
@given(st.integers(0, 400), st.integers(16, 60))
def test_a_span_over_a_cut_between_words_is_one(at: int, size: int) -> None:
    words = ["word"] * 400
    words.insert(at, "maya  torres")
    text = " ".join(words)
    found = find_in_turns(PhraseScanner({"maya torres": "PERSON_NAME"}, room=size), [text])
    assert said([text], found) == [["maya  torres"]]


@quick
@given(st.lists(st.integers(1, 12), min_size=2, max_size=60), st.data())
def test_a_value_over_two_turns_is_found_anywhere_in_a_long_call(
    lengths: list[int], data: st.DataObject
) -> None:
    turns = ["word " * n for n in lengths]
    at = data.draw(st.integers(0, len(turns) - 2))
    turns[at] += "maya"
    turns[at + 1] = "torres " + turns[at + 1]
    scanner = PhraseScanner({"maya torres": "PERSON_NAME"}, room=32)
    expected = [[] for _ in turns]
    expected[at], expected[at + 1] = ["maya"], ["torres"]
    assert said(turns, find_in_turns(scanner, turns)) == expected


def test_a_long_call_is_not_sent_out_much_more_than_once() -> None:
    turns = ["one two three four five six seven eight"] * 500
    scanner = PhraseScanner({})
    find_in_turns(scanner, turns)
    assert sum(map(weight, scanner.texts)) < 3.1 * sum(map(weight, turns))


class Breaking(PhraseScanner):
    """Cannot scan a text with "broken" in it."""

    def _scan(self, text: str) -> Scan | ScanError:
        return ScanError("cannot be scanned") if "broken" in text else super()._scan(text)


def record(
    line: int, *conversations: list[str], context: frozenset[int] = frozenset()
) -> SimpleNamespace:
    turns = [turn for conversation in conversations for turn in conversation]
    return SimpleNamespace(
        line=line,
        turns=turns,
        conversations=[len(t) for t in conversations],
        context=context,
        lines=1,
    )


def test_records_of_several_conversations_and_a_broken_one() -> None:
    scanner = Breaking({"maya torres": "PERSON_NAME"})
    records = [
        record(1, ["maya torres"]),
        record(2, ["x"], ["a", "broken"]),
        record(3, ["maya"], ["torres", "maya torres"]),
    ]
    first, second, third = find_in_records(scanner, records)
    assert first == [[Span(0, 11, "PERSON_NAME", 0.9)]]
    assert second == Failed(2, "cannot be scanned")
    assert third == [[], [], [Span(0, 11, "PERSON_NAME", 0.9)]]


def test_context_is_not_given_back() -> None:
    (found,) = find_in_records(
        PhraseScanner({"maya": "PERSON_NAME"}),
        [record(1, ["maya", "maya"], context=frozenset({0}))],
    )
    assert found == [[], [Span(0, 4, "PERSON_NAME", 0.9)]]
