"""What is redacted, and how: the one object that the command, the gates and every service hand
to the redactor.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from pipeline.errors import ConfigError
from pipeline.labels import Surrogate, all_labels, parse_labels, redacted_labels
from pipeline.model_settings import ModelSettings
from pipeline.redaction.modes import MODES, redact_text
from pipeline.spans import Span

#: What happens to runs of digits that the model passed over (`pipeline.redaction.digits`).
DIGITS = ("model", "closed", "all")


@dataclass(frozen=True)
class Policy:
    """What is redacted, and how.

    `labels`: the types to redact; others are reported and left standing. `mode`: what takes the
    place of a span, one of `MODES`; "pseudonym" needs a `surrogate`. `spans_only` leaves the text
    and reports alone. `digits`: "closed" redacts long runs of digits that the model passed over
    unless their words say that they are something else, "all" does so whatever the words say,
    "model" leaves them to the model. `operating_point` and `thresholds`: the least score of a span
    by label, as calibrated with the model, and laid on top.
    """

    labels: frozenset[str] = field(default_factory=lambda: frozenset(redacted_labels()))
    mode: str = "label"
    surrogate: Surrogate | None = None
    spans_only: bool = False
    digits: Literal["model", "closed", "all"] = "closed"
    operating_point: str | None = None
    thresholds: Mapping[str, float] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.mode not in MODES or (self.mode == "pseudonym" and self.surrogate is None):
            raise ConfigError(
                f"mode {self.mode!r} is not one of {', '.join(MODES)}, or has no secret"
            )
        if self.digits not in DIGITS:
            raise ConfigError(f"digits {self.digits!r} is not one of {', '.join(DIGITS)}")
        for label, least in self.thresholds.items():
            if label not in all_labels() or not 0 <= least <= 1:
                known = ", ".join(all_labels())
                raise ConfigError(
                    f"threshold {label}={least}: must be one of {known} and between 0 and 1"
                )

    @classmethod
    def of(cls, entities: str | None = None, keep: str = "", **options: Any) -> Policy:
        """The policy of `--entities` and `--keep`.

        Raises ConfigError where nothing would be redacted.
        """
        named = entities is not None
        chosen = parse_labels(entities) if entities is not None else frozenset(redacted_labels())
        labels = chosen - parse_labels(keep)
        if not labels:
            left = "--entities names no type" if named and not chosen else "--keep leaves no type"
            raise ConfigError(f"{left} to redact; name one of {', '.join(all_labels())}")
        return cls(labels=labels, **options)

    @property
    def same_length(self) -> bool:
        """Whether a replacement is as long as what it replaces."""
        return self.mode == "mask"

    def redacted(self, spans: Iterable[Span]) -> list[Span]:
        """Those of `spans` that are to be redacted, sorted."""
        return sorted(span for span in spans if span.label in self.labels)

    def replace(self, text: str, spans: list[Span]) -> str:
        """`text` with `spans` (sorted, apart from each other) replaced, whatever their labels."""
        return redact_text(text, spans, self.mode, self.surrogate)

    def apply(self, text: str, spans: Iterable[Span]) -> str:
        """`text` as it goes out: redacted, or as it was with `spans_only`."""
        chosen = [] if self.spans_only else self.redacted(spans)
        return self.replace(text, chosen) if chosen else text

    def least(self, settings: ModelSettings) -> dict[str, float]:
        """The least score of each label for a model.

        Raises ConfigError for an operating point that it has not.
        """
        points = settings.operating_points
        if self.operating_point is not None and self.operating_point not in points:
            known = ", ".join(sorted(points)) or "none"
            raise ConfigError(
                f"operating point {self.operating_point!r} is not in the model's settings (it has:"
                f" {known})"
            )
        chosen = points.get(self.operating_point or settings.operating_point, {})
        return dict(chosen) | dict(self.thresholds)
