"""`python -m pipeline size`."""

from __future__ import annotations

from typing import Any

import click


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--gpu-memory",
    metavar="SIZE",
    help="4gb, 8gb, 24gb, 80gb, a number of GB, auto or cpu. [default: auto]",
)
@click.option(
    "--gpu",
    metavar="NAME",
    help="A GPU that is not here: t4, rtx-3060, ... or a file that --json wrote there.",
)
@click.option("--index", metavar="N", help="Which GPU of this machine; 0:1 is slice 1 of GPU 0.")
@click.option(
    "--config",
    "profile",
    metavar="PROFILE",
    help="Profile in configs/gpu. [default: the one named like SIZE]",
)
@click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    help="Override one setting; repeatable.",
)
@click.option("--quick", is_flag=True, help="The profile's short setting.")
@click.option(
    "--gpus", default=1, show_default=True, help="GPUs that train together, each such a one."
)
@click.option("--suggest", is_flag=True, help="Three to five configurations with their memory.")
@click.option("--show", is_flag=True, help="The configuration as the YAML has it, with its memory.")
@click.option(
    "--apply", is_flag=True, help="Write the plan into the profile's YAML, after a backup."
)
@click.option(
    "--choose",
    default="planned",
    show_default=True,
    metavar="NAME",
    help="Which suggestion --apply writes.",
)
@click.option(
    "--profile",
    "measured",
    is_flag=True,
    help="Run real steps here: predicted against measured memory.",
)
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def size(**options: Any) -> None:
    """Work out batch, precision and memory for a device, and say why.

    \b
    Examples:
      python -m pipeline size                        for the GPU here, or the CPU where there is
      none python -m pipeline size --gpu-memory 8gb       for a budget of 8 GB
      python -m pipeline size --gpu t4 --suggest     choices for a GPU that is not here
      python -m pipeline size --gpu-memory 4gb --apply
      python -m pipeline size --gpu-memory cpu --profile
    """
    from pipeline.sizing.command import Options, run_size

    run_size(Options(**options))
