"""Every profile trains long enough to learn, to be scored and to be resumed, on any amount of
data.
"""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as st
from transformers import Trainer, TrainerControl

from pipeline.sizing.config import load_sizing_config
from pipeline.sizing.device import sized_gpu
from pipeline.sizing.memory import MemoryModel
from pipeline.sizing.planning import micro_batches
from pipeline.training.config import TrainConfig, load_train_config, train_config
from pipeline.training.dataset import LengthBatches
from pipeline.training.recipe import settle_recipe, steps_of
from pipeline.training.schedule import FollowSchedule, Progress

GPU_PROFILES = ["4gb", "8gb", "24gb", "80gb", "auto"]


def follow(config: TrainConfig, steps: int, seconds_a_step: float) -> tuple[int, int, int]:
    """Steps taken, evaluations and checkpoints of a run that follows the schedule of `config`."""
    now = [0.0]
    progress = Progress(config.max_minutes, clock=lambda: now[0])
    callback = FollowSchedule(progress, config.evaluations)
    state = SimpleNamespace(global_step=0, max_steps=steps)
    callback.on_train_begin(None, state, TrainerControl())
    evaluated = saved = 0
    while state.global_step < steps:
        state.global_step += 1
        now[0] += seconds_a_step
        control = TrainerControl()
        callback.on_step_end(None, state, control)
        evaluated += control.should_evaluate or state.global_step % config.eval_steps == 0
        saved += control.should_save or state.global_step % config.save_steps == 0
        if control.should_training_stop:
            break
    return state.global_step, evaluated, saved


@pytest.mark.parametrize("available", [300_000, 20_000, 3_000, 200])
@pytest.mark.parametrize("quick", [False, True])
@pytest.mark.parametrize("profile", GPU_PROFILES)
def test_a_gpu_profile_takes_enough_steps(profile, quick, available):
    config = load_train_config(profile, quick)
    examples = min(available, config.max_examples or available)
    config, _ = settle_recipe(config, examples)
    steps, evaluated, saved = follow(config, steps_of(config, examples), 0.1)
    assert steps >= 300 and evaluated >= 2 and saved >= 2


@tries(max_examples=60, deadline=None)
@given(
    profile=st.sampled_from(GPU_PROFILES), quick=st.booleans(), processes=st.integers(1, 8),
    examples=st.integers(16, 30_000), cut=st.integers(0, 20),
)  # fmt: skip
def test_no_rounding_costs_a_step(profile, quick, processes, examples, cut):
    """However many examples are left without duplicates, however the batch is cut up."""
    config, _ = settle_recipe(load_train_config(profile, quick), examples, processes)
    model = MemoryModel({}, sized_gpu(2**33), True, load_sizing_config(), processes)
    share, choices = micro_batches(config, model)
    micro = choices[cut % len(choices)]
    lengths = np.full(examples, 8)
    batches = LengthBatches(lengths, micro, None, 7, processes=processes)
    of_one = range(len(batches) // processes)
    arguments = SimpleNamespace(
        max_steps=-1, num_train_epochs=config.epochs, gradient_accumulation_steps=share // micro
    )
    trainer = SimpleNamespace(num_examples=len)
    values = Trainer.set_initial_training_values(trainer, arguments, of_one, config.effective_batch)
    assert values[-1] >= config.min_steps


@pytest.mark.parametrize("quick", [False, True])
@pytest.mark.parametrize("seconds_a_step", [0.05, 0.5])
def test_so_does_the_cpu_profile_at_any_speed(quick, seconds_a_step):
    config = load_train_config("cpu", quick)
    steps, evaluated, saved = follow(config, 300_000 // 46, seconds_a_step)
    assert steps >= 300 and evaluated >= 2 and saved >= 2


@pytest.mark.parametrize(
    ("profile", "effective", "rate"),
    [("4gb", 16, 5e-5), ("8gb", 128, 1.41e-4), ("24gb", 256, 2e-4), ("80gb", 512, 2.83e-4)],
)
def test_the_rate_follows_the_batch(profile, effective, rate):
    config, notes = settle_recipe(load_train_config(profile), 300_000)
    assert (config.effective_batch, config.rate) == (effective, pytest.approx(rate))
    assert any("square root" in note for note in notes)


def test_a_larger_card_never_trains_worse_for_being_larger():
    """With little data every profile comes down to a batch that gives its steps, and to the rate
    for that.
    """
    settled = [settle_recipe(load_train_config(profile), 6_000)[0] for profile in GPU_PROFILES]
    assert {config.effective_batch for config in settled} <= {16, 32, 64}
    for config in settled:
        assert config.rate == pytest.approx(5e-5 * (config.effective_batch / 16) ** 0.5, rel=0.01)


def test_a_batch_by_hand_stays_and_its_rate_follows():
    config = load_train_config("8gb", overrides=["micro_batch=32", "accumulation=2"])
    settled, _ = settle_recipe(config, 1_000)
    assert (settled.micro_batch, settled.accumulation, settled.epochs) == (32, 2, config.epochs)
    assert settled.rate == pytest.approx(1e-4)
    assert load_train_config("8gb", overrides=["learning_rate=3e-5"]).rate == 3e-5
    plain = train_config(micro_batch=8, accumulation=1, learning_rate=3e-5)
    assert settle_recipe(plain, 10) == (plain, [])


def test_the_rate_is_the_bases():
    """What is offered where the hub cannot be reached trains at a rate of its own."""
    rates = {
        base: settle_recipe(load_train_config("4gb", overrides=[f"base={base}"]), 300_000)[0].rate
        for base in ("distilbert/distilbert-base-uncased", "minilm-l6", "minilm-l3", "a/folder")
    }
    assert list(rates.values()) == pytest.approx([5e-5, 2.4e-4, 2.4e-4, 5e-5])
