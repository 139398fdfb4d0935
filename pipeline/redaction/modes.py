"""What takes the place of a span: a label, a mask, nothing, or a stand-in from a Pseudonymiser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from pipeline.errors import ConfigError
from pipeline.labels import LABELS, PII_LABELS
from pipeline.spans import Span

#: The ways to redact.
MODES = ("label", "mask", "pseudonym", "drop")
#: What `--mode label` leaves; text that already holds one is never scanned as PII, so a second pass changes nothing.
PLACEHOLDER = re.compile(r"\[(?:" + "|".join(LABELS) + r")\]")
#: Takes (label, value as said) and gives the stand-in.
StandIn = Callable[[str, str], str]


class RenderOptions(NamedTuple):
    """How found spans are shown in the output.

    `labels` are the ones to redact; all found spans are reported in `entities`. With `spans_only` texts stay as they
    are. `stand_in` is needed by mode "pseudonym". `field` is the name of the text's field in JSONL.
    """

    mode: str = "label"
    labels: frozenset[str] = frozenset(PII_LABELS)
    spans_only: bool = False
    stand_in: StandIn | None = None
    field: str = "text"


DEFAULT_OPTIONS = RenderOptions()


def parse_labels(names: str | Iterable[str]) -> frozenset[str]:
    """Read "PHONE,DATE" (or an iterable of names), in any case, as labels. Raises ConfigError naming an unknown one."""
    parts = names.replace(",", " ").split() if isinstance(names, str) else list(names)
    labels = frozenset(part.upper() for part in parts)
    unknown = sorted(labels.difference(LABELS))
    if unknown:
        raise ConfigError(f"label {unknown[0]!r} is not one of {', '.join(LABELS)}")
    return labels


def replacement(span: Span, value: str, mode: str, stand_in: StandIn | None = None) -> str:
    """What takes the place of `value`, the text of `span`.

    >>> replacement(Span(0, 3, "PHONE"), "4 2", "mask")
    '***'
    """
    if mode == "label":
        return f"[{span.label}]"
    if mode == "mask":
        return "*" * len(value)
    if mode == "drop":
        return ""
    if mode == "pseudonym" and stand_in is not None:
        return stand_in(span.label, value)
    raise ConfigError(f"mode {mode!r} is not one of {', '.join(MODES)}, or has no secret")


def redact_text(text: str, spans: Iterable[Span], options: RenderOptions = DEFAULT_OPTIONS) -> str:
    """`text` with the spans of the labels in `options` replaced; everything outside them stays as it was.

    `spans` are sorted and do not overlap, as `Redactor.find` gives them.

    >>> redact_text("call maya in pune", [Span(5, 9, "PERSON_NAME"), Span(13, 17, "CITY")])
    'call [PERSON_NAME] in pune'
    """
    if options.spans_only:
        return text
    parts: list[str] = []
    last = 0
    for span in spans:
        if span.label in options.labels:
            value = text[span.start : span.end]
            parts += (text[last : span.start], replacement(span, value, options.mode, options.stand_in))
            last = span.end
    if not parts:
        return text
    parts.append(text[last:])
    return "".join(parts)


def describe(spans: Iterable[Span]) -> list[dict[str, Any]]:
    """The `entities` of an output record: [{start, end, label, pii, score}], offsets into the input text."""
    return [
        {"start": s.start, "end": s.end, "label": s.label, "pii": s.label in PII_LABELS, "score": round(s.score, 4)}
        for s in spans
    ]
