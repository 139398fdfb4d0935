"""The reference cases: from 1 GB to 80 GB, and CPUs. Devices are given by size; the 66M shape needs no weights."""

import functools
import itertools

import msgspec
import pytest

from pipeline.errors import DeviceError
from pipeline.sizing import plan
from pipeline.sizing.config import GIB, load_sizing_config
from pipeline.sizing.device import Device, sized_gpu
from pipeline.sizing.memory import MemoryModel, base_shape
from pipeline.sizing.search import fallbacks, is_power_of_two
from pipeline.training.config import TrainConfig, load_train_config

SETTINGS = load_sizing_config()


@functools.cache
def model(half=True, kind="gpu"):
    """Shared between tests, so that a step is counted once; the device's size is no part of the counts."""
    return MemoryModel(base_shape("distilbert-base-uncased", ""), sized_gpu(GIB), half, SETTINGS)


def sized(gigabytes, config, **options):
    return plan(config, sized_gpu(int(gigabytes * GIB)), settings=SETTINGS, model=model(), **options)


def wanted(**settings):
    return TrainConfig(base="distilbert-base-uncased", micro_batch="auto", accumulation="auto", **settings)


def cpu(gigabytes, cores=2):
    return Device(kind="cpu", name="CPU", total=int(gigabytes * GIB), free=int(0.9 * gigabytes * GIB), cores=cores)


def test_4_gb_fits_with_room():
    made = sized(4, load_train_config("4gb"), budget=4 * GIB)
    assert made.effective_batch == 16 and made.max_length == 128
    assert made.utilisation < 0.70
    assert not made.gradient_checkpointing


def test_8_gb():
    made = sized(8, load_train_config("8gb"), budget=8 * GIB)
    assert is_power_of_two(made.micro_batch) and made.effective_batch == 128
    assert made.optimizer == "8bit" and made.tf32 and made.warmup == 0.06
    assert made.utilisation <= 0.85


def test_24_gb_is_filled_where_the_data_allow():
    made = sized(24, load_train_config("24gb"))
    assert 0.80 <= made.utilisation <= 0.85
    assert all(0.80 <= bucket.total / made.budget <= 0.85 for bucket in made.buckets)
    few = sized(24, load_train_config("24gb"), examples=2000)
    assert few.buckets[-1].micro_batch * SETTINGS.min_steps <= 2000 * 3
    assert any("the data bound the batch" in note for note in few.notes)


@pytest.mark.slow
def test_80_gb():
    made = sized(80, load_train_config("80gb"))
    assert 0.80 <= made.utilisation <= 0.85 and made.precision == "bf16"


def test_2_gb_takes_the_largest_that_fits_and_keeps_the_effective_batch():
    made = sized(2, wanted())
    assert made.accumulation > 1 and made.effective_batch == 32 and made.utilisation <= 0.85
    assert all(b.micro_batch * b.accumulation == 32 for b in made.buckets)
    assert made.buckets[0].micro_batch > made.buckets[-1].micro_batch


def test_concessions_come_one_by_one_and_are_told():
    steps = [c for c, _ in fallbacks(wanted(optimizer="fused"), gpu=True, shortest=32)]
    needs = [model()(c, 1, c.max_length, True).total / SETTINGS.margin / GIB for c in steps]
    assert needs == sorted(needs, reverse=True)
    words = ["checkpointing is on", "8-bit AdamW", "max_length is 64"]
    for given, (above, below) in enumerate(itertools.pairwise(needs[:4]), 1):
        made = sized((above + below) / 2, wanted(optimizer="fused"))
        assert [word for word in words if any(word in note for note in made.notes)] == words[:given]
        assert made.gradient_checkpointing and (made.optimizer == "8bit") == (given > 1)


def test_1_gb_names_the_smallest_budget_and_it_is_true():
    with pytest.raises(DeviceError, match=r"needs a budget of \d\.\d GiB") as caught:
        sized(1, wanted())
    smallest = float(str(caught.value).split("budget of ")[1].split(" GiB")[0])
    assert sized(smallest, wanted()).micro_batch == 1 or sized(smallest, wanted()).utilisation <= 0.85
    with pytest.raises(DeviceError):
        sized(smallest - 0.15, wanted())


def test_a_budget_is_never_above_what_is_free(driver):
    from pipeline.sizing.device import choose_gpu, read_gpus

    driver({"total": 8, "used": 5, "pids": [77]})
    made = plan(wanted(), choose_gpu(read_gpus()), budget=4 * GIB, settings=SETTINGS, model=model())
    assert made.budget == 3 * GIB and made.estimate.total <= 0.85 * 3 * GIB
    assert any("more than is free" in note for note in made.notes)
    assert any("busy" in note and "77" in note for note in made.notes)


def test_old_gpus_get_fp16_and_no_tf32():
    device = msgspec.structs.replace(sized_gpu(15 * GIB), capability=(7, 5))
    made = plan(wanted(), device, settings=SETTINGS, model=model())
    assert (made.precision, made.tf32) == ("fp16", False)


@pytest.mark.parametrize("gigabytes, quick, standard", [(4, 4, 2), (12, 8, 4), (24, 16, 8)])
def test_cpus_by_the_table(gigabytes, quick, standard):
    config = TrainConfig(base="minilm-l6", micro_batch="auto", accumulation="auto", effective_batch=32)
    fast = plan(config, cpu(gigabytes), quick=True, settings=SETTINGS)
    made = plan(config, cpu(gigabytes, cores=8), settings=SETTINGS)
    assert (fast.micro_batch, made.micro_batch) == (quick, standard)
    assert made.effective_batch == fast.effective_batch == 32
    assert (fast.workers, made.workers) == (1, 2) and not made.pin_memory and made.max_length == 64


def test_a_small_cpu_is_refined_below_the_table():
    with pytest.raises(DeviceError, match="needs a budget"):
        plan(wanted(precision="fp32"), cpu(1.2), settings=SETTINGS)


def test_training_takes_the_plan(capsys):
    import torch

    from pipeline.training.batching import plan_batch

    config = TrainConfig(micro_batch="auto", accumulation="auto", effective_batch=16)
    settled, batch, origin = plan_batch(config, torch.device("cpu"))
    assert batch.micro_batch * batch.accumulation == 16 and "sizing" in origin
    assert settled.max_length == 64 and settled.optimizer == "auto"
    assert capsys.readouterr().err.count("memory at its peak") == 1
