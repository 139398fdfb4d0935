"""The options of one call of `redact`, checked before anything is read or written."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import msgspec

from pipeline.errors import ConfigError
from pipeline.labels import parse_labels
from pipeline.redaction.cores import usable_cores
from pipeline.redaction.formats import FORMATS, ReadOptions
from pipeline.redaction.policy import Policy
from pipeline.redaction.pseudonym import Pseudonymiser, load_secret

#: Records read ahead of the model where --look-ahead does not say.
LOOK_AHEAD = 256
#: Options that change an answer, beside --format and the secret.
ANSWERING = (
    "spans",
    "field",
    "column",
    "group_by",
    "mode",
    "entities",
    "keep",
    "digits",
    "threshold",
    "operating_point",
)


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What the command line said; None where it said nothing."""

    files: tuple[str, ...] = ()
    output: str | None = None
    model: str | None = None
    spans: bool = False
    format_name: str = "auto"
    field: str | None = None
    column: tuple[str, ...] = ()
    group_by: str | None = None
    mode: str | None = None
    entities: str | None = None
    keep: str | None = None
    digits: str | None = None
    threshold: tuple[str, ...] = ()
    operating_point: str | None = None
    secret_file: str | None = None
    mute_plan: str | None = None
    strict: bool = False
    resume: bool = False
    overwrite: bool = False
    report: str | None = None
    stats: bool = False
    preview: bool = False
    threads: int | None = None
    look_ahead: int | None = None

    def check(self) -> None:
        """Refuse options that do not go together, or that would have no effect.

        Raises ConfigError.
        """
        if self.format_name != "auto" and self.format_name not in FORMATS:
            raise ConfigError(
                f"--format {self.format_name}: is not one of auto, {', '.join(FORMATS)}"
            )
        named = any(name != "-" for name in self.files)
        rules = [
            (self.resume and not (named and self.output), "--resume needs an input file and -o"),
            (
                self.resume and self.overwrite,
                "--resume goes on with a file, --overwrite begins anew: say one",
            ),
            (
                self.resume and self.mute_plan,
                "--mute-plan needs the whole transcript; it cannot go with --resume",
            ),
            (
                self.overwrite and not (self.output or self.report or self.mute_plan),
                "--overwrite has no effect: no file is written; name one with -o",
            ),
            (
                self.preview and (self.output or self.mute_plan or self.spans or self.mode),
                "--preview only shows; it cannot go with -o, --mute-plan, --spans or --mode",
            ),
            (
                self.preview and not os.isatty(1),
                "--preview shows what is personal: it needs a terminal",
            ),
            (
                self.secret_file and self.mode != "pseudonym",
                "--secret-file has no effect without --mode pseudonym",
            ),
            (
                self.spans and self.mode,
                "--mode has no effect with --spans, which leaves the text as it was",
            ),
        ]
        for broken, message in rules:
            if broken:
                raise ConfigError(message)

    @property
    def cores(self) -> int:
        """CPU threads to use: at most the cores that this process may use."""
        return min(self.threads or usable_cores(), usable_cores())

    def reading(self, look_ahead: bool) -> ReadOptions:
        """How to read an input; `look_ahead` says that it is a file."""
        return ReadOptions(self.field or "text", self.group_by, self.column, look_ahead)

    def secret(self) -> bytes | None:
        """The secret of mode "pseudonym". Raises ConfigError where there is none."""
        return load_secret(self.secret_file) if self.mode == "pseudonym" else None

    def policy(self, secret: bytes | None) -> Policy:
        """What is redacted, and how. Raises ConfigError where nothing would be."""
        return Policy.of(
            self.entities,
            self.keep or "",
            mode=self.mode or "label",
            surrogate=Pseudonymiser(secret) if secret else None,
            spans_only=self.spans,
            digits=self.digits or "closed",
            operating_point=self.operating_point,
            thresholds=self.thresholds(),
        )

    def thresholds(self) -> dict[str, float]:
        """("PHONE=0.5",) as {"PHONE": 0.5}. Raises ConfigError."""
        least: dict[str, float] = {}
        for pair in self.threshold:
            names, _, value = pair.partition("=")
            try:
                least |= dict.fromkeys(parse_labels(names), float(value))
            except ValueError:
                raise ConfigError(
                    f"--threshold {pair}: must read LABEL=SCORE, for example PHONE=0.5"
                ) from None
        return least

    def answers(self, secret: bytes | None) -> dict[str, Any]:
        """The options that change an answer, for --resume to compare; the secret as a hash."""
        told = {name: getattr(self, name) for name in ("format_name", *ANSWERING)}
        return told | {"secret": hashlib.sha256(b"resume" + secret).hexdigest() if secret else None}


def default_model() -> Path:
    """$PII_REDACT_MODEL, else artifacts/model here, else artifacts/model beside the package."""
    named = os.environ.get("PII_REDACT_MODEL")
    if named:
        return Path(named)
    here = Path("artifacts/model")
    beside = Path(__file__).parents[2] / here
    return beside if beside.is_dir() and not here.is_dir() else here
