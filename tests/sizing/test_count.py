"""The count on fake tensors equals real steps, and torch's own tracker."""

import pytest
import torch
from transformers import DistilBertConfig

from pipeline.sizing.count import Step, as_in_training, build, count_step, optimizer_bytes
from pipeline.sizing.measure import compare, measure
from pipeline.training.config import LoraConfig, TrainConfig

TINY = DistilBertConfig(vocab_size=600, dim=64, hidden_dim=128, n_layers=2, n_heads=4).to_dict()
CPU = torch.device("cpu")


@pytest.mark.parametrize("half", [False, True])
@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"gradient_checkpointing": True},
        {"attention": "eager", "dropout": 0.0, "attention_dropout": 0.0, "freeze_embeddings": True},
        {"freeze_layers": 1, "label_smoothing": 0.1},
        {"lora": LoraConfig(rank=4)},
    ],
)
@pytest.mark.parametrize("accumulating", [False, True])
def test_predicted_equals_measured(settings, half, accumulating):
    config = TrainConfig(optimizer="fused", **settings)
    row = compare("tiny", TINY, Step(config, 3, 24, half, accumulating, gpu=False), CPU)
    for part in ("parameters", "gradients", "optimiser state", "saved activations", "peak"):
        assert row.error(part) == pytest.approx(0, abs=0.10 if part == "saved activations" else 0.02), part


def test_equals_torchs_memory_tracker():
    from torch._subclasses.fake_tensor import FakeTensorMode
    from torch.distributed._tools.mem_tracker import MemTracker

    from pipeline.training.loss import TokenLoss

    step = Step(TrainConfig(optimizer="fused", dropout=0.0, attention_dropout=0.0), 16, 64, gpu=False)
    with FakeTensorMode(allow_non_fake_inputs=True), as_in_training(step):
        model = build(TINY, step)
        optimizer = torch.optim.AdamW(model.parameters(), fused=True)
        tracker = MemTracker()
        tracker.track_external(model, optimizer)
        with tracker:
            for _ in range(2):
                tracker.reset_mod_stats()
                ids, mask, labels = (torch.ones(step.batch, step.length, dtype=torch.long) for _ in range(3))
                TokenLoss()(model(input_ids=ids, attention_mask=mask), labels, labels.numel()).backward()
                optimizer.step()
                optimizer.zero_grad()
        theirs = tracker.get_tracker_snapshot("peak")[CPU]
    assert count_step(TINY, step).peak == pytest.approx(theirs["Total"], rel=0.01)


def test_eight_bit_state_is_about_a_quarter():
    small, large = torch.nn.Parameter(torch.zeros(100)), torch.nn.Parameter(torch.zeros(100, 1000))
    assert optimizer_bytes([small], "8bit", True)[0] == 800
    assert optimizer_bytes([large], "8bit", True)[0] == 2 * 100_000 + 8 * 391
    assert optimizer_bytes([small, large], "fused", True) == (8 * 100_100 + 8, 0)


def test_more_is_kept_for_more():
    config = TrainConfig(optimizer="fused")
    base = count_step(TINY, Step(config, 8, 32))
    checkpointed = TrainConfig(optimizer="fused", gradient_checkpointing=True)
    assert count_step(TINY, Step(config, 16, 32)).saved > 1.9 * base.saved
    assert count_step(TINY, Step(checkpointed, 8, 32)).saved < 0.5 * base.saved
    assert count_step(TINY, Step(config, 8, 32, accumulating=True)).peak > base.peak


def test_measuring_leaves_figures():
    seen = measure(TINY, Step(TrainConfig(optimizer="adamw"), 2, 16, gpu=False), CPU)
    assert seen.seconds > 0 and seen.resident > seen.parts["peak"] > seen.parts["parameters"]
