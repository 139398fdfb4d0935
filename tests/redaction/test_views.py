"""The view of a text: what is scanned, and the way back to the text."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.redaction.views import view_of
from pipeline.spans import Span
from tests.redaction.phrase_scanner import quick

NUMBER = re.compile(r"415\W*555\W*2671")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("is <b>415</b>-<b>555</b>-<b>2671</b>.", "is #."),
        ("is <b>415-555</b>-2671.", "is #."),
        ("is 415-<i class='x'>555-2671</i>.", "is #."),
        ("is 415|555|2671.", "is #."),
        ("is 415...555 … 2671.", "is #."),
        ("is 415 • 555 ** 2671.", "is #."),
        ("is **415**-**555**-**2671**.", "is **#**."),
        ("is &#52;15&nbsp;555&#x20;2671.", "is #."),
        ("is ４１５ ５５５ ２６７１.", "is #."),
        ("is ४१५ ५५५ २६७१.", "is #."),
        ("is ٤١٥ ٥٥٥ ٢٦٧١.", "is #."),
        ("is 4\u200b15\u00ad555\u202e2671.", "is #."),
        ("is 415\u2011555\u20112671.", "is #."),
        ("<tr><td>415</td><td>555</td><td>2671</td></tr>", "<tr>#</tr>"),
        ("%34%31%35-555-2671", "#"),
        ("Said=it+is+415+555%2D2671&From=x", "Said=it+is+#&From=x"),
        ("a=%E0%A5%AA15+555%c2%a02671&b=1", "a=#&b=1"),
    ],
)
def test_numbers_in_odd_writing(text: str, left: str) -> None:
    view = view_of(text)
    match = NUMBER.search(view.plain)
    assert match, view.plain
    (span,) = view.lift([Span(*match.span(), "PHONE")])
    assert text[: span.start] + "#" + text[span.end :] == left


def test_words_of_a_query_stand_apart() -> None:
    assert view_of("https://x.com/?file=maya_torres&n=1").plain.split()[1:] == [
        *("maya", "torres", "n:", "1")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "my name is maya",
        "tom.baker_7@gmail.com, 50% off, a_b, x < y > z, R&D; 1/2/2024, 3.14, -- ok...",
        "<a href='tel:4155552671'>call</a> <maya@x.com>"[:24],
        "the ****** is *** fine",
        "हाँ जी, élan vital, “quoted”",
    ],
)
def test_plain_texts_are_their_own_view(text: str) -> None:
    assert view_of(text).plain == text


def test_attributes_that_could_hold_pii_are_scanned_and_words_are_joined() -> None:
    assert "415" in view_of('<a href="tel:4155552671">x</a>').plain
    assert view_of("four ... two...five, so... ok").plain == "four two five, so... ok"
    assert view_of("\\u004daya \\u0034\\u0032 \\uD83D").plain == "Maya 42 \\uD83D"
    assert view_of("ｍａｙａ&#64;x.com").plain == "maya@x.com"


@quick
@given(st.text(st.sampled_from("<b>/b 4५|.&#52;amp%3*_`aé\u200b…\n"), max_size=40))
def test_every_character_of_a_view_has_its_place(text: str) -> None:
    view = view_of(text)
    assert len(view.plain) == len(view.at) == len(view.ends)
    assert list(view.at) == sorted(view.at) and list(view.ends) == sorted(view.ends)
    assert all(0 <= a < e <= len(text) for a, e in zip(view.at, view.ends, strict=True))
    spans = [Span(i, i + 1, "PHONE") for i in range(0, len(view.plain), 2)]
    lifted = view.lift(spans)
    assert all(a.end <= b.start for a, b in pairwise(lifted))
