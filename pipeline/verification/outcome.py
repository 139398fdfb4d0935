"""What verification measured and how it judged."""

from __future__ import annotations

from typing import Any

import msgspec

from pipeline.verification.gates import Verdict


class Outcome(msgspec.Struct):
    """All that was measured, as written to report.json."""

    passed: bool
    verdicts: list[Verdict]
    quality: dict[str, Any]
    latency: dict[str, Any]
    model: dict[str, Any]
    machine: dict[str, Any]

    def builtins(self) -> dict[str, Any]:
        """The outcome for JSON; tuples that have names become mappings."""
        document: dict[str, Any] = msgspec.to_builtins(self)
        document["verdicts"] = [v._asdict() for v in self.verdicts]
        headline = self.quality["headline"]
        document["quality"] = self.quality | {
            "headline": {name: interval._asdict() for name, interval in headline.items()}
        }
        return document
