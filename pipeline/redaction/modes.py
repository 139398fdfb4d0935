"""What takes the place of a span: a label, a mask, nothing, or a stand-in from a Pseudonymiser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from pipeline.errors import ConfigError
from pipeline.labels import LABELS
from pipeline.spans import Span

#: The ways to redact.
MODES = ("label", "mask", "pseudonym", "drop")
#: What `--mode label` leaves; text that already holds one is never scanned as PII, so a second pass changes nothing.
PLACEHOLDER = re.compile(r"\[(?:" + "|".join(LABELS) + r")\]")
#: Takes (label, value as said) and gives the stand-in.
StandIn = Callable[[str, str], str]


def parse_labels(names: str | Iterable[str]) -> frozenset[str]:
    """Read "PHONE,DATE" (or an iterable of names), in any case, as labels. Raises ConfigError naming an unknown one."""
    parts = names.replace(",", " ").split() if isinstance(names, str) else list(names)
    labels = frozenset(part.upper() for part in parts)
    unknown = sorted(labels.difference(LABELS))
    if unknown:
        raise ConfigError(f"label {unknown[0]!r} is not one of {', '.join(LABELS)}")
    return labels


def placeholder(label: str) -> str:
    """What `--mode label` puts in the place of PII."""
    return f"[{label}]"


def replacement(span: Span, value: str, mode: str, stand_in: StandIn | None = None) -> str:
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
    if mode == "pseudonym" and stand_in is not None:
        return stand_in(span.label, value)
    raise ConfigError(f"mode {mode!r} is not one of {', '.join(MODES)}, or has no secret")


def redact_text(text: str, spans: Iterable[Span], mode: str = "label", stand_in: StandIn | None = None) -> str:
    """`text` with `spans` replaced; everything outside them stays as it was.

    `spans` are sorted and do not overlap, as `Redactor.find` gives them.

    >>> redact_text("call maya in pune", [Span(5, 9, "PERSON_NAME")])
    'call [PERSON_NAME] in pune'
    """
    parts: list[str] = []
    last = 0
    for span in spans:
        value = text[span.start : span.end]
        parts += (text[last : span.start], replacement(span, value, mode, stand_in))
        last = span.end
    parts.append(text[last:])
    return "".join(parts)


def replacer(mode: str, stand_in: StandIn | None = None) -> Callable[[str, list[Span]], str]:
    """`redact_text` for one mode, as the formats' RenderOptions want it. Raises ConfigError for an unknown mode."""
    if mode not in MODES or (mode == "pseudonym" and stand_in is None):
        raise ConfigError(f"mode {mode!r} is not one of {', '.join(MODES)}, or has no secret")
    return lambda text, spans: redact_text(text, spans, mode, stand_in)
