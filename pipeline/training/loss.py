"""The loss: cross-entropy over tokens, exact for uneven batches and accumulation."""

from __future__ import annotations

from typing import Any

import torch
from torch.nn.functional import cross_entropy

from pipeline.training.rows import IGNORE


class TokenLoss:
    """Cross-entropy summed over labelled tokens, divided by the tokens of the whole effective
    batch.

    Dividing each micro-batch by its own count would weigh a token in a short batch more than one in
    a long batch; transformers hands the count over all accumulated micro-batches (and devices) in
    as `num_items_in_batch`.
    """

    def __init__(self, label_smoothing: float = 0.0, o_weight: float = 1.0) -> None:
        self.label_smoothing, self.o_weight = label_smoothing, o_weight

    def __call__(
        self,
        outputs: Any,
        labels: torch.Tensor,
        num_items_in_batch: torch.Tensor | int | None = None,
    ) -> torch.Tensor:
        """`outputs.logits` float [batch, tokens, tags], `labels` int64 [batch, tokens]; a
        scalar.
        """
        logits = outputs.logits.flatten(0, -2).float()
        weight = None
        if self.o_weight != 1.0:
            weight = torch.ones(logits.shape[-1], device=logits.device)
            weight[0] = self.o_weight
        total = cross_entropy(
            logits,
            labels.view(-1),
            weight,
            ignore_index=IGNORE,
            reduction="sum",
            label_smoothing=self.label_smoothing,
        )
        if num_items_in_batch is None:
            num_items_in_batch = (labels != IGNORE).sum()
        return total / num_items_in_batch
