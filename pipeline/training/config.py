"""Configuration of the training stage: configs/train.yaml, then configs/gpu/PROFILE.yaml, then
overrides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any, Literal

import msgspec

from pipeline.config import Config, config_dir, convert, merge, parse_overrides, read_yaml
from pipeline.errors import ConfigError
from pipeline.training.base import DISTILBERT_REVISION

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
    """Everything that the training stage can be told.

    Lengths are in tokens, [CLS] and [SEP] included.
    """

    data: str = "artifacts/data"
    out: str = "artifacts/checkpoint"
    cache: str = "artifacts/cache"
    base: str = "minilm-l6"
    revision: str = DISTILBERT_REVISION
    seed: int = 7
    #: What to learn: a label set of the registry (core, calls) or labels; null is what the data are
    #: labelled with.
    labels: str | tuple[str, ...] | None = None
    max_examples: Whole | None = None

    epochs: Positive = 3.0
    #: Stops the schedule after so many optimiser steps, or so many minutes of training, whichever
    #: ends first.
    max_steps: Whole | None = None
    max_minutes: Positive | None = None

    #: An `effective_batch` is halved, and epochs are added, until the data give so many optimiser
    #: steps.
    min_steps: Whole = 300

    #: The highest rate, for steps of `rate_batch` examples: for others it goes with the square root
    #: of their ratio (Malladi et al. 2022, "On the SDEs and Scaling Rules for Adaptive Gradient
    #: Algorithms"). null: as it stands.
    learning_rate: Positive = 3e-4
    rate_batch: Whole | None = None
    schedule: Literal["linear", "cosine"] = "linear"
    warmup: Share = 0.1
    #: auto is fused AdamW, or 8-bit where nothing else fits.
    optimizer: Literal["auto", "adamw", "fused", "8bit"] = "auto"
    weight_decay: Annotated[float, msgspec.Meta(ge=0.0)] = 0.01
    adam_eps: Positive = 1e-8
    clip: Positive = 1.0
    label_smoothing: Share = 0.0
    #: Weight of the tag O in the loss; below 1 favours recall, above 1 precision.
    o_weight: Positive = 1.0

    precision: Literal["auto", "bf16", "fp16", "fp32"] = "auto"
    max_length: Annotated[int, msgspec.Meta(ge=8, le=512)] = 128
    micro_batch: Whole | Literal["auto"] = 32
    accumulation: Whole | Literal["auto"] = 1
    #: Examples an optimiser step, over all GPUs, where micro_batch or accumulation is auto.
    effective_batch: Whole = 32
    #: Most GPU memory to use, such as 4gb; null is all that is free.
    gpu_memory: str | None = None
    #: Tokens (padding included) a micro-batch may hold; null makes every micro-batch exactly
    #: `micro_batch` examples.
    token_budget: Whole | None = None
    group_by_length: bool = True

    freeze_embeddings: bool = False
    freeze_layers: Annotated[int, msgspec.Meta(ge=0)] = 0
    gradient_checkpointing: bool = False
    lora: LoraConfig | None = None
    #: Learning rate of a layer as a share of the layer above it; below 1 keeps the lower layers
    #: near the base model.
    layer_decay: Annotated[float, msgspec.Meta(gt=0.0, le=1.0)] = 1.0
    #: Share of a batch's tokens replaced by [MASK], afresh at each step, so that the context has to
    #: tell.
    mask_share: Share = 0.0
    dropout: Share = 0.1
    attention_dropout: Share = 0.1
    attention: Literal["sdpa", "eager"] = "sdpa"

    #: Evaluations, each with a checkpoint, spread evenly over the schedule, be it of steps or of
    #: minutes.
    evaluations: Whole = 3
    #: More of them where these are fewer steps.
    eval_steps: Whole = 500
    save_steps: Whole = 500
    eval_examples: Whole = 400
    patience: Annotated[int, msgspec.Meta(ge=0)] = 3
    threshold: Annotated[float, msgspec.Meta(ge=0.0)] = 0.001
    logging_steps: Whole = 25
    workers: Annotated[int, msgspec.Meta(ge=0)] = 0
    threads: Whole | None = None

    def __post_init__(self) -> None:
        if self.save_steps % self.eval_steps:
            raise ValueError(
                f"save_steps ({self.save_steps}) must be a multiple of eval_steps"
                f" ({self.eval_steps})"
            )

    @property
    def auto(self) -> bool:
        """Whether the batch is left to the sizing stage."""
        return "auto" in (self.micro_batch, self.accumulation)


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
