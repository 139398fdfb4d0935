"""What takes the place of a span: a label, a mask, nothing, or a surrogate from a Pseudonymiser."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from pipeline.errors import ConfigError
from pipeline.labels import Surrogate, all_labels
from pipeline.spans import Span

#: The ways to redact.
MODES = ("label", "mask", "pseudonym", "drop")


def placeholder_pattern() -> re.Pattern[str]:
    """What `--mode label` leaves; text that holds one is not scanned as PII, so a second pass
    changes nothing.
    """
    return _pattern(all_labels())


@cache
def _pattern(labels: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(r"\[(?:" + "|".join(labels) + r")\]")


def placeholder(label: str) -> str:
    """What `--mode label` puts in the place of PII."""
    return f"[{label}]"


def replacement(span: Span, value: str, mode: str, surrogate: Surrogate | None = None) -> str:
    """What takes the place of `value`, the text of `span`.

    >>> replacement(Span(0, 3, "PHONE"), "4 2", "mask")
    '***'
    """
    if mode == "label":
        return placeholder(span.label)
    if mode == "mask":
        return "*" * len(value)
    if mode == "drop":
        return ""
    if mode == "pseudonym" and surrogate is not None:
        return surrogate(span.label, value)
    raise ConfigError(f"mode {mode!r} is not one of {', '.join(MODES)}, or has no secret")


def redact_text(
    text: str, spans: Iterable[Span], mode: str = "label", surrogate: Surrogate | None = None
) -> str:
    """`text` with `spans` replaced; everything outside them stays as it was.

    `spans` are sorted and do not overlap, as `Redactor.find` gives them.

    >>> redact_text("call maya in pune", [Span(5, 9, "PERSON_NAME")])
    'call [PERSON_NAME] in pune'
    """
    parts: list[str] = []
    last = 0
    for span in spans:
        value = text[span.start : span.end]
        parts += (text[last : span.start], replacement(span, value, mode, surrogate))
        last = span.end
    parts.append(text[last:])
    return "".join(parts)
