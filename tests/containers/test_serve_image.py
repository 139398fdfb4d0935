"""The image that ships, run as a user runs it: no network, nothing writable, no rights."""

from __future__ import annotations

import json
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest

from pipeline.labels import redacted_labels

from .conftest import DOCKER, ROOT, SANDBOX, docker

pytestmark = pytest.mark.containers
SAMPLE = ROOT / "data/samples/transcripts.jsonl"
LABELS = ROOT / "data/samples/transcripts.labels.jsonl"


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def test_redacts_the_sample_line_by_line(image: str) -> None:
    ran = docker("run", *SANDBOX, image, input=SAMPLE.read_text())
    assert ran.returncode == 0, ran.stderr
    before, after, labelled = rows(SAMPLE.read_text()), rows(ran.stdout), rows(LABELS.read_text())
    assert [r["id"] for r in after] == [r["id"] for r in before] == [r["id"] for r in labelled]
    left = []
    for old, new, gold in zip(before, after, labelled, strict=True):
        assert {k: v for k, v in new.items() if k not in ("text", "entities")} == {
            k: v for k, v in old.items() if k != "text"
        }
        pii = [e for e in gold["entities"] if e["label"] in redacted_labels()]
        surfaces = [old["text"][e["start"] : e["end"]] for e in pii]
        left += [(old["id"], surface) for surface in surfaces if surface in new["text"]]
    assert not left


def test_bad_lines_take_their_place_and_show_in_the_exit_code(image: str) -> None:
    lines = (
        '{"id": 1, "text": "hello there"}\nnot json, call 555 0100\n[1\n{"id": 4\n{"id": 5,'
        ' "text": "bye"}\n'
    )
    ran = docker("run", *SANDBOX, image, input=lines)
    assert ran.returncode == 3, ran.stderr
    out = rows(ran.stdout)
    assert [r.get("line", r.get("id")) for r in out] == [1, 2, 3, 4, 5]
    assert all("error" in r for r in out[1:4])
    assert "555" not in ran.stdout + ran.stderr


def test_without_i_it_says_what_is_missing(image: str) -> None:
    ran = docker("run", "--rm", image, stdin=subprocess.DEVNULL)
    assert ran.returncode != 0
    assert "-i" in ran.stderr and "Traceback" not in ran.stderr
    assert ran.stdout == ""


def test_the_first_answer_leaves_before_the_input_ends(image: str) -> None:
    process = subprocess.Popen(
        [DOCKER, "run", *SANDBOX, image],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        bufsize=1,
    )
    assert process.stdin and process.stdout
    process.stdin.write('{"text": "my name is maria lopez"}\n')
    process.stdin.flush()
    first = process.stdout.readline()  # the input is still open
    assert json.loads(first)["text"] == "my name is [PERSON_NAME]"
    process.stdin.close()
    assert process.wait(60) == 0


@pytest.mark.parametrize("user", ["0:0", "12345:54321"])
def test_any_user_will_do(image: str, user: str) -> None:
    sandbox = [*SANDBOX[:-1], user]
    ran = docker("run", *sandbox, image, input='{"text": "good morning"}\n')
    assert ran.returncode == 0 and rows(ran.stdout)[0]["text"] == "good morning"


def test_the_model_option_and_a_missing_model(image: str) -> None:
    ran = docker("run", *SANDBOX, image, "--model", "/nowhere", input='{"text": "hello"}\n')
    assert ran.returncode not in (0, 3) and "Traceback" not in ran.stderr
    assert len(ran.stderr.strip().splitlines()) == 1 and "/nowhere" in ran.stderr


@pytest.fixture(scope="module")
def members(image: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, tarfile.TarInfo]:
    """Every file of the image's tree by path."""
    archive = tmp_path_factory.mktemp("export") / "tree.tar"
    name = docker("create", image).stdout.strip()
    try:
        assert docker("export", "-o", str(archive), name).returncode == 0
    finally:
        docker("rm", name)
    with tarfile.open(archive) as tree:
        return {m.name.strip("/"): m for m in tree.getmembers()}


def test_nothing_that_trains_builds_or_installs_is_inside(
    members: dict[str, tarfile.TarInfo],
) -> None:
    unwanted = {
        "torch",
        "transformers",
        "pip",
        "setuptools",
        "wheel",
        "datasets",
        "matplotlib",
        "nervaluate",
        "ensurepip",
    }
    folders = {Path(path).name for path, m in members.items() if m.isdir()}
    assert not unwanted & folders
    programs = {
        Path(path).name for path in members if "/bin/" in f"/{path}" or "/sbin/" in f"/{path}"
    }
    assert programs <= {"redact", "python3", "python3.11"}, programs
    ours = {path.split("/")[3] for path in members if path.startswith("opt/pii-redact/pipeline/")}
    folders = {name for name in ours if not name.endswith((".py", "__pycache__"))}
    assert folders == {"redaction"}
    assert not [path for path in members if path.endswith((".a", ".o", ".h", ".whl"))]


def test_no_setuid_file_no_cache_no_history_nothing_writable(
    members: dict[str, tarfile.TarInfo],
) -> None:
    files = {
        path: m
        for path, m in members.items()
        if not path.startswith(("dev", "proc", "sys", "etc/h", "etc/r"))
    }
    assert not [path for path, m in files.items() if m.mode & 0o6000]
    writable = [
        path for path, m in files.items() if not m.issym() and m.mode & 0o022 and path != "tmp"
    ]
    assert not writable
    assert not [
        path
        for path in files
        if path.startswith(("root", "var/cache", "tmp/")) or path.endswith("_history")
    ]
    assert {(m.uid, m.gid) for m in files.values()} == {(0, 0)}


def test_it_is_slim(members: dict[str, tarfile.TarInfo]) -> None:
    assert sum(m.size for m in members.values() if m.isreg()) <= 250e6


def test_figures_and_bill_of_materials_are_inside(image: str) -> None:
    show = "import sys; print(open('/opt/pii-redact/' + sys.argv[1]).read())"
    read = ["run", *SANDBOX, "--entrypoint", "python3", image, "-c", show]
    figures = json.loads(docker(*read, "verification.json").stdout)
    assert figures["passed"] is True
    assert {g["name"] for g in figures["gates"]} >= {"pii_precision", "latency_p95_ms"}
    limit = next(g for g in figures["gates"] if g["name"] == "pii_precision")
    assert limit["passed"] and figures["quality"]["headline"]["pii_precision"]["low"] >= 0.65
    bill = json.loads(docker(*read, "sbom.cdx.json").stdout)
    names = {c["name"] for c in bill["components"]}
    assert {
        "numpy",
        "onnxruntime",
        "tokenizers",
        "click",
        "msgspec",
        "libc6",
        "python3.11-minimal",
    } <= names
    assert not [c["name"] for c in bill["components"] if not c.get("licenses")]
