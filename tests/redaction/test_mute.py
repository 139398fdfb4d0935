"""The mute plan covers what is said and fails closed on times that make no sense."""

from __future__ import annotations

import io
import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import DataError
from pipeline.labels import redacted_labels
from pipeline.redaction import mute
from pipeline.redaction.conversation import find_in_records
from pipeline.redaction.formats import FORMATS, Failed, ReadOptions
from pipeline.redaction.mute import Interval
from tests.redaction.phrase_scanner import PhraseScanner, quick

PHRASES = {"maya torres": "PERSON_NAME", "four two": "PHONE", "pune": "CITY"}


def plan(
    root: Any, name: str = "whisper", labels: tuple[str, ...] = redacted_labels()
) -> list[Interval]:
    data = root.encode() if isinstance(root, str) else json.dumps(root).encode()
    (record,) = FORMATS[name].read(io.BytesIO(data), ReadOptions())
    assert not isinstance(record, Failed), record
    return mute.collect(record, find_in_records(PhraseScanner(PHRASES), [record])[0], labels)


def words(*rows: tuple[str, Any, Any]) -> dict[str, Any]:
    text = " ".join(r[0] for r in rows)
    return {
        "text": text,
        "segments": [
            {
                "text": text,
                "words": [dict(zip(("word", "start", "end"), r, strict=True)) for r in rows],
            }
        ],
    }


GOOD = [
    ("hi", 0, 0.5),
    ("maya", 1.0, 1.5),
    ("torres,", 1.75, 2.0),
    ("four", 2, 3),
    ("two", 3, 4),
    ("pune", 5, 6),
]


def test_intervals_run_from_the_first_word_to_the_last_and_are_merged() -> None:
    assert plan(words(*GOOD)) == [Interval(1.0, 4.0, "PERSON_NAME,PHONE")]
    assert plan(words(*GOOD), labels=("PHONE",)) == [Interval(2.0, 4.0, "PHONE")]
    assert plan(words(*GOOD), labels=("CITY",)) == [Interval(5.0, 6.0, "CITY")]
    assert plan(words(("hi", 0, 1))) == []


@pytest.mark.parametrize(
    "change",
    [
        {1: ("maya", -1.0, 1.5)},
        {0: ("hi", -0.1, 0.5)},
        {1: ("maya", 1.5, 1.0)},
        {2: ("torres", 0.2, 0.4)},
        {1: ("maya", "one", 1.5)},
        {1: ("maya", True, 1.5)},
        {1: ("maya", "nan", 1.5)},
        {1: ("maya", "inf", "inf")},
        {1: ("maya", 1, 1), 2: ("torres", 1, 1)},
    ],
)
def test_times_that_are_missing_or_make_no_sense(change: dict[int, tuple[str, Any, Any]]) -> None:
    rows = [change.get(i, row) for i, row in enumerate(GOOD)]
    with pytest.raises(DataError) as failed:
        plan(words(*rows))
    assert "maya" not in str(failed.value)


def test_words_without_a_time_lie_between_their_neighbours() -> None:
    def name(*rows: tuple[str, Any, Any]) -> list[Interval]:
        return plan(words(*rows), labels=("PERSON_NAME",))

    hi, maya, torres, bye = ("hi", 0, 0.5), ("maya", 1, 1.5), ("torres", 1.75, 2), ("bye", 3, 4)
    assert name(hi, ("maya", None, None), torres, bye) == [Interval(0.5, 2, "PERSON_NAME")]
    assert name(hi, maya, ("torres", None, None), bye) == [Interval(1, 3, "PERSON_NAME")]
    assert name(hi, ("maya", None, None), ("torres", None, None), bye) == [
        Interval(0.5, 3, "PERSON_NAME")
    ]
    assert name(hi, ("maya", None, 1.5), ("torres", 1.75, None), bye) == [
        Interval(0.5, 3, "PERSON_NAME")
    ]
    assert name(("maya", None, None), torres) == [Interval(0, 2, "PERSON_NAME")]
    root = words(hi, maya, ("torres", None, None))
    root["segments"][0] |= {"start": 0, "end": 2.5}
    assert plan(root) == [Interval(1, 2.5, "PERSON_NAME")]


