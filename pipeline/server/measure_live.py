"""How well a live transcript is redacted: what left too early, how long words waited, what it
costs.

    python -m pipeline.server.measure_live --model artifacts/model FILE.jsonl ...

Each row is a labelled conversation: `turns` of {text, entities}, or one `text` of lines with
`entities`. Its words come one by one, each WORD_MS after the one before; a turn's last word makes
its result final. With --halves each word is first heard as its first half, as by a recogniser that
revises its partial results. --hold-words and --hold-ms give the curve: what less delay costs.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec

from pipeline.cli import run
from pipeline.redaction.live import LiveRedactor, Passed
from pipeline.redaction.redactor import Redactor
from pipeline.spans import Span

#: Speech of 150 words a minute.
WORD_MS = 400


class Tally(msgspec.Struct):
    """Counts over conversations; characters, words, milliseconds."""

    pii: int = 0
    early: int = 0
    early_labelled: int = 0
    uncovered: int = 0
    more: int = 0
    words: int = 0
    waited: list[int] = []
    took: list[float] = []

    def told(self) -> dict[str, float | int]:
        """The figures."""
        waited, took = sorted(self.waited), sorted(self.took)
        return {
            "words": self.words,
            "characters the batch redacts": self.pii,
            "of them passed early": self.early,
            "of them labelled PII": self.early_labelled,
            "of them in the last text": self.uncovered,
            "characters redacted beyond the batch": self.more,
            "words that wait on plain turns p50": _at(waited, 0.5),
            "words that wait on plain turns p95": _at(waited, 0.95),
            "ms a word mean": round(sum(took) / max(1, len(took)), 2),
            "ms a word p95": round(_at(took, 0.95), 2),
        }


def _at(values: list[Any], share: float) -> Any:
    return values[min(len(values) - 1, int(share * len(values)))] if values else 0


def turns_of(row: dict[str, Any]) -> Iterator[tuple[str, list[Span]]]:
    """Each turn of a labelled conversation, its words joined by single spaces, with its labels."""
    if "turns" in row:
        for turn in row["turns"]:
            yield turn["text"], _labelled(turn)
        return
    spans, at = _labelled(row), 0
    for line in row["text"].split("\n"):
        end = at + len(line)
        yield (
            line,
            [s._replace(start=s.start - at, end=s.end - at) for s in spans if at <= s.start < end],
        )
        at = end + 1


def _labelled(row: dict[str, Any]) -> list[Span]:
    """The labels of a row, whatever their names: sets from elsewhere have types of their own."""
    return [Span(one["start"], one["end"], one["label"]) for one in row.get("entities", [])]


class Talk:
    """One conversation, spoken to a LiveRedactor."""

    def __init__(
        self, redactor: Redactor, tally: Tally, live: LiveRedactor, halves: bool = False
    ) -> None:
        self._redactor, self._tally, self._live, self._halves = redactor, tally, live, halves
        self._clear: dict[int, set[int]] = {}
        self._last: dict[int, Passed] = {}

    def over(self, turns: list[tuple[str, list[Span]]]) -> None:
        """Speak `turns` (of which each has words), compare with the redactor's answer for all of
        them at once.
        """
        texts = [text for text, _ in turns]
        batch = self._redactor.redact_records([texts])[0]
        if not hasattr(batch, "spans"):
            return
        now, spoken = 0, 0
        passed_at: dict[tuple[int, int], int] = {}
        said: list[tuple[int, int, int]] = []
        for number, text in enumerate(texts):
            ends = [i for i in range(1, len(text) + 1) if i == len(text) or text[i] == " "]
            for end in ends:
                now, spoken = now + WORD_MS, spoken + 1
                if self._halves:
                    half = end - (end - (text.rfind(" ", 0, end) + 1)) // 2
                    self._take(self._live.push(text[:half], now=now - WORD_MS / 2))
                began = time.perf_counter()
                due = self._live.due()
                ticked = self._live.tick(due) if due is not None and due < now else []
                some = [*ticked, *self._live.push(text[:end], final=end == len(text), now=now)]
                self._tally.took.append(1000 * (time.perf_counter() - began))
                said.append((number, end, spoken))
                self._take(some)
                for one in said[-64:]:
                    if one[:2] not in passed_at and self._until(one[0]) >= one[1]:
                        passed_at[one[:2]] = spoken
        self._take(self._live.close())
        self._count(turns, [set(_within(s)) for s in batch.spans], said, passed_at, spoken)

    def _take(self, some: list[Passed]) -> None:
        for one in some:
            clear = set(range(one.until)) - set(_within(one.spans))
            self._clear.setdefault(one.utterance, set()).update(clear)
            self._last[one.utterance] = one

    def _until(self, number: int) -> int:
        return self._last[number].until if number in self._last else 0

    def _count(
        self,
        turns: list[tuple[str, list[Span]]],
        batch: list[set[int]],
        said: list[tuple[int, int, int]],
        passed_at: dict[tuple[int, int], int],
        spoken: int,
    ) -> None:
        tally = self._tally
        tally.words += spoken
        for number, ((text, labels), hidden) in enumerate(zip(turns, batch, strict=True)):
            hidden = {i for i in hidden if text[i] != " "}
            left = hidden & self._clear.get(number, set())
            last = set(_within(self._last[number].spans))
            tally.pii += len(hidden)
            tally.early += len(left)
            tally.early_labelled += len(left & set(_within(labels, marked=True)))
            tally.uncovered += len(hidden - last)
            tally.more += len({i for i in last - hidden if text[i] != " "})
        plain = {n for n, (_, labels) in enumerate(turns) if not labels and not batch[n]}
        for number, end, at in said:
            if number in plain:
                tally.waited.append(passed_at.get((number, end), spoken) - at)


def _within(spans: Any, marked: bool = False) -> Iterator[int]:
    """The characters of redacted types (with `marked`, of any label that is not in doubt) in
    `spans`.
    """
    from pipeline.labels import redacted_labels

    hidden = set(redacted_labels())
    for span in spans:
        if span.label in hidden or (marked and not span.label.endswith("?")):
            yield from range(span.start, span.end)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--model", required=True, type=click.Path(path_type=Path))
@click.option("--most", default=1000, help="Conversations of a file, at most.")
@click.option("--seconds", default=120.0, help="Stop after so long.")
@click.option("--halves", is_flag=True, help="Each word comes as its first half before.")
@click.option("--hold-words", default=8, help="Words for which one is held, at most.")
@click.option("--hold-ms", default=2000.0, help="Milliseconds for which one is held, at most.")
def measure(
    files: tuple[Path, ...],
    model: Path,
    most: int,
    seconds: float,
    halves: bool,
    hold_words: int,
    hold_ms: float,
) -> None:
    """Speak labelled conversations to a LiveRedactor; figures as JSON, one line a file."""
    redactor = Redactor.load(model, threads=1)
    end = time.monotonic() + seconds
    for path in files:
        tally = Tally()
        done = 0
        for line in path.read_bytes().splitlines()[:most]:
            turns = [
                (" ".join(t.split()), s)
                for t, s in turns_of(msgspec.json.decode(line))
                if t.split()
            ]
            if any(
                t != " ".join(t.split())
                for t, _ in turns_of(msgspec.json.decode(line))
                if t.split()
            ):
                continue  # its labels would not fit any more
            if time.monotonic() > end:
                break
            live = LiveRedactor(redactor, hold_words=hold_words, hold_ms=hold_ms)
            Talk(redactor, tally, live, halves).over(turns)
            done += 1
        click.echo(
            msgspec.json.encode({"file": path.name, "conversations": done} | tally.told()).decode()
        )


if __name__ == "__main__":
    run(measure, prog_name="python -m pipeline.server.measure_live")
