"""Speaker labels are parted from what was said, and nothing of a text is lost on the way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.redaction.formats.speakers import Speakers, said_in
from tests.redaction.phrase_scanner import quick


def parted(text: str) -> list[tuple[str, str]]:
    return [(text[s.label : s.label_end], text[s.start : s.end]) for s in said_in(text)]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Agent: hello", [("Agent", "hello")]),
        ("SPEAKER_01: hello\r\nspk_0: hi", [("SPEAKER_01", "hello"), ("spk_0", "hi")]),
        ("[00:12] Agent 2: ok", [("Agent 2", "ok")]),
        ("10:02:11 AM - Support agent: ok", [("Support agent", "ok")]),
        ("Caller (00:13): yes", [("Caller (00:13)", "yes")]),
        ("Agent: name? Customer: maya.", [("Agent", "name?"), ("Customer", "maya.")]),
        ("Maya T: hi\nMaya T: bye", [("Maya T", "hi"), ("Maya T", "bye")]),
        ("Maya T:\nhi\nMaya T:\nbye", [("Maya T", ""), ("", "hi"), ("Maya T", ""), ("", "bye")]),
        ("hello\n\nthere", [("", "hello"), ("", "there")]),
    ],
)
def test_labels(text: str, parts: list[tuple[str, str]]) -> None:
    assert parted(text) == parts


@pytest.mark.parametrize(
    "text",
    [
        "my number: 415 555",
        "name: maya",
        "at 10:30: fine",
        "see https://x.com",
        "so customer: maya",
    ],
)
def test_no_labels(text: str) -> None:
    assert parted(text) == [("", text)]


def test_a_form_keeps_its_labels_and_a_call_shares_them() -> None:
    assert parted("Name: maya\nPhone: 42") == [("", "Name: maya"), ("", "Phone: 42")]
    speakers = Speakers(["Jo Roe: hi", "ok", "Jo Roe: bye"])
    assert speakers.split("Jo Roe: my name") == ("Jo Roe: ", "my name")
    assert speakers.split("Al: x") == ("", "Al: x")


@quick
@given(st.text(st.sampled_from("Agent: \nmaya.[0:1]()\t-\r…"), max_size=60))
def test_nothing_but_times_and_line_ends_is_lost(text: str) -> None:
    covered: set[int] = set()
    last = 0
    for said in said_in(text):
        assert last <= said.label <= said.label_end <= said.start <= said.end
        covered |= {*range(said.label, said.label_end), *range(said.start, said.end)}
        last = said.end
    lost = {c for i, c in enumerate(text) if i not in covered}
    assert not any(c.isalpha() for c in lost)
