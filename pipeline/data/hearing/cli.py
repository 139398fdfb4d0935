"""`python -m pipeline data hear`: speak sentences of the generator, hear them, pack what was
heard.
"""

from __future__ import annotations

from pathlib import Path

import click

from pipeline.config import config_dir, load_config
from pipeline.data.hearing.config import HearConfig
from pipeline.data.options import configured, overridden


@click.command(context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--utterances",
    metavar="N",
    help="Sentences in all (default: `utterances` of the configuration).",
)
@click.option(
    "--out",
    default="artifacts/hearing/heard.jsonl",
    show_default=True,
    type=click.Path(path_type=Path),
    help="File to append to; a run goes on where the last one stopped.",
)
@configured("hear.yaml")
@click.option(
    "--pack",
    "sources",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Hear nothing; make the project's resource from this file of an earlier run, or add to the"
    " resource itself where that is one of them. May be repeated.",
)
def hear(
    utterances: str | None,
    seed: str | None,
    out: Path,
    path: str | None,
    overrides: tuple[str, ...],
    sources: tuple[Path, ...],
) -> None:
    """Have speech recognisers hear the generator's sentences, labels carried over.

    Needs flite and espeak-ng, and the packages of the extra `hear`. No audio is kept.

    \b
    Examples:
      python -m pipeline data hear
      python -m pipeline data hear --utterances 200 --set processes=1 --out /tmp/heard.jsonl
      python -m pipeline data hear --pack pipeline/data/hearing/resources/heard.jsonl.gz \\
          --pack artifacts/hearing/heard.jsonl
    """
    if sources:
        from pipeline.data.hearing.pack import pack

        click.echo(pack(list(sources)), err=True)
        return
    pairs = overridden(overrides, utterances=utterances, seed=seed)
    config = load_config(path or config_dir() / "hear.yaml", HearConfig, pairs)
    from pipeline.data.hearing.hear import hear_all

    counts = hear_all(config, out)
    dropped = ", ".join(
        f"{count} {reason}" for reason, count in sorted(counts.items()) if reason != "kept"
    )
    click.echo(f"{out}: {counts['kept']} kept; dropped: {dropped or 'none'}", err=True)
