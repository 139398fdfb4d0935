"""POST /v1/redact and /v1/spans: requests in JSON, files, and what is around them."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path

import pytest

from pipeline.redaction import Redactor
from pipeline.redaction.formats import FORMATS, Failed, ReadOptions, detect
from tests.server.conftest import Running, running

NAME = {"start": 11, "end": 15, "label": "PERSON_NAME", "pii": True}


def test_a_text_a_list_and_a_conversation(service: Running) -> None:
    answer = service.redact(text="my name is maya").json()
    assert answer["text"] == "my name is [PERSON_NAME]"
    assert {**answer["entities"][0], "score": 0} == {**NAME, "score": 0}
    results = service.redact(texts=["call maya", "hello"]).json()["results"]
    assert [one["text"] for one in results] == ["call [PERSON_NAME]", "hello"]
    turns = [
        {"speaker": "agent", "text": "hello"},
        {"speaker": "maya nair", "text": "call maya nair"},
    ]
    answer = service.redact(turns=turns).json()["turns"]
    assert answer[1]["text"] == "call [PERSON_NAME]"
    assert "maya" not in json.dumps(answer)


@pytest.mark.parametrize("kind", [None, "application/x-www-form-urlencoded"])
def test_a_json_request_without_its_content_type(service: Running, kind: str | None) -> None:
    """As `curl -d` sends it."""
    headers = {"content-type": kind} if kind else {}
    answer = service.client.post("/v1/redact", content='{"text": "call maya"}', headers=headers)
    assert answer.json()["text"] == "call [PERSON_NAME]"


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"mode": "mask"}, "call **** in june"),
        ({"mode": "drop"}, "call  in june"),
        ({"entities": ["DATE", "CITY"], "keep": ""}, "call maya in [DATE]"),
        ({"keep": "person_name"}, "call maya in [DATE]"),
        ({"entities": "all", "thresholds": {"PERSON_NAME": 1.0, "DATE": 1.0}}, "call maya in june"),
    ],
)
def test_the_options_of_the_command_are_fields(
    service: Running, fields: dict[str, object], text: str
) -> None:
    if "DATE" not in text and fields.get("mode"):
        fields = fields | {"keep": "DATE"}
    assert service.redact(text="call maya in june", **fields).json()["text"] == text


def test_spans_leave_the_text_alone(service: Running) -> None:
    answer = service.client.post("/v1/spans", json={"text": "my name is maya"}).json()
    assert list(answer) == ["entities"]
    assert answer["entities"][0]["label"] == "PERSON_NAME"


def by_the_library(model: Path, data: bytes, name: str) -> bytes:
    """What the library makes of a file, with the command's error lines."""
    redactor = Redactor.load(model, threads=1)
    written = []
    for record in FORMATS[name].read(io.BytesIO(data), ReadOptions()):
        answer = record if isinstance(record, Failed) else redactor.redact_records([record])[0]
        if isinstance(answer, Failed):
            written.append(record.failure(answer.error))
        else:
            output = answer.output
            written.append(output if isinstance(output, bytes) else output.encode())
    return b"".join(written)


def test_ndjson_gives_what_the_command_gives(service: Running, toy_model: Path) -> None:
    lines = (
        b'{"text": "call maya", "id": 7}\nnot json\n{"text": "hello"}\n{"turns": ["call",'
        b' "maya"]}\n'
    )
    kind = {"content-type": "application/x-ndjson"}
    answer = service.client.post("/v1/redact", content=lines, headers=kind)
    assert answer.status_code == 200
    assert answer.content == by_the_library(toy_model, lines, "jsonl")
    assert answer.content.count(b"error") == 1
    assert b"maya" not in answer.content


SAMPLES = sorted(path for path in Path("data/samples").iterdir() if path.is_file())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_a_files_answer_is_the_commands(service: Running, toy_model: Path, sample: Path) -> None:
    data = sample.read_bytes()
    answer = service.client.post("/v1/redact?format=auto", content=data)
    if answer.status_code == 200:
        assert answer.content == by_the_library(toy_model, data, detect(data).name)
    else:
        assert answer.status_code in (415, 422)
        assert answer.json()["error"]


