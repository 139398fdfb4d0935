"""Captions by the thousand with PII planted in them: none may be left, and every file must still be
read. By hand:

PYTHONPATH=. nice -n 15 .venv/bin/python -m tests.redaction.fuzz_captions 20000 [SEED [MODEL]]

With a model every file must still be read, and a number that stands in it in figures must be gone.
"""

from __future__ import annotations

import io
import random
import sys
import time
from collections import Counter
from xml.etree import ElementTree

import srt
import webvtt

from pipeline.redaction.conversation import find_in_records
from pipeline.redaction.formats import Failed, ReadOptions, detect
from pipeline.redaction.policy import Policy
from pipeline.redaction.redactor import Redactor
from tests.redaction.phrase_scanner import PhraseScanner

PHRASES = {
    "maya torres": "PERSON_NAME",
    "four two nine nine six": "PHONE",
    "4155552671": "PHONE",
    "jo@example.org": "EMAIL",
}
LEFT = ("maya torres", "four two nine", "nine nine six", "4155552671", "jo@example.org", "2671")
FILLER = [
    "hello",
    "yes & no",
    "a > b",
    "okay",
    "is",
    "the",
    "12",
    "[noise]",
    "-",
    "é",
    "😀",
    "x<y",
    "ok:",
    "(",
    "{x}",
]
ROLES = ["", "Agent: ", "Maya Torres: ", "Customer: ", "- ", ">> "]


def words(rng: random.Random) -> str:
    """Some words with perhaps one of the values among them, perhaps over a line end."""
    chosen = [rng.choice(FILLER) for _ in range(rng.randrange(6))]
    if rng.random() < 0.6:
        value = rng.choice(list(PHRASES))
        if rng.random() < 0.3:
            value = value.replace(" ", "\n", 1)
        chosen.insert(rng.randrange(len(chosen) + 1), value)
    return (rng.choice(ROLES) + " ".join(chosen)).strip() or "x"


def clock(seconds: int, mark: str) -> str:
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{mark}{seconds * 7 % 1000:03}"  # noqa: E501


def marked(rng: random.Random, text: str, tags: list[tuple[str, str]]) -> str:
    """`text` with one of its words between tags."""
    parts = text.split(" ")
    at = rng.randrange(len(parts))
    begin, end = rng.choice(tags)
    parts[at] = f"{begin}{parts[at]}{end}" if "\n" not in parts[at] else parts[at]
    return " ".join(parts)


def vtt(rng: random.Random, texts: list[str]) -> str:
    tags = [
        ("", ""),
        ("<b>", "</b>"),
        ("<v Maya Torres>", "</v>"),
        ("<c.red>", "</c>"),
        ("<00:00:01.000>", ""),
    ]
    made = ["WEBVTT" + rng.choice(["", " - maya torres"]), ""]
    for i, text in enumerate(texts):
        block = rng.choice(["NOTE maya torres\n", 'STYLE\n::cue(v[voice="Maya Torres"]) {}\n'])
        made += [block] * (rng.random() < 0.1)
        made += [rng.choice([str(i), "0f3a8a6b-7d2c-4c1c-8a67-9cf5a0f5d3a1/14-0"])] * (
            rng.random() < 0.5
        )
        made.append(
            f"{clock(i, '.')} --> {clock(i + 1, '.')}"
            + rng.choice(["", " align:start", " 4155552671"])
        )
        made += [marked(rng, text, tags), ""]
    return "\n".join(made)


def subrip(rng: random.Random, texts: list[str]) -> str:
    tags = [("", ""), ("<i>", "</i>"), ("<font color=red>", "</font>"), ("{\\an8}", "")]
    made = []
    for i, text in enumerate(texts, 1):
        made += [
            str(i),
            f"{clock(i, ',')} --> {clock(i + 1, ',')}" + rng.choice(["", "", " 4155552671"]),
        ]
        made += [marked(rng, text, tags), *["4155552671"] * (rng.random() < 0.1)]
        made += [""] * (rng.random() < 0.9)
    return "\n".join(made) + "\n"


