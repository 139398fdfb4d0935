"""A narrower feed-forward: of each layer the units that do most are kept, and what leads out of
them is fitted anew.

Two thirds of a layer's multiplications are its feed-forward's. Half of its units do nearly all of
its work: on texts of the generator the outputs of MiniLM's three lowest layers cut to 768 units
have a cosine of 0.97 with the whole ones' (0.92 without the fit, 0.84 with units chosen by their
weights).
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import torch
from transformers import DistilBertForTokenClassification

#: Tokens that units are chosen and fitted on, at most.
SAMPLE = 30_000
#: Added to the diagonal of the fit, as a share of its mean: units that say the same.
RIDGE = 1e-4


@torch.no_grad()
def narrow(
    model: DistilBertForTokenClassification, width: int, rows: Iterable[np.ndarray] = ()
) -> None:
    """Keep `width` units of each feed-forward of `model`, in place.

    `rows`: token ids, int64 [tokens] each, of texts like those to come; without any the weights
    alone tell which units do most, and nothing is fitted. Units are ranked by the root mean square
    of their activation times the norm of their outgoing weights; the fit is least squares from
    those that stay to what all of them gave.
    """
    layers = model.distilbert.transformer.layer
    products = _products(model, rows)
    for layer, product in zip(layers, products, strict=True):
        first, second = layer.ffn.lin1, layer.ffn.lin2
        units = first.out_features
        out = second.weight.double().T  # [units, dim]
        worth = product.diagonal()[:units].sqrt() * out.norm(dim=1)
        kept = worth.topk(width).indices.sort().values
        used = torch.cat((kept, torch.tensor([units])))  # and the constant
        square = product[used][:, used]
        square += torch.eye(len(used)).double() * square.diagonal().mean() * RIDGE
        fitted = torch.linalg.solve(square, product[used][:, :units] @ out)
        layer.ffn.lin1 = _linear(first.weight[kept], first.bias[kept])
        layer.ffn.lin2 = _linear(fitted[:-1].T, second.bias + fitted[-1])
    model.config.hidden_dim = width


def _products(
    model: DistilBertForTokenClassification, rows: Iterable[np.ndarray]
) -> list[torch.Tensor]:
    """Of each layer the products of its units' activations (and a constant 1) with each other,
    float64 [units + 1, units + 1], summed over tokens.
    """
    layers = model.distilbert.transformer.layer
    sums = [torch.zeros((layer.ffn.lin1.out_features + 1,) * 2).double() for layer in layers]

    def add(index: int, given: torch.Tensor) -> None:
        active = given.flatten(0, -2)
        active = torch.cat((active, torch.ones(len(active), 1)), dim=1)
        sums[index] += active.T @ active

    hooks = [
        layer.ffn.lin2.register_forward_pre_hook(lambda _, given, i=i: add(i, given[0]))
        for i, layer in enumerate(layers)
    ]
    training, seen = model.training, 0
    model.eval()
    for ids in rows:
        if seen >= SAMPLE:
            break
        model.distilbert(torch.from_numpy(ids)[None])
        seen += len(ids)
    model.train(training)
    for hook in hooks:
        hook.remove()
    return sums if seen else [torch.eye(len(one)).double() for one in sums]


def _linear(weight: torch.Tensor, bias: torch.Tensor) -> torch.nn.Linear:
    made = torch.nn.Linear(weight.shape[1], weight.shape[0])
    made.weight.copy_(weight)
    made.bias.copy_(bias)
    return made
