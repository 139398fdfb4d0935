"""Figures that the image carries: verification.json inside it, and its OCI labels.

What was timed differs from build to build, so it stands in the labels, where it leaves the file
tree as it is; verification.json holds the quality figures and every gate's verdict, which are the
same for the same model and data.
"""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import msgspec

from pipeline import __version__
from pipeline.errors import DataError

#: Vendor prefix of our own labels.
PREFIX = "io.pii-redact"


def write_json(path: Path, document: Any) -> None:
    """Write `document` with sorted keys; the file's time is SOURCE_DATE_EPOCH where that is set."""
    path.write_bytes(
        msgspec.json.format(msgspec.json.encode(document, order="sorted"), indent=1) + b"\n"
    )
    if epoch := os.environ.get("SOURCE_DATE_EPOCH"):
        os.utime(path, (int(epoch), int(epoch)))


def read_report(report: bytes) -> dict[str, Any]:
    """Decode report.json of the verification stage. Raises DataError."""
    try:
        document = msgspec.json.decode(report)
        _ = (
            document["verdicts"],
            document["quality"]["headline"],
            document["latency"],
            document["model"],
        )
    except (msgspec.DecodeError, KeyError, TypeError):
        raise DataError("this is no report.json of `python -m pipeline verify`") from None
    return document


def shipped_figures(report: bytes) -> dict[str, Any]:
    """What verification.json holds: quality, gates (a timed gate without its figure), model;
    nothing timed.
    """
    document = read_report(report)
    gates = []
    for verdict in document["verdicts"]:
        timed = verdict["name"].startswith("latency")
        gates.append({k: v for k, v in verdict.items() if not (timed and k == "value")})
    return {
        "version": __version__,
        "passed": document["passed"],
        "gates": gates,
        "quality": document["quality"],
        "model": document["model"],
    }


def oci_labels(report: bytes, revision: str, epoch: int, base: str) -> dict[str, str]:
    """Labels of the OCI image specification (annotations.md) and our own for the measured
    figures.
    """
    document = read_report(report)
    headline = document["quality"]["headline"]
    gates = {v["name"]: v["value"] for v in document["verdicts"]}
    digest = document["model"]["sha256"].get("model.onnx", "unknown")
    labels = {
        "org.opencontainers.image.title": "pii-redact",
        "org.opencontainers.image.description": (
            "Redacts PII in speech transcripts: JSON lines in, JSON lines out"
        ),
        "org.opencontainers.image.version": __version__,
        "org.opencontainers.image.revision": revision,
        "org.opencontainers.image.created": (
            datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
        ),
        "org.opencontainers.image.licenses": "Apache-2.0",
        "org.opencontainers.image.base.name": base.partition("@")[0],
        f"{PREFIX}.model.digest": f"sha256:{digest}",
        f"{PREFIX}.verified": str(document["passed"]).lower(),
    }
    if "@" in base:
        labels["org.opencontainers.image.base.digest"] = base.partition("@")[2]
    for name in ("pii_precision", "pii_recall", "pii_f1"):
        if name in headline:
            labels[f"{PREFIX}.{name.replace('_', '-')}"] = f"{headline[name]['value']:.4f}"
    if (p95 := gates.get("latency_p95_ms")) is not None:
        labels[f"{PREFIX}.latency-p95-ms"] = f"{p95:.2f}"
    return labels


def dockerfile_labels(labels: dict[str, str]) -> str:
    """`LABEL` lines; values are quoted as JSON strings, which is how a Dockerfile quotes."""
    return "\n".join(
        f"LABEL {name}={msgspec.json.encode(value).decode()}" for name, value in labels.items()
    )
