"""Hostile lines by the million through the redactor: none may crash it, none may be lost. Run by
hand:

nice -n 15 .venv/bin/python -m tests.redaction.fuzz 1000000 [MODEL]
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tests.redaction.running import REDACT
from tests.redaction.toy_tagger import CITIES, DIGITS, NAMES, PLAIN, build_model

WORDS = [
    *NAMES[:5],
    *CITIES,
    *DIGITS,
    *PLAIN,
    "[PHONE]",
    "[SEP]",
    "４２",
    "jose\u0301",
    "\ufeff",
    "\u202e42",
    "4\u200b2",
]
SCRAPS = [
    "\x00",
    "\u0301",
    "\u200d",
    "\U0001f600",
    "中",
    "\r",
    "\x85",
    "\u2028",
    "\ue000",
    "\U000e0001",
    '"',
    "\\",
    "\ufffd",
]
ROWS = [
    {},
    {"id": 1},
    {"f": 1.5, "n": 10**30},
    {"text2": "x"},
    {"entities": 5},
    {"turns": []},
    {"words": None},
]


def text_of(rng: random.Random) -> str:
    """A text of words, scraps and random characters, mostly short, now and then long."""
    size = rng.randrange(300) if rng.random() < 0.01 else rng.randrange(12)
    parts = [rng.choice(WORDS) if rng.random() < 0.8 else rng.choice(SCRAPS) for _ in range(size)]
    if rng.random() < 0.2:
        parts.append(
            "".join(
                chr(rng.choice((rng.randrange(0xD800), rng.randrange(0xE000, 0x110000))))
                for _ in range(9)
            )
        )
    return rng.choice((" ", "", "  ", "\t")).join(parts)


def line_of(rng: random.Random) -> bytes:
    """One line without its end: good JSON, spoiled JSON, other shapes, or noise."""
    kind = rng.random()
    row = rng.choice(ROWS) | {"text": text_of(rng)}
    if kind < 0.15:
        row = rng.choice(
            [
                [row],
                row["text"],
                None,
                7,
                {"text": rng.choice([None, 3, [], {}])},
                {"turns": [row, row]},
            ]
        )
    line = json.dumps(row, ensure_ascii=rng.random() < 0.5).encode()
    if 0.15 <= kind < 0.3:
        at = rng.randrange(len(line))
        line = (
            line[:at]
            + rng.choice([b"", rng.randbytes(3), b"\\ud800", b'"', b"{" * 9, b"\xff"])
            + line[at + 1 :]
        )
    elif 0.3 <= kind < 0.35:
        line = rng.randbytes(rng.randrange(40))
    return line.replace(b"\n", b" ")


def lines(count: int, seed: int) -> Iterator[bytes]:
    rng = random.Random(seed)
    return (line_of(rng) for _ in range(count))


def check(given: bytes, answer: bytes, number: int) -> str:
    """What became of one line; raises AssertionError where it is not what it must be."""
    row = json.loads(answer)
    if sorted(row) == ["error", "line"]:
        assert row["line"] == number
        return "error"
    before = json.loads(given.removeprefix(b"\xef\xbb\xbf"))
    if "text" in before and "turns" not in before:
        last, text = 0, before["text"]
        made = ""
        for entity in row["entities"]:
            assert last <= entity["start"] < entity["end"] <= len(text)
            if entity["pii"]:
                made += text[last : entity["start"]] + f"[{entity['label']}]"
                last = entity["end"]
        assert row["text"] == made + text[last:]
        assert {**before, "text": row["text"], "entities": row["entities"]} == row
    return "redacted" if row.get("entities") else "clean"


def main() -> None:
    """Write the lines, redact them in one process, check every answer."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(time.time())
    with tempfile.TemporaryDirectory() as folder:
        model = sys.argv[2] if len(sys.argv) > 2 else str(build_model(Path(folder) / "model"))
        source, out = Path(folder) / "in", Path(folder) / "out"
        with source.open("wb") as stream:
            stream.writelines(line + b"\n" for line in lines(count, seed))
        begun = time.monotonic()
        command = [*REDACT, "--model", model, "--format", "jsonl", str(source), "-o", str(out)]
        done = subprocess.run(command, capture_output=True, text=True)
        took = time.monotonic() - begun
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
        assert done.returncode in (0, 3), done.stderr
        tally: Counter[str] = Counter()
        with out.open("rb") as answers:
            for number, (line, answer) in enumerate(
                zip(lines(count, seed), answers, strict=True), 1
            ):
                tally[check(line, answer, number)] += 1
    print(
        f"seed {seed}: {count} lines in {took:.0f} s, {dict(tally)}, peak {peak} MB, exit"
        f" {done.returncode}"
    )


if __name__ == "__main__":
    main()
