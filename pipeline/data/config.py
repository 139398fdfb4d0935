"""Configuration of the data stage (configs/data.yaml)."""

from __future__ import annotations

from typing import Annotated

import msgspec

from pipeline.config import Config

Share = Annotated[float, msgspec.Meta(ge=0)]
Rate = Annotated[float, msgspec.Meta(ge=0, le=0.6)]
Count = Annotated[int, msgspec.Meta(ge=1)]


class Mixture(Config):
    """Shares of what is said; they need not add up to one, but one must be above zero."""

    calls: Share = 0.44
    dialogue: Share = 0.10
    salad: Share = 0.07
    commands: Share = 0.09
    quiet: Share = 0.16
    negatives: Share = 0.17

    def __post_init__(self) -> None:
        if not any(getattr(self, name) for name in self.__struct_fields__):
            raise ValueError("one share of the mixture must be above 0")


class DataConfig(Config):
    """`size` training utterances, `dev_size` for each part of dev and `test_size` unlabelled ones from one `seed`.

    `noise_levels` are word-error rates, level 0 first; `noise_shares` how often train uses each of them.
    `written` is the share of utterances as modern engines print them: sentence case, punctuation, figures.
    `redacted` is the share in which some PII is a placeholder already, as after a first redaction.
    """

    seed: int = 7
    size: Count = 300_000
    dev_size: Count = 1000
    test_size: Count = 500
    mixture: Mixture = Mixture()
    noise_levels: Annotated[tuple[Rate, ...], msgspec.Meta(min_length=1)] = (0.0, 0.03, 0.08, 0.15, 0.25)
    noise_shares: tuple[Share, ...] = (0.40, 0.20, 0.20, 0.13, 0.07)
    written: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.25
    redacted: Annotated[float, msgspec.Meta(ge=0, le=1)] = 0.03

    def __post_init__(self) -> None:
        if len(self.noise_shares) != len(self.noise_levels):
            raise ValueError("noise_shares needs one value for each of noise_levels")
        if not any(self.noise_shares):
            raise ValueError("one of noise_shares must be above 0")
