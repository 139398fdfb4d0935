"""Looking again: what the first scan hid is found, at its place in the text as it came."""

from __future__ import annotations

import re

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.labels import TagSet, label_set
from pipeline.redaction.modes import redact_text
from pipeline.redaction.policy import Policy
from pipeline.redaction.scanner import LOOKS, Scanner
from pipeline.redaction.tagger import Look
from pipeline.redaction.tokenize import ScanError
from pipeline.spans import Span, check_spans


class Shy:
    """Finds digits at once, "maya" only where no digit is left, "rao" only behind a name already
    taken out.
    """

    room = 128
    tagset = TagSet(label_set("core"))

    def __init__(self) -> None:
        self.scanned = 0

    def look_many(self, texts: list[str], *_: object) -> list[Look | ScanError]:
        self.scanned += len(texts)
        return [self._look(text) for text in texts]

    def _look(self, text: str) -> Look | ScanError:
        spans = self._scan(text)
        size = len(text) or 1
        return (
            spans if isinstance(spans, ScanError) else Look(spans, np.arange(size), np.ones(size))
        )

    def _scan(self, text: str) -> list[Span] | ScanError:
        if "unreadable" in text:
            return ScanError("unreadable")
        found = [Span(*m.span(), "PHONE") for m in re.finditer(r"\d+", text)]
        if not found:
            found = [Span(*m.span(), "PERSON_NAME") for m in re.finditer(r"\bmaya\b", text)]
        found += [
            Span(*m.span(1), "PERSON_NAME") for m in re.finditer(r"\[PERSON_NAME\] (rao)", text)
        ]
        found += [Span(*m.span(), "CITY") for m in re.finditer(r"\b(?:pune|maya rao)\b", text)]
        found = sorted(found)
        return [
            s
            for n, s in enumerate(found)
            if all(s.end <= o.start or o.end <= s.start for o in found[:n])
        ]


PII = frozenset({"PHONE", "PERSON_NAME"})


def scan(shy: Shy, texts: list[str], labels: frozenset[str] = PII) -> list[list[Span] | ScanError]:
    """The spans of each text, digits left to the model."""
    scanner = Scanner(shy, Policy(labels=labels, digits="model"), {})  # type: ignore[arg-type]
    return [one if isinstance(one, ScanError) else one.spans for one in scanner.scan_many(texts)]


def values(text: str, spans: list[Span]) -> list[tuple[str, str]]:
    """What each span holds, with its label."""
    return [(text[s.start : s.end], s.label) for s in spans]


def test_what_was_hidden_is_found_at_its_own_place() -> None:
    text = "4455 pune maya x rao 12"
    (spans,) = scan(Shy(), [text])
    assert values(text, spans) == [
        ("4455", "PHONE"),
        ("pune", "CITY"),
        ("maya", "PERSON_NAME"),
        ("12", "PHONE"),
    ]


def test_pii_wins_over_a_place_found_before() -> None:
    text = "maya rao on 4455"
    (spans,) = scan(Shy(), [text])
    assert values(text, spans) == [
        ("maya", "PERSON_NAME"),
        ("rao", "PERSON_NAME"),
        ("4455", "PHONE"),
    ]
    assert check_spans(text, spans) == spans


def test_texts_without_pii_are_scanned_once_and_errors_stay() -> None:
    shy = Shy()
    found = scan(shy, ["hello", "in pune", "unreadable 42"])
    assert found[:2] == [[], [Span(3, 7, "CITY")]]
    assert isinstance(found[2], ScanError)
    assert shy.scanned == 3


def test_a_text_without_doubt_is_not_looked_at_again() -> None:
    class Sure(Shy):
        """Has no doubt but about texts that hold "perhaps"."""

        def _look(self, text: str) -> Look | ScanError:
            look = super()._look(text)
            assert isinstance(look, Look)
            return look if "perhaps" in text else look._replace(chances=0 * look.chances)

    shy = Sure()
    assert scan(shy, ["call 42", "perhaps 42"]) == [[Span(5, 7, "PHONE")], [Span(8, 10, "PHONE")]]
    assert shy.scanned == 3


def test_types_that_stay_are_not_hidden() -> None:
    (spans,) = scan(Shy(), ["maya 42"], frozenset({"PERSON_NAME"}))
    assert spans == [Span(5, 7, "PHONE")]  # the number stays in the text, and so it hides the name


@given(
    st.lists(
        st.sampled_from(["42", "7", "maya", "rao", "pune", "so", "[PHONE]", "\u00e9"]), max_size=12
    ).map(" ".join)
)
def test_a_second_pass_changes_nothing(text: str) -> None:
    shy = Shy()
    (spans,) = scan(shy, [text])
    assert check_spans(text, spans) == spans
    assert shy.scanned <= LOOKS
    left = redact_text(text, [s for s in spans if s.label in PII])
    (again,) = scan(shy, [left])
    assert not [s for s in again if s.label in PII]
