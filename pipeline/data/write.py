"""Streams the splits to JSONL in a folder that appears whole or not at all."""

from __future__ import annotations

import random
import re
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from tqdm import tqdm

from pipeline.data.config import DataConfig
from pipeline.data.generate import HEARD, Generator, Utterance
from pipeline.data.near import near_key
from pipeline.data.noise import TURN
from pipeline.errors import PipelineError
from pipeline.labels import label_set, redacted_labels
from pipeline.manifest import stage_folder
from pipeline.redaction.digits import CARD, runs_of
from pipeline.spans import Span, entities_of

_SLOT = re.compile(r"\{[^}]+\}\S*|[,.?!]|/\w+")
# So many draws in a row without a new sentence mean that the carriers are used up.
_PATIENCE = 10_000


class Writer:
    """Writes parts one after another; no utterance of one is a near duplicate of another, in any
    part.
    """

    def __init__(self, folder: Path, config: DataConfig) -> None:
        self._folder = folder
        self._config = config
        self._seen: set[int] = set()
        self._held_out: set[str] = set()
        self._encode = msgspec.json.Encoder().encode
        self.figures: dict[str, dict[str, dict[str, int]]] = {}

    def part(self, name: str, count: int, draw: Callable[[], Utterance], split: str) -> None:
        """Write `count` utterances from `draw` to `name`.jsonl and count what is in them."""
        path = self._folder / f"{name}.jsonl"
        path.parent.mkdir(exist_ok=True)
        prefix = name.replace("/", "-")
        counts: dict[str, Counter[str]] = {
            key: Counter() for key in ("labels", "kinds", "levels", "other")
        }
        bar = tqdm(
            total=count, desc=name, unit=" lines", mininterval=0.5, disable=not sys.stderr.isatty()
        )
        with path.open("wb", buffering=1 << 20) as stream, bar:
            for number, utterance in enumerate(self._fresh(count, draw, split)):
                stream.write(self._encode(_row(f"{prefix}-{number:07d}", utterance, split)))
                stream.write(b"\n")
                _count(counts, utterance)
                if not number & 1023:
                    bar.update(min(1024, count - number))
        self.figures[name] = {key: dict(sorted(counter.items())) for key, counter in counts.items()}

    def _fresh(self, count: int, draw: Callable[[], Utterance], split: str) -> Iterator[Utterance]:
        """`count` new utterances.

        Carriers that dev or test used are refused in train, whatever class made them.
        """
        seen, held_out, train = self._seen, self._held_out, split == "train"
        misses = 0
        while count:
            utterance = draw()
            key = near_key(utterance.text)
            known = key in seen and utterance.kind != HEARD  # heard rows vary little
            if known or (train and utterance.frame in held_out):
                misses += 1
                if misses > _PATIENCE:
                    raise PipelineError(
                        "the generator has no new sentences left: ask for a smaller size"
                    )
                continue
            seen.add(key)
            if not train and has_words(utterance.frame):
                held_out.add(utterance.frame)
            misses = 0
            count -= 1
            yield utterance


def has_words(frame: str) -> bool:
    """Whether `frame` has a word beside its slots; a bare value has no carrier that could leak
    between splits.
    """
    return bool(_SLOT.sub("", frame).strip())


def _count(counts: dict[str, Counter[str]], utterance: Utterance) -> None:
    counts["labels"].update([span.label for span in utterance.spans])
    counts["kinds"][utterance.kind] += 1
    counts["levels"][str(utterance.level)] += 1
    other = counts["other"]
    other["utterances"] += 1
    other["lookalikes"] += utterance.lookalikes
    other["without_entity"] += not utterance.spans


def _row(prefix: str, utterance: Utterance, split: str) -> dict[str, Any]:
    """The JSON of one utterance; a conversation of dev or test has its `turns` as well."""
    row: dict[str, Any] = {
        "id": f"{prefix}-{utterance.kind}-{utterance.level}",
        "text": utterance.text,
        "entities": entities_of(utterance.spans),
    }
    if split != "train" and utterance.speakers:
        row["turns"] = list(_turns(utterance))
    return row


def _turns(utterance: Utterance) -> Iterator[dict[str, Any]]:
    """Each turn with its own spans; one that goes on in the next turn is one in each."""
    at = 0
    for speaker, text in zip(utterance.speakers, utterance.text.split(TURN), strict=True):
        end = at + len(text)
        spans = [
            Span(max(s.start, at) - at, min(s.end, end) - at, s.label)
            for s in utterance.spans
            if s.start < end and s.end > at
        ]
        yield {"speaker": speaker, "text": text, "entities": entities_of(spans)}
        at = end + 1


def write_data(config: DataConfig, out: str | Path, report: bool = False) -> dict[str, Any]:
    """The stage: write train and the parts of dev and test under `out`; return the counts that its
    manifest holds.

    The same configuration gives the same bytes on every machine. dev and test come first, so that
    train can keep clear of them. Raises PipelineError where `out` cannot be written.
    """
    with stage_folder(out, "data", msgspec.to_builtins(config)) as folder:
        writer = Writer(folder, config)
        _write_parts(writer, config, "dev", config.dev_size)
        _write_parts(writer, config, "test", config.test_size)
        train = Generator("train", config, random.Random(f"{config.seed}/train"))
        writer.part("train", config.size, train.draw, "train")
        if report:
            from pipeline.data.report import draw_report

            draw_report(folder, writer.figures)
        (folder / "figures.json").write_bytes(msgspec.json.encode(writer.figures))
    return writer.figures


def _closed(text: str) -> bool:
    """Whether a run of digits is so long that it is redacted whatever its words say."""
    return any(len(run.digits) >= CARD for run in runs_of(text))


#: Carriers of the part without PII.
_NO_ENTITY = ("negatives", "no_entity", "no_entity", "commands", "calls", "conversation")
#: A whole call has as many words as three other rows.
_CALL_SHARE = 3


def _write_parts(writer: Writer, config: DataConfig, split: str, size: int) -> None:
    """The parts of dev or test: one for each noise level, whole calls, values without context,
    and no PII.
    """

    def generator(name: str) -> Generator:
        return Generator(split, config, random.Random(f"{config.seed}/{split}/{name}"))

    for level in range(len(config.noise_levels)):
        name = "clean" if level == 0 else f"noise-{level}"
        writer.part(f"{split}/{name}", size, partial(generator(name).draw, level), split)
    calls = partial(generator("conversations").draw, kind="conversation", whole=True)
    writer.part(f"{split}/conversations", max(1, size // _CALL_SHARE), calls, split)
    bare, pick = (
        generator("context-free"),
        random.Random(f"{config.seed}/{split}/context-free/kind"),
    )
    writer.part(
        f"{split}/context-free",
        size,
        lambda: bare.draw(kind=pick.choice(("context_free", "terse"))),
        split,
    )
    redacted = frozenset(redacted_labels(label_set(config.labels)))
    plain, kinds = generator("no-entity"), random.Random(f"{config.seed}/{split}/no-entity/kind")

    def without_pii() -> Utterance:
        while True:
            utterance = plain.draw(kind=kinds.choice(_NO_ENTITY))
            spared = redacted.isdisjoint(span.label for span in utterance.spans)
            if spared and not _closed(utterance.text):
                return utterance

    writer.part(f"{split}/no-entity", size, without_pii, split)
    heard = list(generator("heard").heard_rows())
    writer.part(f"{split}/heard", len(heard), partial(next, iter(heard)), split)
