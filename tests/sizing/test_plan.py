"""The reference cases: from 1 GB to 80 GB, and CPUs.

Devices are given by size; the 66M shape needs no weights.
"""

import itertools

import msgspec
import pytest
import torch

from pipeline.errors import DeviceError
from pipeline.labels import TagSet
from pipeline.sizing.config import GIB, load_sizing_config
from pipeline.sizing.device import Device, choose_gpu, read_gpus, sized_gpu
from pipeline.sizing.memory import MemoryModel, base_shape
from pipeline.sizing.planning import fallbacks, model_for, plan
from pipeline.sizing.trial import Trial
from pipeline.training.config import load_train_config, train_config
from pipeline.training.recipe import settle_recipe

SETTINGS = load_sizing_config()


COUNTED = {}


def model(device=None, processes=1):
    """The counts are shared between tests, so that a step is counted once; the GPU is no part of
    them.
    """
    shape = base_shape("distilbert-base-uncased")
    made = MemoryModel(shape, device or sized_gpu(GIB), True, SETTINGS, processes)
    made.counted = COUNTED
    return made


def sized(gigabytes, config, processes=1, **options):
    return plan(config, model(sized_gpu(int(gigabytes * GIB)), processes), **options)


def wanted(**settings):
    return train_config(base="distilbert-base-uncased", **{"effective_batch": 32, **settings})


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
    assert made.utilisation <= 0.85 and not made.config.gradient_checkpointing
    # The micro-batch is the largest that fits: all of the effective batch, or the next divisor
    # would not.
    config, (micro, accumulation, *_) = made.config, made.batch
    doubled = model().total(config, 2 * micro, config.max_length, True)
    assert accumulation == 1 or doubled > 0.85 * made.budget


def test_what_is_left_over_is_told_and_not_filled():
    made = sized(80, wanted(effective_batch=32))
    assert made.batch.effective == 32 and made.utilisation < 0.2
    assert any("left over: room for max_length 512" in note for note in made.notes)


def test_several_gpus_share_the_effective_batch_and_pay_for_buckets():
    one, two = sized(8, wanted(effective_batch=64)), sized(8, wanted(effective_batch=64), 2)
    assert one.batch.effective == two.batch.effective == 64
    assert two.components["DDP buckets"] >= two.components["parameters"] * 0.99
    assert "DDP buckets" not in one.components
    odd = sized(8, wanted(effective_batch=64), 3)
    assert odd.batch.effective == 63 and any("63 instead of 64" in note for note in odd.notes)


def test_little_memory_takes_the_largest_that_fits_and_keeps_the_effective_batch():
    made = sized(2.3, wanted(effective_batch=64))
    assert made.batch.accumulation > 1 and made.batch.effective == 64 and made.utilisation <= 0.85
    assert made.buckets[0].predicted < made.buckets[-1].predicted == made.total


@pytest.mark.slow
def test_concessions_come_one_by_one_and_are_told():
    steps = fallbacks(wanted(optimizer="fused"), model(), [])
    needs = [model().total(c, 1, c.max_length, True) / SETTINGS.margin / GIB for c in steps]
    assert needs == sorted(needs, reverse=True)
    words = ["checkpointing is on", "8-bit AdamW", "max_length is 64"]
    for given, (above, below) in enumerate(itertools.pairwise(needs[:4]), 1):
        made = sized((above + below) / 2, wanted(optimizer="auto"))
        found = [word for word in words if any(word in note for note in made.notes)]
        assert found == words[:given]
        kept = made.config
        assert kept.gradient_checkpointing and (kept.optimizer == "8bit") == (given > 1)


def test_8_bit_is_no_way_out_where_bitsandbytes_fails():
    able, unable = model(), model()
    unable.eight_bit = lambda: False
    with_it, without = (
        [step.optimizer for step in fallbacks(wanted(optimizer="fused"), one, [])]
        for one in (able, unable)
    )
    assert "8bit" in with_it and set(without) == {"fused"} and len(without) == len(with_it) - 1


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
    made = plan(wanted(), model(found), budget=4 * GIB)
    assert made.budget == 3 * GIB and made.total <= 0.85 * 3 * GIB
    assert any("more than is free" in note for note in made.notes)
    assert any("busy" in note and "77" in note for note in made.notes)


