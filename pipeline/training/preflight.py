"""What a GPU run needs, looked at before any work and before anything is deleted: one sentence
where it lacks.

`python -m pipeline.training.preflight --profile 4gb`; training itself asks the same.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import click
import torch

from pipeline.cli import run
from pipeline.errors import DeviceError, PipelineError
from pipeline.sizing.device import (
    Device,
    busy,
    choose_gpu,
    read_gpus,
    show_only,
    visible_gpus,
)
from pipeline.training.base import find_base
from pipeline.training.checkpoints import check_space
from pipeline.training.config import TrainConfig, load_train_config
from pipeline.training.device import CUDA_MAJOR
from pipeline.training.reporting import say

#: Bytes of a micro-batch's three int64 arrays that a loading worker hands over in shared memory,
#: and how many are under way (torch.utils.data: prefetch_factor 2, one in use).
BYTES_A_TOKEN, UNDER_WAY = 3 * 8, 3


def check_gpu(config: TrainConfig, index: str | None = None, gpus: int = 1) -> list[Device]:
    """Check all that a GPU run needs, and show PyTorch only the GPUs that it is to use.

    Raises DeviceError or PipelineError with what is wrong and what to do.
    """
    chosen = select_gpus(index, gpus)
    if torch.version.cuda is None:
        raise DeviceError(
            "this Python has PyTorch's CPU build, and a GPU profile needs the CUDA build: install "
            "requirements-train.lock instead of requirements-cpu.lock, or use GPU=cpu"
        )
    if not torch.cuda.is_available():
        raise DeviceError(_why_not())
    check_shared_memory(config)
    base = find_base(config.base, config.revision)
    check_space(Path(config.out).parent, (base.folder / "model.safetensors").stat().st_size)
    return chosen


def select_gpus(index: str | None, gpus: int = 1) -> list[Device]:
    """The GPUs to use: that of `index`, else the first `gpus` visible ones; PyTorch then sees no
    others.

    Must come before PyTorch's first CUDA call. Raises DeviceError where there are too few.
    """
    devices = read_gpus()
    if gpus == 1:
        chosen = [choose_gpu(devices, index)]
    else:
        if index is not None:
            raise DeviceError(
                "GPU_INDEX names one GPU and GPUS asks for several; use CUDA_VISIBLE_DEVICES with"
                " GPUS"
            )
        visible = [d for d in visible_gpus(devices) if not d.fault]
        if any(d.mig for d in visible):
            raise DeviceError("GPUS: slices of one GPU (MIG) cannot train together; use GPUS=1")
        if len(visible) < gpus:
            faults = "".join(f"; {d.fault}" for d in devices if d.fault)
            raise DeviceError(f"GPUS={gpus}: only {len(visible)} GPUs can be used here{faults}")
        chosen = [choose_gpu(devices, device.index) for device in visible[:gpus]]
    show_only(chosen)
    return chosen


def try_gpus(count: int = 1) -> None:
    """Compute something: a card may be seen and yet be somebody else's alone (exclusive mode), or
    one that this build has no kernels for. It takes memory until the process ends.

    Raises DeviceError.
    """
    try:
        for index in range(count):
            torch.ones(8, device=f"cuda:{index}").sum().item()
    except Exception as error:
        reason = str(error).strip().splitlines()[0]
        raise DeviceError(
            f"the GPU is seen but does not compute: {reason}; see nvidia-smi (its compute mode, who"
            " is on it), or use GPU=cpu"
        ) from None


def _why_not() -> str:
    """Why PyTorch sees no GPU although the driver does."""
    try:
        torch.cuda.init()
    except Exception as error:
        reason = str(error).strip().splitlines()[0]
        way_out = "see nvidia-smi"
        if "unknown error" in reason:  # /dev/nvidia-uvm is missing, or lost its state in a suspend
            way_out = "`sudo modprobe -r nvidia_uvm && sudo modprobe nvidia_uvm`, or restart"
        return (
            f"the driver sees a GPU and PyTorch (CUDA {CUDA_MAJOR}) does not: {reason}; {way_out},"
            " or use GPU=cpu"
        )
    return "the driver sees a GPU and PyTorch does not; restart the container, or use GPU=cpu"


def check_shared_memory(config: TrainConfig, folder: str = "/dev/shm") -> None:
    """Raise PipelineError where loading workers would not have the shared memory to hand batches
    over.
    """
    if not config.workers or not Path(folder).is_dir():
        return
    micro = config.effective_batch if config.micro_batch == "auto" else config.micro_batch
    need = config.workers * UNDER_WAY * micro * config.max_length * BYTES_A_TOKEN
    free = shutil.disk_usage(folder).free
    if free < need:
        raise PipelineError(
            f"{folder}: {free / 1e6:.0f} MB of shared memory free, {config.workers} loading workers"
            f" need {need / 1e6:.0f} MB; start the container with --shm-size=1g or set workers=0"
        )


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.option("--profile", default="auto", show_default=True, help="One of configs/gpu.")
@click.option("--quick", is_flag=True)
@click.option("--gpu-index", envvar="GPU_INDEX", metavar="N", help="Which GPU.")
@click.option("--gpus", default=1, envvar="GPUS", help="GPUs that train together.")
@click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE")
def preflight(
    profile: str, quick: bool, gpu_index: str | None, gpus: int, overrides: tuple[str, ...]
) -> None:
    """Check driver, GPU, shared memory, disk and base model for a profile.

    It takes the options of `python -m pipeline train`; what does not concern it is passed over.
    """
    config = load_train_config(profile, quick, overrides)
    if profile == "cpu":
        find_base(config.base, config.revision)
        return
    chosen = check_gpu(config, gpu_index, gpus)
    try_gpus(len(chosen))
    for device in chosen:
        say(f"device     {device}")
        if taken := busy(device):
            say(f"note: {taken}")


if __name__ == "__main__":
    run(preflight, prog_name="python -m pipeline.training.preflight")