def test_a_caption_that_names_its_speakers_is_not_muted_for_that() -> None:
    said = ["Maya Torres: hello", "Agent: hi", "Maya Torres: it is four two", "Maya Torres: bye"]
    cues = [f"00:0{i}.000 --> 00:0{i}.900\n{text}\n" for i, text in enumerate(said, 1)]
    assert plan("\n".join(["WEBVTT\n", *cues]), "vtt") == [Interval(3, 3.9, "PHONE")]
    voices = [cue.replace("Maya Torres: ", "<v Maya Torres>") for cue in cues]
    assert plan("\n".join(["WEBVTT\n", *voices]), "vtt") == [Interval(3, 3.9, "PHONE")]


def test_words_that_do_not_tell_the_text() -> None:
    root = words(*GOOD)
    del root["segments"][0]["words"][2]
    with pytest.raises(DataError, match="another text"):
        plan(root)
    del root["segments"][0]["words"]
    with pytest.raises(DataError, match="has none"):
        plan(root)


def test_formats_without_times() -> None:
    with pytest.raises(DataError):
        plan('{"text": "maya torres"}\n', "jsonl")
    with pytest.raises(DataError):
        plan("maya torres\n", "text")


def test_milliseconds_and_strings() -> None:
    row = [
        {"text": "maya", "start": 1000, "end": 1500},
        {"text": "torres", "start": 1600, "end": 2000},
    ]
    assert plan({"text": "maya torres", "words": row}, "assemblyai") == [
        Interval(1.0, 2.0, "PERSON_NAME")
    ]
    item = [
        {"alternatives": [{"content": "maya"}], "start_time": "0.25", "end_time": "0.5"},
        {"alternatives": [{"content": "torres"}], "start_time": "0.5", "end_time": "1.0"},
        {"alternatives": [{"content": "."}], "type": "punctuation"},
    ]
    root = {"results": {"transcripts": [{"transcript": "maya torres."}], "items": item}}
    assert plan(root, "aws") == [Interval(0.25, 1.0, "PERSON_NAME")]


def test_speakers_may_talk_at_once() -> None:
    def utterance(text: str, at: float) -> dict[str, Any]:
        return {
            "transcript": text,
            "words": [{"word": w, "start": at, "end": at + 1} for w in text.split()],
        }

    root = {
        "results": {
            "channels": [],
            "utterances": [utterance("hello there", 4.0), utterance("maya torres", 3.5)],
        }
    }
    assert plan(root, "deepgram") == [Interval(3.5, 4.5, "PERSON_NAME")]


def test_a_caption_is_muted_as_a_whole() -> None:
    text = (
        "1\n00:00:01,000 --> 00:00:02,500\ni am maya\n\n2\n00:00:02,500 -->"
        " 00:00:04,000\ntorres\n\n"
    )
    assert plan(text, "srt") == [Interval(1.0, 4.0, "PERSON_NAME")]


def test_the_plan_file_and_the_filter(tmp_path: Path) -> None:
    mute.write(tmp_path / "plan.json", [Interval(3.0004, 4.0001, "PHONE"), Interval(1, 2, "DATE")])
    got = json.loads((tmp_path / "plan.json").read_text())
    assert got == {
        "intervals": [
            {"start": 1.0, "end": 2.0, "label": "DATE"},
            {"start": 3.0, "end": 4.001, "label": "PHONE"},
        ],
        "ffmpeg": "volume=enable='between(t,1.000,2.000)+between(t,3.000,4.001)':volume=0",
    }
    assert [p.name for p in tmp_path.iterdir()] == ["plan.json"]
    assert mute.ffmpeg_filter([]) == "anull"


times = st.floats(0, 1e6).flatmap(
    lambda a: st.floats(0, 100).map(lambda d: Interval(a, a + d, "PHONE"))
)


@quick
@given(st.lists(times))
def test_merged_intervals_cover_the_same_and_stand_apart(intervals: list[Interval]) -> None:
    merged = mute.merge_intervals(intervals)
    assert all(a.end < b.start for a, b in pairwise(merged))
    assert all(any(m.start <= i.start and i.end <= m.end for m in merged) for i in intervals)
    assert {m.start for m in merged} <= {i.start for i in intervals} and {
        m.end for m in merged
    } <= {i.end for i in intervals}
