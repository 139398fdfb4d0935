"""Configuration of the sizing stage: configs/sizing.yaml."""

from __future__ import annotations

from typing import Annotated

import msgspec

from pipeline.config import Config, config_dir, load_config

MIB = 2**20
GIB = 2**30


class GpuModel(Config, frozen=True):
    """A GPU that need not be here: memory in MiB as its driver reports it."""

    name: str
    mib: Annotated[int, msgspec.Meta(ge=1)]
    capability: tuple[int, int]


class SizingConfig(Config, kw_only=True, frozen=True):
    """What training needs besides the counted tensors, and how far a plan may go.

    The YAML gives the sources.
    """

    margin: Annotated[float, msgspec.Meta(gt=0.0, le=1.0)]
    buckets: tuple[int, ...]
    shortest: Annotated[int, msgspec.Meta(ge=8)]
    context_mib: Annotated[int, msgspec.Meta(ge=0)]
    fragmentation: Annotated[float, msgspec.Meta(ge=0.0, lt=1.0)]
    cpu_process_mib: Annotated[int, msgspec.Meta(ge=0)]
    cpu_micro_batch: Annotated[int, msgspec.Meta(ge=1)]
    gpus: dict[str, GpuModel]


def load_sizing_config() -> SizingConfig:
    """configs/sizing.yaml. Raises ConfigError naming the key that does not fit."""
    return load_config(config_dir() / "sizing.yaml", SizingConfig)
