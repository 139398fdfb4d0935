"""The optimiser: 8-bit AdamW where it works, fused AdamW otherwise, with the reason."""

from __future__ import annotations

from typing import Any, NamedTuple

import torch

#: Tensors smaller than this stay in 32 bits in bitsandbytes; the probe must be larger to mean anything.
PROBE_SIZE = 8192


class Choice(NamedTuple):
    """`kind` is 8bit, fused or adamw; `why` is for people."""

    kind: str
    why: str


def choose_optimizer(wanted: str, device: torch.device) -> Choice:
    """What `wanted` (auto, 8bit, fused, adamw) comes to on `device`; falls back rather than fails."""
    if wanted == "adamw":
        return Choice("adamw", "as configured")
    if wanted == "fused":
        return Choice("fused", "as configured")
    obstacle = _eight_bit_obstacle(device)
    if obstacle is None:
        return Choice("8bit", "bitsandbytes works here")
    return Choice("fused", f"no 8-bit AdamW: {obstacle}")


def _eight_bit_obstacle(device: torch.device) -> str | None:
    """Why bitsandbytes' AdamW8bit cannot be used on `device`; None where a step with it succeeds."""
    if device.type != "cuda":
        return "it needs an NVIDIA GPU"
    try:
        import bitsandbytes

        weight = torch.nn.Parameter(torch.zeros(PROBE_SIZE, device=device))
        weight.grad = torch.ones_like(weight)
        bitsandbytes.optim.AdamW8bit([weight], lr=0.1).step()
    except Exception as error:  # a missing library, a missing kernel, an old driver: all mean the same here
        return f"bitsandbytes fails here ({type(error).__name__})"
    return None if weight.abs().sum() > 0 else "bitsandbytes' step changes nothing here"


def decay_groups(model: torch.nn.Module, weight_decay: float) -> list[dict[str, Any]]:
    """Weight decay on matrices only: biases and norms are vectors and have none."""
    trained = [parameter for parameter in model.parameters() if parameter.requires_grad]
    return [
        {"params": [p for p in trained if p.ndim > 1], "weight_decay": weight_decay},
        {"params": [p for p in trained if p.ndim <= 1], "weight_decay": 0.0},
    ]


def build_optimizer(kind: str, groups: list[dict[str, Any]], lr: float, eps: float) -> torch.optim.Optimizer:
    """The optimiser that `choose_optimizer` named."""
    if kind == "8bit":
        import bitsandbytes

        return bitsandbytes.optim.AdamW8bit(groups, lr=lr, eps=eps)
    return torch.optim.AdamW(groups, lr=lr, eps=eps, fused=kind == "fused")
