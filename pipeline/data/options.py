"""Options that the commands of the data stage share."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

Command = Callable[..., Any]


def configured(name: str) -> Callable[[Command], Command]:
    """Give a command that configs/NAME configures its --seed, --config and --set."""
    options = (
        click.option("--seed", metavar="N", help="Seed; the same seed gives the same bytes."),
        click.option(
            "--config", "path", type=click.Path(), help=f"YAML file (default: configs/{name})."
        ),
        click.option(
            "--set",
            "overrides",
            multiple=True,
            metavar="KEY=VALUE",
            help="Override one key; may be repeated.",
        ),
    )

    def add(command: Command) -> Command:
        for option in reversed(options):
            command = option(command)
        return command

    return add


def overridden(overrides: tuple[str, ...], **keys: str | None) -> list[str]:
    """`overrides`, and behind them as KEY=VALUE the `keys` that were given."""
    given = [f"{key}={value}" for key, value in keys.items() if value is not None]
    return [*overrides, *given]
