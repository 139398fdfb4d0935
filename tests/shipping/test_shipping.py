"""The small steps round the image: tree digest, figures, labels, bill of materials, two columns."""

from __future__ import annotations

import io
import json
import tarfile
from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import DataError, GateError
from pipeline.shipping.audit import audit_summary
from pipeline.shipping.figures import dockerfile_labels, oci_labels, shipped_figures, write_json
from pipeline.shipping.sbom import with_debian
from pipeline.shipping.side_by_side import side_by_side
from pipeline.shipping.tree import tree_digest, tree_lines

Files = dict[str, bytes]


def archive(
    files: Files,
    change: Callable[[tarfile.TarInfo], None] = lambda _: None,
    backwards: bool = False,
) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as tar:
        for name, content in sorted(files.items(), reverse=backwards):
            member = tarfile.TarInfo(name)
            member.size, member.mode, member.mtime = len(content), 0o644, 1000
            change(member)
            tar.addfile(member, io.BytesIO(content))
    return stream.getvalue()


def digest(tar: bytes) -> str:
    return tree_digest(tree_lines(io.BytesIO(tar)))


@given(
    st.dictionaries(
        st.from_regex(r"[a-z]{1,8}(/[a-z]{1,8})?", fullmatch=True),
        st.binary(max_size=50),
        min_size=1,
    )
)
def test_the_digest_ignores_order_and_sees_every_property(files: Files) -> None:
    first = digest(archive(files))
    assert digest(archive(files, backwards=True)) == first
    for name, value in (("mode", 0o600), ("uid", 7), ("gid", 7), ("mtime", 1001)):
        changed = digest(
            archive(files, lambda member, name=name, value=value: setattr(member, name, value))
        )
        touched = all(path.split("/")[0] in {"dev", "etc", "proc", "sys"} for path in files)
        assert changed != first or (name == "mtime" and touched)
    some = next(iter(files))
    assert digest(archive(files | {some: files[some] + b"x"})) != first


def test_what_docker_adds_is_left_out() -> None:
    files: Files = {"opt/a": b"1"}
    assert digest(archive(files | {".dockerenv": b"", "etc/hosts": b"127.0.0.1"})) == digest(
        archive(files)
    )


@pytest.fixture
def report() -> dict:
    return {
        "passed": True,
        "verdicts": [
            {
                "name": "pii_precision",
                "value": 0.91,
                "limit": ">= 0.8",
                "passed": True,
                "reason": "r",
            },
            {
                "name": "latency_p95_ms",
                "value": 7.25,
                "limit": "<= 20",
                "passed": True,
                "reason": "r",
            },
        ],
        "quality": {"headline": {"pii_precision": {"value": 0.93, "low": 0.91, "high": 0.95}}},
        "latency": {"raw_ms": {"p95": 9.5}},
        "model": {"sha256": {"model.onnx": "ab" * 32}},
        "machine": {"cores": 2},
    }


def test_shipped_figures_hold_no_timing(report: dict) -> None:
    first = shipped_figures(json.dumps(report).encode())
    report["verdicts"][1]["value"] = 8.5
    report["latency"]["raw_ms"]["p95"] = 11.0
    report["machine"]["cores"] = 64
    assert shipped_figures(json.dumps(report).encode()) == first
    assert first["gates"][0]["value"] == 0.91 and first["gates"][1]["passed"] is True
    report["quality"]["headline"]["pii_precision"]["value"] = 0.5
    assert shipped_figures(json.dumps(report).encode()) != first


def test_labels_carry_the_measured_figures(report: dict) -> None:
    labels = oci_labels(json.dumps(report).encode(), "abc", 86400, "debian:x@sha256:12")
    assert labels["org.opencontainers.image.created"] == "1970-01-02T00:00:00Z"
    assert labels["org.opencontainers.image.revision"] == "abc"
    assert labels["org.opencontainers.image.base.digest"] == "sha256:12"
    assert labels["io.pii-redact.latency-p95-ms"] == "7.25"
    assert labels["io.pii-redact.pii-precision"] == "0.9300"
    assert labels["io.pii-redact.model.digest"] == "sha256:" + "ab" * 32
    assert 'LABEL io.pii-redact.verified="true"' in dockerfile_labels(labels).splitlines()


def test_a_report_that_is_none_is_refused() -> None:
    with pytest.raises(DataError, match=r"report\.json"):
        shipped_figures(b'{"verdicts": []}')


def test_written_json_has_the_epoch_as_its_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "12345")
    write_json(tmp_path / "a.json", {"b": 1, "a": 2})
    assert (tmp_path / "a.json").stat().st_mtime == 12345
    assert (tmp_path / "a.json").read_text() == '{\n "a": 2,\n "b": 1\n}\n'


def test_debian_packages_join_the_bill_of_materials(tmp_path: Path) -> None:
    status, doc = tmp_path / "var/lib/dpkg/status.d", tmp_path / "usr/share/doc/libx1"
    status.mkdir(parents=True)
    doc.mkdir(parents=True)
    (status / "libx1").write_text(
        "Package: libx1\nVersion: 1:2.0-3+b1\nArchitecture: amd64\nDescription: a\n b: c\n"
    )
    (doc / "copyright").write_text(
        "Files: *\nLicense: GPL-2+\n text\n\nLicense: BSD-3-clause\n text\n"
    )
    bill = with_debian(
        msgspec.json.encode({"bomFormat": "CycloneDX", "components": [{"name": "numpy"}]}), tmp_path
    )
    added = bill["components"][1]
    assert (added["name"], added["version"]) == ("libx1", "1:2.0-3+b1")
    assert added["purl"].startswith("pkg:deb/debian/libx1@1%3A2.0-3+b1?arch=amd64")
    assert [entry["license"]["name"] for entry in added["licenses"]] == ["BSD-3-clause", "GPL-2+"]
    (doc / "copyright").write_text("Do as you like.\n")
    [added] = with_debian(b"{}", tmp_path)["components"]
    assert added["licenses"][0]["license"]["text"]["content"] == "Do as you like.\n"


def test_two_columns_hold_every_word() -> None:
    before = (
        b'{"text": "my name is maria lopez and my number is four two four two"}\n{"text": "bye"}\n'
    )
    after = (
        b'{"text": "my name is [PERSON_NAME] and my number is [PHONE]"}\n{"line": 2, "error": "not'
        b' scanned"}\n'
    )
    shown = side_by_side(before, after, width=60)
    assert all(len(line) <= 60 for line in shown.splitlines())
    left = " ".join(line.partition("|")[0].strip() for line in shown.splitlines())
    assert "my name is maria lopez and my number is four two four two" in left
    assert "error: not scanned" in shown
    with pytest.raises(DataError, match="1 lines before, 2 after"):
        side_by_side(before.splitlines()[0], after)


def test_an_audit_that_looked_nothing_up_is_no_clean_audit() -> None:
    clean, skipped = (
        {"name": "a", "version": "1", "vulns": []},
        {"name": "b", "skip_reason": "not found"},
    )
    bad = {"name": "c", "version": "2", "vulns": [{"id": "CVE-1"}]}
    said = audit_summary(json.dumps({"dependencies": [clean, skipped]}).encode())
    assert "1 packages" in said and "not looked up: b" in said
    with pytest.raises(GateError, match="c 2: CVE-1"):
        audit_summary(json.dumps({"dependencies": [clean, bad]}).encode())
    for nothing in (json.dumps({"dependencies": [skipped]}).encode(), b""):
        with pytest.raises(DataError, match="not scanned"):
            audit_summary(nothing)
