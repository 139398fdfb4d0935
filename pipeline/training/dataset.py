"""Training data: tokenised once, kept on disk by content, de-duplicated, served in batches of
like length.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any

import datasets
import numpy as np
import torch
from transformers import PreTrainedTokenizerFast

from pipeline.labelled import read_texts
from pipeline.labels import TagSet
from pipeline.manifest import file_digest
from pipeline.training.rows import IGNORE, encode_rows

#: Its bars say nothing that ours do not.
datasets.disable_progress_bars()

#: Raise when the meaning of what is cached changes.
CACHE_VERSION = 2
CHUNK = 2000


class TokenDataset(torch.utils.data.Dataset):
    """Examples as flat arrays: example i is tokens [starts[i], starts[i + 1]) of `ids` and
    `tags`.
    """

    def __init__(self, ids: np.ndarray, tags: np.ndarray, starts: np.ndarray) -> None:
        self.ids, self.tags, self.starts = ids, tags, starts
        self.lengths = np.diff(starts)

    @classmethod
    def from_table(cls, table: datasets.Dataset) -> TokenDataset:
        """From a datasets table with list columns input_ids and labels."""
        ids, tags, lengths = (
            [np.empty(0, np.int64)],
            [np.empty(0, np.int64)],
            [np.zeros(1, np.int64)],
        )
        for chunk in table.with_format("arrow").iter(batch_size=50_000):
            column = chunk["input_ids"].combine_chunks()
            lengths.append(column.value_lengths().to_numpy().astype(np.int64))
            ids.append(column.flatten().to_numpy().astype(np.int64))
            tags.append(chunk["labels"].combine_chunks().flatten().to_numpy().astype(np.int64))
        return cls(np.concatenate(ids), np.concatenate(tags), np.cumsum(np.concatenate(lengths)))

    def __len__(self) -> int:
        return len(self.lengths)

    def __getitem__(self, index: int) -> tuple[np.ndarray, np.ndarray]:
        where = slice(self.starts[index], self.starts[index + 1])
        return self.ids[where], self.tags[where]


def collate(examples: list[tuple[np.ndarray, np.ndarray]]) -> dict[str, torch.Tensor]:
    """Pad a batch to its longest example: input_ids, attention_mask and labels, int64 [batch,
    tokens].
    """
    shape = (len(examples), max(len(ids) for ids, _ in examples))
    ids, mask, labels = (
        np.zeros(shape, np.int64),
        np.zeros(shape, np.int64),
        np.full(shape, IGNORE, np.int64),
    )
    for row, (token_ids, tags) in enumerate(examples):
        ids[row, : len(token_ids)] = token_ids
        mask[row, : len(token_ids)] = 1
        labels[row, : len(tags)] = tags
    return {
        "input_ids": torch.from_numpy(ids),
        "attention_mask": torch.from_numpy(mask),
        "labels": torch.from_numpy(labels),
    }


class LengthBatches(torch.utils.data.Sampler[list[int]]):
    """Batches of examples of like length: at most `micro_batch` examples and `token_budget` tokens
    with padding.

    Examples are shuffled, sorted by length (equal lengths stay shuffled), cut into batches, and the
    batches shuffled; with several `processes` their number is a multiple of it. The order depends
    on `seed` and the epoch alone, so a resumed run meets the same batches.
    """

    def __init__(
        self,
        lengths: np.ndarray,
        micro_batch: int,
        token_budget: int | None,
        seed: int,
        group: bool = True,
        processes: int = 1,
    ) -> None:
        self.lengths, self.micro_batch, self.budget = lengths, micro_batch, token_budget
        self.seed, self.group, self.processes, self.epoch = seed, group, processes, 0
        self._plan: tuple[int, list[list[int]]] | None = None

    def set_epoch(self, epoch: int) -> None:
        self.epoch = epoch

    def batches(self) -> list[list[int]]:
        """The batches of the current epoch."""
        if self._plan is None or self._plan[0] != self.epoch:
            self._plan = (self.epoch, self._cut(np.random.default_rng([self.seed, self.epoch])))
        return self._plan[1]

    def _cut(self, rng: np.random.Generator) -> list[list[int]]:
        order = rng.permutation(len(self.lengths))
        if self.group:
            order = order[np.argsort(self.lengths[order], kind="stable")]
        found: list[list[int]] = []
        batch: list[int] = []
        longest = 0
        for index, length in zip(order.tolist(), self.lengths[order].tolist(), strict=True):
            longest_now = max(longest, length)
            over_budget = self.budget is not None and longest_now * (len(batch) + 1) > self.budget
            if batch and (len(batch) == self.micro_batch or over_budget):
                found.append(batch)
                batch, longest_now = [], length
            batch.append(index)
            longest = longest_now
        if batch:
            found.append(batch)
        shuffled = [found[i] for i in rng.permutation(len(found))]
        # Every process must take the same number of steps; another epoch leaves out other batches.
        return shuffled[: max(self.processes, len(shuffled) - len(shuffled) % self.processes)]

    def __iter__(self) -> Iterator[list[int]]:
        return iter(self.batches())

    def __len__(self) -> int:
        return len(self.batches())

    def padding_share(self) -> float:
        """Share of the tokens of an epoch that is padding."""
        padded = sum(len(batch) * int(self.lengths[batch].max()) for batch in self.batches())
        return 1.0 - float(self.lengths.sum()) / padded


def tokenised(
    train_file: Path,
    tokenizer: PreTrainedTokenizerFast,
    max_length: int,
    tag_set: TagSet,
    cache: Path,
    limit: int | None = None,
) -> tuple[datasets.Dataset, dict[str, Any]]:
    """The training file (its first `limit` rows) as token and tag ids, from the cache where it was
    tokenised before.

    Returns the table (columns input_ids, labels) and a report: examples, duplicates, seconds,
    cached, saved_seconds.
    """
    rules = (CACHE_VERSION, max_length, limit, tag_set.tags, tokenizer.backend_tokenizer.to_str())
    digest = hashlib.sha256(json.dumps(rules).encode()).hexdigest()
    folder = cache / f"tokens-{file_digest(train_file)[:16]}-{digest[:16]}"
    began = time.perf_counter()
    report_file = folder / "report.json"
    if report_file.is_file():
        report = json.loads(report_file.read_text())
        table = datasets.load_from_disk(str(folder))
        seconds = time.perf_counter() - began
        return table, report | {
            "cached": True,
            "saved_seconds": report["seconds"] - seconds,
            "seconds": seconds,
        }
    cache.mkdir(parents=True, exist_ok=True)
    fresh = Path(tempfile.mkdtemp(prefix=".tokens-", dir=cache))
    try:
        table, duplicates = _tokenise(train_file, tokenizer, max_length, tag_set, limit)
        table.save_to_disk(str(fresh))
        report = {
            "examples": len(table),
            "duplicates": duplicates,
            "seconds": time.perf_counter() - began,
        }
        (fresh / "report.json").write_text(json.dumps(report))
        if not folder.exists():
            os.replace(fresh, folder)
        return datasets.load_from_disk(str(folder)), report | {
            "cached": False,
            "saved_seconds": 0.0,
        }
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _tokenise(
    path: Path,
    tokenizer: PreTrainedTokenizerFast,
    max_length: int,
    tag_set: TagSet,
    limit: int | None,
) -> tuple[datasets.Dataset, int]:
    rows, seen, duplicates = islice(read_texts(path), limit), set(), 0
    ids: list[np.ndarray] = []
    tags: list[np.ndarray] = []
    while chunk := list(islice(rows, CHUNK)):
        for token_ids, tag_ids in encode_rows(
            tokenizer.backend_tokenizer, chunk, max_length, tag_set
        ):
            one, two = np.array(token_ids, np.int32), np.array(tag_ids, np.int16)
            digest = hashlib.blake2b(one.tobytes() + two.tobytes(), digest_size=16).digest()
            if digest in seen:
                duplicates += 1
                continue
            seen.add(digest)
            ids.append(one)
            tags.append(two)
    features = datasets.Features(
        {
            "input_ids": datasets.List(datasets.Value("int32")),
            "labels": datasets.List(datasets.Value("int16")),
        }
    )
    return datasets.Dataset.from_dict(
        {"input_ids": ids, "labels": tags}, features=features
    ), duplicates
