"""The samples of data/samples, what PII is in them, and how they come out."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

from pipeline.redaction.conversation import find_in_records
from pipeline.redaction.formats import Failed, ReadOptions, Record, detect
from pipeline.redaction.spoken import words_of
from tests.redaction.phrase_scanner import PhraseScanner, StubPolicy, mask, replace

SAMPLES = Path(__file__).parents[2] / "data" / "samples"

NUMBER_IN_PIECES = (
    r"(four five three two\s+okay\s+one one double eight\s+uh huh\s+six oh seven three nine nine"
    r" one four)"
)
#: file -> its format and the PII in it
CONTENT: dict[str, tuple[str, dict[str, str]]] = {
    "turns.jsonl": (
        "jsonl",
        {
            "maya torres": "PERSON_NAME",
            NUMBER_IN_PIECES: "CREDIT_CARD",
            "omar dot haddad at outlook dot com": "EMAIL",
            "ninth of august nineteen ninety one": "DATE",
            "leeds": "CITY",
        },
    ),
    "call.txt": (
        "text",
        {
            "oh two oh seven nine four six oh one eight two": "PHONE",
            r"account under\s+(helen fraser)": "PERSON_NAME",
            "third of november": "DATE",
        },
    ),
    "whisper.json": (
        "whisper",
        {
            "Grace Whitfield": "PERSON_NAME",
            "020 7946 0991": "PHONE",
            "grace dot whitfield at gmail dot com": "EMAIL",
            "March 14th, 2024": "DATE",
            "Brighton": "CITY",
        },
    ),
    "aws-transcribe.json": (
        "aws",
        {
            "Peter Lindqvist": "PERSON_NAME",
            "5500 0055 5555 5559": "CREDIT_CARD",
            "2nd of May 2023": "DATE",
            "Malmo": "CITY",
        },
    ),
    "deepgram.json": (
        "deepgram",
        {
            "Nadia Rahman": "PERSON_NAME",
            "Nadia Raman": "PERSON_NAME",
            "0161 496 0345": "PHONE",
            "nadia.rahman@example.org": "EMAIL",
            "Salford": "CITY",
        },
    ),
    "assemblyai.json": (
        "assemblyai",
        {
            "k dot ivanov at proton dot me": "EMAIL",
            "Ivanov": "PERSON_NAME",
            "plus four four seven seven double oh nine double oh one two three": "PHONE",
        },
    ),
    "call.vtt": (
        "vtt",
        {
            "Lena Hoffmann": "PERSON_NAME",
            "five five five oh one four two double three": "PHONE",
            "lena.hoffmann@example.net": "EMAIL",
            "Graz": "CITY",
        },
    ),
    "call.srt": (
        "srt",
        {
            "Samuel Adeyemi": "PERSON_NAME",
            "four seven one six double two one nine oh five three eight six six one four": (
                "CREDIT_CARD"
            ),
            "31st of July 2026": "DATE",
        },
    ),
    "call.ttml": (
        "ttml",
        {
            r"(oluwaseun\s+bakare)": "PERSON_NAME",
            r"(oh one one three\s+four nine six oh seven double one)": "PHONE",
            "o.bakare@example.org": "EMAIL",
            "Leeds": "CITY",
        },
    ),
    "call.ass": (
        "ass",
        {
            "Mireille Dubois": "PERSON_NAME",
            r"(five one oh five one oh five one\s+oh five one oh five one double oh)": (
                "CREDIT_CARD"
            ),
            "Lyon": "CITY",
        },
    ),
    "calls.csv": (
        "csv",
        {
            "Tomasz Wolski": "PERSON_NAME",
            r"(four one five five five five\s+two six seven one)": "PHONE",
            "4155552671": "PHONE",
            "Krakow": "CITY",
        },
    ),
    "calls.tsv": (
        "tsv",
        {
            "Siobhan Kearney": "PERSON_NAME",
            "sixth of may nineteen seventy three": "DATE",
            "Cork": "CITY",
        },
    ),
}
TABLES = {"calls.csv": ",", "calls.tsv": "\t"}
#: Words of the values above that no sample may have left.
LEAKS = words_of("""
    hoffmann lindqvist 5555 rahman 7946 whitfield adeyemi double helen oluwaseun bakare mireille
    dubois wolski 2671 kearney sixth
""")


def records(name: str) -> list[Record]:
    data = (SAMPLES / name).read_bytes()
    made = list(detect(data[:65536], name).read(io.BytesIO(data), ReadOptions()))
    assert not any(isinstance(r, Failed) for r in made)
    return made  # type: ignore[return-value]


def redacted(name: str, how: Any = replace) -> str:
    scanner = PhraseScanner(CONTENT[name][1])
    options = StubPolicy(how, same_length=how is mask)
    made = records(name)
    return "".join(
        r.render(f, options) for r, f in zip(made, find_in_records(scanner, made), strict=True)
    )
