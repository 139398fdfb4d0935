"""`python -m pipeline.shipping`: small steps that the Makefile and Dockerfile.serve call."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

import click

from pipeline.cli import run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def shipping() -> None:
    """Steps of the image build."""


@shipping.command()
@click.argument("before", type=click.Path(exists=True, dir_okay=False))
@click.argument("after", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
def show(before: str, after: str) -> None:
    """Print two JSONL files side by side (AFTER may be - for standard input)."""
    from pipeline.shipping.side_by_side import side_by_side

    redacted = sys.stdin.buffer.read() if after == "-" else Path(after).read_bytes()
    click.echo(side_by_side(Path(before).read_bytes(), redacted))


@shipping.command()
@click.argument("report", type=click.Path(exists=True, dir_okay=False))
@click.argument("out", type=click.Path(dir_okay=False))
def figures(report: str, out: str) -> None:
    """Write the part of REPORT (report.json) that is the same in every build to OUT."""
    from pipeline.shipping.figures import shipped_figures, write_json

    write_json(Path(out), shipped_figures(Path(report).read_bytes()))


@shipping.command()
@click.argument("report", type=click.File("rb"))
@click.option("--revision", default="unknown", show_default=True, help="Commit that was built.")
@click.option("--epoch", type=int, default=0, show_default=True, help="SOURCE_DATE_EPOCH.")
@click.option(
    "--base",
    default="unknown",
    show_default=True,
    help="Base image, with its digest where it has one.",
)
def labels(report: BinaryIO, revision: str, epoch: int, base: str) -> None:
    """Print the OCI labels of the image whose check wrote REPORT, as lines of a Dockerfile."""
    from pipeline.shipping.figures import dockerfile_labels, oci_labels

    click.echo(dockerfile_labels(oci_labels(report.read(), revision, epoch, base)))


@shipping.command()
@click.argument("packages", type=click.Path(exists=True, dir_okay=False))
@click.argument("rootfs", type=click.Path(exists=True, file_okay=False))
@click.argument("out", type=click.Path(dir_okay=False))
def sbom(packages: str, rootfs: str, out: str) -> None:
    """Add the Debian packages unpacked in ROOTFS to the CycloneDX document PACKAGES and write
    OUT.
    """
    from pipeline.shipping.figures import write_json
    from pipeline.shipping.sbom import with_debian

    write_json(Path(out), with_debian(Path(packages).read_bytes(), Path(rootfs)))


@shipping.command()
@click.argument("archive", type=click.File("rb"), default="-")
@click.option("--listing", type=click.Path(dir_okay=False), help="Write one line a file here.")
def tree(archive: BinaryIO, listing: str | None) -> None:
    """Print the digest of the file tree in ARCHIVE, a tar file as `docker export` writes it."""
    from pipeline.shipping.tree import tree_digest, tree_lines

    lines = tree_lines(archive)
    if listing:
        Path(listing).write_text("\n".join(lines) + "\n", encoding="utf-8")
    click.echo(f"{tree_digest(lines)}  {len(lines)} files and folders")


@shipping.command()
@click.argument("document", type=click.File("rb"), default="-")
def audit(document: BinaryIO) -> None:
    """Say what pip-audit's JSON DOCUMENT means; exit 4 on a known vulnerability, 1 if nothing
    could be looked up.
    """
    from pipeline.shipping.audit import audit_summary

    click.echo(audit_summary(document.read()))


if __name__ == "__main__":
    run(shipping, prog_name="python -m pipeline.shipping")
