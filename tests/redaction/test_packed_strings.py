"""Strings that hold JSON, captions or a text in another writing are redacted inside, and else left
as they were.
"""

from __future__ import annotations

import base64
import gzip
import json
import zlib
from collections.abc import Callable

import pytest

from tests.redaction.test_json_everywhere import answers, redacted
from tests.redaction.writings import b64

SAID = "my name is Priya Nair and it is 4155552671"
HIDDEN = "my name is [PERSON_NAME] and it is [PHONE]"


def test_json_in_a_string_is_redacted_inside_and_else_left_as_it_was() -> None:
    packed = '{"city": "Leeds",  "n": 1.0, "who": "%s"}'
    assert redacted({"data": packed % "me"})["data"] == packed % "me"
    assert json.loads(redacted({"data": packed % "Priya Nair"})["data"])["who"] == "[PERSON_NAME]"


def test_captions_in_a_string_keep_their_times() -> None:
    cues = "WEBVTT\n\n00:00.400 --> 00:02.700\n%s\n\n00:03.300 --> 00:04.400\nbye\n"
    srt = "1\n00:00:00,400 --> 00:00:02,700\n%s\n\n2\n00:00:03,300 --> 00:00:04,400\nbye\n"
    row = {"text": "hi", "vtt": cues % "i am Priya Nair", "srt": srt % "Priya Nair"}
    got = redacted(row)
    assert got["vtt"] == cues % "i am [PERSON_NAME]" and got["srt"] == srt % "[PERSON_NAME]"
    (named,) = answers([{"said": row["vtt"]}], field="said")
    assert named["said"] == got["vtt"]
    assert redacted({"text": "x --> 00:01 Priya Nair"})["text"] == "x --> 00:01 [PERSON_NAME]"


WRITINGS: list[tuple[Callable[[bytes], str], Callable[[str], bytes]]] = [
    (b64, base64.b64decode),
    (lambda data: b64(data).rstrip("="), lambda text: base64.b64decode(text + "==")),
    (lambda data: base64.b32encode(data).decode(), base64.b32decode),
    (bytes.hex, bytes.fromhex),
    (lambda data: data.hex().upper(), bytes.fromhex),
    (lambda data: "0x" + data.hex(), lambda text: bytes.fromhex(text[2:])),
    (lambda data: b64(gzip.compress(data)), lambda t: gzip.decompress(base64.b64decode(t))),
    (lambda data: b64(zlib.compress(data)), lambda t: zlib.decompress(base64.b64decode(t))),
    (
        lambda data: b64(data.decode().encode("utf-16-le")),
        lambda text: base64.b64decode(text).decode("utf-16-le").encode(),
    ),
    (lambda data: "data:text/plain;base64," + b64(data), lambda t: base64.b64decode(t[23:])),
    (lambda data: "Basic " + b64(data), lambda text: base64.b64decode(text[6:])),
    (lambda data: b64(b64(data).encode()), lambda t: base64.b64decode(base64.b64decode(t))),
    (lambda data: base64.encodebytes(b" " * 60 + data).decode(), base64.b64decode),
]


@pytest.mark.parametrize(("write", "read"), WRITINGS)
def test_a_text_in_another_writing_is_redacted_in_it(
    write: Callable[[bytes], str], read: Callable[[str], bytes]
) -> None:
    got = redacted({"text": "hi", "payload": write(SAID.encode())})["payload"]
    assert read(got).decode().strip() == HIDDEN


@pytest.mark.parametrize("data", [b"nothing of anybody", bytes(range(256)), b"\x00\xff" * 40])
def test_what_holds_nothing_personal_keeps_its_writing(data: bytes) -> None:
    row = {"id": 1, "payload": b64(data), "digest": data.hex(), "zip": b64(gzip.compress(data))}
    assert redacted(row) == row


def test_json_in_base64_and_the_parts_of_a_token() -> None:
    told, header = json.dumps({"name": "Priya Nair", "n": 1}).encode(), b64(b'{"alg": 1}')
    got = redacted({"data": b64(told)})["data"]
    assert json.loads(base64.b64decode(got)) == {"name": "[PERSON_NAME]", "n": 1}
    token = f"Bearer {header}.{b64(told).rstrip('=')}.c2lnbmF0dXJlIQ"
    head, body, rest = redacted({"authorization": token})["authorization"].split(".")
    assert (head, rest) == (f"Bearer {header}", "c2lnbmF0dXJlIQ")
    assert json.loads(base64.b64decode(body + "=="))["name"] == "[PERSON_NAME]"


def test_figures_alone_are_a_number_and_no_writing() -> None:
    (got,) = answers([{"pan": "4242424242424242"}], {"(4242424242424242)": "CREDIT_CARD"})
    assert got["pan"] == "[CREDIT_CARD]"
    got = redacted({"data": b"4155552671 it".hex()})["data"]  # no figures but of a hexadecimal
    assert bytes.fromhex(got) == b"[PHONE] it"


def test_what_grows_too_large_is_an_error() -> None:
    bomb = b64(gzip.compress(b"0" * (1 << 25)))
    with pytest.raises(AssertionError, match="over 16 MiB"):
        redacted({"data": bomb})


@pytest.mark.parametrize("write", [b64, bytes.hex, lambda data: b64(gzip.compress(data))])
def test_a_word_of_running_text_in_another_writing_goes_whole(
    write: Callable[[bytes], str],
) -> None:
    text = "hello i would like to tell you %s and so on thank you"
    got = redacted({"text": text % write(b"Priya Nair is my name"), "n": 1})
    assert got["text"] == text % "[PERSON_NAME]"
    (entity,) = got["entities"]
    assert entity["start"] == text.index("%s") and entity["label"] == "PERSON_NAME"
    plain = text % write(b"nothing of anybody")
    assert redacted({"text": plain})["text"] == plain


@pytest.mark.parametrize(
    ("address", "left"),
    [
        ("/recordings/priya_nair_call.wav", "/recordings/[PERSON_NAME]_call.wav"),
        ("https://x.org/of/Priya-Nair?id=1", "https://x.org/of/[PERSON_NAME]?id=1"),
        ("https://x.org/of/priya%20nair/", "https://x.org/of/[PERSON_NAME]/"),
        ("priya_nair_2024.wav", "[PERSON_NAME]_2024.wav"),
        ("/recordings/call_part_two.wav", "/recordings/call_part_two.wav"),
    ],
)
def test_names_in_addresses_and_paths(address: str, left: str) -> None:
    assert redacted({"text": "hi", "recording": address})["recording"] == left
    assert redacted({"text": f"look at {address} please"})["text"] == f"look at {left} please"


def test_the_bytes_of_a_text_as_numbers() -> None:
    got = redacted({"text": "hi", "data": [*SAID.encode()], "more": [[*SAID.encode()], 1]})
    assert bytes(got["data"]).decode() == bytes(got["more"][0]).decode() == HIDDEN
    row = {"data": [*b"nothing of anybody"], "scores": [88, 92, 97, 100] * 5, "n": [32] * 20}
    assert redacted(row) == row
