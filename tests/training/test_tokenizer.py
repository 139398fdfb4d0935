"""The tokenizer: a token for each digit, offsets into the text as given, nothing lost to length."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.training.base import MINILM, find_base
from pipeline.training.tokenizer import build_tokenizer, wrap

TOKENIZER = build_tokenizer(find_base(MINILM).vocab)


@given(st.text(alphabet="0123456789", min_size=1, max_size=40))
def test_every_digit_is_one_token(digits):
    encoding = TOKENIZER.encode(f"card {digits} ok", add_special_tokens=False)
    assert encoding.offsets[1:-1] == [(5 + i, 6 + i) for i in range(len(digits))]


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("Ｃａｒｄ ４２", ["card", "4", "2"]),
        ("José", ["jose"]),
        ("room4two", ["room", "4", "two"]),
    ],
)
def test_compatibility_forms_and_accents_fold(text, tokens):
    assert TOKENIZER.encode(text, add_special_tokens=False).tokens == tokens


@given(st.text(max_size=60))
def test_offsets_lie_in_the_text_and_in_order(text):
    last = 0
    for start, end in TOKENIZER.encode(text, add_special_tokens=False).offsets:
        assert last <= start <= end <= len(text) or (last >= start and end <= len(text))
        last = end


def test_a_very_long_run_is_read_in_pieces():
    encoding = TOKENIZER.encode("a" * 500, add_special_tokens=False)
    assert "[UNK]" not in encoding.tokens
    assert encoding.offsets[0][0] == 0
    assert encoding.offsets[-1][1] == 500


def test_no_truncation_no_padding_no_token_types(tmp_path):
    wrap(TOKENIZER).save_pretrained(tmp_path)
    from tokenizers import Tokenizer

    saved = Tokenizer.from_file(str(tmp_path / "tokenizer.json"))
    assert saved.truncation is None
    assert saved.padding is None
    assert len(saved.encode("one " * 2000).ids) == 2002
    assert set(wrap(TOKENIZER)("hello")) == {"input_ids", "attention_mask"}