def ttml(rng: random.Random, texts: list[str]) -> str:
    def escaped(text: str) -> str:
        return (
            text.replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace("\n", rng.choice(["\n", "<br/>"]))
        )

    tags = [("", ""), ('<span style="s">', "</span>"), ("<!-- maya torres -->", "")]
    body = ""
    for i, text in enumerate(texts):
        text = escaped(text)
        text = text if "<br/>" in text else marked(rng, text, tags)
        body += f'<p begin="{i}s" end="{i + 1}s">{text}</p>\n'
    title = rng.choice(["", "<head><metadata><title>maya torres</title></metadata></head>"])
    return (
        '<?xml version="1.0"?>\n<tt'
        f' xmlns="http://www.w3.org/ns/ttml">{title}<body><div>{body}</div></body></tt>\n'
    )


def ass(rng: random.Random, texts: list[str]) -> str:
    columns = "Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text"
    made = ["[Script Info]", "Title: maya torres", "", "[Events]", f"Format: {columns}"]
    for i, text in enumerate(texts):
        text = text.replace("{x}", "").replace("\n", rng.choice(["\\N", "\\n"]))
        text = marked(rng, text, [("", ""), ("{\\i1}", "{\\i0}"), ("{maya torres}", "")])
        kind = rng.choice(["Dialogue", "Dialogue", "Comment"])
        actor = rng.choice(["", "Maya Torres"])
        made.append(f"{kind}: 0,0:00:{i:02}.00,0:00:{i + 1:02}.00,Default,{actor},0,0,0,,{text}")
    return "\n".join(made) + "\n"


def cues(name: str, text: str) -> int:
    """How many cues a public reader finds."""
    if name == "vtt":
        return len(webvtt.from_buffer(io.StringIO(text)).captions)
    if name == "srt":
        return len(list(srt.parse(text)))
    if name == "ttml":
        return len(list(ElementTree.fromstring(text).iter("{http://www.w3.org/ns/ttml}p")))
    return sum(line.count(",") >= 9 for line in text.splitlines() if line.startswith("Dialogue"))


def one(rng: random.Random, policy: Policy, model: Redactor | None = None) -> str:
    """Make, redact and check one file; raises AssertionError with the file where something is
    left.
    """
    name, make = rng.choice([("vtt", vtt), ("srt", subrip), ("ttml", ttml), ("ass", ass)])
    text = make(rng, [words(rng) for _ in range(rng.randrange(1, 7))])
    if rng.random() < 0.2 and name != "ass":
        text = text.replace("\n", "\r\n")
    format_ = detect(text.encode())
    assert format_.name == name, (format_.name, text)
    (record,) = format_.read(io.BytesIO(text.encode()), ReadOptions())
    assert not isinstance(record, Failed), (record, text)
    if model:
        answer = model.redact_records([record], policy)[0]
        assert not isinstance(answer, Failed)
        out = answer.output
    else:
        (found,) = find_in_records(PhraseScanner(PHRASES), [record])
        assert not isinstance(found, Failed)
        out = record.render(found, policy)
    assert isinstance(out, str)
    flat = " ".join(
        out.replace("<br/>", " ").replace("\\N", " ").replace("\\n", " ").split()
    ).lower()
    left = [value for value in (LEFT if model is None else ("2671",)) if value in flat]
    assert not left, (text, out)
    assert cues(name, out) == cues(name, text), (text, out)
    return name


def main() -> None:
    """Make, redact and check so many files."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    model = Redactor.load(sys.argv[3]) if len(sys.argv) > 3 else None
    rng = random.Random(seed)
    tally: Counter[str] = Counter(one(rng, Policy(), model) for _ in range(count))
    print(f"seed {seed}: {count} files, {dict(tally)}, nothing left")


if __name__ == "__main__":
    main()
