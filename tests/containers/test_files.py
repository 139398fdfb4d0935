"""Makefile, compose file and Dockerfiles, as far as they can be checked without a daemon."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
LOCKS = ("cpu", "dev", "hear", "serve", "server", "spark", "train", "verify")
needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="make is not installed")


def make(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", *words], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)


@needs_make
def test_help_names_every_target() -> None:
    shown = make("help", "ENGINE=host").stdout
    for target in ("demo", "train", "serve", "redact", "test", "lint", "bench", "base", "lock", "reproduce", "clean"):
        assert re.search(rf"^  {target} ", shown, re.MULTILINE), target


@needs_make
@pytest.mark.parametrize(("word", "said"), [("ENGINE=podman", "docker, host or auto"), ("GPU=2gb", "4gb, 8gb, 24gb")])
def test_an_unknown_choice_is_refused_with_the_choices(word: str, said: str) -> None:
    engine = [] if word.startswith("ENGINE") else ["ENGINE=host"]
    ran = make("demo", word, *engine)
    assert ran.returncode == 2 and said in ran.stderr


@needs_make
def test_docker_asked_for_but_not_there_is_an_error() -> None:
    ran = make("demo", "ENGINE=docker", "DOCKER=")
    assert ran.returncode == 2 and "no Docker daemon answers" in ran.stderr


@needs_make
def test_redact_says_how_it_is_used() -> None:
    ran = make("redact", "ENGINE=host")
    assert ran.returncode == 2 and "IN=" in ran.stderr


def test_the_redact_service_can_reach_and_change_nothing() -> None:
    service = yaml.safe_load((ROOT / "docker-compose.yml").read_text())["services"]["redact"]
    assert service["network_mode"] == "none" and service["read_only"] is True and service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"] and not service.get("volumes")


def test_every_locked_package_has_a_hash() -> None:
    locks = sorted(ROOT.glob("requirements-*.lock"))
    assert [p.stem for p in locks] == [f"requirements-{n}" for n in LOCKS]
    for lock in locks:
        entries = re.split(r"\n(?=[a-z])", lock.read_text())
        assert all("--hash=sha256:" in entry for entry in entries if "==" in entry), lock.name
        assert "://" not in lock.read_text(), lock.name


def test_one_package_has_one_version_everywhere() -> None:
    found: dict[str, set[str]] = {}
    for lock in ROOT.glob("requirements-*.lock"):
        for name, version, marker in re.findall(
            r"^([a-z0-9-]+)==([^ ;+]+)\S*( ;[^\\\n]*)?", lock.read_text(), re.MULTILINE
        ):
            found.setdefault(name + marker.strip(), set()).add(version)
    assert not {name: versions for name, versions in found.items() if len(versions) > 1}


def test_the_serve_lock_holds_nothing_that_trains() -> None:
    names = set(re.findall(r"^([a-z0-9-]+)==", (ROOT / "requirements-serve.lock").read_text(), re.MULTILINE))
    assert {"onnxruntime", "tokenizers", "numpy", "click", "msgspec"} <= names
    assert not {"torch", "transformers", "huggingface-hub", "datasets", "optimum"} & names
