"""What became of words, counted."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.data.hearing.align import Alignment
from pipeline.data.hearing.confusions import Counts, edits, pairs
from pipeline.spans import Span


def test_words_are_counted_by_what_they_are() -> None:
    counts = Counts()
    said = "my name is linda call eight two at gmail dot com"
    spans = [Span(11, 16, "PERSON_NAME"), Span(22, 31, "PHONE"), Span(32, 48, "EMAIL")]
    for heard in (
        "My name is Lender call 8, 2 at email.com",
        "my name is linda call ate two at gmail dot com",
    ):
        counts.add(said, spans, heard)
    found = counts.result()
    assert found.tables["names"]["linda"] == {"lender": 1, "linda": 1}
    assert found.tables["digits"]["eight"] == {"eight": 1, "ate": 1}
    assert found.tables["domains"]["gmail"] == {"email": 1, "gmail": 1}
    assert "words" not in found.tables or "my" not in found.tables["words"]  # always heard right


def test_words_heard_as_one_are_one_entry() -> None:
    said, heard = Alignment("i am neha gupta", "I am Nihakupa"), "nihakupa"
    [pair] = [p for p in pairs(said) if len(p.said) > 1]
    assert [said.said[i].sound for i in pair.said] == ["neha", "gupta"]
    assert [said.heard[n].sound for n in pair.heard] == [heard]


@given(st.text("abcdeghk", min_size=1, max_size=9), st.text("abcdeghk", min_size=1, max_size=9))
def test_edits_put_together_give_both_words(word: str, became: str) -> None:
    found = list(edits(word, became, Alignment(word, became).letters_on()))
    assert "".join(old for old, _ in found) == word
    assert "".join(new for _, new in found) == became
