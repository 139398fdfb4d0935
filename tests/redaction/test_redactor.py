"""The redactor on the toy model: spans, Unicode, windows, thresholds, what cannot be scanned."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import numpy as np
import pytest
from tokenizers import normalizers

import pipeline.redaction.modes
import pipeline.redaction.redactor
import pipeline.redaction.windows
from pipeline.errors import ConfigError, DataError
from pipeline.redaction import Failed, Policy, Redacted, Redactor, ScanError
from pipeline.redaction.tokenize import PIECE
from pipeline.redaction.windows import token_windows
from pipeline.training.tokenizer import word_pieces
from tests.redaction.toy_tagger import TAG_SET, VOCAB, build_model, word_scores


def found(redactor: Redactor, text: str) -> list[tuple[str, str]]:
    return [(text[s.start : s.end], s.label) for s in redactor.find(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("call maya smith in pune", [("maya smith", "PERSON_NAME"), ("pune", "CITY")]),
        ("my number is four 2 2 two", [("four 2 2 two", "PHONE")]),
        ("hello MAYA's card", [("MAYA", "PERSON_NAME")]),
        ("４２ is the number", [("４２", "PHONE")]),
        ("jose\u0301 called", [("jose\u0301", "PERSON_NAME")]),
        ("a\U0001f600 maya \U0001f600", [("maya", "PERSON_NAME")]),
        ("\u202emaya\u202c 4\u200b2", [("\u202emaya\u202c", "PERSON_NAME"), ("4\u200b2", "PHONE")]),
        ("4\x002 \x00maya\x00", [("4\x002", "PHONE"), ("\x00maya\x00", "PERSON_NAME")]),
        ("\u200dmaya\ufe0f", [("\u200dmaya\ufe0f", "PERSON_NAME")]),
        ("中文maya", [("maya", "PERSON_NAME")]),
        ("maya \U0001f469\u200d\U0001f469 42", [("maya", "PERSON_NAME"), ("42", "PHONE")]),
        ("", []),
        (" \n\t ", []),
        ("\u200b\u0301", []),
    ],
)
def test_spans_of_any_unicode(
    redactor: Redactor, text: str, expected: list[tuple[str, str]]
) -> None:
    assert found(redactor, text) == expected


def test_text_outside_spans_is_unchanged(redactor: Redactor) -> None:
    text = "\u200b ＨELLO \U0001f600\u0301  maya\t\r\n\x00 4２"
    assert (
        redactor.redact(text).output
        == "\u200b ＨELLO \U0001f600\u0301  [PERSON_NAME]\t\r\n\x00 [PHONE]"
    )


def test_a_span_never_splits_a_word(redactor: Redactor) -> None:
    assert found(redactor, "hello 42x hello") == [("42x", "PHONE")]
    assert found(redactor, "zz42yyxxww") == []


@pytest.mark.parametrize(
    "text", ["[PHONE] [PERSON_NAME]", "[CREDIT_CARD][CITY]", "[PHONE]42 maya[DATE]"]
)
def test_placeholders_are_never_pii(redactor: Redactor, text: str) -> None:
    once = redactor.redact(text).output
    assert all(label in once for label in re.findall(r"\[[A-Z_]+\]", text))
    assert redactor.redact(once).output == once


def test_labels_in_placeholders_are_forced_out(tmp_path: Path) -> None:
    scores = np.zeros_like(word_scores())
    scores[:, TAG_SET.begin("PHONE")] = 9.0
    everything = Redactor.load(build_model(tmp_path / "all", scores))
    assert found(everything, "[PHONE] hello") == [("hello", "PHONE")]
    assert everything.redact("[CREDIT_CARD]").output == "[CREDIT_CARD]"


CARD = "4 2 4 2 four two four two 4242 4242"


@pytest.mark.parametrize("where", [0, 7, 14, 9_999, 20_000])
def test_a_card_at_any_position_of_20000_words_is_found(redactor: Redactor, where: int) -> None:
    words = ["hello"] * 20_000
    words.insert(where, CARD)
    text = " ".join(words)
    assert found(redactor, text) == [(CARD, "PHONE")]


def test_a_card_across_the_piece_border_of_a_long_text_is_found(redactor: Redactor) -> None:
    for shift in (-20, -5, 0):
        text = ("a " * PIECE)[: PIECE + shift] + " " + CARD + " hello" * 9
        assert (CARD, "PHONE") in found(redactor, text)


def test_long_text_without_a_space(redactor: Redactor) -> None:
    text = "4" * (PIECE + 7)
    assert found(redactor, text) == [(text, "PHONE")]
    marks = "\u4e2d" * (PIECE + 3) + " 42"
    assert found(redactor, marks) == [("42", "PHONE")]


def test_windows_keep_every_token_once_with_the_most_context() -> None:
    for size in (1, 2, 3, 7, 14):
        for total in range(1, 60):
            made = token_windows(total, size)
            assert [t for w in made for t in range(w.first, w.after)] == list(range(total))
            for w in made:
                assert w.start <= w.first <= w.after <= w.end <= total
                assert w.end - w.start <= size
                for token in range(w.first, w.after):
                    here = context(w.start, w.end, token, total)
                    assert here + 1 >= max(
                        context(o.start, o.end, token, total)
                        for o in made
                        if o.start <= token < o.end
                    )


def context(start: int, end: int, token: int, total: int) -> int:
    left = total if start == 0 else token - start
    right = total if end == total else end - 1 - token
    return min(left, right)


TEXTS = ["call maya", "", "4 2 " * 30, "in pune", "jose\u0301", "hello " * 40 + "maya"]


def test_a_record_gets_the_same_answer_alone_and_among_others(redactor: Redactor) -> None:
    alone = [redactor.redact(text) for text in TEXTS]
    assert redactor.redact_records(TEXTS) == alone
    assert redactor.redact_records([[*TEXTS], *TEXTS])[1:] == alone


def test_turns_come_back_as_turns_and_progress_is_told(redactor: Redactor) -> None:
    seen: list[int] = []
    (answer,) = redactor.redact_records(
        [["call maya", "", "4 2"]], Policy(mode="mask"), seen.append
    )
    assert isinstance(answer, Redacted)
    assert answer.turns == ("call ****", "", "***")
    assert answer.output == "call ****\n\n***"
    assert sum(seen) >= len("call maya") + len("4 2")


def test_thresholds_and_operating_points(toy_model: Path) -> None:
    redactor, text = Redactor.load(toy_model), "maya 42"

    def labels(**options: object) -> list[str]:
        return [span.label for span in redactor.find(text, Policy(**options))]  # type: ignore[arg-type]

    assert labels() == ["PERSON_NAME", "PHONE"]
    assert labels(operating_point="never") == ["PHONE"]
    assert labels(thresholds={"PHONE": 1.0}) == ["PERSON_NAME"]
    with pytest.raises(ConfigError, match="operating point 'none'"):
        redactor.redact_records([text], Policy(operating_point="none"))
    with pytest.raises(ConfigError, match="threshold PHONE=2"):
        Policy(thresholds={"PHONE": 2})


def test_a_lone_surrogate_fails_alone(redactor: Redactor) -> None:
    first, second, third = redactor.redact_records(["maya", "x\ud800 42", "42"])
    assert isinstance(second, Failed)
    assert second.line == 2 and "42" not in second.error
    assert isinstance(first, Redacted) and isinstance(third, Redacted)
    assert (first.output, third.output) == ("[PERSON_NAME]", "[PHONE]")
    with pytest.raises(ScanError):
        redactor.redact("\udfff")


def test_letters_lost_by_the_tokenizer_fail_closed(tmp_path: Path) -> None:
    folder = build_model(tmp_path / "lossy")
    lossy = word_pieces(VOCAB)
    lossy.normalizer = normalizers.Sequence([normalizers.Replace("q", ""), lossy.normalizer])
    lossy.save(str(folder / "tokenizer.json"))
    redactor = Redactor.load(folder)
    with pytest.raises(ScanError, match="cannot read"):
        redactor.find("hello qqq maya")
    assert found(redactor, "hello mayaq") == [("mayaq", "PERSON_NAME")]


def test_specials_in_the_text_are_text(redactor: Redactor) -> None:
    assert found(redactor, "[SEP] maya [CLS] [PAD] 42") == [
        ("maya", "PERSON_NAME"),
        ("42", "PHONE"),
    ]


def test_broken_models_are_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"settings\.json"):
        Redactor.load(tmp_path)
    folder = build_model(tmp_path / "bad")
    (folder / "tokenizer.json").write_text("{}")
    with pytest.raises(DataError, match=r"tokenizer\.json"):
        Redactor.load(folder)
    folder = build_model(tmp_path / "torn")
    (folder / "model.onnx").write_bytes(b"torn")
    with pytest.raises(DataError, match=r"model\.onnx"):
        Redactor.load(folder)
    folder = build_model(
        tmp_path / "nan", np.full((len(VOCAB), len(TAG_SET)), np.nan, dtype=np.float32)
    )
    with pytest.raises(ScanError, match="no numbers"):
        Redactor.load(folder).find("maya")


@pytest.mark.parametrize("module", [pipeline.redaction.modes, pipeline.redaction.windows])
def test_examples(module: object) -> None:
    outcome = doctest.testmod(module)  # type: ignore[arg-type]
    assert outcome.attempted
    assert not outcome.failed


def test_examples_of_the_redactor(
    toy_model: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "artifacts").mkdir()
    (tmp_path / "artifacts/model").symlink_to(toy_model)
    monkeypatch.chdir(tmp_path)
    outcome = doctest.testmod(pipeline.redaction.redactor)
    assert outcome.attempted
    assert not outcome.failed


def test_punctuation_at_the_ends_of_a_span_stays_in_the_text(redactor):
    assert redactor.redact("so. 4 2.").output == "so. [PHONE]."


def test_a_sign_that_shares_its_token_with_a_word_is_kept_with_it(redactor):
    text = "¢A0"
    for span in redactor.find(text):
        assert text[span.start : span.end].strip("¢") == "A0"
