"""A tiny DistilBERT and a small data folder, so that whole training runs take a second or two."""

from __future__ import annotations

import json
import random
from pathlib import Path

import pytest
import torch
from transformers import DistilBertConfig, DistilBertModel

from pipeline.training.base import MINILM, find_base
from pipeline.training.config import TrainConfig, train_config

DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def make_row(rng: random.Random, number: int) -> dict:
    """A phone, a name or nothing, in a sentence."""
    kind = rng.choice(["PHONE", "PERSON_NAME", None])
    if kind is None:
        return {
            "id": str(number),
            "text": f"i will wait {rng.randint(2, 90)} minutes then",
            "entities": [],
        }
    said = {
        "PHONE": " ".join(rng.choices(DIGITS, k=rng.randint(6, 10))),
        "PERSON_NAME": " ".join(
            rng.sample(["priya", "nair", "john", "smith", "maria", "lopez"], 2)
        ),
    }[kind]
    before = {"PHONE": "call me on ", "PERSON_NAME": "my name is "}[kind]
    span = {"start": len(before), "end": len(before) + len(said), "label": kind}
    return {
        "id": str(number),
        "text": f"{before}{said} {rng.choice(['please', 'okay thanks', ''])}",
        "entities": [span],
    }


def write_rows(path: Path, count: int, seed: int) -> None:
    rng = random.Random(seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(json.dumps(make_row(rng, i)) + "\n" for i in range(count)))


@pytest.fixture(scope="session")
def data_folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    write_rows(folder / "train.jsonl", 160, 1)
    write_rows(folder / "dev" / "clean.jsonl", 20, 2)
    write_rows(folder / "dev" / "noise-1.jsonl", 20, 3)
    return folder


def write_base(folder: Path, dim: int, layers: int) -> Path:
    """A DistilBERT over MiniLM's vocabulary."""
    torch.manual_seed(0)
    shape = DistilBertConfig(dim=dim, hidden_dim=2 * dim, n_layers=layers, n_heads=2)
    DistilBertModel(shape).save_pretrained(folder)
    (folder / "vocab.txt").write_bytes(find_base(MINILM).vocab.read_bytes())
    return folder


@pytest.fixture(scope="session")
def tiny_base(tmp_path_factory) -> Path:
    return write_base(tmp_path_factory.mktemp("base"), dim=32, layers=2)


@pytest.fixture(scope="session")
def wide_base(tmp_path_factory) -> Path:
    """Its matrices have 4,096 weights, from which bitsandbytes keeps 8-bit states."""
    return write_base(tmp_path_factory.mktemp("wide"), dim=64, layers=1)


@pytest.fixture
def settings(tmp_path, data_folder, tiny_base) -> dict:
    """Settings of a short run on the CPU, deterministic, with dropout on."""
    return short_settings(tmp_path, data_folder, tiny_base)


def short_settings(folder: Path, data_folder: Path, tiny_base: Path) -> dict:
    """`settings` of a run in `folder`."""
    return {
        "data": str(data_folder),
        "out": str(folder / "checkpoint"),
        "cache": str(folder / "cache"),
        "base": str(tiny_base),
        "precision": "fp32",
        "learning_rate": 3e-3,
        "micro_batch": 8,
        "accumulation": 1,
        "epochs": 2,
        "evaluations": 1,
        "eval_steps": 10,
        "save_steps": 10,
        "eval_examples": 20,
        "logging_steps": 5,
        "threads": 1,
        "patience": 0,
    }


@pytest.fixture
def config(settings) -> TrainConfig:
    return train_config(**settings)
