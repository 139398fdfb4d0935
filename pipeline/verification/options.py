"""Options that `verify`, `bench` and the peers' table have in common."""

from __future__ import annotations

import click

model = click.option(
    "--model",
    default="artifacts/model",
    show_default=True,
    help="Model folder that `export` wrote.",
)
evaluation = click.option(
    "--eval",
    "evaluation",
    default="artifacts/data/test",
    show_default=True,
    envvar="EVAL",
    help="Folder of labelled *.jsonl; the environment variable EVAL names one too.",
)
json_file = click.option(
    "--json",
    "json_file",
    type=click.Path(dir_okay=False),
    help="Also write the figures here.",
)
