"""Typed form of configs/verify.yaml: what is measured, and the limits the figures must keep."""

from __future__ import annotations

from typing import Annotated

import msgspec

from pipeline.config import Config

Positive = Annotated[int, msgspec.Meta(ge=1)]
Share = Annotated[float, msgspec.Meta(gt=0, lt=1)]
Reason = Annotated[str, msgspec.Meta(min_length=20)]


class AtLeast(Config):
    """A limit from below, and why it stands where it stands."""

    min: float
    reason: Reason


class AtMost(Config):
    """A limit from above, and why it stands where it stands."""

    max: float
    reason: Reason


class Gates(Config):
    """Every gate, each to be set; `null` switches one off, in the open."""

    pii_precision: AtLeast | None
    pii_recall: AtLeast | None
    pii_f1: AtLeast | None
    leak: AtMost | None
    over_redaction: AtMost | None
    false_alarms_per_100: AtMost | None
    latency_p95_ms: AtMost | None
    latency_ratio: AtMost | None
    gold_pii_spans: AtLeast | None
    quiet_utterances: AtLeast | None


#: What each gate looks at.
GATE_FIGURES: dict[str, str] = {
    "pii_precision": "PII span precision, lower bound",
    "pii_recall": "PII span recall, lower bound",
    "pii_f1": "PII span F1, lower bound",
    "leak": "share of PII characters left standing, upper bound",
    "over_redaction": "share of redacted characters that were no PII, upper bound",
    "false_alarms_per_100": "PII spans per 100 utterances without PII, upper bound",
    "latency_p95_ms": "p95 at batch 1 in ms, less what the loaded machine added",
    "latency_ratio": "quiet p95 at batch 1, in units of the int8 reference",
    "gold_pii_spans": "labelled PII spans in the evaluation",
    "quiet_utterances": "utterances without PII in the evaluation",
}


class BootstrapConfig(Config):
    """Percentile bootstrap over utterances (Efron & Tibshirani 1993, section 13.3)."""

    resamples: Positive = 2000
    confidence: Share = 0.95


class LatencyConfig(Config):
    """`utterances` are drawn from the whole evaluation (its length mix) and measured once in each of `rounds`.

    Rounds are added, up to `max_rounds`, while the reference's least times still say that the machine is busy.
    `idle_reference_ms` is the reference's p95, measured like this, on an idle machine of the class meant by the 20 ms.
    """

    utterances: Positive = 200
    warmup: Positive = 50
    rounds: Positive = 5
    max_rounds: Positive = 15
    idle_reference_ms: Annotated[float, msgspec.Meta(gt=0)] = 3.0


class VerifyConfig(Config):
    """Configuration of the verification stage."""

    gates: Gates
    seed: int = 7
    calibration_bins: Positive = 10
    bootstrap: BootstrapConfig = BootstrapConfig()
    latency: LatencyConfig = LatencyConfig()
