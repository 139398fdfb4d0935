"""The GPU branch on a machine without one: torch's own argument checks in force, only its C
binding replaced.
"""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
import torch
from click.testing import CliRunner
from msgspec.structs import replace

from pipeline.errors import DeviceError, PipelineError
from pipeline.labels import TagSet
from pipeline.sizing import live
from pipeline.sizing.config import load_sizing_config
from pipeline.sizing.planning import model_for, plan
from pipeline.sizing.trial import held
from pipeline.training import optimizers, setup
from pipeline.training.base import find_base
from pipeline.training.batching import Batch
from pipeline.training.config import load_train_config
from pipeline.training.device import Precision, choose_device, choose_precision
from pipeline.training.preflight import (
    check_gpu,
    check_shared_memory,
    preflight,
    select_gpus,
    try_gpus,
)
from pipeline.training.recipe import settle_recipe
from pipeline.training.trainer import training_arguments
from tests.training.fake_cuda import GIB, FakeBinding

PROFILES = ["4gb", "8gb", "24gb", "80gb", "auto"]


@pytest.fixture
def cuda(monkeypatch):
    """Installs a binding with the GPUs given."""

    def install(count=1, gigabytes=4.0, capability=(8, 6)) -> FakeBinding:
        binding = FakeBinding(count, gigabytes, capability)
        binding.install(monkeypatch)
        return binding

    return install


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_is_sized_and_held_to_its_budget(profile, cuda, monkeypatch, tiny_base):
    gigabytes = {"4gb": 4, "8gb": 8, "24gb": 24, "80gb": 80}.get(profile, 16)
    binding = cuda(gigabytes=gigabytes * 1.5)
    monkeypatch.setattr(live, "try_plan", lambda made, *a, **k: made)  # tensors need a real GPU
    device = choose_device(True)
    assert device == torch.device("cuda", 0), "torch's memory calls refuse a device without index"
    config = replace(load_train_config(profile), base=str(tiny_base), optimizer="fused")
    config, _ = settle_recipe(config, 300_000)
    precision = choose_precision(config.precision, device)
    tags = TagSet(("PHONE",))
    settled, batch = live.size_training(config, device, precision, find_base(config.base), tags)
    assert batch.effective == config.effective_batch and settled.micro_batch == batch.micro_batch
    if profile == "auto":  # all that is free
        assert binding.fractions == {} or binding.fractions[0] == pytest.approx(1, abs=0.1)
    else:
        assert binding.fractions[0] == pytest.approx(1 / 1.5, abs=0.12)


def test_a_trial_step_is_held_to_the_budget_and_lets_go(cuda, tiny_base):
    binding = cuda(gigabytes=8)
    device = choose_device(True)
    config = replace(load_train_config("4gb"), base=str(tiny_base))
    made = plan(config, model_for(config, live.live_gpu(device), load_sizing_config()), 2 * GIB)
    with held(made, device):
        assert binding.fractions[0] == pytest.approx(2 / 8, abs=0.08)
    assert binding.fractions[0] == 1.0


def test_two_gpus_are_never_one_by_data_parallel(cuda, config, tmp_path):
    cuda(count=2)
    precision = choose_precision("fp16", choose_device(True))
    arguments = training_arguments(config, Batch(8, 1), tmp_path, precision, on_cpu=False)
    assert (torch.cuda.device_count(), arguments.n_gpu) == (2, 1)
    assert arguments.device == torch.device("cuda", 0) and arguments.fp16


def test_turing_gets_fp16_and_older_cards_one_sentence(cuda):
    cuda(capability=(7, 5))
    assert choose_precision("auto", choose_device(True)).kind == "fp16"
    cuda(capability=(6, 1))
    with pytest.raises(DeviceError, match=r"compute capability 6\.1 .*GPU=cpu"):
        choose_precision("auto", choose_device(True))


def test_cards_of_two_kinds_take_one_precision(cuda, monkeypatch):
    """A scaler on one process and none on the other would add gradients of two scales."""
    cuda(capability=(8, 6))
    device = choose_device(True)
    assert setup.shared_precision("auto", device).kind == "bf16"
    monkeypatch.setattr(setup, "gather", lambda mine: [mine, Precision("fp16", "Turing")])
    assert setup.shared_precision("auto", device).kind == "fp16"


def test_8_bit_is_for_every_process_or_for_none(monkeypatch):
    device = torch.device("cpu")
    assert optimizers.choose_optimizer("8bit", device).kind == "8bit"
    monkeypatch.setattr(optimizers, "gather", lambda mine: [mine, "bitsandbytes fails here"])
    kind, why = optimizers.choose_optimizer("8bit", device)
    assert kind == "fused" and "bitsandbytes fails here" in why


