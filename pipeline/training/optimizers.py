"""The optimiser: fused AdamW, or 8-bit where it is asked for or needed to fit, with the reason."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

import torch

from pipeline.training.distributed import gather

#: Tensors smaller than this stay in 32 bits in bitsandbytes; the probe must be larger to mean
#: anything.
PROBE_SIZE = 8192
#: Above any layer.
HEAD = 10_000


class Choice(NamedTuple):
    """`kind` is 8bit, fused or adamw; `why` is for people."""

    kind: str
    why: str


def choose_optimizer(wanted: str, device: torch.device) -> Choice:
    """What `wanted` (auto, 8bit, fused, adamw) comes to on `device`; falls back rather than
    fails.

    8-bit AdamW is for all processes of a run or for none.
    """
    if wanted == "auto":
        return Choice("fused", "8-bit AdamW only where nothing else fits, or where it is asked for")
    if wanted != "8bit":
        return Choice(wanted, "as configured")
    obstacle = next(filter(None, gather(_eight_bit_obstacle(device))), None)
    if obstacle is None:
        return Choice("8bit", "as configured; the embeddings keep 32 bits")
    return Choice("fused", f"no 8-bit AdamW: {obstacle}")


def _eight_bit_obstacle(device: torch.device) -> str | None:
    """Why bitsandbytes' AdamW8bit cannot be used on `device`; None where a step with it
    succeeds.
    """
    try:
        weight = torch.nn.Parameter(torch.zeros(PROBE_SIZE, device=device))
        weight.grad = torch.ones_like(weight)
        build_optimizer("8bit", [{"params": [weight]}], 0.1, 1e-8).step()
    except (
        Exception
    ) as error:  # a missing library, a missing kernel, an old driver: all mean the same here
        return f"bitsandbytes fails here ({type(error).__name__})"
    return None if weight.abs().sum() > 0 else "bitsandbytes' step changes nothing here"


def parameter_groups(
    model: torch.nn.Module, lr: float, weight_decay: float, layer_decay: float = 1.0
) -> list[dict[str, Any]]:
    """Groups with a learning rate and a weight decay each.

    Weight decay is on matrices only: biases and norms are vectors and have none. The head learns at
    `lr`, each layer below at `layer_decay` times the rate of the one above (Howard and Ruder 2018,
    discriminative fine-tuning).
    """
    trained = [(name, p) for name, p in model.named_parameters() if p.requires_grad]
    top = max((_depth(name) for name, _ in trained if _depth(name) < HEAD), default=0) + 1
    groups: dict[tuple[float, float], list[torch.nn.Parameter]] = {}
    for name, parameter in trained:
        below_head = top - min(_depth(name), top)
        key = (lr * layer_decay**below_head, weight_decay if parameter.ndim > 1 else 0.0)
        groups.setdefault(key, []).append(parameter)
    return [
        {"params": params, "lr": rate, "weight_decay": decay}
        for (rate, decay), params in groups.items()
    ]


def _depth(name: str) -> int:
    """Height of a parameter in the encoder: embeddings 0, layer n is n + 1, everything above
    HEAD.
    """
    layer = re.search(r"transformer\.layer\.(\d+)\.", name)
    if layer:
        return int(layer[1]) + 1
    return 0 if ".embeddings." in name else HEAD


def build_optimizer(
    kind: str,
    groups: list[dict[str, Any]],
    lr: float,
    eps: float,
    model: torch.nn.Module | None = None,
) -> torch.optim.Optimizer:
    """The optimiser that `choose_optimizer` named, over the parameters of `model`."""
    if kind == "8bit":
        return _eight_bit(groups, lr, eps, model)
    return torch.optim.AdamW(groups, lr=lr, eps=eps, fused=kind == "fused")


def _eight_bit(
    groups: list[dict[str, Any]], lr: float, eps: float, model: torch.nn.Module | None
) -> torch.optim.Optimizer:
    """8-bit AdamW whose embeddings keep 32-bit states.

    Their gradients are sparse and unevenly sized, which block-wise quantisation suffers from
    (Dettmers et al. 2022, "8-bit Optimizers via Block-wise Quantization", section 3, stable
    embedding layer).
    """
    import bitsandbytes

    manager = bitsandbytes.optim.GlobalOptimManager.get_instance()
    # it would apply an earlier optimiser's exceptions to this one's parameters
    manager.initialize()
    modules = [] if model is None else model.modules()
    tables = [m.weight for m in modules if isinstance(m, torch.nn.Embedding)]
    if tables:
        manager.override_config(tables, "optim_bits", 32)
    return bitsandbytes.optim.AdamW8bit(groups, lr=lr, eps=eps)
