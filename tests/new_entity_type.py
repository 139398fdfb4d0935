"""A made-up entity type, registered as a newcomer would: one entry of the registry, and its value
maker.

`python -m tests.new_entity_type FOLDER` runs every stage with it on tiny data; `... --runner SCRIPT
ARGS` runs one tool of the peers' table with it, in a process of its own.
"""

from __future__ import annotations

import json
import random
import runpy
import sys
from pathlib import Path

from pipeline.data.forms.maker import Maker
from pipeline.labels import REGISTRY, EntityType

BADGE = EntityType(name="BADGE", values="tests.new_entity_type:maker", groups=("gear",))
WORDS = ("zebra", "falcon", "otter", "badger", "lynx", "heron")
#: A model of two layers and so few steps that all is done within a minute, and enough to learn "my
#: badge is".
TRAIN = {
    "max_steps": 200,
    "learning_rate": 0.002,
    "freeze_embeddings": "false",
    "micro_batch": 16,
    "token_budget": "null",
    "max_minutes": "null",
    "evaluations": 1,
    "eval_examples": 20,
    "min_steps": 1,
    "max_length": 32,
    "logging_steps": 5,
    "attention": "sdpa",
}
SIZES = {
    "size": 200,
    "dev_size": 6,
    "test_size": 6,
    "noise_levels": "[0.0, 0.1]",
    "noise_shares": "[0.5, 0.5]",
}
MODES = ("label", "mask", "pseudonym", "drop")


def maker(side: str) -> Maker:
    """Badges: three animals."""
    return Maker(lambda draw, written: " ".join(WORDS[int(draw() * len(WORDS))] for _ in range(3)))


def main() -> None:
    """Register the type, then do what the command line asks for."""
    REGISTRY.append(BADGE)
    if sys.argv[1] == "--runner":
        sys.argv = sys.argv[2:]
        runpy.run_path(sys.argv[0], run_name="__main__")
    else:
        run_all(Path(sys.argv[1]))


def run_all(folder: Path) -> None:
    """Every stage by its command, then `redact` in every mode, then the peers' table."""
    from pipeline.redaction.cli import redact

    data, model, checkpoint = folder / "data", str(folder / "model"), str(folder / "checkpoint")
    stage("data", *settings(SIZES), "--out", data, "--report")
    more_badges(data)
    own = {"cache": folder / "cache", "base": tiny_base(folder / "base")}
    stage("train", "--data", data, "--out", checkpoint, *settings(TRAIN | own))
    places = {"checkpoint": checkpoint, "data": data, "out": model, "compare_examples": 40}
    stage("export", *settings(places))
    few = {
        "latency.utterances": 5,
        "latency.rounds": 1,
        "latency.max_rounds": 1,
        "bootstrap.resamples": 50,
    }
    open_gates = {f"gates.{name}": "null" for name in gate_names()}
    stage(
        "verify",
        "--model",
        model,
        "--eval",
        data / "test",
        "--report",
        folder / "report",
        "--plots",
        *settings(few | open_gates),
    )
    spoken, secret = folder / "spoken.txt", folder / "secret"
    spoken.write_text("my badge is zebra otter lynx\nmy badge is zebra otter lynx\n")
    secret.write_text("0123456789abcdef0123456789abcdef")
    for mode in MODES:
        key = ["--secret-file", str(secret)] if mode == "pseudonym" else []
        out = str(folder / f"{mode}.txt")
        redact(
            [str(spoken), "-o", out, "--model", model, "--mode", mode, *key], standalone_mode=False
        )
    out = str(folder / "kept.txt")
    redact([str(spoken), "-o", out, "--model", model, "--keep", "gear"], standalone_mode=False)
    (folder / "peers.txt").write_text(peers_table(folder))


def tiny_base(folder: Path) -> Path:
    """A DistilBERT of two layers over MiniLM's vocabulary."""
    import torch
    from transformers import DistilBertConfig, DistilBertModel

    from pipeline.training.base import MINILM, find_base

    torch.manual_seed(0)
    shape = DistilBertConfig(dim=64, hidden_dim=128, n_layers=2, n_heads=2)
    DistilBertModel(shape).save_pretrained(folder)
    (folder / "vocab.txt").write_bytes(find_base(MINILM).vocab.read_bytes())
    return folder


def stage(name: str, *arguments: object) -> None:
    """Run a stage by its command."""
    from pipeline.cli import cli

    cli([name, *map(str, arguments)], standalone_mode=False)


def settings(values: dict[str, object]) -> list[str]:
    """`--set` for each value."""
    return [part for key, value in values.items() for part in ("--set", f"{key}={value}")]


def gate_names() -> list[str]:
    """All gates: a model of so few steps passes none."""
    from pipeline.verification.config import GATE_FIGURES

    return list(GATE_FIGURES)


def more_badges(data: Path) -> None:
    """Rows that teach the new type within few steps, in train, dev and test."""
    rng = random.Random(5)
    say = maker("train").say
    for path, count in [
        (data / "train.jsonl", 500),
        (data / "dev" / "clean.jsonl", 20),
        (data / "test" / "clean.jsonl", 20),
    ]:
        with path.open("a") as stream:
            for _ in range(count):
                said = say(rng.random, False)
                entity = {"start": 12, "end": 12 + len(said), "label": "BADGE"}
                stream.write(
                    json.dumps({"text": f"my badge is {said}", "entities": [entity]}) + "\n"
                )


def peers_table(folder: Path) -> str:
    """The peers' table with our redactor alone, as a tool in a process of its own."""
    from pipeline.labelled import read_parts
    from pipeline.verification.peers import compare
    from pipeline.verification.peers.__main__ import tables

    python = folder / "python"
    python.write_text(
        f'#!/bin/sh\nexec "{sys.executable}" -m tests.new_entity_type --runner "$@"\n'
    )
    python.chmod(0o755)
    compare.PEERS = ()
    compare.install = lambda peer, envs: python
    parts = read_parts(folder / "data" / "test")
    results = compare.compare(parts, str(folder / "model"), folder)
    machine = {"processor": "CPU", "cores": 2, "load_average": [0.0]}
    return tables(
        {
            "eval": "test",
            "rows": 1,
            "labels": ["BADGE"],
            "machine": machine,
            "tools": results,
            "unknown_types": compare.unknown_types(parts, ["BADGE"]),
        }
    )


if __name__ == "__main__":
    main()
