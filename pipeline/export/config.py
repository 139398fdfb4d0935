"""Configuration of the export stage: configs/export.yaml, then overrides."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from pipeline.config import Config

Share = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]


class ExportConfig(Config, frozen=True):
    """Everything that the export stage can be told."""

    checkpoint: str = "artifacts/checkpoint"
    data: str = "artifacts/data"
    out: str = "artifacts/model"
    opset: Annotated[int, msgspec.Meta(ge=13)] = 18
    optimization_level: Literal[0, 1, 2] = 2
    per_channel: bool = True
    quantize_embeddings: bool = True
    operating_point: Literal["precision", "balanced", "recall"] = "precision"
    #: Share of a label's spans that should hide something personal at the precision point, on dev.
    precision_target: Share = 0.98
    #: Share of those spans without a threshold that the precision point keeps at least.
    recall_floor: Share = 0.96
    compare_examples: Annotated[int, msgspec.Meta(ge=1)] = 2000
