"""The model card, in Hugging Face's format: data, settings, figures on every dev part, limits."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from huggingface_hub import EvalResult, ModelCard, ModelCardData

from pipeline.labels import TagSet, label_set, redacted_labels
from pipeline.training.base import published_as

SETTINGS: tuple[str, ...] = (
    "base",
    "learning_rate",
    "schedule",
    "warmup",
    "weight_decay",
    "label_smoothing",
    "o_weight",
    "dropout",
)
SETTINGS += (
    "freeze_embeddings",
    "freeze_layers",
    "lora",
    "max_length",
    "epochs",
    "max_minutes",
    "seed",
)


def write_card(
    path: Path,
    settings: dict[str, Any],
    figures: dict[str, Any],
    exported: dict[str, Any] | None = None,
) -> None:
    """Write the card of a checkpoint or, with `exported` (metrics.json of the export stage), of
    the shipped model.
    """
    tag_set = TagSet(figures.get("labels") or label_set("core"))
    dev = (
        figures.get("dev", {})
        if exported is None
        else {n: p["int8"] for n, p in exported["parts"].items()}
    )
    data = ModelCardData(
        language="en",
        license="apache-2.0",
        library_name="transformers" if exported is None else "onnxruntime",
        pipeline_tag="token-classification",
        tags=["pii", "redaction", "speech-transcripts"],
        base_model=published_as(settings["base"]),
        model_name="pii-redact",
        eval_results=[
            EvalResult(
                "token-classification",
                "synthetic transcripts",
                f"dev-{name}",
                kind,
                scores["pii"][key],
                metric_name=f"PII span {key}",
            )
            for name, scores in dev.items()
            if scores["pii"]["gold"]
            for kind, key in (("precision", "precision"), ("recall", "recall"), ("f1", "f1"))
        ]
        or None,
    )
    text = "\n\n".join(
        [
            _what(tag_set, exported),
            _data(figures),
            _settings(settings, figures),
            _figures(dev, exported),
            _limits(tag_set),
        ]
    )
    ModelCard(f"---\n{data.to_yaml()}\n---\n\n{text}\n").save(path)


def _what(tag_set: TagSet, exported: dict[str, Any] | None) -> str:
    form = (
        "A DistilBERT token classifier"
        if exported is None
        else "A DistilBERT token classifier as int8 ONNX"
    )
    redacted = redacted_labels(tag_set.labels)
    reported = [label for label in tag_set.labels if label not in redacted]
    also = f", and {', '.join(reported)}, which are reported" if reported else ""
    return (
        f"# pii-redact tagger\n\n{form} that finds personal data in call transcripts from noisy "
        f"speech-to-text: {', '.join(redacted)}, which are redacted{also}. "
        f"{len(tag_set)} BIO tags, decoded so that no span is broken or splits a word."
    )


def _data(figures: dict[str, Any]) -> str:
    return (
        f"## Data\n\n{figures.get('examples', 'an unknown number of')} synthetic utterances of"
        " `python -m pipeline data`; no recorded call and no real person's data. Carriers, names"
        " and places of dev do not occur in train. See data/README.md."
    )


def _settings(settings: dict[str, Any], figures: dict[str, Any]) -> str:
    rows = [(key, settings[key]) for key in SETTINGS if settings.get(key) is not None]
    rows += [
        (key, figures[key])
        for key in ("steps", "minutes", "precision", "optimizer", "batch")
        if key in figures
    ]
    return "## Training\n\n| setting | value |\n| --- | --- |\n" + "\n".join(
        f"| {k} | {v} |" for k, v in rows
    )


def _figures(dev: dict[str, Any], exported: dict[str, Any] | None) -> str:
    head = "## Figures\n\nExact-match spans on the synthetic dev parts"
    if exported is None:
        lines = [
            f"{head}.\n",
            "| dev part | precision | recall | F1 |",
            "| --- | --- | --- | --- |",
        ]
        lines += [f"| {n} | {_three(s['pii'])} |" for n, s in dev.items()]
        return "\n".join(lines) + _NO_PII
    most = max(part["utterances"] for part in exported["parts"].values())
    lines = [
        (
            f"{head}, PII labels, operating point `{exported['operating_point']}`, beside PyTorch"
            f" in fp32, on the first {most} rows of each part at most.\n"
        ),
        "| dev part | precision | recall | F1 | F1 in fp32 | tokens that agree |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for name, part in exported["parts"].items():
        fp32 = part["fp32"]["pii"]
        beside = f"{fp32['f1']:.3f} | " if fp32["gold"] else "- | "
        beside += f"{part['token_agreement']:.2%}"
        lines.append(f"| {name} | {_three(part['int8']['pii'])} | {beside} |")
    return "\n".join(lines) + _NO_PII


def _three(scores: dict[str, float]) -> str:
    if not scores["gold"]:
        return f"{scores['found']} false alarms | - | -"
    return " | ".join(f"{scores[key]:.3f}" for key in ("precision", "recall", "f1"))


_NO_PII = "\n\nA part without PII has false alarms in the place of precision."


def _limits(tag_set: TagSet) -> str:
    return f"""## Limits

- The figures are on synthetic speech of the same kind as the training data; other people's transcripts are harder.
- English, with Indian English and a little Hinglish; other languages are not covered.
- It finds the {len(tag_set.labels)} types above and no others.
- Redaction lowers the risk of exposing personal data, it does not remove it: check it before you publish anything."""  # noqa: E501
