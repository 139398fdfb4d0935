"""Pictures of a data folder: label balance, span lengths, noise levels and kinds, token lengths."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import msgspec
from matplotlib.figure import Figure

from pipeline.labels import all_labels, redacted_labels

#: So many lines of train are enough for the lengths; the balance and the levels come from counts of
#: the whole.
SAMPLE = 50_000
_COLUMNS = 4
_PII_COLOUR, _PLACE_COLOUR, _PLAIN = "#b5413b", "#3b6fb5", "#5f6b6d"


#: Part -> what is counted -> name -> count.
Figures = dict[str, dict[str, dict[str, int]]]
#: Label -> words in a span -> spans.
Lengths = dict[str, Counter[int]]


def _colour(name: str) -> str:
    if name in redacted_labels():
        return _PII_COLOUR
    return _PLACE_COLOUR if name in all_labels() else _PLAIN


def draw_report(folder: str | Path, figures: Figures) -> list[Path]:
    """Draw four PNG files into `folder`/report from its train.jsonl and the counts of its parts;
    return their paths.
    """
    folder = Path(folder)
    target = folder / "report"
    target.mkdir(exist_ok=True)
    span_lengths, token_lengths = _lengths(folder / "train.jsonl")
    pictures: dict[str, Callable[[Figure], None]] = {
        "labels.png": lambda figure: _labels(figure, figures["train"]),
        "span-lengths.png": lambda figure: _spans(figure, span_lengths),
        "noise-levels.png": lambda figure: _noise(figure, figures),
        "token-lengths.png": lambda figure: _tokens(figure, token_lengths),
    }
    for name, draw in pictures.items():
        figure = Figure(figsize=(9, 5), layout="constrained")
        draw(figure)
        # No time stamp or version: the same data gives the same picture.
        figure.savefig(target / name, dpi=110, metadata={"Software": None})
    return [target / name for name in pictures]


def _lengths(path: Path) -> tuple[Lengths, Counter[int]]:
    """Words in each label's spans and tokens in an utterance, over the first SAMPLE lines."""
    spans: Lengths = {label: Counter() for label in all_labels()}
    tokens: Counter[int] = Counter()
    with path.open("rb") as stream:
        for line in itertools.islice(stream, SAMPLE):
            row = msgspec.json.decode(line)
            tokens[_token_count(row["text"])] += 1
            for entity in row["entities"]:
                spans[entity["label"]][
                    len(row["text"][entity["start"] : entity["end"]].split())
                ] += 1
    return spans, tokens


def _token_count(text: str) -> int:
    """Tokens as the tagger's tokenizer cuts at least: each digit and each sign on its own, a
    word as one.
    """
    count = 0
    in_word = False
    for character in text:
        in_word_before, in_word = in_word, character.isalpha()
        count += not character.isspace() and not (in_word and in_word_before)
    return count


def _labels(figure: Figure, train: dict[str, dict[str, int]]) -> None:
    axes = figure.subplots()
    labels = [label for label in all_labels() if train["labels"].get(label)]
    names = [*labels, "look-alikes", "lines without entity", "lines"]
    other = train["other"]
    counts = [train["labels"].get(label, 0) for label in labels]
    counts += [other["lookalikes"], other["without_entity"], other["utterances"]]
    bars = axes.barh(names, counts, color=[_colour(name) for name in names])
    axes.bar_label(bars, [f"{count:,}" for count in counts], padding=4)
    axes.invert_yaxis()
    axes.margins(x=0.12)
    axes.set_xlabel("count in train")
    axes.set_title("Label balance: redacted red, reported blue")


def _spans(figure: Figure, lengths: Lengths) -> None:
    found = {label: counter for label, counter in lengths.items() if counter}
    rows = max(1, -(-len(found) // _COLUMNS))
    figure.set_size_inches(9, 2.5 * rows)
    axes = figure.subplots(rows, _COLUMNS, sharex=True, squeeze=False).flatten()
    for axis, (label, counter) in zip(axes, found.items(), strict=False):
        total = counter.total()
        xs = range(1, 26)
        axis.bar(xs, [100 * counter[x] / total for x in xs], color=_colour(label))
        axis.set_title(f"{label} ({total:,})", fontsize=9)
        axis.set_ylabel("% of spans")
        axis.tick_params(labelbottom=True)
        axis.set_xlabel("words in the span")
    for axis in axes[len(found) :]:
        axis.set_visible(False)


def _noise(figure: Figure, figures: Figures) -> None:
    left, right = figure.subplots(1, 2)
    for axis, key, about in ((left, "levels", "noise level"), (right, "kinds", "carrier")):
        counts = figures["train"][key]
        bars = axis.bar(list(counts), list(counts.values()), color=_PLAIN)
        axis.bar_label(bars, [f"{count:,}" for count in counts.values()], fontsize=8)
        axis.set_xlabel(about)
        axis.set_ylabel("lines of train")
        axis.tick_params(axis="x", labelrotation=0 if key == "levels" else 30)
    figure.suptitle("Noise levels and carriers of train")


def _tokens(figure: Figure, lengths: Counter[int]) -> None:
    axes = figure.subplots()
    total = lengths.total() or 1
    top = min(max(lengths, default=1), 160)
    axes.bar(
        range(top + 1), [100 * lengths[n] / total for n in range(top + 1)], color=_PLAIN, width=1.0
    )
    ordered = sorted(lengths.elements())
    for share in (0.5, 0.95, 0.99):
        at = ordered[min(len(ordered) - 1, int(share * len(ordered)))] if ordered else 0
        axes.axvline(at, color=_PII_COLOUR, linewidth=1)
        axes.text(
            at + 0.5,
            axes.get_ylim()[1] * (1.02 - share / 3),
            f"{share:.0%}: {at}",
            color=_PII_COLOUR,
        )
    axes.set_xlabel("tokens (words, and every digit and sign for itself)")
    axes.set_ylabel("% of lines")
    axes.set_title("Token lengths of train")
