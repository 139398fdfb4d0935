"""Configuration of the data stage (configs/data.yaml)."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from pipeline.config import Config

Share = Annotated[float, msgspec.Meta(ge=0)]
Rate = Annotated[float, msgspec.Meta(ge=0, le=0.6)]
Count = Annotated[int, msgspec.Meta(ge=1)]


class Mixture(Config, frozen=True):
    """Shares of what is said; they need not add up to one, but one must be above zero."""

    calls: Share
    conversation: Share
    terse: Share
    dialogue: Share
    context_free: Share
    commands: Share
    no_entity: Share
    negatives: Share
    heard: Share

    def __post_init__(self) -> None:
        if not any(getattr(self, name) for name in self.__struct_fields__):
            raise ValueError("one share of the mixture must be above 0")


class Styles(Config, frozen=True):
    """Shares of the ways in which engines and people write; see `Values.say`."""

    spoken: Share
    words: Share
    typed: Share
    written: Share
    engines: Share

    def __post_init__(self) -> None:
        if not any(getattr(self, name) for name in self.__struct_fields__):
            raise ValueError("one share of the styles must be above 0")


class DataConfig(Config, frozen=True):
    """What `python -m pipeline data` writes; configs/data.yaml holds and explains every value."""

    seed: int
    labels: Literal["core", "calls"]
    size: Count
    dev_size: Count
    test_size: Count
    mixture: Mixture
    styles: Styles
    noise: Literal["guessed", "heard", "both"]
    noise_levels: Annotated[tuple[Rate, ...], msgspec.Meta(min_length=1)]
    noise_shares: tuple[Share, ...]
    redacted: Annotated[float, msgspec.Meta(ge=0, le=1)]

    def __post_init__(self) -> None:
        if len(self.noise_shares) != len(self.noise_levels):
            raise ValueError("noise_shares needs one value for each of noise_levels")
        if not any(self.noise_shares):
            raise ValueError("one of noise_shares must be above 0")
