"""The reference cases: from 1 GB to 80 GB, and CPUs.

Devices are given by size; the 66M shape needs no weights.
"""

import functools
import itertools

import msgspec
import pytest
import torch

from pipeline.errors import DeviceError
from pipeline.labels import TagSet
from pipeline.sizing.config import GIB, load_sizing_config
from pipeline.sizing.device import Device, choose_gpu, read_gpus, sized_gpu
from pipeline.sizing.memory import MemoryModel, base_shape
from pipeline.sizing.planning import fallbacks, plan
from pipeline.training.config import TrainConfig, load_train_config
from pipeline.training.recipe import settle_recipe

SETTINGS = load_sizing_config()


@functools.cache
def model(processes=1):
    """Shared between tests, so that a step is counted once; the device's size is no part of the
    counts.
    """
    shape = base_shape("distilbert-base-uncased", "")
    return MemoryModel(shape, sized_gpu(GIB), True, SETTINGS, processes)


def sized(gigabytes, config, processes=1, **options):
    device = sized_gpu(int(gigabytes * GIB))
    memory = model(processes)
    return plan(config, device, settings=SETTINGS, model=memory, processes=processes, **options)


def wanted(**settings):
    return TrainConfig(
        base="distilbert-base-uncased", micro_batch="auto", accumulation="auto", **settings
    )


def cpu(gigabytes, cores=2):
    total, free = int(gigabytes * GIB), int(0.9 * gigabytes * GIB)
    return Device(kind="cpu", name="CPU", total=total, free=free, cores=cores)


@pytest.mark.parametrize(
    ("profile", "gigabytes", "effective"),
    [("4gb", 4, 16), ("8gb", 8, 128), ("24gb", 24, 256), ("80gb", 80, 512)],
)
def test_a_profile_keeps_its_effective_batch_on_its_card(profile, gigabytes, effective):
    config, _ = settle_recipe(load_train_config(profile), 300_000)
    made = sized(gigabytes, config, budget=gigabytes * GIB)
    assert made.batch.effective == effective
    assert made.utilisation <= 0.85 and not made.gradient_checkpointing
    # The micro-batch is the largest that fits: all of the effective batch, or the next divisor
    # would not.
    doubled = model()(made.applied(config), 2 * made.micro_batch, made.max_length, True).total
    assert made.accumulation == 1 or doubled > 0.85 * made.budget


def test_what_is_left_over_is_told_and_not_filled():
    made = sized(80, wanted(effective_batch=32))
    assert made.batch.effective == 32 and made.utilisation < 0.2
    assert any("left over: room for max_length 512" in note for note in made.notes)


def test_several_gpus_share_the_effective_batch_and_pay_for_buckets():
    one, two = sized(8, wanted(effective_batch=64)), sized(8, wanted(effective_batch=64), 2)
    assert one.batch.effective == two.batch.effective == 64
    assert two.estimate.components["DDP buckets"] >= two.estimate.components["parameters"] * 0.99
    assert "DDP buckets" not in one.estimate.components
    odd = sized(8, wanted(effective_batch=64), 3)
    assert odd.batch.effective == 63 and any("63 instead of 64" in note for note in odd.notes)


def test_little_memory_takes_the_largest_that_fits_and_keeps_the_effective_batch():
    made = sized(2.3, wanted(effective_batch=64))
    assert made.accumulation > 1 and made.batch.effective == 64 and made.utilisation <= 0.85
    assert made.buckets[0].predicted < made.buckets[-1].predicted == made.estimate.total


@pytest.mark.slow
def test_concessions_come_one_by_one_and_are_told():
    steps = [c for c, _ in fallbacks(wanted(optimizer="fused"), True, SETTINGS)]
    needs = [model()(c, 1, c.max_length, True).total / SETTINGS.margin / GIB for c in steps]
    assert needs == sorted(needs, reverse=True)
    words = ["checkpointing is on", "8-bit AdamW", "max_length is 64"]
    for given, (above, below) in enumerate(itertools.pairwise(needs[:4]), 1):
        made = sized((above + below) / 2, wanted(optimizer="auto"))
        found = [word for word in words if any(word in note for note in made.notes)]
        assert found == words[:given]
        assert made.gradient_checkpointing and (made.optimizer == "8bit") == (given > 1)


