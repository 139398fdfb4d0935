"""Configuration of the training stage: configs/train.yaml, configs/gpu/PROFILE.yaml, overrides."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from pipeline.config import (
    Config,
    config_dir,
    convert,
    load_config,
    merge,
    parse_overrides,
    read_yaml,
)
from pipeline.errors import ConfigError

Whole = Annotated[int, msgspec.Meta(ge=1)]
Share = Annotated[float, msgspec.Meta(ge=0.0, lt=1.0)]
Positive = Annotated[float, msgspec.Meta(gt=0.0)]


class LoraConfig(Config, frozen=True):
    """Low-rank adapters on the attention and feed-forward layers; merged into the weights when
    training ends.
    """

    rank: Whole = 16
    alpha: Whole = 32
    dropout: Share = 0.0


class TrainConfig(Config, frozen=True):
    """Everything that the training stage can be told: configs/train.yaml says what each key means
    and holds its default.
    """

    data: str
    out: str
    cache: str
    base: str
    revision: str | None
    labels: str | tuple[str, ...] | None
    max_examples: Whole | None
    seed: int

    epochs: Positive
    max_steps: Whole | None
    max_minutes: Positive | None
    min_steps: Whole

    learning_rate: Positive | Literal["auto"]
    rates: dict[str, Positive]
    schedule: Literal["linear", "cosine"]
    warmup: Share
    weight_decay: Annotated[float, msgspec.Meta(ge=0.0)]
    adam_eps: Positive
    clip: Positive
    optimizer: Literal["auto", "adamw", "fused", "8bit"]
    label_smoothing: Share
    o_weight: Positive
    layer_decay: Annotated[float, msgspec.Meta(gt=0.0, le=1.0)]
    mask_share: Share
    dropout: Share
    attention_dropout: Share

    precision: Literal["auto", "bf16", "fp16", "fp32"]
    max_length: Annotated[int, msgspec.Meta(ge=8, le=512)]
    effective_batch: Whole
    micro_batch: Whole | Literal["auto"]
    accumulation: Whole | Literal["auto"]
    token_budget: Whole | None
    group_by_length: bool
    gpu_memory: str | None
    gradient_checkpointing: bool
    attention: Literal["sdpa", "eager"]
    freeze_embeddings: bool
    freeze_layers: Annotated[int, msgspec.Meta(ge=0)]
    lora: LoraConfig | None

    evaluations: Whole
    eval_steps: Whole
    save_steps: Whole
    eval_examples: Whole
    patience: Annotated[int, msgspec.Meta(ge=0)]
    threshold: Annotated[float, msgspec.Meta(ge=0.0)]
    logging_steps: Whole
    workers: Annotated[int, msgspec.Meta(ge=0)]
    threads: Whole | None

    def __post_init__(self) -> None:
        if self.save_steps % self.eval_steps:
            raise ValueError(
                f"save_steps ({self.save_steps}) must be a multiple of eval_steps"
                f" ({self.eval_steps})"
            )

    @property
    def rate(self) -> float:
        """The highest learning rate, once the recipe has settled it."""
        return float(self.learning_rate)

    @property
    def auto(self) -> bool:
        """Whether the batch is left to the sizing stage."""
        return "auto" in (self.micro_batch, self.accumulation)


def train_config(**settings: Any) -> TrainConfig:
    """The defaults of configs/train.yaml, with `settings` in their place."""
    defaults = load_config(config_dir() / "train.yaml", TrainConfig)
    return msgspec.structs.replace(defaults, **settings)


def profiles() -> list[str]:
    """Names of the profiles in configs/gpu."""
    return sorted(path.stem for path in (config_dir() / "gpu").glob("*.yaml"))


def load_train_config(
    profile: str = "cpu", quick: bool = False, overrides: Iterable[str] = ()
) -> TrainConfig:
    """configs/train.yaml with the profile, its `quick:` mapping where `quick`, and `overrides` laid
    on in turn.

    Raises ConfigError naming the files and the key of a value that does not fit, or the profiles
    there are.
    """
    if profile not in profiles():
        raise ConfigError(f"profile {profile!r} is not one of {', '.join(profiles())}")
    paths = [config_dir() / "train.yaml", config_dir() / "gpu" / f"{profile}.yaml"]
    values: dict[str, Any] = {}
    for path in paths:
        values = merge(values, read_yaml(path))
    quick_values = values.pop("quick", None) or {}
    values = merge(values, quick_values if quick else {})
    values = merge(values, parse_overrides(overrides))
    try:
        return convert(values, TrainConfig)
    except msgspec.ValidationError as error:
        raise ConfigError(f"{locate(str(error), paths)}: {error}") from None


def locate(message: str, paths: Sequence[Path]) -> str:
    """File and line of the key that a validation error speaks of; the files' names where it came
    from an override.
    """
    keys = re.findall(r"`([\w.$]+)`|^(\w+) ", message)
    for key in (max(pair, key=len).removeprefix("$.").split(".")[-1] for pair in reversed(keys)):
        for path in reversed(paths):
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
                if re.search(rf"(^|[\s{{,]){re.escape(key)}\s*:", line):
                    return f"{path}, line {number}"
    return ", ".join(map(str, paths))
