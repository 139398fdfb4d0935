"""`python -m pipeline train`."""

from __future__ import annotations

import sys

import click


@click.command()
@click.option(
    "--profile",
    default="cpu",
    show_default=True,
    help="One of configs/gpu: 4gb 8gb 24gb 80gb auto cpu.",
)
@click.option(
    "--quick", is_flag=True, help="The profile's short setting: fewer examples or minutes."
)
@click.option(
    "--data", type=click.Path(), help="Folder with train.jsonl and dev/. [default: artifacts/data]"
)
@click.option(
    "--out", type=click.Path(), help="Where the checkpoint goes. [default: artifacts/checkpoint]"
)
@click.option(
    "--resume", is_flag=True, help="Go on from the last whole checkpoint of an interrupted run."
)
@click.option(
    "--gpu-index",
    envvar="GPU_INDEX",
    metavar="N",
    help="Which GPU, as nvidia-smi counts; 0:1 is slice 1 of GPU 0. [default: the first visible]",
)
@click.option(
    "--gpus", default=1, show_default=True, envvar="GPUS", help="GPUs that train together."
)
@click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    help="Override one setting; repeatable.",
)
def train(
    profile: str,
    quick: bool,
    data: str | None,
    out: str | None,
    resume: bool,
    gpu_index: str | None,
    gpus: int,
    overrides: tuple[str, ...],
) -> None:
    """Train the tagger into artifacts/checkpoint.

    \b
    Examples:
      python -m pipeline train --profile cpu --quick
      python -m pipeline train --profile 4gb --set learning_rate=3e-5
      python -m pipeline train --profile 24gb --gpus 2
      python -m pipeline train --profile cpu --resume
    """
    from pipeline.training.config import load_train_config

    pairs = list(overrides)
    pairs += [f"data={data}"] if data else []
    pairs += [f"out={out}"] if out else []
    config = load_train_config(profile, quick, pairs)
    gpu = profile != "cpu"
    from pipeline.training.distributed import launch, processes

    if processes() == 1:
        from pipeline.training.preflight import check_gpu, try_gpus

        if gpu:
            check_gpu(config, gpu_index, gpus)
        if gpu and gpus == 1:
            try_gpus()
        if gpus > 1:
            from pipeline.training.setup import work_folder

            launch(gpus, ["-m", "pipeline", *sys.argv[1:]], work_folder(config.out))
            return
    from pipeline.training.stage import run_training

    run_training(config, gpu=gpu, resume=resume)
