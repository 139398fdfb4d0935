"""`python -m pipeline export`."""

from __future__ import annotations

import click


@click.command()
@click.option(
    "--checkpoint", type=click.Path(), help="What to export. [default: artifacts/checkpoint]"
)
@click.option("--out", type=click.Path(), help="Where the model goes. [default: artifacts/model]")
@click.option(
    "--data", type=click.Path(), help="Folder whose dev/ is measured on. [default: artifacts/data]"
)
@click.option(
    "--set",
    "overrides",
    multiple=True,
    metavar="KEY=VALUE",
    help="Override one setting; repeatable.",
)
def export(
    checkpoint: str | None, out: str | None, data: str | None, overrides: tuple[str, ...]
) -> None:
    """Export the checkpoint as int8 ONNX, compare it with PyTorch on dev and choose the thresholds.

    \b
    Examples:
      python -m pipeline export
      python -m pipeline export --checkpoint runs/a --out runs/a-model
      python -m pipeline export --set operating_point=balanced
    """
    from pipeline.config import config_dir, load_config
    from pipeline.export.config import ExportConfig

    given = {"checkpoint": checkpoint, "out": out, "data": data}
    pairs = [*overrides, *(f"{key}={value}" for key, value in given.items() if value)]
    config = load_config(config_dir() / "export.yaml", ExportConfig, pairs)
    from pipeline.export.stage import run_export

    run_export(config)
