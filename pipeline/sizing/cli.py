"""`python -m pipeline size`."""

from __future__ import annotations

from typing import Any

import click

SIZE_HELP = "4gb, 8gb, 24gb, 80gb, a number of GB, auto or cpu. [default: auto]"
INDEX_HELP = "Which GPU of this machine; 0:1 is slice 1 of GPU 0."
PROFILE_HELP = "Profile in configs/gpu. [default: the one named like SIZE]"
SUGGEST_HELP = "Three to five configurations with their memory."
SHOW_HELP = "The configuration as the YAML has it, with its memory."
APPLY_HELP = "Write the plan into the profile's YAML, after a backup."
MEASURE_HELP = "Run real steps here: predicted against measured memory."


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--gpu-memory", metavar="SIZE", help=SIZE_HELP)
@click.option("--gpu", metavar="NAME", help="A GPU that is not here: t4, rtx-3060, ...")
@click.option("--index", metavar="N", help=INDEX_HELP)
@click.option("--config", "profile", metavar="PROFILE", help=PROFILE_HELP)
@click.option("--set", "overrides", multiple=True, metavar="KEY=VALUE", help="Override a setting.")
@click.option("--quick", is_flag=True, help="The profile's short setting.")
@click.option("--gpus", default=1, show_default=True, help="GPUs that train together, each such.")
@click.option("--suggest", "way", flag_value="suggest", help=SUGGEST_HELP)
@click.option("--show", "way", flag_value="show", help=SHOW_HELP)
@click.option("--apply", "way", flag_value="apply", help=APPLY_HELP)
@click.option("--profile", "way", flag_value="profile", help=MEASURE_HELP)
@click.option("--choose", default="planned", metavar="NAME", help="The suggestion that is applied.")
@click.option("--json", "as_json", is_flag=True, help="For scripts.")
def size(**asked: Any) -> None:
    """Work out batch, precision and memory for a device, and say why.

    \b
    Examples:
      python -m pipeline size                        for the GPU or, without one, the CPU here
      python -m pipeline size --gpu-memory 8gb       for a budget of 8 GB
      python -m pipeline size --gpu t4 --suggest     choices for a GPU that is not here
      python -m pipeline size --gpu-memory 4gb --apply
      python -m pipeline size --gpu-memory cpu --profile
    """
    from pipeline.sizing.command import run_size

    run_size(**asked)
