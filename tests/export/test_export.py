"""The export stage: a self-contained int8 model that says what PyTorch says."""

from __future__ import annotations

import json
import random
from pathlib import Path

import onnx
import pytest
from msgspec.structs import replace

from pipeline.config import config_dir, load_config
from pipeline.errors import DataError
from pipeline.export.config import ExportConfig
from pipeline.export.stage import run_export
from pipeline.manifest import read_manifest
from pipeline.model_settings import read_settings
from pipeline.redaction import Redactor
from pipeline.training.config import train_config
from pipeline.training.stage import run_training

pytestmark = pytest.mark.slow

DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def write_rows(path: Path, count: int, seed: int) -> None:
    """A phone, a name or nothing, in a sentence."""
    rng = random.Random(seed)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as stream:
        for _ in range(count):
            before, label = rng.choice(
                [("call me on ", "PHONE"), ("my name is ", "PERSON_NAME"), ("i will wait ", None)]
            )
            said = {
                "PHONE": " ".join(rng.choices(DIGITS, k=rng.randint(6, 10))),
                "PERSON_NAME": " ".join(
                    rng.sample(["priya", "nair", "john", "smith", "maria", "lopez"], 2)
                ),
                None: f"{rng.randint(2, 90)} minutes",
            }[label]
            spans = (
                [{"start": len(before), "end": len(before) + len(said), "label": label}]
                if label
                else []
            )
            stream.write(
                json.dumps(
                    {
                        "text": before + said + rng.choice([" please", " okay", ""]),
                        "entities": spans,
                    }
                )
            )
            stream.write("\n")


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    """MiniLM trained for a few steps on a small data folder, then exported."""
    folder = tmp_path_factory.mktemp("export")
    write_rows(folder / "data" / "train.jsonl", 400, 1)
    write_rows(folder / "data" / "dev" / "clean.jsonl", 40, 2)
    common = {
        "data": str(folder / "data"),
        "out": str(folder / "checkpoint"),
        "cache": str(folder / "cache"),
    }
    short = {"max_steps": 30, "micro_batch": 16, "accumulation": 1, "learning_rate": 3e-4}
    run_training(train_config(**common, **short, dropout=0.0, freeze_embeddings=True, patience=0))
    paths = {"checkpoint": folder / "checkpoint", "data": folder / "data", "out": folder / "model"}
    pairs = [*(f"{key}={path}" for key, path in paths.items()), "compare_examples=30"]
    config = load_config(config_dir() / "export.yaml", ExportConfig, pairs)
    return config, run_export(config)


def test_int8_agrees_with_pytorch(exported):
    _, metrics = exported
    part = metrics["parts"]["clean"]
    assert part["utterances"] == 30 and part["fp32"]["pii"]["f1"] > 0.9
    assert part["token_agreement"] > 0.98
    assert abs(part["int8"]["pii"]["f1"] - part["fp32"]["pii"]["f1"]) < 0.05
    assert metrics["size_bytes"] < 30e6


def test_the_graph_is_fused_and_int8(exported):
    config, _ = exported
    graph = onnx.load(f"{config.out}/model.onnx").graph
    kinds = {node.op_type for node in graph.node}
    assert {"QAttention", "MatMulInteger", "BiasGelu", "LayerNormalization"} <= kinds
    assert (
        not {"MatMul", "SkipLayerNormalization"} & kinds
    )  # the latter is slower than what it fuses
    assert {i.name for i in graph.input} == {"input_ids", "attention_mask"}
    assert [o.name for o in graph.output] == ["logits"]


def test_the_folder_serves_the_redactor(exported):
    config, metrics = exported
    manifest = read_manifest(config.out, "export")
    assert {"model.onnx", "tokenizer.json", "settings.json", "metrics.json", "README.md"} <= set(
        manifest.files
    )
    assert read_settings(config.out).base_model == "minilm-l3-f768"
    assert json.loads(Path(config.out, "metrics.json").read_text()) == metrics
    answer = Redactor.load(config.out).redact("call me on four two five six nine one two please")
    assert answer.output == "call me on [PHONE] please"
    card = Path(config.out, "README.md").read_text()
    assert "pipeline_tag: token-classification" in card
    assert "| clean |" in card


def test_without_a_checkpoint_it_says_what_to_run(exported, tmp_path):
    config, _ = exported
    with pytest.raises(DataError, match="pipeline train"):
        run_export(replace(config, checkpoint=str(tmp_path), out=str(tmp_path / "model")))
    assert not (tmp_path / "model").exists()


def test_an_answer_does_not_depend_on_its_neighbours(exported, tmp_path):
    config, _ = exported
    write_rows(tmp_path / "rows.jsonl", 60, 3)
    texts = [
        json.loads(line)["text"] for line in (tmp_path / "rows.jsonl").read_text().splitlines()
    ]
    texts += ["", "a", " ".join(texts)]  # the last one is longer than a window
    redactor = Redactor.load(config.out, threads=2)
    together = redactor.redact_records(texts)
    assert [one.spans for one in together] == [redactor.redact(text).spans for text in texts]
    assert together[::-1] == redactor.redact_records(texts[::-1])
    assert together == Redactor.load(config.out, threads=1).redact_records(texts)
