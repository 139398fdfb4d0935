"""LiveRedactor: what leaves, when, and what stands at the end."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError
from pipeline.redaction import Policy, Redactor
from pipeline.redaction.live import LiveRedactor, Passed, Word
from pipeline.redaction.live_words import open_from
from tests.redaction.toy_tagger import (
    CITIES,
    DIGITS,
    MONTHS,
    NAMES,
    PLAIN,
    build_model,
    word_scores,
)

WORDS = [w for w in [*NAMES, *CITIES, *DIGITS, *MONTHS, *PLAIN] if not w.startswith("##")]


@pytest.fixture(scope="module")
def redactor(tmp_path_factory: pytest.TempPathFactory) -> Redactor:
    """The toy model, sure of its plain words as a trained one is."""
    scores = word_scores()
    scores[scores[:, 1:].max(axis=1) <= 0, 0] = 14.0
    folder = build_model(tmp_path_factory.mktemp("sure") / "model", scores, max_length=64)
    return Redactor.load(folder, threads=1)


class Listener:
    """What somebody knows who gets all that is passed."""

    def __init__(self) -> None:
        self.texts: dict[int, str] = {}
        self.ever: list[str] = []

    def hear(self, some: list[Passed]) -> None:
        for one in some:
            self.texts[one.utterance] = self.texts.get(one.utterance, "")[: one.at] + one.text
            self.ever.append(one.text)


def speak(live: LiveRedactor, turns: list[str], listener: Listener) -> None:
    """Each turn word by word, 100 ms each, alternating speakers."""
    now = 0.0
    for number, turn in enumerate(turns):
        words = turn.split()
        for count in range(1, len(words) + 1):
            now += 100
            said = " ".join(words[:count])
            listener.hear(
                live.push(said, speaker="ab"[number % 2], final=count == len(words), now=now)
            )


def test_plain_words_pass_at_once_and_a_name_waits_for_its_end(redactor: Redactor) -> None:
    live = LiveRedactor(redactor)
    assert [p.text for p in live.push("call", now=0)] == ["call"]
    assert live.push("call maya", now=1) == []
    assert live.push("call maya nair", now=2) == []
    (passed,) = live.push("call maya nair is", now=3)
    assert (passed.at, passed.text, passed.final) == (4, " [PERSON_NAME] is", False)
    assert [(s.start, s.end, s.label) for s in passed.spans] == [(5, 14, "PERSON_NAME")]
    (passed,) = live.push("call maya nair is in", final=True, now=4)
    assert passed.final


def test_digits_wait_for_the_end_of_their_run(redactor: Redactor) -> None:
    live, listener = LiveRedactor(redactor, Policy.of("CREDIT_CARD")), Listener()
    # the model calls them a phone; 13 to 19 digits go as a card
    digits = "4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1"
    speak(live, [f"my card is {digits} call me in"], listener)
    listener.hear(live.close())
    assert "1" not in "".join(listener.ever)
    assert listener.texts[0] == "my card is [CREDIT_CARD] call me in"


def test_a_word_is_held_for_bounded_time_and_then_goes_redacted(redactor: Redactor) -> None:
    live = LiveRedactor(redactor, hold_ms=500)
    live.push("call maya", final=True, now=1000)
    assert live.due() == 1500
    assert live.tick(1499) == []
    (passed,) = live.tick(1500)
    assert (passed.text, passed.final) == (" [PERSON_NAME]", True)
    assert live.due() is None


def test_a_word_is_held_for_bounded_words(redactor: Redactor) -> None:
    live, listener = LiveRedactor(redactor, hold_words=3), Listener()
    for count in range(1, 30):
        listener.hear(live.push(" ".join(["maya"] * count), now=0))
    assert listener.texts[0].startswith("[PERSON_NAME]")
    assert "maya" not in "".join(listener.ever)


def test_a_mark_behind_a_name_waits_for_the_next_word(redactor: Redactor) -> None:
    """The comma may be inside what is personal: July 9, 1990."""
    live = LiveRedactor(redactor)
    assert live.push("maya,", now=0) == []
    (passed,) = live.push("maya, call", now=1)
    assert passed.text == redactor.redact("maya, call").output


def test_a_word_that_is_partly_a_name_goes_whole(redactor: Redactor) -> None:
    (passed,) = LiveRedactor(redactor).push("call maya/hello, call", final=True, now=0)
    assert passed.text == "call [PERSON_NAME], call"


def test_the_word_before_a_number_waits_for_three_words(redactor: Redactor) -> None:
    """It may be a part of it: policy k seven four."""
    live, listener = LiveRedactor(redactor), Listener()
    for said in ("call is nine", "call is nine eight"):
        listener.hear(live.push(said, now=0))
        assert listener.texts == {0: "call"}
    listener.hear(live.push("call is nine eight four", now=0))
    assert listener.texts == {0: "call is"}


@pytest.mark.parametrize("beginning", ["pune", "k", "third", "door"])
def test_what_may_begin_more_waits_for_three_words(redactor: Redactor, beginning: str) -> None:
    """A place may go on as an address or an e-mail, a letter as a name that is spelled, an ordinal
    as a date.
    """
    live, listener = LiveRedactor(redactor), Listener()
    for said in ("call", f"call {beginning}", f"call {beginning} is", f"call {beginning} is the"):
        listener.hear(live.push(said, now=0))
    assert listener.texts == {0: "call"}
    listener.hear(live.push(f"call {beginning} is the name", now=0))
    assert listener.texts == {0: f"call {beginning} is the name"}


def test_revisions_of_partial_results(redactor: Redactor) -> None:
    live, listener = LiveRedactor(redactor), Listener()
    for said in ("call me", "call my number", "call my name is", "call may", "call maya is"):
        listener.hear(live.push(said, now=0))
    assert listener.texts == {0: "call [PERSON_NAME] is"}
    listener.hear(live.push("Call me.", final=True, now=0))
    assert listener.texts == {0: "Call me."}
    listener.hear(live.push("hello", now=0))
    assert listener.texts == {0: "Call me.", 1: "hello"}


def test_two_who_speak_at_once(redactor: Redactor) -> None:
    live, listener = LiveRedactor(redactor), Listener()
    listener.hear(live.push("my name", speaker="a", now=0))
    listener.hear(live.push("hello", speaker="b", now=0))
    listener.hear(live.push("my name is maya", speaker="a", final=True, now=0))
    listener.hear(live.push("hello is", speaker="b", final=True, now=0))
    listener.hear(live.close())
    assert listener.texts == {0: "my name is [PERSON_NAME]", 1: "hello is"}


def test_times_and_settling(redactor: Redactor) -> None:
    live = LiveRedactor(redactor)
    said = [Word("call", 0.1, 0.4), Word("maya", 0.5, 0.9)]
    (first,) = live.push(said, final=True, now=0)
    assert (first.text, first.start, first.end) == ("call", 0.1, 0.4)
    (rest,) = live.settle()
    assert (rest.text, rest.final, rest.start, rest.end) == (" [PERSON_NAME]", True, 0.5, 0.9)
    assert live.settle() == []


def test_the_safe_text_of_a_result_in_its_place(redactor: Redactor) -> None:
    live = LiveRedactor(redactor)
    assert live.safe("call maya", speaker="a") == "call"
    assert live.safe("my name", speaker="b") == "my name"
    assert live.safe("call maya", speaker="a", final=True) == "call [PERSON_NAME]"
    assert live.safe("hello", speaker="a", final=True) == "hello"
    assert live.safe("my name is jo", speaker="b") == "my name is"
    assert live.safe(" ", speaker="c", final=True) == ""


def test_other_modes_and_a_policy_that_leaves_the_text(redactor: Redactor) -> None:
    live = LiveRedactor(redactor, Policy(mode="mask"))
    live.push("call maya nair", final=True, now=0)
    assert live.settle()[0].text.endswith("*" * 9)
    with pytest.raises(ConfigError):
        LiveRedactor(redactor, Policy(spans_only=True))


def test_a_long_monologue_costs_no_more_at_its_end(redactor: Redactor) -> None:
    """What is scanned of an utterance without an end stays bounded, and nothing is missed."""
    live, listener = LiveRedactor(redactor), Listener()
    words = ["hello"] * 1500 + ["maya", "is"]
    for count in range(1400, len(words) + 1):
        listener.hear(live.push(" ".join(words[:count]), now=0))
    assert listener.texts[0].endswith("hello [PERSON_NAME] is")
    assert "maya" not in "".join(listener.ever)


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), min_size=1, max_size=5))
def test_the_end_is_the_batchs_or_stricter(redactor: Redactor, turns: list[list[str]]) -> None:
    """Every character that the redactor takes out of the whole conversation is gone from the
    last text.
    """
    texts = [" ".join(turn) for turn in turns]
    live, listener = LiveRedactor(redactor), Listener()
    last: dict[int, Passed] = {}
    now = 0.0
    for text in texts:
        words = text.split()
        for count in range(1, len(words) + 1):
            now += 100
            some = live.push(" ".join(words[:count]), final=count == len(words), now=now)
            listener.hear(some)
            last |= {one.utterance: one for one in some}
    some = live.close()
    listener.hear(some)
    last |= {one.utterance: one for one in some}
    found = redactor.redact_records([texts])[0].spans
    for number, spans in enumerate(found):
        gone = {i for s in last[number].spans for i in range(s.start, s.end)}
        hidden = {i for s in Policy().redacted(spans) for i in range(s.start, s.end)}
        assert hidden <= gone
        assert last[number].until == len(texts[number])
        assert last[number].final


def test_what_follows_the_word_for_an_address_may_go_on() -> None:
    """A misheard address looks like one at its end only."""
    assert open_from("and his email here or not").near == len("and his email ")
    assert open_from("an email went out to them on that day").near == len(
        "an email went out to them on that day"
    )
