"""Batches of like length within the budget; tokens made once and found again by content."""

from __future__ import annotations

import json

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import DataError
from pipeline.labels import TagSet, label_set
from pipeline.training.base import MINILM, find_base
from pipeline.training.dataset import LengthBatches, TokenDataset, collate, tokenised
from pipeline.training.rows import IGNORE
from pipeline.training.tokenizer import build_tokenizer, wrap

CORE = TagSet(label_set("core"))
TOKENIZER = wrap(build_tokenizer(find_base(MINILM).vocab))
LENGTHS = st.lists(st.integers(3, 60), min_size=1, max_size=200).map(np.array)


@given(LENGTHS, st.integers(1, 20), st.none() | st.integers(60, 400), st.booleans())
def test_every_example_once_within_the_limits(lengths, micro_batch, budget, group):
    batches = LengthBatches(lengths, micro_batch, budget, seed=3, group=group)
    assert sorted(i for batch in batches for i in batch) == list(range(len(lengths)))
    assert all(len(batch) <= micro_batch for batch in batches)
    assert budget is None or all(len(batch) * lengths[batch].max() <= budget for batch in batches)


@given(LENGTHS)
def test_order_depends_on_seed_and_epoch_alone(lengths):
    def orders(seed):
        batches = LengthBatches(lengths, 4, None, seed)
        found = []
        for epoch in (0, 1, 0):
            batches.set_epoch(epoch)
            found.append(list(batches))
        return found

    first = orders(1)
    assert first == orders(1)
    assert first[0] == first[2]


def test_epochs_differ_and_count_the_same():
    batches = LengthBatches(np.random.default_rng(0).integers(5, 40, 500), 16, 256, seed=1)
    first, count = list(batches), len(batches)
    batches.set_epoch(1)
    assert list(batches) != first
    assert len(batches) == count


@given(LENGTHS, st.integers(1, 4))
def test_processes_get_equal_shares(lengths, processes):
    whole = LengthBatches(lengths, 2, None, seed=1)
    shared = LengthBatches(lengths, 2, None, seed=1, processes=processes)
    if len(whole) >= processes:
        assert len(shared) % processes == 0
        assert len(whole) - len(shared) < processes


def test_padding_is_below_five_percent_and_grouping_is_why():
    lengths = np.random.default_rng(0).lognormal(3, 0.5, 5000).astype(int) + 4
    assert LengthBatches(lengths, 64, 1024, seed=1).padding_share() < 0.05
    assert LengthBatches(lengths, 64, 1024, seed=1, group=False).padding_share() > 0.3


def test_collate_pads_and_masks():
    batch = collate(
        [(np.array([5, 6, 7]), np.array([IGNORE, 1, IGNORE])), (np.array([8]), np.array([0]))]
    )
    assert batch["input_ids"].tolist() == [[5, 6, 7], [8, 0, 0]]
    assert batch["attention_mask"].tolist() == [[1, 1, 1], [1, 0, 0]]
    assert batch["labels"].tolist() == [[IGNORE, 1, IGNORE], [0, IGNORE, IGNORE]]
    assert all(tensor.dtype == torch.int64 for tensor in batch.values())


def write(path, texts):
    path.write_text("".join(json.dumps({"text": text, "entities": []}) + "\n" for text in texts))


def test_tokens_are_found_again_by_content(tmp_path):
    path, cache = tmp_path / "train.jsonl", tmp_path / "cache"
    write(path, ["one two", "three", "one two"])
    table, report = tokenised(path, TOKENIZER, 32, CORE, cache)
    assert (report["cached"], report["duplicates"], len(table)) == (False, 1, 2)
    again, report = tokenised(path, TOKENIZER, 32, CORE, cache)
    assert report["cached"]
    assert again["input_ids"] == table["input_ids"]
    assert not tokenised(path, TOKENIZER, 16, CORE, cache)[1]["cached"], (
        "another length is other content"
    )
    write(path, ["one two", "four"])
    assert not tokenised(path, TOKENIZER, 32, CORE, cache)[1]["cached"], (
        "another file is other content"
    )
    assert len(tokenised(path, TOKENIZER, 32, CORE, cache, limit=1)[0]) == 1


def test_a_bad_row_leaves_no_cache(tmp_path):
    path, cache = tmp_path / "train.jsonl", tmp_path / "cache"
    path.write_text('{"text": "a", "entities": []}\n{"text": 5}\n')
    with pytest.raises(DataError, match=r"train\.jsonl:2:"):
        tokenised(path, TOKENIZER, 32, CORE, cache)
    assert list(cache.iterdir()) == []


def test_a_table_and_its_flat_arrays_agree(tmp_path):
    path = tmp_path / "train.jsonl"
    write(path, ["one two three", "four", "five six"])
    table, _ = tokenised(path, TOKENIZER, 32, CORE, tmp_path / "cache")
    dataset = TokenDataset.from_table(table)
    assert [dataset[i][0].tolist() for i in range(len(dataset))] == [
        list(ids) for ids in table["input_ids"]
    ]
    assert [dataset[i][1].tolist() for i in range(len(dataset))] == [
        list(tags) for tags in table["labels"]
    ]
