"""Find PII in transcripts and redact it, with the exported model alone: no torch, no transformers.

from pipeline.redaction import Redactor
redactor = Redactor.load("artifacts/model")
redactor.redact("my number is four two four two").text    # 'my number is [PHONE]'
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pipeline.redaction.redactor import Redaction, Redactor
    from pipeline.redaction.tokenize import ScanError

__all__ = ["Redaction", "Redactor", "ScanError"]
_HOMES = {"Redaction": "redactor", "Redactor": "redactor", "ScanError": "tokenize"}


def __getattr__(name: str) -> Any:
    """Import the redactor when it is asked for, so that `redact --help` and bad usage answer at once."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
