"""Typed form of configs/verify.yaml: what is measured, and the limits the figures must keep."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from pipeline.config import Config

Positive = Annotated[int, msgspec.Meta(ge=1)]
Share = Annotated[float, msgspec.Meta(gt=0, lt=1)]
Reason = Annotated[str, msgspec.Meta(min_length=20)]


class AtLeast(Config, frozen=True):
    """A limit from below, and why it stands where it stands.

    `absent`: whether the gate passes or fails where the evaluation holds nothing to measure it on.
    """

    min: float
    reason: Reason
    absent: Literal["fail", "pass"] = "fail"


class AtMost(Config, frozen=True):
    """A limit from above, and why it stands where it stands; `absent` as in `AtLeast`."""

    max: float
    reason: Reason
    absent: Literal["fail", "pass"] = "fail"


class Gates(Config, frozen=True):
    """Every gate, each to be set; `null` switches one off, in the open."""

    redaction_precision: AtLeast | None
    pii_precision: AtLeast | None
    pii_recall: AtLeast | None
    pii_f1: AtLeast | None
    leak: AtMost | None
    over_redaction: AtMost | None
    false_alarms_per_100: AtMost | None
    wrong_per_1000_words: AtMost | None
    conversation_recall: AtLeast | None
    conversation_leak: AtMost | None
    answers_leak: AtMost | None
    pieces_leak: AtMost | None
    read_backs_leak: AtMost | None
    spelling_leak: AtMost | None
    heard_leak: AtMost | None
    calibration_error: AtMost | None
    latency_p95_ms: AtMost | None
    latency_ratio: AtMost | None
    gold_pii_spans: AtLeast | None
    no_entity_texts: AtLeast | None


#: What each gate looks at.
GATE_FIGURES: dict[str, str] = {
    "redaction_precision": "share of redactions that hide something personal, lower bound",
    "pii_precision": "PII span precision, lower bound",
    "pii_recall": "PII span recall, lower bound",
    "pii_f1": "PII span F1, lower bound",
    "leak": "share of PII characters left standing, upper bound",
    "over_redaction": "share of redacted characters that were no PII, upper bound",
    "false_alarms_per_100": "redactions per 100 texts without PII, upper bound",
    "wrong_per_1000_words": (
        "wrong redactions per 1,000 words without PII and of conversations, upper bound"
    ),
    "conversation_recall": (
        "share of PII spans touched in the worst kind of conversations, lower bound"
    ),
    "conversation_leak": (
        "share of PII characters left in the worst kind of conversations, upper bound"
    ),
    **{
        f"{kind}_leak": f"share of PII characters left of {what} in conversations, upper bound"
        for kind, what in (
            ("answers", "answers"),
            ("pieces", "values said in pieces"),
            ("read_backs", "values read back"),
            ("spelling", "spelled values"),
        )
    },
    "heard_leak": "share of PII characters left in what a recogniser heard, upper bound",
    "calibration_error": "expected calibration error of the span scores",
    "latency_p95_ms": "p95 at batch 1 in ms, less what the loaded machine added",
    "latency_ratio": "undisturbed p95 at batch 1, in units of the int8 reference",
    "gold_pii_spans": "labelled PII spans in the evaluation",
    "no_entity_texts": "texts without PII in the evaluation",
}


class BootstrapConfig(Config, frozen=True):
    """How many resamples, and how sure the interval is to be."""

    resamples: Positive
    confidence: Share


class LatencyConfig(Config, frozen=True):
    """`utterances` are drawn from the whole evaluation (its length mix) and measured once in each
    of `rounds`.

    Rounds are added, up to `max_rounds`, while the reference's least times still say that the
    machine is busy.
    `idle_reference_ms` is the reference's p95, measured like this, on an idle machine of the class
    meant by the 20 ms.
    """

    utterances: Positive
    warmup: Positive
    rounds: Positive
    max_rounds: Positive
    idle_reference_ms: Annotated[float, msgspec.Meta(gt=0)]


class VerifyConfig(Config, frozen=True):
    """Configuration of the verification stage; its values stand in configs/verify.yaml alone."""

    gates: Gates
    seed: int
    calibration_bins: Positive
    bootstrap: BootstrapConfig
    latency: LatencyConfig