def test_vtt_by_its_content_type(service: Running) -> None:
    file = "WEBVTT\n\n00:00.000 --> 00:01.000\ncall maya\n"
    answer = service.client.post("/v1/redact", content=file, headers={"content-type": "text/vtt"})
    assert answer.text == file.replace("maya", "[PERSON_NAME]")


def test_a_spoilt_row_of_a_table_has_a_row_that_says_so(service: Running) -> None:
    """What cannot be read costs neither the file nor the rows of its call."""
    rows = [b"call_id,text", b"a,what is your name", "a,\u037a".encode(), b"a,maya", b"b,\xff", b""]
    kind = {"content-type": "text/csv"}
    answer = service.client.post("/v1/redact", content=b"\n".join(rows), headers=kind)
    assert answer.status_code == 200
    head, first, unreadable, name, undecodable = answer.text.splitlines()
    assert (head, first, name) == ("call_id,text", "a,what is your name", "a,[PERSON_NAME]")
    assert unreadable.startswith('"line 3: ') and "tokenizer" in unreadable
    assert undecodable.startswith('"line 5: not UTF-8')


def test_the_turns_of_any_file_and_what_is_in_them(service: Running) -> None:
    file = (
        b"WEBVTT\n\n00:00.000 --> 00:01.000\ncall me\n\n00:01.000 --> 00:02.000\nmy name is maya\n"
    )
    ask = service.client.post("/v1/spans?format=auto&turns=true", content=file)
    (told,) = (json.loads(line) for line in ask.text.splitlines())
    (entity,) = told["entities"]
    assert told["turns"][entity["turn"]][entity["start"] : entity["end"]] == "maya"
    lines = b'{"text": "call maya"}\nnot json\n'
    ask = service.client.post("/v1/spans?format=jsonl&turns=true", content=lines)
    assert [list(json.loads(line))[1] for line in ask.text.splitlines()] == ["turns", "error"]
    refused = service.client.post("/v1/redact?format=jsonl&turns=true", content=lines)
    assert refused.status_code == 422


def test_pseudonyms_need_a_secret(service: Running, toy_model: Path, tmp_path: Path) -> None:
    assert service.redact(text="call maya", mode="pseudonym").status_code == 422
    secret = tmp_path / "secret"
    secret.write_bytes(b"not a good secret")
    with running(toy_model, f"secret_file={secret}") as one:
        texts = ["call maya", "maya is in pune"]
        results = one.redact(texts=texts, mode="pseudonym").json()["results"]
    assert results[0]["text"].split()[1] == results[1]["text"].split()[0] != "maya"


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"text": "a", "texts": ["b"]},
        {"text": 1},
        {"text": "a", "secret maya": 1},
        {"text": "a", "entities": "FOO"},
        {"text": "a", "entities": ","},
        {"text": "a", "operating_point": "none"},
    ],
)
def test_a_request_that_does_not_fit_is_told_so(
    service: Running, fields: dict[str, object]
) -> None:
    answer = service.redact(**fields)
    assert answer.status_code == 422
    assert answer.json()["error"]
    assert "maya" not in answer.text


def test_health_metrics_and_description(service: Running) -> None:
    service.redact(text="my number is 4 1 5 5 5 5 2 6 7 1")
    assert service.client.get("/healthz").json() == {"status": "alive"}
    metrics = service.client.get("/metrics").text
    assert 'pii_redact_spans_total{label="PHONE"}' in metrics
    assert 'pii_redact_requests_total{route="/v1/redact",status="200"}' in metrics
    described = service.client.get("/openapi.json").json()
    examples = described["paths"]["/v1/redact"]["post"]["requestBody"]["content"][
        "application/json"
    ]
    told = described["paths"]["/v1/redact"]["post"]["responses"]["200"]["content"]
    for name, one in examples["examples"].items():
        answer = service.client.post("/v1/redact", json=one["value"])
        example = told["application/json"]["examples"][name]["value"]
        assert re.sub(r"0\.\d+|1\.0", "0", json.dumps(answer.json())) == re.sub(
            r"0\.\d+", "0", json.dumps(example)
        )
    assert service.client.get("/nothing").status_code == 404
    assert service.client.get("/v1/redact").status_code == 405
