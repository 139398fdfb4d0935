"""No file is harmed: not the input, not the model, nothing that another wrote, whatever names
are given.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.redaction.running import REDACT

LINE = b'{"text": "call maya"}\n'
BAD = b'{"text": "maya\n'
Redact = Callable[..., tuple[int, str]]


@pytest.fixture()
def redact(toy_model: Path, tmp_path: Path) -> Redact:
    """Run `redact` in a folder that holds in.jsonl and a copy of the toy model; returns (exit
    code, stderr).
    """
    shutil.copytree(toy_model, tmp_path / "model")
    (tmp_path / "in.jsonl").write_bytes(LINE)

    def call(*args: str, **options: object) -> tuple[int, str]:
        command = [*REDACT, "--model", "model", *args]
        pipes = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE} | options
        done = subprocess.run(command, cwd=tmp_path, stderr=subprocess.PIPE, timeout=60, **pipes)
        return done.returncode, done.stderr.decode()

    return call


def content(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.mark.parametrize(
    "args",
    [
        ["in.jsonl", "-o", "in.jsonl"],
        ["in.jsonl", "-o", "in.jsonl", "--overwrite"],
        ["in.jsonl", "-o", "link.jsonl", "--overwrite"],
        ["in.jsonl", "-o", "hard.jsonl", "--overwrite"],
        ["in.jsonl", "--report", "in.jsonl", "--overwrite"],
        ["in.jsonl", "--mute-plan", "./in.jsonl", "--overwrite"],
        ["in.jsonl", "-o", "out", "--report", "out"],
        ["in.jsonl", "-o", "out", "--mute-plan", "out"],
        ["in.jsonl", "--report", "out", "--mute-plan", "./out"],
        ["in.jsonl", "-o", "model/model.onnx", "--overwrite"],
        ["in.jsonl", "-o", "model/new.jsonl"],
        ["in.jsonl", "--report", "model/settings.json", "--overwrite"],
        [
            "in.jsonl",
            "--mode",
            "pseudonym",
            "--secret-file",
            "secret",
            "--report",
            "secret",
            "--overwrite",
        ],
        ["in.jsonl.part", "-o", "in.jsonl", "--overwrite"],
        ["in.jsonl", "--mute-plan", "call.wav"],
        ["in.jsonl", "--report", "call.wav"],
        ["in.jsonl", "-o", "call.wav"],
        ["in.jsonl", "-o", "dangling"],
    ],
)
def test_what_is_there_is_not_written_over(redact: Redact, tmp_path: Path, args: list[str]) -> None:
    (tmp_path / "call.wav").write_bytes(b"RIFF sound")
    (tmp_path / "secret").write_bytes(b"correct horse battery staple")
    (tmp_path / "in.jsonl.part").write_bytes(LINE)
    (tmp_path / "link.jsonl").symlink_to("in.jsonl")
    (tmp_path / "dangling").symlink_to("elsewhere")
    os.link(tmp_path / "in.jsonl", tmp_path / "hard.jsonl")
    before = content(tmp_path)
    code, err = redact(*args)
    assert code == 2 and err.startswith("error: ") and err.count("\n") == 1
    assert content(tmp_path) == before


def test_standard_input_and_output_may_be_the_same_file_too(redact: Redact, tmp_path: Path) -> None:
    for args, mode in ((["-o", "in.jsonl", "--overwrite"], "rb"), ([], "r+b")):
        with (tmp_path / "in.jsonl").open(mode) as stream:
            code, err = redact(*args, stdin=stream, **({} if args else {"stdout": stream}))
        assert code == 2 and "input" in err
        assert (tmp_path / "in.jsonl").read_bytes() == LINE


@pytest.mark.parametrize("data", [LINE, BAD, b'{"text": "maya", "segments": [{"text": "maya"}]}\n'])
def test_a_plan_that_cannot_be_made_deletes_nothing(
    redact: Redact, tmp_path: Path, data: bytes
) -> None:
    (tmp_path / "in.jsonl").write_bytes(data)
    (tmp_path / "plan.json").write_text("older")
    before = content(tmp_path)
    assert redact("in.jsonl", "--mute-plan", "plan.json")[0] == 2
    code, err = redact("in.jsonl", "--mute-plan", "plan.json", "--overwrite")
    assert code == 1 and "no mute plan" in err
    assert content(tmp_path) == before


def test_a_result_is_replaced_when_it_is_said(redact: Redact, tmp_path: Path) -> None:
    (tmp_path / "out").write_text("older")
    (tmp_path / "empty").write_text("")
    assert redact("in.jsonl", "-o", "out")[0] == 2
    assert redact("in.jsonl", "-o", "empty", "--report", "counts.json")[0] == 0
    assert redact("in.jsonl", "-o", "out", "--report", "counts.json", "--overwrite")[0] == 0
    for name in ("out", "empty"):
        assert json.loads((tmp_path / name).read_text())["text"] == "call [PERSON_NAME]"
    assert json.loads((tmp_path / "counts.json").read_text())["records"] == 1


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o444, 0o777])
def test_outputs_are_as_open_as_the_input(redact: Redact, tmp_path: Path, mode: int) -> None:
    words = [{"word": "maya", "start": 0, "end": 1}]
    (tmp_path / "in.json").write_text(
        json.dumps({"text": "maya", "segments": [{"text": "maya", "words": words}]})
    )
    (tmp_path / "in.json").chmod(mode)
    code, err = redact(
        "in.json", "-o", "out", "--report", "counts", "--mute-plan", "plan", umask=0o022
    )
    assert code == 0, err
    for name in ("out", "counts", "plan"):
        assert (tmp_path / name).stat().st_mode & 0o777 == mode & 0o644


@pytest.mark.parametrize("option", [[], ["--resume"], ["--overwrite"]])
@pytest.mark.parametrize("planted", ["out.part", "out.part.state"])
def test_planted_links_are_not_followed(
    redact: Redact, tmp_path: Path, planted: str, option: list[str]
) -> None:
    (tmp_path / "victim").write_text("keep me")
    (tmp_path / planted).symlink_to("victim")
    redact("in.jsonl", "-o", "out", *option)
    assert (tmp_path / "victim").read_text() == "keep me"
    (tmp_path / planted).unlink(missing_ok=True)
    os.link(tmp_path / "victim", tmp_path / planted)
    redact("in.jsonl", "-o", "out", *option)
    assert (tmp_path / "victim").read_text() == "keep me"


def test_what_an_earlier_run_left_is_not_cut_without_a_word(redact: Redact, tmp_path: Path) -> None:
    (tmp_path / "out.part").write_text("mine")
    code, err = redact("in.jsonl", "-o", "out")
    assert code == 2 and "--resume" in err and "--overwrite" in err
    assert (tmp_path / "out.part").read_text() == "mine"


def test_a_file_made_meanwhile_is_kept(toy_model: Path, tmp_path: Path) -> None:
    command = [*REDACT, "--model", str(toy_model), "-o", "out"]
    process = subprocess.Popen(command, cwd=tmp_path, stdin=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin and process.stderr
    process.stdin.write(LINE)
    process.stdin.flush()
    while not (tmp_path / "out.part").exists():
        assert process.poll() is None
    (tmp_path / "out").write_text("another's")
    process.stdin.close()
    assert process.wait(60) == 1
    assert b"out" in process.stderr.read()
    assert (tmp_path / "out").read_text() == "another's"
