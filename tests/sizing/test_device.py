import pynvml
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import ConfigError, DeviceError
from pipeline.sizing.config import GIB, MIB, load_sizing_config
from pipeline.sizing.device import (
    busy,
    choose_gpu,
    named_gpu,
    parse_memory,
    read_cpu,
    read_gpus,
)
from pipeline.training.device import MIN_CAPABILITY


def test_reads_several_gpus(driver):
    driver(
        {"total": 8, "used": 0.5, "name": "A", "capability": (7, 5)},
        {"total": 24, "used": 20, "name": "B", "pids": [11, 12]},
    )
    first, second = read_gpus()
    assert (first.name, first.capability, first.free) == ("A", (7, 5), int(7.5 * GIB))
    assert busy(first) == ""
    assert "GPU 1 is busy: 20.0 of 24.0 GiB are taken by processes 11, 12" in busy(second)
    assert choose_gpu([first, second]) is first
    assert choose_gpu([first, second], "1") is second


def test_visible_devices_choose(driver, monkeypatch):
    driver({"total": 8}, {"total": 24})
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "1")
    assert choose_gpu(read_gpus()).total == 24 * GIB
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "")
    with pytest.raises(DeviceError, match="hides every GPU"):
        choose_gpu(read_gpus())


def test_mig_slices_are_devices(driver):
    driver({"total": 80, "slices": [10, 20]})
    small, large = read_gpus()
    assert (small.index, small.total, small.mig) == ("0:0", 10 * GIB, True)
    assert choose_gpu([small, large], "0:1").total == 20 * GIB
    assert choose_gpu([small, large], "0") is small, "as CUDA understands it"


def test_mig_without_slices_is_told_and_hides_no_other(driver):
    driver({"total": 80, "slices": []}, {"total": 24})
    with pytest.raises(DeviceError, match="MIG on and no slice"):
        choose_gpu(read_gpus(), "0")
    assert choose_gpu(read_gpus()).total == 24 * GIB


def test_a_lost_gpu_hides_no_other(driver):
    driver({"total": 24, "lost": True}, {"total": 8})
    assert choose_gpu(read_gpus()).index == "1"
    with pytest.raises(DeviceError, match="GPU 0 does not answer"):
        choose_gpu(read_gpus(), "0")


def test_a_gpu_that_shares_the_machines_memory(driver):
    driver({"name": "NVIDIA GB10", "capability": (12, 1)})
    (found,) = read_gpus()
    assert (found.total, found.capability) == (read_cpu().total, (12, 1))


def test_cards_that_the_build_has_no_kernels_for(driver):
    driver({"total": 16, "name": "Tesla P100", "capability": (6, 0)})
    with pytest.raises(DeviceError, match=r"P100: .*capability 6\.0.*starts at 7\.5"):
        choose_gpu(read_gpus())
    driver({"total": 2, "capability": (3, 5)}, {"total": 24})
    assert choose_gpu(read_gpus()).index == "1", "it hides no other"
    assert all(gpu.capability >= MIN_CAPABILITY for gpu in load_sizing_config().gpus.values())


def test_two_ways_of_counting_are_not_mixed(driver, monkeypatch):
    driver({"total": 8}, {"total": 24})
    monkeypatch.setenv("CUDA_DEVICE_ORDER", "FASTEST_FIRST")
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "1")
    with pytest.raises(DeviceError, match="UUID"):
        choose_gpu(read_gpus())
    monkeypatch.setenv("CUDA_VISIBLE_DEVICES", "GPU-1")
    assert choose_gpu(read_gpus()).total == 24 * GIB


@pytest.mark.parametrize(
    "code, words",
    [
        (pynvml.NVML_ERROR_LIBRARY_NOT_FOUND, "no NVIDIA driver"),
        (pynvml.NVML_ERROR_DRIVER_NOT_LOADED, "no NVIDIA driver"),
        (pynvml.NVML_ERROR_LIB_RM_VERSION_MISMATCH, "restart"),
        (pynvml.NVML_ERROR_FUNCTION_NOT_FOUND, "too old"),
        (pynvml.NVML_ERROR_UNKNOWN, "does not start"),
    ],
)
def test_a_driver_that_does_not_start(driver, code, words):
    driver(init_error=code)
    with pytest.raises(DeviceError, match=words) as caught:
        read_gpus()
    assert "\n" not in str(caught.value)


def test_an_old_driver_names_both_versions(driver):
    driver({"total": 8}, cuda=12080, driver="570.86.10")
    with pytest.raises(DeviceError, match=r"570.86.10 .* CUDA 12\.8 .* CUDA 13; update it to 580"):
        read_gpus()
    assert read_gpus(check_driver=False)


def test_no_gpu_and_an_index_that_is_not_there(driver):
    driver()
    with pytest.raises(DeviceError, match="sees no GPU"):
        read_gpus()
    driver({"total": 8, "name": "A"})
    with pytest.raises(DeviceError, match=r"no GPU 3 here; there is 0 \(A\)"):
        choose_gpu(read_gpus(), "3")


def test_a_gpu_by_name():
    settings = load_sizing_config()
    assert named_gpu("T4", settings).capability == (7, 5)
    assert named_gpu("rtx 3060", settings).total == 12288 * MIB
    with pytest.raises(ConfigError, match="'voodoo2' is not one of"):
        named_gpu("voodoo2", settings)


@given(st.integers(1, 512), st.sampled_from(["", "g", "gb", "GiB", " GB"]))
def test_sizes_read_in_gigabytes(number, unit):
    assert parse_memory(f"{number}{unit}") == number * GIB


@given(st.text(max_size=6).filter(lambda t: not any(c.isdigit() for c in t)))
def test_other_sizes_are_refused(text):
    with pytest.raises(ConfigError):
        parse_memory(text)


def test_the_cpu_is_read():
    cpu = read_cpu()
    assert cpu.cores >= 1 and 0 < cpu.free <= cpu.total
