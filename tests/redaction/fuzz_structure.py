"""Random JSON trees with PII planted under random keys: none may come out with a planted value
left.

A value is planted in words and in figures, in texts, fields, keys, word lists, numbers, strings of
JSON, cut over turns and joined again; not under keys of ids, times and settings, where a lone word
or number is left by rule (`shapes.py`). Some hundred trees are a test; by hand, 100,000 with
phrases alone, or some thousands with a model, of which is asked that what it finds anywhere goes
from everywhere and that a second pass changes nothing:

nice -n 15 .venv/bin/python -m tests.redaction.fuzz_structure 100000 [SEED [MODEL]]
"""

from __future__ import annotations

import io
import json
import random
import re
import sys
import time
from collections import Counter
from typing import Any

from pipeline.errors import PipelineError
from pipeline.redaction.conversation import find_in_records
from pipeline.redaction.formats import FORMATS, Failed, ReadOptions, Record
from pipeline.redaction.formats.align import Stream
from pipeline.redaction.policy import Policy
from pipeline.redaction.redactor import Redactor
from pipeline.redaction.spoken import words_of
from tests.redaction.phrase_scanner import PhraseScanner, StubPolicy, mask, replace
from tests.redaction.writings import WRITINGS, read_back

NAMES = ["maya torres", "priya nair", "omar haddad", "lena hoffmann", "ana"]
NUMBERS = ["4155552671", "4242424242424242", "02079460991"]
DIGITS = words_of("zero one two three four five six seven eight nine")
FILLER = words_of("""
    hello i would like to know about the bill please thank you and goodbye okay well it is for my order
""")  # noqa: E501
KEYS = words_of("""
    text transcript summary notes data result value items content said who segments words turns messages tokens
    customer caller name phone speaker chunks alternatives meta x info details k
""")  # noqa: E501
#: The planted phrases, as the stub finds them; a digit-only run may stand in groups.
PHRASES = {
    **{name: "PERSON_NAME" for name in NAMES},
    **{r"\b(" + r"[\s.-]*".join(n) + r")\b": "PHONE" for n in NUMBERS},
    **{r"\b(" + r"\s+".join(DIGITS[int(d)] for d in n) + r")\b": "PHONE" for n in NUMBERS},
}


def spoken(number: str) -> str:
    return " ".join(DIGITS[int(d)] for d in number)


