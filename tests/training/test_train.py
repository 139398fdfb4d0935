"""The stage as a whole: what it leaves behind, adapters merged, memory that runs out, several
processes.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest
import torch
from msgspec.structs import replace
from transformers import AutoModelForTokenClassification, Trainer

from pipeline.errors import ConfigError, DataError, DeviceError
from pipeline.labels import TagSet, label_set
from pipeline.manifest import read_manifest
from pipeline.training.base import find_base
from pipeline.training.batching import Batch
from pipeline.training.config import LoraConfig
from pipeline.training.device import choose_device, choose_precision, gpu_precision
from pipeline.training.loss import TokenLoss
from pipeline.training.model import build_model, merged, parameter_counts
from pipeline.training.optimizers import choose_optimizer, parameter_groups
from pipeline.training.schedule import Progress, rate
from pipeline.training.stage import LOG, run_training
from pipeline.training.trainer import MASK_ID, mask_tokens

CORE = TagSet(label_set("core"))


def log_of(out: str) -> list[dict]:
    return [json.loads(line) for line in (Path(out) / LOG).read_text().splitlines()]


def test_it_learns_and_leaves_a_whole_folder(config):
    scores = run_training(replace(config, epochs=4))
    assert scores["clean"]["pii"]["f1"] > 0.9
    out = Path(config.out)
    manifest = read_manifest(out, "train")
    assert manifest.figures["dev"]["clean"]["pii"]["f1"] == scores["clean"]["pii"]["f1"]
    assert {
        f"pictures/{n}.png"
        for n in ("label_balance", "learning_curve", "precision_recall", "summary")
    } <= set(manifest.files)
    model = AutoModelForTokenClassification.from_pretrained(out)
    assert tuple(model.config.id2label.values()) == CORE.tags
    assert (out / "README.md").read_text().startswith("---\n")
    log = log_of(config.out)
    assert {"loss", "examples_per_second", "tokens_per_second", "memory_bytes"} <= set(log[0])
    assert not list(out.parent.glob(".checkpoint*")), "nothing is left beside it"


@pytest.mark.slow
def test_same_seed_same_weights(config, tmp_path):
    one, two = (
        replace(config, max_steps=12),
        replace(config, max_steps=12, out=str(tmp_path / "again")),
    )
    run_training(one)
    run_training(two)
    assert (Path(one.out) / "model.safetensors").read_bytes() == (
        Path(two.out) / "model.safetensors"
    ).read_bytes()


def test_adapters_train_little_and_merge_exactly(config):
    config = replace(config, lora=LoraConfig(rank=4, alpha=8), max_steps=12)
    torch.manual_seed(0)
    model = build_model(find_base(config.base), config, CORE)
    trained, total = parameter_counts(model)
    assert trained < 0.1 * total
    for name, parameter in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(parameter, std=0.1)
    ids = torch.randint(1000, 30000, (2, 10))
    model.eval()
    with torch.inference_mode():
        before = model(ids).logits
        after = merged(model).eval()(ids).logits
    assert torch.allclose(before, after, atol=1e-5)

    run_training(config)
    saved = AutoModelForTokenClassification.from_pretrained(config.out)
    assert not any("lora" in name for name, _ in saved.named_parameters())


def test_out_of_memory_halves_the_micro_batch_and_goes_on(config, monkeypatch, capsys):
    original = Trainer.training_step

    def training_step(self, model, inputs, *args, **kwargs):
        if len(inputs["input_ids"]) > 4 and self.state.global_step >= 12:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return original(self, model, inputs, *args, **kwargs)

    monkeypatch.setattr(Trainer, "training_step", training_step)
    run_training(config)
    error = capsys.readouterr().err
    assert "out of memory: micro-batch 4, accumulation 2 from here on" in error
    assert "going on from step 10" in error
    figures = read_manifest(config.out, "train").figures
    assert figures["batch"] == {
        "micro_batch": 4,
        "accumulation": 2,
        "token_budget": None,
        "processes": 1,
    }


def test_halving_keeps_the_effective_batch_and_ends_at_one():
    assert Batch(8, 1, 1000).halved() == Batch(4, 2, 500)
    with pytest.raises(DeviceError, match="one example at a time"):
        Batch(1, 8).halved()


def test_bad_data_costs_no_training_time(config, tmp_path, monkeypatch):
    monkeypatch.setattr(Trainer, "train", lambda *a, **k: pytest.fail("trained all the same"))
    with pytest.raises(DataError, match="no training data here"):
        run_training(replace(config, data=str(tmp_path)))
    folder = tmp_path / "data"
    (folder / "dev").mkdir(parents=True)
    (folder / "train.jsonl").write_text(
        '{"text": "a", "entities": [{"start": 0, "end": 1, "label": "X"}]}\n'
    )
    (folder / "dev" / "clean.jsonl").write_text('{"text": "a", "entities": []}\n')
    with pytest.raises(DataError, match=r"train\.jsonl:1: label 'X'"):
        run_training(replace(config, data=str(folder)))
    (folder / "dev" / "clean.jsonl").write_text("")
    with pytest.raises(DataError, match=r"clean\.jsonl: is empty"):
        run_training(replace(config, data=str(folder)))


def test_the_loss_is_exact_for_uneven_micro_batches():
    torch.manual_seed(0)
    logits = torch.randn(4, 10, len(CORE))
    labels = torch.randint(0, len(CORE), (4, 10))
    labels[1:, 3:] = -100
    from types import SimpleNamespace

    count = (labels != -100).sum()
    loss = TokenLoss(label_smoothing=0.1)
    whole = loss(SimpleNamespace(logits=logits), labels, count)
    parts = sum(
        loss(SimpleNamespace(logits=logits[i : i + 1]), labels[i : i + 1], count) for i in range(4)
    )
    assert torch.allclose(whole, parts)
    assert torch.allclose(whole, loss(SimpleNamespace(logits=logits), labels))


def test_weight_of_o_lowers_its_share_of_the_loss():
    from types import SimpleNamespace

    logits, labels = torch.zeros(1, 4, len(CORE)), torch.tensor([[0, 0, 1, 2]])
    full, half = (
        TokenLoss()(SimpleNamespace(logits=logits), labels),
        TokenLoss(o_weight=0.5)(SimpleNamespace(logits=logits), labels),
    )
    assert torch.allclose(half, full * 3 / 4)


def test_no_weight_decay_on_biases_and_norms():
    model = torch.nn.Sequential(torch.nn.Linear(3, 3), torch.nn.LayerNorm(3))
    decayed, free = parameter_groups(model, 1e-3, 0.01)
    assert [p.shape for p in decayed["params"]] == [(3, 3)]
    assert len(free["params"]) == 3
    assert free["weight_decay"] == 0.0


def test_lower_layers_learn_more_slowly(config):
    model = build_model(find_base(config.base), config, CORE)
    rates = {id(p): g["lr"] for g in parameter_groups(model, 1.0, 0.01, 0.5) for p in g["params"]}
    assert len(rates) == len(list(model.parameters()))
    encoder = model.distilbert
    assert {rates[id(p)] for p in model.classifier.parameters()} == {1.0}
    assert {rates[id(p)] for p in encoder.transformer.layer[1].parameters()} == {0.5}
    assert {rates[id(p)] for p in encoder.transformer.layer[0].parameters()} == {0.25}
    assert {rates[id(p)] for p in encoder.embeddings.parameters()} == {0.125}


def test_masking_spares_specials_and_padding():
    torch.manual_seed(0)
    ids, labels = torch.full((50, 20), 7), torch.zeros(50, 20, dtype=torch.int64)
    labels[:, 0] = labels[:, 15:] = -100
    masked = mask_tokens(ids, labels, 0.3) == MASK_ID
    assert not masked[labels == -100].any()
    assert masked[labels != -100].float().mean() == pytest.approx(0.3, abs=0.05)
    from pipeline.training.tokenizer import build_tokenizer

    assert build_tokenizer(find_base("minilm-l6").vocab).id_to_token(MASK_ID) == "[MASK]"


@pytest.mark.parametrize("kind", ["linear", "cosine"])
def test_the_rate_rises_then_falls_to_zero(kind):
    rates = [rate(i / 100, kind, 0.1) for i in range(101)]
    assert rates[0] == 0.0
    assert max(rates) == pytest.approx(1.0)
    assert rates.index(max(rates)) == 10
    assert rates[-1] == pytest.approx(0.0)
    assert rates[10:] == sorted(rates[10:], reverse=True)


def test_progress_is_the_larger_of_steps_and_clock():
    now = [0.0]
    progress = Progress(1.0, clock=lambda: now[0])
    assert progress(50, 100) == 0.5
    now[0] = 45.0
    assert progress(50, 100) == 0.5, "the clock is read once a step"
    progress.tick()
    assert progress(50, 100) == 0.75
    progress.spent_before = 30.0
    progress.tick()
    assert progress(50, 100) == 1.0
    steps_only = Progress(None, clock=lambda: now[0])
    steps_only.tick()
    assert steps_only(50, 100) == 0.5


def test_time_ends_a_run(config):
    run_training(replace(config, max_minutes=1e-4))
    assert read_manifest(config.out, "train").figures["steps"] < 34


class Capability:
    """A GPU of some compute capability, as torch reports it."""

    def __init__(self, monkeypatch, major):
        monkeypatch.setattr(torch.cuda, "get_device_capability", lambda _: (major, 5))


@pytest.mark.parametrize(
    ("major", "kind", "tf32"), [(9, "bf16", True), (8, "bf16", True), (7, "fp16", False)]
)
def test_precision_by_compute_capability(monkeypatch, major, kind, tf32):
    Capability(monkeypatch, major)
    choice = choose_precision("auto", torch.device("cuda"))
    assert (choice.kind, choice.tf32) == (kind, tf32)
    assert "capability" in choice.why


def test_precision_that_the_device_lacks_is_refused(monkeypatch):
    Capability(monkeypatch, 7)
    with pytest.raises(DeviceError, match=r"compute capability 6.1 .* starts at 7\.5"):
        gpu_precision("auto", (6, 1))
    with pytest.raises(ConfigError, match="bf16 needs an Ampere"):
        choose_precision("bf16", torch.device("cuda"))
    with pytest.raises(ConfigError, match="fp16 needs a GPU"):
        choose_precision("fp16", torch.device("cpu"))


@pytest.mark.parametrize(
    ("has", "kind"), [("AMX", "bf16"), ("AVX512-BF16", "bf16"), (None, "fp32")]
)
def test_precision_on_a_cpu(monkeypatch, has, kind):
    monkeypatch.setattr("pipeline.training.device.cpu_bf16", lambda: has)
    choice = choose_precision("auto", torch.device("cpu"))
    assert choice.kind == kind
    assert has is None or has in choice.why


def test_no_gpu_names_the_way_out(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    with pytest.raises(DeviceError, match="GPU=cpu"):
        choose_device(True)


def test_eight_bit_falls_back_with_a_reason(monkeypatch):
    monkeypatch.setitem(sys.modules, "bitsandbytes", None)
    choice = choose_optimizer("8bit", torch.device("cpu"))
    assert choice.kind == "fused"
    assert "bitsandbytes fails here (ModuleNotFoundError)" in choice.why


def test_auto_is_fused():
    assert choose_optimizer("auto", torch.device("cpu")).kind == "fused"
