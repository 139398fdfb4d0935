"""Order, bounds, kill and resume: no line is lost or doubled."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import threading
import time
from pathlib import Path
from typing import Any

import pytest

from pipeline.errors import PipelineError
from pipeline.redaction import Redactor
from pipeline.redaction.answers import Answers
from pipeline.redaction.formats import FORMATS, Failed, ReadOptions
from pipeline.redaction.output import FileOutput, State, StreamOutput, Tally
from pipeline.redaction.policy import Policy
from pipeline.redaction.read_ahead import ReadAhead
from pipeline.redaction.records import as_record
from tests.redaction.running import REDACT
from tests.redaction.test_properties import Collect


def write_input(path: Path, count: int) -> list[str]:
    """A file of `count` lines, every seventh of them bad; returns the texts or "" for the bad
    ones.
    """
    texts = ["" if i % 7 == 3 else f"hello maya {'call ' * (i % 11)}pune {i}" for i in range(count)]
    path.write_text(
        "".join(
            json.dumps({"i": i, "text": t}) + "\n" if t else "bad\n" for i, t in enumerate(texts)
        )
    )
    return texts


def check_output(path: Path, texts: list[str]) -> None:
    rows = [json.loads(line) for line in path.read_text().splitlines()]
    assert len(rows) == len(texts)
    for i, (row, text) in enumerate(zip(rows, texts, strict=True)):
        if text:
            assert row["i"] == i
            assert row["text"].startswith("hello [PERSON_NAME]")
        else:
            assert row["line"] == i + 1


@pytest.mark.slow
def test_a_kill_in_the_middle_and_resume(toy_model: Path, tmp_path: Path) -> None:
    texts = write_input(tmp_path / "in.jsonl", 5_000)
    command = [
        *REDACT,
        "--threads",
        "1",
        "--model",
        str(toy_model),
        "in.jsonl",
        "-o",
        "out.jsonl",
        "--report",
        "report.json",
    ]
    kills = 0
    for _ in range(3):
        process = subprocess.Popen([*command, "--resume"], cwd=tmp_path, stderr=subprocess.PIPE)
        part = tmp_path / "out.jsonl.part"
        begun = size_of(part)
        while process.poll() is None and size_of(part) < begun + 30_000:
            time.sleep(0.01)
        process.send_signal(signal.SIGKILL)
        kills += process.wait(20) == -signal.SIGKILL
        assert kills == 0 or not (tmp_path / "out.jsonl").exists() or kills == 3
        with part.open("ab") as stream:
            stream.write(b'{"i": 1, "text": "half a li')
    assert kills == 3
    changed = subprocess.run(
        [*command, "--resume", "--keep", "DATE"], cwd=tmp_path, capture_output=True, timeout=60
    )
    assert changed.returncode == 2 and b"another input, model or options" in changed.stderr
    source, facts = tmp_path / "in.jsonl", (tmp_path / "in.jsonl").stat()
    source.write_text(source.read_text().replace("pune 0", "john 0"))
    os.utime(source, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    changed = subprocess.run([*command, "--resume"], cwd=tmp_path, capture_output=True, timeout=60)
    assert changed.returncode == 2 and b"another input, model or options" in changed.stderr
    source.write_text(source.read_text().replace("john 0", "pune 0"))
    done = subprocess.run([*command, "--resume"], cwd=tmp_path, capture_output=True, timeout=120)
    assert done.returncode == 3
    check_output(tmp_path / "out.jsonl", texts)
    report = json.loads((tmp_path / "report.json").read_text())
    assert (report["records"], report["failed"]) == (len(texts), texts.count(""))
    assert report["found"]["PERSON_NAME"] == len(texts) - texts.count("")
    assert sorted(os.listdir(tmp_path)) == ["in.jsonl", "out.jsonl", "report.json"]


def size_of(path: Path) -> int:
    return path.stat().st_size if path.exists() else 0


def test_a_resume_goes_on_where_the_state_stands(redactor: Redactor, tmp_path: Path) -> None:
    """Killed between two states: what came after the last state is cut off and written again."""
    texts = write_input(tmp_path / "in.jsonl", 500)
    out = tmp_path / "out.jsonl"
    half = tmp_path / "half.jsonl"
    half.write_text("".join((tmp_path / "in.jsonl").read_text().splitlines(keepends=True)[:200]))
    first = FileOutput(out, "f", resume=False)
    run_over(redactor, half, first)
    first._save()
    first._file.write(b'{"i": 200, "text": "hello [PERS')
    first._file.flush()
    first._file.close()
    second = FileOutput(out, "f", resume=True)
    assert second.tally.records == 200
    run_over(redactor, tmp_path / "in.jsonl", second)
    second.complete()
    check_output(out, texts)


def run_over(redactor: Redactor, path: Path, output: Any) -> None:
    with path.open("rb") as stream:
        Answers(redactor, Policy(), output).over(FORMATS["jsonl"].read(stream, ReadOptions()))


def test_two_runs_do_not_write_one_file(tmp_path: Path) -> None:
    held = FileOutput(tmp_path / "out", "f", resume=False)
    with pytest.raises(PipelineError, match="another run"):
        FileOutput(tmp_path / "out", "f", resume=True)
    held.close(keep=False)
    assert os.listdir(tmp_path) == []


def test_the_state_holds_no_text() -> None:
    assert set(State.__struct_fields__) == {"fingerprint", "size", "tally"}
    assert set(Tally.__struct_fields__) == {
        "records",
        "failed",
        "first_failed",
        "found",
        "redacted",
    }


def test_answers_keep_the_order_of_records(redactor: Redactor, tmp_path: Path) -> None:
    texts = write_input(tmp_path / "in.jsonl", 1_000)
    out = tmp_path / "out.jsonl"
    fd = os.open(out, os.O_WRONLY | os.O_CREAT)
    run_over(redactor, tmp_path / "in.jsonl", StreamOutput(fd))
    os.close(fd)
    check_output(out, texts)


def test_reading_ahead_keeps_order_and_bounds() -> None:
    made = 0

    def source():  # type: ignore[no-untyped-def]
        nonlocal made
        while made < 1_000:
            made += 1
            yield made

    taken = 0
    for ready in ReadAhead(source(), max_items=16, max_size=10**9, size=lambda _: 1):
        assert ready == list(range(taken + 1, taken + len(ready) + 1))
        taken += len(ready)
        assert len(ready) <= 16
        time.sleep(0.0005)
        assert made - taken <= 17
    assert taken == 1_000


def test_reading_ahead_bounds_size_but_lets_one_large_item_through() -> None:
    sizes = [5, 200, 3, 4, 90, 50, 1]
    seen = []
    for ready in ReadAhead(iter(sizes), max_items=100, max_size=100, size=int):
        assert len(ready) == 1 or sum(ready) <= 100
        seen += ready
        time.sleep(0.01)
    assert seen == sizes


def test_reading_ahead_gives_what_came_before_an_error() -> None:
    def source():  # type: ignore[no-untyped-def]
        yield 1
        raise OSError(5, "Input/output error")

    seen: list[int] = []
    with pytest.raises(OSError, match="Input/output"):
        for ready in ReadAhead(source(), 4, 4, lambda _: 1):
            seen += ready
    assert seen == [1]


def test_what_came_before_an_error_of_the_input_is_answered(redactor: Redactor) -> None:
    def source():  # type: ignore[no-untyped-def]
        yield from (as_record("call maya", n) for n in range(1, 4))
        time.sleep(0.2)
        yield as_record("call maya", 4)
        raise OSError(5, "Input/output error")

    output: Any = Collect()
    with pytest.raises(OSError, match="Input/output"):
        Answers(redactor, Policy(), output).over(source())
    assert output.tally.records == 4


def test_reading_ahead_stops_reading_when_nobody_takes() -> None:
    ahead = ReadAhead(iter(range(10**9)), 8, 8, lambda _: 1)
    for _ in ahead:
        break
    ahead._thread.join(10)
    assert not ahead._thread.is_alive()


def test_one_bad_record_fails_alone(redactor: Redactor) -> None:
    texts = ["maya \ud800" if i in (3, 17) else "maya" for i in range(20)]
    found = redactor.redact_records(texts)
    assert [(i + 1, one.line) for i, one in enumerate(found) if isinstance(one, Failed)] == [
        (4, 4),
        (18, 18),
    ]
    assert all(len(one.spans[0]) == 1 for one in found if not isinstance(one, Failed))


def test_threads_may_share_a_redactor(redactor: Redactor) -> None:
    texts = [f"call maya {i} " + "hello " * (i % 40) for i in range(80)]
    expected = [redactor.find(text) for text in texts]
    answers: list[Any] = [None] * 4

    def work(slot: int) -> None:
        answers[slot] = [redactor.find(text) for text in texts]

    threads = [threading.Thread(target=work, args=(slot,)) for slot in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [expected] * 4