def test_old_gpus_get_fp16_and_no_tf32_and_older_ones_nothing():
    turing = msgspec.structs.replace(sized_gpu(15 * GIB), capability=(7, 5))
    made = plan(wanted(), model(turing))
    assert (made.precision.kind, made.precision.tf32) == ("fp16", False)
    with pytest.raises(DeviceError, match=r"starts at 7\.5"):
        plan(wanted(), model(msgspec.structs.replace(turing, capability=(7, 0))))


def test_on_a_cpu_small():
    config = train_config(effective_batch=32)
    made = plan(config, model_for(config, cpu(24, cores=8), SETTINGS))
    assert (made.batch.micro_batch, made.batch.effective, made.config.max_length) == (16, 32, 128)
    with pytest.raises(DeviceError, match="needs a budget"):
        config = wanted(precision="fp32")
        plan(config, model_for(config, cpu(1.2), SETTINGS))


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
    config = train_config(effective_batch=16)
    settled, batch = settle(tiny, config)
    assert (batch.micro_batch, batch.effective, settled.max_length) == (16, 16, 128)
    said = capsys.readouterr().err
    assert said.count("memory at its peak") == 1 and "measured MiB" in said
    row = next(line.split() for line in said.splitlines() if line.strip().startswith("128 "))
    assert float(row[2]) == pytest.approx(float(row[1]), rel=0.1)


@pytest.mark.slow
def test_a_wrong_prediction_costs_a_trial_step(tiny, capsys, monkeypatch):
    """A memory model without activations plans too much; the measured step shrinks it."""
    from pipeline.sizing import memory

    right = memory.count_step

    def wrong(*arguments):
        counted = right(*arguments)
        return counted._replace(peak=sum(counted[:3]))

    monkeypatch.setattr(memory, "count_step", wrong)
    free = 3 * 2**20
    small = Device(kind="cpu", name="CPU", total=free, free=free, cores=2)
    monkeypatch.setattr("pipeline.sizing.live.read_cpu", lambda: small)
    monkeypatch.setattr("pipeline.sizing.live.load_sizing_config", lambda: tight(SETTINGS))
    config = train_config(effective_batch=16)
    _, batch = settle(tiny, config)
    assert batch.micro_batch < 16 and batch.effective == 16
    assert "a trial step with micro-batch 16 took" in capsys.readouterr().err


def out_of_memory_unless(condition, monkeypatch):
    step = Trial.step

    def tight_step(self, batch, length):
        if not condition(self.config):
            raise torch.OutOfMemoryError("CUDA out of memory.")
        step(self, batch, length)

    monkeypatch.setattr(Trial, "step", tight_step)


def test_one_example_that_does_not_fit_costs_a_concession(tiny, capsys, monkeypatch):
    out_of_memory_unless(lambda config: config.gradient_checkpointing, monkeypatch)
    settled, batch = settle(tiny, train_config(effective_batch=2))
    assert settled.gradient_checkpointing and batch[:2] == (1, 2)
    said = capsys.readouterr().err
    for note in ("micro-batch 2 ran out", "micro-batch 1 ran out", "checkpointing is on"):
        assert note in said


def test_where_no_concession_helps_is_one_sentence(tiny, monkeypatch):
    out_of_memory_unless(lambda config: False, monkeypatch)
    with pytest.raises(DeviceError, match="examples of 32 tokens; use a smaller base or GPU=cpu"):
        settle(tiny, train_config(effective_batch=2))


def tight(settings):
    """Nothing but the tensors themselves counts, and the whole budget may be planned."""
    return msgspec.structs.replace(settings, cpu_process_mib=0, margin=1.0)
