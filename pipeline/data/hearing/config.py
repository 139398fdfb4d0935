"""Configuration of `python -m pipeline data hear` (configs/hear.yaml)."""

from __future__ import annotations

from typing import Annotated

import msgspec

from pipeline.config import Config
from pipeline.data.config import Mixture

Share = Annotated[float, msgspec.Meta(ge=0)]
Range = tuple[float, float]


class Voices(Config, frozen=True):
    """Names as "engine:voice", for training and for dev; no voice is in both."""

    train: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]
    dev: Annotated[tuple[str, ...], msgspec.Meta(min_length=1)]

    def __post_init__(self) -> None:
        shared = set(self.train) & set(self.dev)
        if shared:
            raise ValueError(f"a voice may not be in train and in dev: {', '.join(sorted(shared))}")


class Line(Config, frozen=True, kw_only=True):
    """The telephone line. Ranges are drawn from evenly.

    `speed` and `pitch` are factors; `snr` is speech over noise and `level` the gain, both in dB;
    `codecs` are shares by name; `noises` are colours of ffmpeg's noise source; `babble` is the
    share with another voice in the background,
    `babble_level` dB below the speaker.
    """

    speed: Range
    pitch: Range
    snr: Range
    level: Range
    codecs: dict[str, Share]
    noises: tuple[str, ...]
    babble: Annotated[float, msgspec.Meta(ge=0, le=1)]
    babble_level: Range


class HearConfig(Config, frozen=True, kw_only=True):
    """`utterances` sentences of the generator, drawn from `seed`; every `dev_every`-th is of the
    dev side.

    `mixture` is that of the generator. `wanted` are shares of what a sentence must hold: a label,
    "none" (no entity), "several" (three in one turn) or "any". `max_words` bounds a turn,
    `max_turns` a conversation. `engines` are shares by name. `similar` is the least likeness of
    what was heard to what was said, by engine; below it, the alignment is not trusted. `window` is
    the audio in seconds that Whisper sees at least.
    """

    seed: int
    utterances: Annotated[int, msgspec.Meta(ge=1)]
    dev_every: Annotated[int, msgspec.Meta(ge=2)]
    max_words: Annotated[int, msgspec.Meta(ge=3)]
    max_turns: Annotated[int, msgspec.Meta(ge=1)]
    mixture: Mixture
    wanted: dict[str, Share]
    engines: dict[str, Share]
    similar: dict[str, Annotated[float, msgspec.Meta(ge=0, le=1)]]
    window: Annotated[float, msgspec.Meta(gt=0, le=30)]
    voices: Voices
    line: Line
    processes: Annotated[int, msgspec.Meta(ge=1)]
    nice: Annotated[int, msgspec.Meta(ge=0, le=19)]
