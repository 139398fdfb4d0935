"""The samples of every service: no copy of a value left, shape, ids, times and numbers as they
were.
"""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest

from pipeline.redaction import mute
from pipeline.redaction.conversation import find_in_records
from pipeline.redaction.formats import FORMATS, Failed, ReadOptions, Record, detect
from pipeline.redaction.formats.services import SERVICES, service_of
from tests.redaction.phrase_scanner import PhraseScanner, StubPolicy, drop, mask, replace

FOLDER = Path(__file__).parents[2] / "data" / "samples" / "services"
SAMPLES = sorted(FOLDER.iterdir())
#: What the model is taken to find: the name after "it's", alone or full, and the number in its ways
#: of writing.
FOUND = {
    r"(?:it's|it's\n)\s*(priya nair)": "PERSON_NAME",
    r"\b(415 555 2671|4155552671|\+14155552671|four one five five five five two six seven one)\b": (
        "PHONE"
    ),
    r"(\+14155552671)": "PHONE",
}
#: Samples in which words and their times can be told, so that audio can be muted.
TIMED = [
    "whisper-cpp-full",
    "faster-whisper",
    "openai-verbose",
    "whisper-timestamped",
    "whisperx",
    "huggingface",
    "huggingface-words",
    "aws-call-analytics",
    "aws-call-analytics-stream",
    "aws-streaming",
    "deepgram-streaming",
    "google-v1",
    "google-v1-lro",
    "google-v2",
    "google-v2-batch",
    "azure-batch",
    "azure-fast",
    "azure-sdk",
    "revai",
    "speechmatics",
    "gladia",
    "elevenlabs",
    "watson",
    "vosk",
    "cloudflare",
    "twilio-sentences",
    "genesys",
    "retell",
    "assemblyai-streaming",
]


def records(path: Path) -> list[Record]:
    data = path.read_bytes()
    made = list(detect(data, path.name).read(io.BytesIO(data), ReadOptions(look_ahead=True)))
    assert made and not any(isinstance(r, Failed) for r in made), made
    return made  # type: ignore[return-value]


def redacted(path: Path, how: Any) -> list[Any]:
    options = StubPolicy(how, same_length=how is mask)
    made = records(path)
    found = find_in_records(PhraseScanner(FOUND), made)
    text = "".join(r.render(f, options) for r, f in zip(made, found, strict=True))  # type: ignore[misc,arg-type]
    return (
        [json.loads(line) for line in text.splitlines()]
        if path.suffix == ".jsonl"
        else [json.loads(text)]
    )


def numbers(value: Any) -> Any:
    """The value without its texts and token lists."""
    spelled = ("tokens", "bytes", "entities", "field_entities", "contact")
    if isinstance(value, dict):
        of_token = "p" in value and "t_dtw" in value
        return {
            k: numbers(v)
            for k, v in value.items()
            if k not in spelled and not (of_token and k == "id")
        }
    return (
        [numbers(v) for v in value]
        if isinstance(value, list)
        else None
        if isinstance(value, str)
        else value
    )


def strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    parts = value.values() if isinstance(value, dict) else value if isinstance(value, list) else []
    return [s for part in parts for s in strings(part)]


@pytest.mark.parametrize("how", [replace, mask, drop])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_no_copy_is_left_and_the_shape_stays(path: Path, how: Any) -> None:
    before = [
        json.loads(t)
        for t in (path.read_text().splitlines() if path.suffix == ".jsonl" else [path.read_text()])
    ]
    after = redacted(path, how)
    assert numbers(after) == numbers(before)
    for left in strings(after):
        assert not re.search(
            r"priya|nair|2671|(?<!\d)555(?!\d)|(?<!\d)415(?!\d)|\bseven\b", left, re.I
        ), left
    ids = re.compile(
        r"[0-9a-f]{8}-0000-[0-9a-f-]{22}|(?:CA|GX|GT)\d{32}|\d{4}-\d\d-\d\dT[\d:.]+Z|8214202757943088943"
    )
    assert ids.findall(json.dumps(after)) == ids.findall(json.dumps(before))


@pytest.mark.parametrize("name", TIMED)
def test_audio_can_be_muted(name: str) -> None:
    (record,) = records(FOLDER / f"{name}.json")
    (found,) = find_in_records(PhraseScanner(FOUND), [record])
    plan = mute.collect(record, found, ("PERSON_NAME", "PHONE"))  # type: ignore[arg-type]
    labels = {label for one in plan for label in one.label.split(",")}
    assert "PERSON_NAME" in labels and all(0 <= one.start < one.end < 2_000_000_000 for one in plan)


def test_every_service_has_a_sample() -> None:
    told = {
        service.name
        for path in SAMPLES
        for line in [path.read_text().splitlines()]
        for service in [
            service_of(json.loads(line[0] if path.suffix == ".jsonl" else "\n".join(line)))
        ]
        if service
    }
    others = {service_of(json.loads(p.read_bytes())).name for p in FOLDER.parent.glob("*.json")}  # type: ignore[union-attr]
    assert told | others == {service.name for service in SERVICES}
    assert all(service.name in FORMATS for service in SERVICES)
