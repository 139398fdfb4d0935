"""Streams the splits to JSONL in a folder that appears whole or not at all."""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
from tqdm import tqdm

from pipeline.data.config import DataConfig
from pipeline.data.generate import Generator, Utterance
from pipeline.data.unique import Seen, near_key
from pipeline.errors import PipelineError
from pipeline.labels import PII_LABELS
from pipeline.manifest import stage_folder
from pipeline.spans import entities_of

_SLOT = re.compile(r"\{\w+\}\S*|[,.?!]")
# So many draws in a row without a new sentence mean that the carriers are used up.
_PATIENCE = 10_000


class Writer:
    """Writes parts one after another; no utterance of one is a near duplicate of another, in any part."""

    def __init__(self, folder: Path, config: DataConfig) -> None:
        self._folder = folder
        self._config = config
        parts = 2 + len(config.noise_levels)
        self._seen = Seen(config.size + config.test_size + parts * config.dev_size)
        self._held_out: set[str] = set()
        self._encode = msgspec.json.Encoder().encode
        self.figures: dict[str, dict[str, dict[str, int]]] = {}

    def part(self, name: str, count: int, draw: Callable[[], Utterance], split: str, labelled: bool = True) -> None:
        """Write `count` utterances from `draw` to `name`.jsonl and count what is in them."""
        path = self._folder / f"{name}.jsonl"
        path.parent.mkdir(exist_ok=True)
        prefix = name.replace("/", "-")
        counts: dict[str, Counter] = {key: Counter() for key in ("labels", "kinds", "levels", "other")}
        bar = tqdm(total=count, desc=name, unit=" lines", mininterval=0.5, disable=not sys.stderr.isatty())
        with path.open("wb", buffering=1 << 20) as stream, bar:
            for number, utterance in enumerate(self._fresh(count, draw, split)):
                row: dict = {"id": f"{prefix}-{number:07d}-{utterance.kind}-{utterance.level}", "text": utterance.text}
                if labelled:
                    row["entities"] = entities_of(utterance.spans)
                stream.write(self._encode(row))
                stream.write(b"\n")
                _count(counts, utterance)
                if not number & 1023:
                    bar.update(min(1024, count - number))
        self.figures[name] = {key: dict(sorted(counter.items())) for key, counter in counts.items()}

    def _fresh(self, count: int, draw: Callable[[], Utterance], split: str) -> Iterator[Utterance]:
        """`count` new utterances. Carriers that dev or test used are refused in train, whatever class made them."""
        seen, held_out, train = self._seen, self._held_out, split == "train"
        misses = 0
        while count:
            utterance = draw()
            if (train and utterance.frame in held_out) or not seen.add(near_key(utterance.text)):
                misses += 1
                if misses > _PATIENCE:
                    raise PipelineError("the generator has no new sentences left: ask for a smaller size")
                continue
            if not train and has_words(utterance.frame):
                held_out.add(utterance.frame)
            misses = 0
            count -= 1
            yield utterance


def has_words(frame: str) -> bool:
    """Whether `frame` has a word beside its slots; a bare value has no carrier that could leak between splits."""
    return bool(_SLOT.sub("", frame).strip())


def _count(counts: dict[str, Counter], utterance: Utterance) -> None:
    counts["labels"].update([span.label for span in utterance.spans])
    counts["kinds"][utterance.kind] += 1
    counts["levels"][str(utterance.level)] += 1
    other = counts["other"]
    other["utterances"] += 1
    other["lookalikes"] += utterance.lookalikes
    other["without_entity"] += not utterance.spans


def is_negative(utterance: Utterance) -> bool:
    """No PII at all; cities and locations may be there."""
    return not any(span.label in PII_LABELS for span in utterance.spans)


def write_data(config: DataConfig, out: str | Path, report: bool = False) -> dict:
    """The stage: write train, dev parts and test under `out` and return the counts that its manifest holds.

    The same configuration gives the same bytes on every machine. dev and test come first, so that train can keep
    clear of them. Raises PipelineError where `out` cannot be written.
    """
    with stage_folder(out, "data", msgspec.to_builtins(config)) as folder:
        writer = Writer(folder, config)
        _write_dev(writer, config)
        test = Generator("test", config, random.Random(f"{config.seed}/test"))
        writer.part("test", config.test_size, test.draw, "test", labelled=False)
        train = Generator("train", config, random.Random(f"{config.seed}/train"))
        writer.part("train", config.size, train.draw, "train")
        if report:
            from pipeline.data.report import draw_report

            draw_report(folder, writer.figures)
        (folder / "figures.json").write_bytes(msgspec.json.encode(writer.figures))
    return writer.figures


def _write_dev(writer: Writer, config: DataConfig) -> None:
    for level in range(len(config.noise_levels)):
        name = "clean" if level == 0 else f"noise-{level}"
        dev = Generator("dev", config, random.Random(f"{config.seed}/dev/{name}"))
        writer.part(f"dev/{name}", config.dev_size, lambda dev=dev, level=level: dev.draw(level), "dev")
    dev = Generator("dev", config, random.Random(f"{config.seed}/dev/negatives"))

    def negative() -> Utterance:
        while True:
            kind = ("negatives", "negatives", "no_entity", "calls", "dialogue", "commands")[int(pick.random() * 6)]
            utterance = dev.draw(kind=kind)
            if is_negative(utterance):
                return utterance

    pick = random.Random(f"{config.seed}/dev/negatives/kind")
    writer.part("dev/negatives", config.dev_size, negative, "dev")