@pytest.mark.slow
def test_1_gb_names_the_smallest_budget_and_it_is_true():
    with pytest.raises(DeviceError, match=r"needs a budget of \d\.\d GiB") as caught:
        sized(1, wanted())
    smallest = float(str(caught.value).split("budget of ")[1].split(" GiB")[0])
    assert sized(smallest, wanted()).utilisation <= 0.85
    with pytest.raises(DeviceError):
        sized(smallest - 0.15, wanted())


def test_a_budget_is_never_above_what_is_free(driver):
    driver({"total": 8, "used": 5, "pids": [77]})
    found = choose_gpu(read_gpus())
    made = plan(wanted(), found, budget=4 * GIB, settings=SETTINGS, model=model())
    assert made.budget == 3 * GIB and made.estimate.total <= 0.85 * 3 * GIB
    assert any("more than is free" in note for note in made.notes)
    assert any("busy" in note and "77" in note for note in made.notes)


def test_old_gpus_get_fp16_and_no_tf32_and_older_ones_nothing():
    turing = msgspec.structs.replace(sized_gpu(15 * GIB), capability=(7, 5))
    made = plan(wanted(), turing, settings=SETTINGS, model=model())
    assert (made.precision, made.tf32) == ("fp16", False)
    with pytest.raises(DeviceError, match=r"starts at 7\.5"):
        plan(wanted(), msgspec.structs.replace(turing, capability=(7, 0)), settings=SETTINGS)


def test_on_a_cpu_short_and_small():
    config = TrainConfig(base="minilm-l6", micro_batch="auto", accumulation="auto")
    made = plan(config, cpu(24, cores=8), settings=SETTINGS)
    assert (made.micro_batch, made.batch.effective, made.max_length) == (16, 32, 64)
    assert made.workers == 2 and not made.pin_memory
    with pytest.raises(DeviceError, match="needs a budget"):
        plan(wanted(precision="fp32"), cpu(1.2), settings=SETTINGS)


@pytest.fixture
def tiny(tmp_path):
    """A base of a hundred thousand weights, found in a folder."""
    from safetensors.torch import save_file
    from transformers import DistilBertConfig, DistilBertModel

    from pipeline.training.base import find_base

    small = DistilBertConfig(vocab_size=2000, dim=32, hidden_dim=64, n_layers=2, n_heads=2)
    net = DistilBertModel(small)
    small.save_pretrained(tmp_path)
    save_file(net.state_dict(), tmp_path / "model.safetensors")
    (tmp_path / "vocab.txt").write_text("[PAD]\n")
    return find_base(str(tmp_path))


def settle(tiny, config):
    from pipeline.sizing.live import size_training
    from pipeline.training.device import Precision

    device, precision = torch.device("cpu"), Precision("fp32", "")
    return size_training(config, device, precision, tiny, TagSet(("PHONE",)))


def test_training_takes_the_plan_and_shows_both_figures(tiny, capsys):
    config = TrainConfig(micro_batch="auto", accumulation="auto", effective_batch=16)
    settled, batch = settle(tiny, config)
    assert (batch.micro_batch, batch.effective, settled.max_length) == (16, 16, 64)
    said = capsys.readouterr().err
    assert said.count("memory at its peak") == 1 and "measured MiB" in said
    row = next(line.split() for line in said.splitlines() if line.strip().startswith("64 "))
    assert float(row[2]) == pytest.approx(float(row[1]), rel=0.1)


@pytest.mark.slow
def test_a_wrong_prediction_costs_a_trial_step(tiny, capsys, monkeypatch):
    """A memory model without activations plans too much; the measured step shrinks it."""
    from pipeline.sizing import memory

    right = memory.count_step
    wrong = {"activations": 0, "temporary": 0}
    monkeypatch.setattr(memory, "count_step", lambda *a: right(*a)._replace(**wrong))
    free = 3 * 2**20
    small = Device(kind="cpu", name="CPU", total=free, free=free, cores=2)
    monkeypatch.setattr("pipeline.sizing.live.read_cpu", lambda: small)
    monkeypatch.setattr("pipeline.sizing.live.load_sizing_config", lambda: tight(SETTINGS))
    config = TrainConfig(micro_batch="auto", accumulation="auto", effective_batch=16)
    _, batch = settle(tiny, config)
    assert batch.micro_batch < 16 and batch.effective == 16
    assert "a trial step with micro-batch 16 took" in capsys.readouterr().err


def tight(settings):
    """Nothing but the tensors themselves counts, and the whole budget may be planned."""
    return msgspec.structs.replace(settings, cpu_process_mib=0, margin=1.0)
