"""Find PII in transcripts and redact it, with the exported model alone: no torch, no transformers.

from pipeline.redaction import Redactor
redactor = Redactor.load("artifacts/model")
redactor.redact("my number is four two four two").output    # 'my number is [PHONE]'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.redaction.formats.base import Failed
    from pipeline.redaction.policy import Policy
    from pipeline.redaction.records import Redacted
    from pipeline.redaction.redactor import Redactor
    from pipeline.redaction.tokenize import ScanError

__all__ = ["Failed", "Policy", "Redacted", "Redactor", "ScanError"]
_HOMES = {
    "Failed": "formats.base",
    "Policy": "policy",
    "Redacted": "records",
    "Redactor": "redactor",
    "ScanError": "tokenize",
}


def __getattr__(name: str) -> Any:
    """Import the redactor when it is asked for, so that `redact --help` and bad usage answer at
    once.
    """
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
