"""Plots of the verification report; nothing is drawn where matplotlib is not installed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pipeline.errors import PipelineError
from pipeline.verification.outcome import Outcome


def draw_plots(outcome: Outcome, folder: Path, *, required: bool) -> list[str]:
    """Write PNG files into `folder`, return their names.

    Raises PipelineError if `required` and not possible.
    """
    try:
        from matplotlib.figure import Figure
    except ImportError:
        if required:
            raise PipelineError(
                "plots need matplotlib; install it with `pip install matplotlib`"
            ) from None
        return []
    drawers = {
        "confusion.png": _confusion,
        "reliability.png": _reliability,
        "latency.png": _latency,
        "noise.png": _noise,
    }
    drawn = []
    for name, draw in drawers.items():
        figure = Figure(figsize=(8, 6), dpi=100, layout="constrained")
        if draw(figure.subplots(), outcome):
            figure.savefig(folder / name)
            drawn.append(name)
    return drawn


def _confusion(axes: Any, outcome: Outcome) -> bool:
    matrix = outcome.quality["confusion"]["counts"]
    names = [*(label.lower() for label in outcome.quality["confusion"]["labels"]), "none"]
    shares = [[n / max(1, sum(row)) for n in row] for row in matrix]
    axes.imshow(shares, cmap="Blues", vmin=0, vmax=1, aspect="auto")
    for y, row in enumerate(matrix):
        for x, count in enumerate(row):
            if count:
                axes.text(
                    x,
                    y,
                    str(count),
                    ha="center",
                    va="center",
                    fontsize=7,
                    color="white" if shares[y][x] > 0.5 else "black",
                )
    axes.set_xticks(range(len(names)), names, rotation=45, ha="right")
    axes.set_yticks(range(len(names)), names)
    axes.set(xlabel="found", ylabel="labelled", title="Spans by label (shade: share of the row)")
    return True


def _reliability(axes: Any, outcome: Outcome) -> bool:
    whole = outcome.quality["calibration"]
    if not whole["bins"]:
        return False
    axes.plot([0, 1], [0, 1], color="grey", linestyle="--", label="perfect")
    # The property cycle of the axes: as many labels as there are, each with a colour.
    for label, own in whole["labels"].items():
        _, _, scores, right = zip(*own["bins"], strict=True)
        axes.plot(scores, right, marker=".", linewidth=0.8, alpha=0.6, label=label.lower())
    _, counts, scores, right = zip(*whole["bins"], strict=True)
    axes.plot(scores, right, marker="o", color="black", label=f"all (ECE {whole['ece']:.3f})")
    for x, y, n in zip(scores, right, counts, strict=True):
        axes.annotate(
            str(n), (x, y), textcoords="offset points", xytext=(-6, -12), ha="right", fontsize=8
        )
    axes.set(
        xlim=(0, 1.02),
        ylim=(0, 1.05),
        xlabel="mean score of the bin",
        ylabel="share that hides something personal",
        title="Reliability of span scores (numbers: spans in the bin)",
    )
    axes.legend(loc="upper left", fontsize=7, ncols=2)
    return True


def _latency(axes: Any, outcome: Outcome) -> bool:
    times, raw = outcome.latency["histogram_ms"], outcome.latency["raw_ms"]
    axes.hist(times, bins=60, color="tab:blue", alpha=0.8)
    for (name, value), style in zip(raw.items(), (":", "--", "-"), strict=True):
        axes.axvline(value, color="black", linestyle=style, label=f"{name} {value:.2f} ms")
    axes.set(
        xlabel="milliseconds an utterance, batch 1",
        ylabel="measurements",
        title=f"Latency ({outcome.latency['samples']} measurements)",
    )
    axes.legend()
    return True


def _noise(axes: Any, outcome: Outcome) -> bool:
    levels = sorted(
        (part["noise"], part["pii_f1"], part["leak"])
        for part in outcome.quality["parts"].values()
        if part["noise"] is not None and part["pii_f1"] is not None
    )
    if len(levels) < 2:
        return False
    noise, f1, leak = zip(*levels, strict=True)
    axes.plot(noise, f1, marker="o", label="PII span F1")
    axes.plot(noise, leak, marker="s", label="leak (share of PII characters)")
    axes.set(
        xlabel="noise level (0 = clean)",
        ylabel="share",
        ylim=(0, 1.02),
        xticks=list(noise),
        title="Quality against noise",
    )
    axes.legend()
    return True
