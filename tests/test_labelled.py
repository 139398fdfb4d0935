"""Labelled JSONL as every stage reads it."""

from __future__ import annotations

from pathlib import Path

import pytest

from pipeline.errors import DataError
from pipeline.labelled import Text, read_labelled, read_parts, read_texts
from pipeline.spans import Span

CHAT = (
    '{"turns": [{"speaker": "agent", "text": "your name", "entities": []}, {"speaker": "customer",'
    ' "text": "maya", "entities": [{"start": 0, "end": 4, "label": "PERSON_NAME"}]}]}'
)


def test_a_conversation_keeps_its_turns_and_can_be_read_as_one_text(tmp_path: Path) -> None:
    path = tmp_path / "calls.jsonl"
    path.write_text(CHAT + '\n\n{"text": "hello"}\n')
    chat, plain = read_labelled(path)
    name = Span(0, 4, "PERSON_NAME")
    assert chat.conversation and chat.turns == [Text("your name", []), Text("maya", [name])]
    assert not plain.conversation and plain.turns == [Text("hello", [])]
    joined = name._replace(start=10, end=14)
    assert list(read_texts(path)) == [Text("your name\nmaya", [joined]), Text("hello", [])]


def test_a_conversation_that_stands_as_one_text_too_is_read_as_both(tmp_path: Path) -> None:
    both = (
        '{"text": "nine\\nfive", "entities": [{"start": 0, "end": 9, "label": "PHONE"}], '
        + CHAT[1:]
    )
    (tmp_path / "calls.jsonl").write_text(both + "\n")
    assert [len(row.turns) for row in read_labelled(tmp_path / "calls.jsonl")] == [2]
    assert list(read_texts(tmp_path / "calls.jsonl")) == [Text("nine\nfive", [Span(0, 9, "PHONE")])]


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("{", "not a JSON object"),
        ("[]", "not a JSON object"),
        ('{"id": "1"}', "text"),
        ('{"text": 5}', "text must be a string"),
        (
            '{"text": "a b", "entities": [{"start": 0, "end": 9, "label": "DATE"}]}',
            "outside the text",
        ),
        ('{"text": "a b", "entities": [{"start": 0, "end": 1, "label": "IBAN"}]}', "IBAN"),
        ('{"turns": "secret"}', "turns must be a list"),
        ('{"turns": []}', "turns must be a list"),
        ('{"turns": [{"speaker": "secret"}]}', "text"),
    ],
)
def test_a_bad_row_is_named_by_file_and_line_without_its_text(
    tmp_path: Path, line: str, said: str
) -> None:
    (tmp_path / "clean.jsonl").write_text('{"text": "fine"}\n' + line + "\n")
    with pytest.raises(DataError, match=rf"clean\.jsonl:2: .*{said}") as caught:
        read_parts(tmp_path)
    assert "secret" not in str(caught.value)


def test_a_missing_an_empty_file_and_an_empty_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="pipeline data"):
        read_parts(tmp_path)
    with pytest.raises(DataError, match="cannot be read"):
        list(read_labelled(tmp_path / "none.jsonl"))
    (tmp_path / "none.jsonl").touch()
    with pytest.raises(DataError, match="is empty"):
        list(read_labelled(tmp_path / "none.jsonl"))


def test_a_line_separator_inside_a_transcript_does_not_end_the_row(tmp_path: Path) -> None:
    (tmp_path / "clean.jsonl").write_text('{"text": "one\u2028two\u0085three"}\n', encoding="utf-8")
    assert [row.text for row in read_texts(tmp_path / "clean.jsonl")] == ["one\u2028two\u0085three"]
