"""Values are found again wherever their letters stand, in time that grows with the text alone."""

from __future__ import annotations

import time

from hypothesis import given
from hypothesis import strategies as st

from pipeline.redaction.formats.align import Stream, find_values
from tests.redaction.phrase_scanner import quick


@quick
@given(
    st.text(st.sampled_from("ab 4-"), max_size=40),
    st.lists(st.text(st.sampled_from("ab4"), min_size=1, max_size=5), max_size=14, unique=True),
)
def test_values_are_found_as_whole_words_be_they_few_or_many(text: str, values: list[str]) -> None:
    stream = Stream(text)
    found = list(find_values(text, stream, dict.fromkeys(values, "PHONE")))
    covered = {at for span in found for at in range(span.start, span.end)}
    for value in values:
        here = stream.text.find(value)
        while here >= 0:
            start, end = stream.starts[here], stream.ends[here + len(value) - 1]
            around = text[start - 1 : start] if start else "", text[end : end + 1]
            if not any(char.isalnum() for char in around):
                # Where a value overlaps itself the first place counts, and hides what is in it.
                assert start in covered
            here = stream.text.find(value, here + 1)
    for span in found:
        assert Stream(text[span.start : span.end]).text in values


def test_one_letter_over_and_over_takes_no_time() -> None:
    text, many = "4" * 400_000, {"4" * size: "PHONE" for size in range(90_000, 90_020)}
    begun = time.process_time()
    assert not list(find_values(text, Stream(text), many))
    spaced = " ".join(text[:100_000])
    assert list(find_values(spaced, Stream(spaced), dict(list(many.items())[:2])))
    assert time.process_time() - begun < 20