class Tree:
    """One random tree with its planted values."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.planted: set[str] = set()
        self.root = self.object(rng.randint(1, 4))
        if rng.random() < 0.1:
            self.root = [self.root, self.object(1)]

    def value(self) -> str:
        """A planted value in one of its ways of writing."""
        rng = self.rng
        if rng.random() < 0.5:
            name = rng.choice(NAMES)
            self.planted.add(name)
            return rng.choice((name, name.title(), name.upper()))
        number = rng.choice(NUMBERS)
        self.planted.add(number)
        return rng.choice((number, f"{number[:3]}-{number[3:6]}-{number[6:]}", spoken(number)))

    def filler(self, most: int = 8) -> list[str]:
        return [self.rng.choice(FILLER) for _ in range(self.rng.randint(1, most))]

    def text(self) -> str:
        words = self.filler()
        if self.rng.random() < 0.5:
            words.insert(self.rng.randint(0, len(words)), self.value())
        return " ".join(words)

    def key(self) -> str:
        rng = self.rng
        if rng.random() < 0.03:
            return (
                self.value().title()
                if rng.random() < 0.5
                else " ".join([*self.filler(2), self.value()])
            )
        return (
            rng.choice(KEYS)
            if rng.random() < 0.8
            else "".join(rng.choice("abcdefgh_") for _ in range(5))
        )

    def object(self, depth: int) -> dict[str, Any]:
        return {self.key(): self.any(depth - 1) for _ in range(self.rng.randint(1, 4))}

    def any(self, depth: int) -> Any:
        rng = self.rng
        kinds = [
            self.text,
            self.field,
            self.number,
            self.scalar,
            self.packed,
            self.cut,
            self.word_list,
        ]
        if depth > 0:
            kinds += [lambda: self.object(depth), lambda: self.rows(depth)] * 3
        return rng.choice(kinds)()

    def field(self) -> str:
        return self.value() if self.rng.random() < 0.5 else " ".join(self.filler(2))

    def number(self) -> Any:
        if self.rng.random() < 0.5:
            return self.rng.choice((0, 1.5, 42, -3, 1e-3, 999_999))
        number = self.rng.choice(NUMBERS[:2])
        self.planted.add(number)
        return int(number)

    def scalar(self) -> Any:
        return self.rng.choice(
            (None, True, "", "en", "0.42", "2024-05-02T09:00:00Z", "agent", "https://x.org/a.wav")
        )

    def packed(self) -> str:
        text = json.dumps({"who": self.text(), "n": 1}) if self.rng.random() < 0.7 else self.text()
        written = self.rng.choice(WRITINGS)(text.encode())
        return self.rng.choice((text, written)) if len(text) > 8 else text

    def cut(self) -> Any:
        """A text cut into turns or segments at any word."""
        words = self.text().split()
        at = sorted(self.rng.sample(range(len(words) + 1), min(len(words), self.rng.randint(1, 3))))
        parts = [
            " ".join(words[a:b])
            for a, b in zip([0, *at], [*at, len(words)], strict=True)
            if words[a:b]
        ]
        key = self.rng.choice(("text", "said", "content"))
        return (
            parts
            if self.rng.random() < 0.5
            else [{key: part, "start": i} for i, part in enumerate(parts)]
        )

    def word_list(self) -> Any:
        words = [*self.text().split(), *self.filler(), *self.filler()]
        key = self.rng.choice(("word", "w", "text"))
        return (
            words
            if self.rng.random() < 0.5
            else [{key: w, "start": i, "end": i + 1} for i, w in enumerate(words)]
        )

    def rows(self, depth: int) -> list[Any]:
        kind = self.rng.choice((self.text, self.field, lambda: self.object(depth)))
        return [kind() for _ in range(self.rng.randint(1, 4))]


def left_in(out: str, planted: set[str]) -> set[str]:
    """Planted values that can still be read in the answer: as letters in one string, key or
    number.
    """
    left = set()
    stack = [json.loads(line) for line in out.splitlines()]
    while stack:
        value = stack.pop()
        if isinstance(value, dict):
            stack += [*value, *value.values()]
        elif isinstance(value, list):
            stack += value
        elif isinstance(value, (str, int)) and not isinstance(value, bool):
            text = f"{value} {read_back(str(value))}".lower()
            said = re.sub("|".join(DIGITS), lambda m: str(DIGITS.index(m[0])), text)
            figures = re.sub(r"[\s.-]+", "", said)
            for one in planted:
                if re.search(rf"\b{one}\b", text) or (one.isdigit() and one in figures):
                    left.add(one)
    return left


def read(tree: Tree, rng: random.Random) -> tuple[bytes, Record]:
    """A tree as a line of JSON, and its record."""
    line = json.dumps(tree.root, ensure_ascii=rng.random() < 0.5).encode() + b"\n"
    (record,) = FORMATS[rng.choice(("jsonl", "json"))].read(io.BytesIO(line), ReadOptions())
    assert not isinstance(record, Failed), record.error
    return line, record


def check_with(redactor: Redactor, rng: random.Random) -> str:
    """Redact one tree with a model; how it went.

    Raises AssertionError where a value that was found is left, or a second pass finds more.
    """
    tree = Tree(rng)
    line, record = read(tree, rng)
    turns = list(record.turns)
    answer = redactor.redact_records([record])[0]
    assert not isinstance(answer, Failed), answer.error
    known = {
        Stream(turn[span.start : span.end]).text
        for turn, spans in zip(turns, answer.spans, strict=True)
        for span in Policy().redacted(spans)
    }
    out = str(answer.output)
    left = left_in(out, tree.planted)
    wrong = {one for one in left if Stream(one).text in known}
    assert not wrong, (wrong, line.decode(), out)
    (again,) = FORMATS["json"].read(io.BytesIO(out.encode()), ReadOptions())
    second = redactor.redact_records([again])[0]
    assert not isinstance(second, Failed), second.error
    changed = bare(str(second.output)) != bare(out)
    return "found more in a second pass" if changed else "missed by the model" if left else "clean"


def bare(out: str) -> Any:
    """An answer without the entities that were added."""
    root = json.loads(out)
    if isinstance(root, dict):
        return {key: one for key, one in root.items() if not key.endswith("entities")}
    return root


def check(rng: random.Random) -> str:
    """Redact one tree; how it went.

    Raises AssertionError where a value is left or the shape is lost.
    """
    tree = Tree(rng)
    line, record = read(tree, rng)
    how = rng.choice((replace, mask))
    (found,) = find_in_records(PhraseScanner(PHRASES), [record])
    assert not isinstance(found, Failed), found.error
    try:
        out = record.render(found, StubPolicy(how, same_length=how is mask))
    except PipelineError:
        return "refused"
    assert isinstance(out, str)
    left = left_in(out, tree.planted)
    assert not left, (left, line.decode(), out)
    assert type(json.loads(out)) is type(tree.root)
    return "redacted" if tree.planted else "clean"


def main() -> None:
    """Check so many trees, 100,000 by default; stops at the tenth that is wrong."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else int(time.time())
    model = Redactor.load(sys.argv[3]) if len(sys.argv) > 3 else None
    tally: Counter[str] = Counter()
    begun = time.monotonic()
    for number in range(count):
        try:
            rng = random.Random(f"{seed}/{number}")
            tally[check_with(model, rng) if model else check(rng)] += 1
        except AssertionError as wrong:
            tally["wrong"] += 1
            print(f"{seed}/{number}: {wrong}")
            if tally["wrong"] >= 10:
                break
    print(
        f"seed {seed}: {sum(tally.values())} trees in {time.monotonic() - begun:.0f} s,"
        f" {dict(tally)}"
    )
    sys.exit(1 if tally["wrong"] else 0)


if __name__ == "__main__":
    main()
