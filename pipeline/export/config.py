"""Configuration of the export stage: configs/export.yaml, then overrides."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from pipeline.config import Config

Share = Annotated[float, msgspec.Meta(ge=0.0, le=1.0)]


class ExportConfig(Config, frozen=True):
    """Everything that the export stage can be told; configs/export.yaml alone holds the values."""

    checkpoint: str
    data: str
    out: str
    opset: Annotated[int, msgspec.Meta(ge=13)]
    optimization_level: Literal[0, 1, 2]
    per_channel: bool
    quantize_embeddings: bool
    operating_point: Literal["precision", "balanced", "recall"]
    #: Share of a label's spans that should hide something personal at the precision point, on dev.
    precision_target: Share
    #: Share of those spans without a threshold that the precision point keeps at least.
    recall_floor: Share
    compare_examples: Annotated[int, msgspec.Meta(ge=1)]
