"""The tagger as it is trained: parts of the base frozen, or low-rank adapters on it."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import torch
from transformers import DistilBertForTokenClassification

from pipeline.labels import TagSet
from pipeline.training.base import BaseModel
from pipeline.training.config import LoraConfig, TrainConfig
from pipeline.training.tagger import load_tagger

#: The linear layers of a DistilBERT block.
LORA_TARGETS = ["q_lin", "k_lin", "v_lin", "out_lin", "lin1", "lin2"]


def build_model(
    base: BaseModel, config: TrainConfig, tags: TagSet, rows: Iterable[np.ndarray] = ()
) -> torch.nn.Module:
    """A tagger for `tags` over `base`, frozen and adapted as configured.

    The head is fresh: seed before. `rows` as in `load_tagger`.
    """
    model = load_tagger(
        base,
        tags,
        dropout=config.dropout,
        attention_dropout=config.attention_dropout,
        attention=config.attention,
        rows=rows,
    )
    freeze(model, config)
    return model if config.lora is None else adapt(model, config.lora)


def freeze(model: DistilBertForTokenClassification, config: TrainConfig) -> None:
    """Leave the embeddings and the lowest layers as the base model has them."""
    encoder = model.distilbert
    frozen = [encoder.embeddings] if config.freeze_embeddings else []
    frozen += list(encoder.transformer.layer[: config.freeze_layers])
    for module in frozen:
        module.requires_grad_(False)


def adapt(model: torch.nn.Module, lora: LoraConfig) -> torch.nn.Module:
    """Low-rank adapters on every linear layer; the head is trained whole."""
    import peft

    return peft.get_peft_model(
        model,
        peft.LoraConfig(
            r=lora.rank,
            lora_alpha=lora.alpha,
            lora_dropout=lora.dropout,
            target_modules=LORA_TARGETS,
            modules_to_save=["classifier"],
        ),
    )


def merged(model: torch.nn.Module) -> torch.nn.Module:
    """The plain tagger: adapters, where there are any, added into the weights they adapt."""
    return model.merge_and_unload() if hasattr(model, "merge_and_unload") else model


def parameter_counts(model: torch.nn.Module) -> tuple[int, int]:
    """Trained parameters and all parameters."""
    sizes = [(p.numel(), p.requires_grad) for p in model.parameters()]
    return sum(n for n, trained in sizes if trained), sum(n for n, _ in sizes)
