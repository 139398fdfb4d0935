"""The count on fake tensors equals real steps, and torch's own tracker."""

import pytest
import torch
from transformers import DistilBertConfig

from pipeline.sizing.count import Step, as_in_training, build, count_step, optimizer_bytes
from pipeline.sizing.trial import Trial
from pipeline.training.config import LoraConfig, train_config
from pipeline.training.device import Precision

TINY = DistilBertConfig(vocab_size=600, dim=64, hidden_dim=128, n_layers=2, n_heads=4).to_dict()
CPU = torch.device("cpu")


@pytest.mark.parametrize(("half", "accumulation"), [(False, 1), (True, 2)])
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
def test_predicted_equals_measured(settings, half, accumulation):
    config = train_config(optimizer="fused", **settings)
    expected = count_step(TINY, Step(config, 3, 24, half, accumulation > 1, gpu=False))
    precision = Precision("bf16" if half else "fp32", "")
    seen = Trial(build(TINY, config), config, CPU, precision, accumulation).components(3, 24)
    for part, size in expected.parts().items():
        within = 0.10 if part == "activations" else 0.03
        assert size == pytest.approx(seen.parts()[part], rel=within), part
    assert expected.peak == pytest.approx(seen.peak, rel=0.03)


def test_a_narrow_feed_forward_is_counted_as_it_is():
    """By the shape alone, however a BERT or a DistilBERT calls its width."""
    config, narrow = train_config(optimizer="fused"), TINY | {"hidden_dim": 16}
    bert = {
        "vocab_size": 600, "hidden_size": 64, "intermediate_size": 16, "num_hidden_layers": 2,
        "num_attention_heads": 4, "max_position_embeddings": 512, "hidden_act": "gelu",
    }  # fmt: skip
    expected, wide = (count_step(s, Step(config, 3, 24, gpu=False)) for s in (narrow, TINY))
    assert count_step(bert, Step(config, 3, 24, gpu=False)) == expected
    less = 2 * (2 * 64 + 1) * (128 - 16) * 4  # two layers of two matrices and a bias, float32
    assert wide.parameters - expected.parameters == less
    seen = Trial(build(bert, config), config, CPU, Precision("fp32", "")).components(3, 24)
    assert (seen.parameters, seen.gradients) == (expected.parameters, expected.gradients)
    assert expected.peak == pytest.approx(seen.peak, rel=0.03)


def test_equals_torchs_memory_tracker():
    from torch._subclasses.fake_tensor import FakeTensorMode
    from torch.distributed._tools.mem_tracker import MemTracker

    from pipeline.training.loss import TokenLoss

    config = train_config(optimizer="fused", dropout=0.0, attention_dropout=0.0)
    step = Step(config, 16, 64, gpu=False)
    with FakeTensorMode(allow_non_fake_inputs=True), as_in_training(step):
        model = build(TINY, config)
        optimizer = torch.optim.AdamW(model.parameters(), fused=True)
        tracker = MemTracker()
        tracker.track_external(model, optimizer)
        with tracker:
            for _ in range(2):
                tracker.reset_mod_stats()
                ids, mask, labels = (
                    torch.ones(step.batch, step.length, dtype=torch.long) for _ in range(3)
                )
                loss = TokenLoss()(model(input_ids=ids, attention_mask=mask), labels, 1)
                loss.backward()
                optimizer.step()
                optimizer.zero_grad()
        theirs = tracker.get_tracker_snapshot("peak")[CPU]
    assert count_step(TINY, step).peak == pytest.approx(theirs["Total"], rel=0.01)


def test_eight_bit_state_is_about_a_quarter_and_never_the_embeddings():
    small = torch.nn.Parameter(torch.zeros(100))
    large = torch.nn.Parameter(torch.zeros(100, 1000))
    assert optimizer_bytes([small], "8bit") == 800
    assert optimizer_bytes([large], "8bit") == 2 * 100_000 + 8 * 391
    assert optimizer_bytes([large], "8bit", {id(large)}) == 800_000
    assert optimizer_bytes([small, large], "fused") == 8 * 100_100 + 8


def test_eight_bit_state_is_what_bitsandbytes_makes():
    config = train_config(optimizer="8bit")
    trial = Trial(build(TINY, config), config, CPU, Precision("fp32", ""))
    trial.step(2, 16)
    expected = count_step(TINY, Step(config, 2, 16, gpu=False)).optimizer
    # Beside the states bitsandbytes keeps the two maps of its 256 values, one pair for all.
    assert trial.states() == pytest.approx(expected, abs=2 * 256 * 4 + 1024)


def test_the_first_step_makes_the_state_where_training_would_scale_down_first():
    """fp16 gradients that training's first loss scale takes over 65,504."""
    config = train_config(optimizer="8bit")
    model = build(TINY, config)
    with torch.no_grad():
        model.classifier.weight *= 1e4
    trial = Trial(model, config, CPU, Precision("fp16", ""))
    trial.step(2, 16)
    assert trial.states() > count_step(TINY, Step(config, 2, 16, gpu=False)).optimizer


def test_more_is_kept_for_more():
    config = train_config(optimizer="fused")
    base = activations(config, 8)
    checkpointed = train_config(optimizer="fused", gradient_checkpointing=True)
    assert activations(config, 16) > 1.9 * base
    assert activations(checkpointed, 8) < 0.6 * base
    assert activations(config, 8, accumulating=True) > base


def activations(config, batch, **more):
    return count_step(TINY, Step(config, batch, 32, **more)).parts()["activations"]
