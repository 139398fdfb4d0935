"""Properties that hold for every text, tried by hypothesis on the toy model."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.labels import redacted_labels
from pipeline.redaction import Policy, Redactor
from pipeline.redaction.answers import Answers
from pipeline.redaction.characters import char_classes, word_runs
from pipeline.redaction.formats import FORMATS, ReadOptions
from pipeline.redaction.modes import placeholder_pattern, redact_text
from pipeline.redaction.tokenize import Encoded, TextTokenizer
from pipeline.spans import Span, check_spans
from pipeline.training.tokenizer import word_pieces
from tests.redaction.toy_tagger import CITIES, DIGITS, MONTHS, NAMES, PLAIN, VOCAB

WORDS = [
    *NAMES[:5],
    *CITIES,
    *DIGITS,
    *MONTHS,
    *PLAIN,
    "[PHONE]",
    "[CITY]",
    "[PERSON_NAME]",
    "[SEP]",
    "42",
    "４２",
]
GLUE = [
    " ",
    "  ",
    "",
    "\u200b",
    "\u0301",
    "\x00",
    "\n",
    "-",
    "\U0001f600",
    "\u202e",
    "'s ",
    "中",
    "[",
    "]",
]
pieces = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from(GLUE)), max_size=40)
made_up = pieces.map(lambda parts: "".join(word + glue for word, glue in parts))
anything = st.text(st.characters(codec="utf-8"), max_size=60)
texts = made_up | anything | st.tuples(made_up, anything, made_up).map("".join)
quick = settings(
    deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@quick
@given(st.lists(texts | st.text(st.characters(max_codepoint=127), max_size=80), max_size=4))
def test_tokens_are_those_of_the_tokenizers_library(many: list[str]) -> None:
    """Word by word from a cache, or text by text: ids and offsets are the library's."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tokenizer.json"
        word_pieces(VOCAB).save(str(path))
        ours = TextTokenizer(path).encode_many(many)
    library = word_pieces(VOCAB)
    library.encode_special_tokens = True
    for text, one in zip(many, ours, strict=True):
        expected = library.encode(text, add_special_tokens=False)
        if isinstance(one, Encoded):
            assert one.ids.tolist() == expected.ids
            assert list(zip(one.starts, one.ends, strict=True)) == expected.offsets


@quick
@given(texts)
def test_offsets_are_valid_and_spans_whole_words(redactor: Redactor, text: str) -> None:
    spans = redactor.find(text)
    assert check_spans(text, spans) == spans
    runs = word_runs(char_classes(text))
    for span in spans:
        assert 0 < span.score <= 1
        for edge in (span.start, span.end):
            inside = 0 < edge < len(text) and runs[edge] and runs[edge] == runs[edge - 1]
            assert not inside, "a span ends inside a word"
        for match in placeholder_pattern().finditer(text):
            assert span.end <= match.start() or match.end() <= span.start


@quick
@given(texts)
def test_text_outside_spans_is_unchanged(redactor: Redactor, text: str) -> None:
    spans = [s for s in redactor.find(text) if s.label in redacted_labels()]
    for mode in ("label", "mask", "drop"):
        rest = redact_text(text, spans, mode)
        last = 0
        for span in spans:
            kept = text[last : span.start]
            assert rest.startswith(kept)
            gone = {"label": len(span.label) + 2, "mask": span.end - span.start, "drop": 0}[mode]
            rest = rest[len(kept) + gone :]
            last = span.end
        assert rest == text[last:]
    assert len(redact_text(text, spans, "mask")) == len(text)


@quick
@given(texts)
def test_a_second_pass_changes_nothing(redactor: Redactor, text: str) -> None:
    once = redactor.redact(text).output
    assert redactor.redact(once).output == once


@quick
@given(st.lists(texts, max_size=12))
def test_batches_give_what_single_texts_give(redactor: Redactor, many: list[str]) -> None:
    assert redactor.redact_records(many) == [redactor.redact(text) for text in many]


class Collect:
    """An output that keeps what is written."""

    def __init__(self) -> None:
        from pipeline.redaction.output import Tally

        self.tally, self.data = Tally(), b""

    def write(self, data: bytes) -> None:
        self.data += data


numbers = st.integers(-999_999, 999_999)
rows = st.dictionaries(
    st.from_regex(r"[a-z_]{1,5}", fullmatch=True), st.none() | numbers | texts, max_size=3
)
good = st.tuples(rows, texts).map(
    lambda both: json.dumps(both[0] | {"text": both[1]}, ensure_ascii=False).encode()
)
bad = st.binary(max_size=30).map(lambda data: data.replace(b"\n", b" "))


@quick
@given(st.lists(good | bad, max_size=10))
def test_one_line_for_each_line_in_order(redactor: Redactor, given_lines: list[bytes]) -> None:
    output: Any = Collect()
    stream = BytesIO(b"".join(line + b"\n" for line in given_lines))
    Answers(redactor, Policy(), output).over(FORMATS["jsonl"].read(stream, ReadOptions()))
    answers = output.data.split(b"\n")[:-1]
    assert len(answers) == len(given_lines) == output.tally.records
    for number, (line, answer) in enumerate(zip(given_lines, answers, strict=True), 1):
        row = json.loads(answer)
        if sorted(row) == ["error", "line"] and row["line"] == number:
            continue
        before = json.loads(line)
        assert list(row)[: len(before)] == list(before)
        if "text" in before:  # bytes drawn for a bad line may be an object: {"":""}
            spans = [Span(e["start"], e["end"], e["label"]) for e in row["entities"] if e["pii"]]
            assert row["text"] == redact_text(before["text"], spans)
        assert all(row[key] == value for key, value in before.items() if not isinstance(value, str))
