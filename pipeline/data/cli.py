"""`python -m pipeline data`: write the synthetic data, draw its report."""

from __future__ import annotations

import click

from pipeline.config import config_dir, load_config
from pipeline.data.config import DataConfig
from pipeline.data.options import configured, overridden


class _Group(click.Group):
    """The stage itself, with `hear` beside it; that one is imported when it is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return ["hear"]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name != "hear":
            return None
        from pipeline.data.hearing.cli import hear

        return hear


@click.group(
    cls=_Group,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"]},
)
@click.pass_context
@click.option(
    "--size", metavar="N", help="Training utterances (default: `size` of the configuration)."
)
@click.option(
    "--out", default="artifacts/data", show_default=True, type=click.Path(), help="Folder to write."
)
@configured("data.yaml")
@click.option(
    "--report", is_flag=True, help="Also draw pictures of what was written into OUT/report."
)
def data(
    ctx: click.Context,
    size: str | None,
    seed: str | None,
    out: str,
    path: str | None,
    overrides: tuple[str, ...],
    report: bool,
) -> None:
    """Write synthetic noisy transcripts: train, dev parts and test, as JSON lines.

    \b
    Examples:
      python -m pipeline data
      python -m pipeline data --size 20000 --seed 3 --out artifacts/data
      python -m pipeline data --set styles.written=0.5 --set mixture.context_free=0
      python -m pipeline data --report
      python -m pipeline data hear --help
    """
    if ctx.invoked_subcommand:
        return
    pairs = overridden(overrides, size=size, seed=seed)
    config = load_config(path or config_dir() / "data.yaml", DataConfig, pairs)
    from pipeline.data.write import write_data

    figures = write_data(config, out, report)
    parts = ", ".join(f"{name} {counts['other']['utterances']}" for name, counts in figures.items())
    click.echo(f"{out}: {parts}", err=True)
