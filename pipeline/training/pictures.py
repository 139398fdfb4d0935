"""Pictures of a training run: label balance, loss and dev F1, precision against recall, a
summary card.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np

from pipeline.labelled import Text
from pipeline.labels import TagSet, redacted_labels
from pipeline.spans import Span
from pipeline.training.dataset import TokenDataset

matplotlib.use("Agg")
from matplotlib import pyplot as plt

FOLDER = "pictures"
REDACTED_COLOR, REPORTED_COLOR = "#2f6f9f", "#9aa5b1"
#: Validated to be told apart with the common colour-vision deficiencies (Okabe and Ito).
COLORS = ["#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#555555"]
#: With these, taken in turn once the colours are used up.
STYLES = ["-", "--", ":", "-."]


def draw_pictures(
    folder: Path,
    dataset: TokenDataset,
    tag_set: TagSet,
    parts: dict[str, list[Text]],
    found: dict[str, list[list[Span]]],
    figures: dict[str, Any],
) -> None:
    """Write the four pictures into `folder`/pictures."""
    (folder / FOLDER).mkdir()
    with plt.rc_context(
        {"axes.spines.top": False, "axes.spines.right": False, "font.size": 10, "figure.dpi": 110}
    ):
        _save(label_balance(dataset.tags, tag_set), folder, "label_balance")
        _save(learning_curve(read_log(folder / "training_log.jsonl")), folder, "learning_curve")
        gold_rows = [row.spans for rows in parts.values() for row in rows]
        _save(
            precision_recall(
                gold_rows, [spans for part in found.values() for spans in part], tag_set.labels
            ),
            folder,
            "precision_recall",
        )
        _save(summary_card(figures), folder, "summary")


def _save(figure: plt.Figure, folder: Path, name: str) -> None:
    figure.savefig(folder / FOLDER / f"{name}.png", bbox_inches="tight")
    plt.close(figure)


def label_balance(tags: np.ndarray, tag_set: TagSet) -> plt.Figure:
    """Spans of each label in the training data; `tags` are the tag ids of all its tokens."""
    counts = {label: int((tags == tag_set.begin(label)).sum()) for label in tag_set.labels}
    figure, axes = plt.subplots(figsize=(7, 0.4 + 0.4 * len(counts)))
    labels = sorted(counts, key=counts.get)  # type: ignore[arg-type]
    redacted = redacted_labels(labels)
    colors = [REDACTED_COLOR if label in redacted else REPORTED_COLOR for label in labels]
    bars = axes.barh(labels, [counts[label] for label in labels], color=colors)
    axes.bar_label(bars, [f"{counts[x]:,}" for x in labels], padding=4)
    axes.set_title("Spans in the training data (blue: redacted, grey: reported)", loc="left")
    axes.margins(x=0.12)
    return figure


def read_log(path: Path) -> list[dict[str, Any]]:
    """Training log, one entry a line; a resumed run writes a step again and the later entry
    counts.
    """
    entries: dict[tuple[int, bool], dict[str, Any]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        entry = json.loads(line)
        entries[entry["step"], "loss" in entry] = (
            entries.get((entry["step"], "loss" in entry), {}) | entry
        )
    return [entries[key] for key in sorted(entries)]


def learning_curve(log: Sequence[dict[str, Any]]) -> plt.Figure:
    """Training loss and dev PII F1 against the step, one above the other."""
    figure, (upper, lower) = plt.subplots(2, 1, figsize=(7, 5), sharex=True)
    losses = [(e["step"], e["loss"]) for e in log if "loss" in e]
    scores = [e for e in log if "eval_pii_f1" in e]
    upper.plot(*zip(*losses, strict=True) if losses else ((), ()), color=COLORS[0])
    upper.set_title("Training loss, cross-entropy a token", loc="left")
    if losses and min(loss for _, loss in losses) > 0:
        upper.set_yscale("log")
    steps = [e["step"] for e in scores]
    for key, color, style in (
        ("f1", COLORS[0], "-"),
        ("precision", COLORS[1], "--"),
        ("recall", COLORS[2], ":"),
    ):
        lower.plot(
            steps,
            [e[f"eval_pii_{key}"] for e in scores],
            style,
            color=color,
            marker="o",
            ms=3,
            label=key,
        )
    lower.set_title("Dev, PII spans (exact match)", loc="left")
    lower.set_xlabel("step")
    lower.legend(frameon=False)
    return figure


def precision_recall(
    gold: Sequence[Sequence[Span]], found: Sequence[Sequence[Span]], labels: Sequence[str]
) -> plt.Figure:
    """Precision against recall for each of `labels` as the least span score rises, over all dev
    parts.
    """
    figure, axes = plt.subplots(figsize=(8, 5))
    lowest = 1.0
    for number, label in enumerate(labels):
        turn, place = divmod(number, len(COLORS))
        color, style = COLORS[place], STYLES[turn % len(STYLES)]
        keys = [{span[:3] for span in spans if span.label == label} for spans in gold]
        pairs = [
            (s.score, s[:3] in key)
            for key, spans in zip(keys, found, strict=True)
            for s in spans
            if s.label == label
        ]
        total = sum(map(len, keys))
        if not pairs or not total:
            continue
        pairs.sort(reverse=True)
        right = np.cumsum([hit for _, hit in pairs])
        precision, recall = right / np.arange(1, len(right) + 1), right / total
        axes.plot(recall, precision, style, color=color, label=f"{label} ({total})")
        lowest = min(lowest, float(precision.min()))
    floor = max(0.0, np.floor(20 * (lowest - 0.02)) / 20)
    axes.set(xlim=(0, 1.005), ylim=(floor, 1.005), xlabel="recall", ylabel="precision")
    axes.set_title("Precision and recall for each label, all dev parts", loc="left")
    axes.legend(frameon=False, loc="upper left", bbox_to_anchor=(1, 1), title="label (spans)")
    return figure


def _figures(pii: dict[str, float]) -> list[str]:
    if not pii["gold"]:
        return [f"{pii['found']} false alarms", "", "", "none"]
    return [*(f"{pii[key]:.3f}" for key in ("precision", "recall", "f1")), f"{pii['gold']:,}"]


def summary_card(figures: dict[str, Any]) -> plt.Figure:
    """The run on one card: the figures of each dev part and how they came about."""
    figure, axes = plt.subplots(figsize=(7, 1.6 + 0.3 * len(figures["dev"])))
    axes.axis("off")
    axes.set_title(
        f"{figures['steps']} steps in {figures['minutes']:.1f} min, {figures['examples']:,}"
        f" examples, {figures['precision']}, {figures['optimizer']} AdamW",
        loc="left",
    )
    rows = [[name, *_figures(scores["pii"])] for name, scores in figures["dev"].items()]
    table = axes.table(
        rows,
        colLabels=["dev part", "precision", "recall", "F1", "PII spans"],
        loc="center",
        cellLoc="center",
        edges="horizontal",
    )
    table.scale(1, 1.4)
    return figure
