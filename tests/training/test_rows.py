"""Labelled rows: what is wrong is told by file and line; spans and tags say the same."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pipeline.labelled import Text
from pipeline.labels import TagSet, label_set
from pipeline.redaction.decode import Decoder
from pipeline.spans import Span
from pipeline.training.base import MINILM, find_base
from pipeline.training.rows import IGNORE, encode_rows, tag_tokens
from pipeline.training.tokenizer import build_tokenizer

CORE = TagSet(label_set("core"))
TOKENIZER = build_tokenizer(find_base(MINILM).vocab)


@st.composite
def rows(draw) -> Text:
    """Words, some of them spans."""
    text, spans = "", []
    for word in draw(
        st.lists(st.text(alphabet="abcxyz0189.'", min_size=1, max_size=8), min_size=1, max_size=12)
    ):
        label = draw(st.sampled_from([None, *CORE.labels]))
        if label:
            spans.append(Span(len(text), len(text) + len(word), label))
        text += word + " "
    return Text(text, spans)


@given(rows())
def test_tags_hold_the_spans_and_nothing_else(row):
    encoding = TOKENIZER.encode(row.text)
    tags = tag_tokens(encoding.offsets, row.spans, CORE)
    assert [t == IGNORE for t in tags] == [bool(m) for m in encoding.special_tokens_mask]
    import numpy as np

    body = np.array(tags[1:-1])
    offsets = encoding.offsets[1:-1]
    back = [
        (offsets[a][0], offsets[b - 1][1], label) for a, b, label in Decoder(CORE).token_spans(body)
    ]
    assert back == [span[:3] for span in row.spans]


@given(rows(), st.integers(8, 16))
def test_a_long_row_becomes_windows_and_no_token_is_lost(row, length):
    encoding = TOKENIZER.encode(row.text)
    windows = list(encode_rows(TOKENIZER, [row], length, CORE))
    assert all(len(ids) == len(tags) <= length for ids, tags in windows)
    assert [i for ids, _ in windows for i in ids[1:-1]] == encoding.ids[1:-1]
    assert all(tag == IGNORE or 0 <= tag < len(CORE.tags) for _, tags in windows for tag in tags)
