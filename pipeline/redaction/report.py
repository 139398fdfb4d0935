"""What a run has done, told in counts: no content."""

from __future__ import annotations

import os

import msgspec

from pipeline.labels import all_labels
from pipeline.redaction import paths
from pipeline.redaction.output import Tally


def add(total: Tally, one: Tally) -> None:
    """Add the counts of one input to those of all."""
    total.first_failed = total.first_failed or one.first_failed
    total.records += one.records
    total.failed += one.failed
    for mine, other in ((total.found, one.found), (total.redacted, one.redacted)):
        for label, count in other.items():
            mine[label] = mine.get(label, 0) + count


def write(path: str, tally: Tally, mode: int, over: bool) -> None:
    """Write counts by entity type as JSON: found and redacted, records and failures."""
    counts = {
        "records": tally.records,
        "failed": tally.failed,
        "found": {label: tally.found.get(label, 0) for label in all_labels()},
        "redacted": {label: tally.redacted.get(label, 0) for label in all_labels()},
    }
    data = msgspec.json.format(msgspec.json.encode(counts), indent=1) + b"\n"
    if paths.is_special(path):
        with open(path, "wb") as stream:
            stream.write(data)
    else:
        paths.write_new(os.path.realpath(path), data, mode, over)


def table(tally: Tally, seconds: float) -> str:
    """The counts as people read them: records a second, and found and redacted by type."""
    rate = tally.records / seconds if seconds > 0 else 0.0
    lines = [
        f"{tally.records} records, {tally.failed} failed, {seconds:.1f} s, {rate:,.0f} a second"
    ]
    labels = [label for label in all_labels() if tally.found.get(label)]
    if labels:
        lines.append(f"{'type':<14}{'found':>10}{'redacted':>10}")
    lines += [
        f"{label:<14}{tally.found[label]:>10}{tally.redacted.get(label, 0):>10}" for label in labels
    ]
    return "\n".join(lines)