class Nvml:
    """Two cards and what they are called."""

    def __init__(self, monkeypatch):
        from pipeline.sizing.device import Device

        self.devices = [
            Device(kind="gpu", name=name, total=8 * GIB, free=8 * GIB, index=str(i),
                   capability=(8, 6), uuid=f"GPU-{name}")
            for i, name in enumerate("ab")
        ]  # fmt: skip
        monkeypatch.setattr("pipeline.training.preflight.read_gpus", lambda: self.devices)
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0,1")


def test_pytorch_sees_only_the_gpus_it_is_to_use(monkeypatch):
    Nvml(monkeypatch)
    select_gpus(None)
    assert os.environ["CUDA_VISIBLE_DEVICES"] == "GPU-a"
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0,1")
    select_gpus("1")
    assert os.environ["CUDA_VISIBLE_DEVICES"] == "GPU-b"
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "1,0")
    select_gpus(None, gpus=2)
    assert os.environ["CUDA_VISIBLE_DEVICES"] == "GPU-b,GPU-a"
    with pytest.raises(DeviceError, match="GPUS=3: only 2 GPUs can be used here"):
        monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "0,1")
        select_gpus(None, gpus=3)


def test_too_few_gpus_for_several_says_what_is_wrong_with_the_others(monkeypatch):
    nvml = Nvml(monkeypatch)
    nvml.devices[1] = replace(nvml.devices[1], fault="b: it has compute capability 6.1")
    with pytest.raises(DeviceError, match=r"only 1 GPUs .*; b: it has compute capability 6\.1"):
        select_gpus(None, gpus=2)


def test_no_more_loading_processes_than_cores(config, monkeypatch):
    """A GPU profile asks for eight; torch would warn, and they would take turns."""
    monkeypatch.setattr(setup, "usable_cores", lambda: 2)
    assert setup.prepare(replace(config, workers=8), False, False)[0].config.workers == 2


def test_a_runs_precision_is_not_the_next_ones(config, tmp_path):
    """accelerate keeps it in the environment, and takes it from there."""
    for kind in ("bf16", "fp32"):
        made = training_arguments(config, Batch(8, 1), tmp_path, Precision(kind, ""), on_cpu=True)
        assert (os.environ["ACCELERATE_MIXED_PRECISION"] == "bf16") == made.bf16


@pytest.mark.slow
def test_nothing_asks_cuda_before_the_gpus_are_chosen():
    """CUDA reads CUDA_VISIBLE_DEVICES at its first call (bitsandbytes makes one as it is imported),
    and not again.
    """
    asks = "torch._C._cuda_getDeviceCount = lambda: exit('asked')"
    imports = "import pipeline.training.preflight, pipeline.training.gpu_test"
    line = [sys.executable, "-c", f"import torch; {asks}; {imports}; torch.cuda.is_available()"]
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert done.stderr.strip() == "asked"
    line[-1] = line[-1].removesuffix("; torch.cuda.is_available()")
    done = subprocess.run(line, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (0, "")


def test_preflight_takes_the_options_of_training(data_folder):
    options = ["--profile", "cpu", "--quick", "--resume", "--data", str(data_folder)]
    assert CliRunner().invoke(preflight, options).exit_code == 0
    found = CliRunner().invoke(preflight, [*options, "--set", "base=nowhere"])
    assert "nor a folder" in str(found.exception)


#: The words of torch's CPU build, and of its CUDA build where there is no card.
_DOES_NOT_COMPUTE = r"seen but does not compute: .*(?:CUDA|Found no NVIDIA driver).*GPU=cpu"


def test_a_card_that_is_seen_and_does_not_compute_is_one_sentence():
    with pytest.raises(DeviceError, match=_DOES_NOT_COMPUTE) as caught:
        try_gpus()
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    ("said", "way_out"),
    [
        ("CUDA unknown error - this may be due to an incorrectly set up environment", "nvidia_uvm"),
        ("CUDA driver initialization failed", "see nvidia-smi"),
    ],
)
def test_a_driver_that_answers_nvml_and_not_cuda(said, way_out, cuda, monkeypatch):
    """After a suspend, or where a container lacks /dev/nvidia-uvm."""
    Nvml(monkeypatch)
    cuda(count=0)

    def fail():
        raise RuntimeError(said)

    monkeypatch.setattr(torch._C, "_cuda_init", fail, raising=False)
    monkeypatch.setattr(torch.cuda, "_initialized", False)
    with pytest.raises(DeviceError, match=f"does not: {said}; .*{way_out}"):
        check_gpu(load_train_config("4gb"))


def test_too_little_shared_memory_is_one_sentence(tmp_path, monkeypatch):
    from types import SimpleNamespace

    usage = "pipeline.training.preflight.shutil.disk_usage"
    monkeypatch.setattr(usage, lambda _: SimpleNamespace(free=1000))
    with pytest.raises(PipelineError, match="--shm-size=1g"):
        check_shared_memory(load_train_config("80gb"), str(tmp_path))
