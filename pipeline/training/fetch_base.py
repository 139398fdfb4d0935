"""`make fetch-base`: put a base model where training finds it without a network."""

from __future__ import annotations

import click

from pipeline.cli import run
from pipeline.training.base import DISTILBERT, find_base


@click.command()
@click.option("--base", default=DISTILBERT, show_default=True, help="Base model, as in configs/.")
def fetch_base(base: str) -> None:
    """Fetch a base model into the cache (HF_HOME), or say that it is there."""
    found = find_base(base)
    size = sum(path.stat().st_size for path in found.folder.iterdir())
    click.echo(f"{found.name}: {size / 1e6:.0f} MB in {found.folder}")


if __name__ == "__main__":
    run(fetch_base, prog_name="python -m pipeline.training.fetch_base")
