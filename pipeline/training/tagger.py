"""The tagger over a base encoder: always a DistilBERT architecture, a BERT is turned into one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import torch
from safetensors.torch import load_file
from transformers import DistilBertConfig, DistilBertForTokenClassification

from pipeline.errors import ConfigError
from pipeline.labels import TagSet
from pipeline.training.base import BaseModel
from pipeline.training.narrow import narrow

#: BERT's name of each module of a layer -> DistilBERT's.
_LAYER_NAMES = {
    "attention.self.query": "attention.q_lin",
    "attention.self.key": "attention.k_lin",
    "attention.self.value": "attention.v_lin",
    "attention.output.dense": "attention.out_lin",
    "attention.output.LayerNorm": "sa_layer_norm",
    "intermediate.dense": "ffn.lin1",
    "output.dense": "ffn.lin2",
    "output.LayerNorm": "output_layer_norm",
}


def tagger_config(
    source: Mapping[str, object], tags: TagSet, *, dropout: float, attention_dropout: float
) -> DistilBertConfig:
    """DistilBERT configuration with `tags`, from a BERT's or DistilBERT's config mapping."""

    def pick(bert: str, distil: str) -> int:
        return int(source.get(distil, source.get(bert)))  # type: ignore[call-overload]

    return DistilBertConfig(
        vocab_size=pick("vocab_size", "vocab_size"),
        max_position_embeddings=pick("max_position_embeddings", "max_position_embeddings"),
        dim=pick("hidden_size", "dim"),
        hidden_dim=pick("intermediate_size", "hidden_dim"),
        n_layers=pick("num_hidden_layers", "n_layers"),
        n_heads=pick("num_attention_heads", "n_heads"),
        activation=str(source.get("hidden_act", source.get("activation", "gelu"))),
        dropout=dropout,
        attention_dropout=attention_dropout,
        id2label=dict(enumerate(tags.tags)),
        label2id={tag: number for number, tag in enumerate(tags.tags)},
        pad_token_id=0,
    )


def distilbert_from_bert(weights: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """A BERT encoder's weights under DistilBERT's names, with the same outputs for single
    sequences.

    DistilBERT has no token types; every token of a single sequence has type 0, so row 0 of BERT's
    token-type embeddings is added to each position embedding. Pooler and heads are dropped.
    """
    weights = {name.removeprefix("bert."): tensor for name, tensor in weights.items()}
    renamed = {}
    for name, tensor in weights.items():
        if name.startswith("encoder.layer."):
            _, _, layer, rest = name.split(".", 3)
            module, _, kind = rest.rpartition(".")
            renamed[f"transformer.layer.{layer}.{_LAYER_NAMES[module]}.{kind}"] = tensor
        elif name.startswith(("embeddings.word_embeddings.", "embeddings.LayerNorm.")):
            renamed[name] = tensor
    positions = weights["embeddings.position_embeddings.weight"]
    token_types = weights["embeddings.token_type_embeddings.weight"]
    renamed["embeddings.position_embeddings.weight"] = positions + token_types[0]
    return renamed


def load_tagger(
    base: BaseModel,
    tags: TagSet,
    *,
    dropout: float = 0.1,
    attention_dropout: float = 0.1,
    attention: str = "sdpa",
    rows: Iterable[np.ndarray] = (),
) -> DistilBertForTokenClassification:
    """A token classifier for `tags` over the base's encoder; its head is fresh (seed torch
    before).

    `rows`: token ids of texts like those to come, which a base of fewer units is fitted on.
    """
    whole = base._replace(width=None).shape
    config = tagger_config(whole, tags, dropout=dropout, attention_dropout=attention_dropout)
    config._attn_implementation = attention
    model = DistilBertForTokenClassification(config)
    weights = load_file(base.folder / "model.safetensors")
    if base.is_bert:
        encoder = distilbert_from_bert(weights)  # of more layers, maybe, than the model has
        missing, _ = model.distilbert.load_state_dict(encoder, strict=False)
    else:
        prefixed = {
            n if n.startswith(("distilbert.", "classifier.")) else f"distilbert.{n}": w
            for n, w in _modern(weights)
        }
        # The head of a tagger for other tags is left out.
        head = prefixed.get("classifier.weight")
        if head is not None and len(head) != len(tags):
            prefixed = {n: w for n, w in prefixed.items() if not n.startswith("classifier.")}
        missing, _ = model.load_state_dict(prefixed, strict=False)
    fresh = ("classifier.",)
    missing = [n for n in missing if not n.endswith("position_ids") and not n.startswith(fresh)]
    if missing:
        raise ConfigError(f"base: {base.folder} lacks {len(missing)} weights, first {missing[0]}")
    if base.width is not None:
        narrow(model, base.width, rows)
    return model


def _modern(weights: Mapping[str, torch.Tensor]) -> list[tuple[str, torch.Tensor]]:
    """Old checkpoints call a LayerNorm's weight gamma and its bias beta; heads of other tasks
    are left out.
    """
    other = ("vocab_", "cls.", "pre_classifier.", "qa_outputs.")
    names = ((n.replace("gamma", "weight").replace("beta", "bias"), w) for n, w in weights.items())
    return [(n, w) for n, w in names if not n.startswith(other)]
