"""A type that is added to the registry goes through every stage; no list of types elsewhere."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.new_entity_type import BADGE, WORDS

ROOT = Path(__file__).parents[1]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What every stage left behind: see `tests.new_entity_type`."""
    folder = tmp_path_factory.mktemp("badge")
    done = subprocess.run(
        [sys.executable, "-m", "tests.new_entity_type", str(folder)],
        capture_output=True,
        text=True,
        cwd=ROOT,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return folder


def test_data_training_and_export_know_the_type(made: Path) -> None:
    manifest = json.loads((made / "data" / "manifest.json").read_text())
    assert manifest["settings"]["labels"] == "calls"
    assert (made / "data" / "report" / "labels.png").is_file()
    tags = json.loads((made / "checkpoint" / "config.json").read_text())["id2label"]
    assert "B-BADGE" in tags.values() and "I-BADGE" in tags.values()
    assert list((made / "checkpoint").rglob("*.png"))
    settings = json.loads((made / "model" / "settings.json").read_text())
    assert settings["labels"][-1] == BADGE.name and len(tags) == 2 * len(settings["labels"]) + 1
    assert all(BADGE.name in point for point in settings["operating_points"].values())


def test_every_mode_redacts_it(made: Path) -> None:
    said = {
        mode: (made / f"{mode}.txt").read_text().splitlines()
        for mode in ("label", "mask", "pseudonym", "drop")
    }
    assert said["label"] == ["my badge is [BADGE]"] * 2
    assert said["mask"] == ["my badge is " + "*" * len("zebra otter lynx")] * 2
    assert [line.strip() for line in said["drop"]] == ["my badge is"] * 2
    first, second = said["pseudonym"]
    assert first == second and not any(word in first for word in WORDS)
    assert (made / "kept.txt").read_text() == (made / "spoken.txt").read_text()


def test_verification_and_the_peers_table_count_it(made: Path) -> None:
    report = json.loads((made / "report" / "report.json").read_text())
    own = report["quality"]["labels"]["BADGE"]
    assert own["known"] and own["gold"] >= 20 and own["f1"] > 0.8
    assert "BADGE" in report["quality"]["confusion"]["labels"]
    assert {path.name for path in (made / "report").glob("*.png")} >= {
        "confusion.png",
        "latency.png",
    }
    table = (made / "peers.txt").read_text()
    assert "pii-redact" in table and "not measured" not in table
