"""Speaks and hears sentence after sentence, appending each to a JSONL file that a later run goes on
with.

The first line holds the settings. Each sentence is decided by its number and the seed alone, so a
run that was stopped and went on writes the bytes of one that was not. What was dropped stays in the
file with its reason.
"""

from __future__ import annotations

import hashlib
import multiprocessing
import os
import random
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any, BinaryIO

import msgspec
from msgspec.structs import replace
from tqdm import tqdm

from pipeline.config import config_dir, load_config
from pipeline.data.config import DataConfig, Mixture
from pipeline.data.generate import Generator, Utterance
from pipeline.data.hearing.carry import Doubtful, carry
from pipeline.data.hearing.config import HearConfig
from pipeline.data.hearing.recognise import Recogniser, check_engines, load
from pipeline.data.hearing.resource import by_line
from pipeline.data.hearing.speak import Take, check_programs, draw_take, speak, with_pauses
from pipeline.data.hearing.speakable import speakable
from pipeline.data.noise import TURN
from pipeline.errors import ConfigError
from pipeline.spans import Span

#: Settings that decide what a line holds; the others only how many there are and how fast they
#: come.
_FREE = ("utterances", "processes", "nice")
_TRIES = 400
_SEVERAL = 3  # spans in one breath
_BEHIND = "no_entity"
#: Who says what, and the spans of it.
Turn = tuple[str, str, list[Span]]
# Words alone, as people say them; what the data stage does to print has no place here.
_SPOKEN = (
    "styles.spoken=0",
    "styles.words=1",
    "styles.typed=0",
    "styles.written=0",
    "redacted=0",
    "labels=calls",
)


@cache
def _plain(mixture: Mixture) -> DataConfig:
    """The configuration of the data stage with `mixture`, all in spoken words."""
    return replace(load_config(config_dir() / "data.yaml", DataConfig, _SPOKEN), mixture=mixture)


def settings_of(config: HearConfig) -> dict[str, Any]:
    """What the header of the file holds: a run with other settings, or of other code, may not
    append to it.
    """
    chosen = {key: value for key, value in msgspec.to_builtins(config).items() if key not in _FREE}
    return {**chosen, "code": code_digest()}


def code_digest() -> str:
    """SHA-256 of the data stage and of the configuration that it is drawn from: the same digest,
    seed and programs give the same sentences. The packed resource is no part of it.
    """
    digest = hashlib.sha256()
    root = Path(__file__).parents[1]
    sources = (*root.rglob("*.py"), *root.rglob("resources/*.txt"), config_dir() / "data.yaml")
    for path in sorted(sources):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()


def hear_all(config: HearConfig, path: Path) -> Counter[str]:
    """Append what is missing up to `config.utterances` lines to `path` and count outcomes of the
    whole file.

    Raises ConfigError where `path` was begun with other settings, PipelineError where a program or
    package is missing.
    """
    check_engines(list(config.engines))
    check_programs(config.voices.train + config.voices.dev)
    path.parent.mkdir(parents=True, exist_ok=True)
    counts = _open_file(path, settings_of(config))
    done = sum(counts.values())
    left = range(done, config.utterances)
    if not left:
        return counts
    bar = tqdm(
        left,
        initial=done,
        total=config.utterances,
        desc="hear",
        unit=" sentences",
        mininterval=_interval(),
    )
    with path.open("ab") as stream, _pool(config) as pool, bar:
        for row in pool.imap(_hear_number, left):
            _append(stream, row)
            counts[row.get("dropped", "kept")] += 1
            bar.update()
            bar.set_postfix(kept=counts["kept"], refresh=False)
    return counts


def _interval() -> float:
    return 0.5 if sys.stderr.isatty() else 30.0


def _append(stream: BinaryIO, row: dict[str, Any]) -> None:
    """One line, on the disk before the next is begun."""
    stream.write(msgspec.json.encode(row) + b"\n")
    stream.flush()
    os.fsync(stream.fileno())


def _open_file(path: Path, settings: dict[str, Any]) -> Counter[str]:
    """Begin `path`, or cut off a line that was not finished, and count the lines there by
    outcome.
    """
    counts: Counter[str] = Counter()
    if not path.exists() or not path.stat().st_size:
        with path.open("wb") as stream:
            _append(stream, {"settings": settings})
        return counts
    whole = 0
    with path.open("rb") as stream:
        for number, line in enumerate(stream):
            if not line.endswith(b"\n"):
                break
            whole += len(line)
            row = msgspec.json.decode(line)
            if number == 0:
                _same_settings(path, row.get("settings"), settings)
            else:
                counts[row.get("dropped", "kept")] += 1
    os.truncate(path, whole)
    return counts


def _same_settings(path: Path, old: Any, new: dict[str, Any]) -> None:
    # Through JSON, as the file has it.
    new = msgspec.json.decode(msgspec.json.encode(new))
    if old != new:
        changed = [key for key in new if not isinstance(old, dict) or old.get(key) != new[key]]
        raise ConfigError(
            f"{path} was made with another {', '.join(changed)}: choose another --out or remove it"
        )


# One of each in every worker, made once.
_config: HearConfig
_recognisers: dict[str, Recogniser] = {}


def _start_worker(config: HearConfig) -> None:
    global _config
    _config = config
    os.nice(config.nice)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent stops the pool


@contextmanager
def _pool(config: HearConfig) -> Iterator[Any]:
    # Not forked: libraries with threads do not survive it. One thread each, as there is one process
    # a core.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    context = multiprocessing.get_context("spawn")
    with context.Pool(config.processes, _start_worker, (config,)) as pool:
        yield pool


def _hear_number(number: int) -> dict[str, Any]:
    return hear_one(_config, number)


def hear_one(config: HearConfig, number: int) -> dict[str, Any]:
    """The line of sentence `number`: drawn, spoken, heard, its spans carried over; or `dropped` and
    the reason.

    Of a conversation, the longest run of turns that were heard well stays.
    """
    rng = random.Random(f"{config.seed}/{number}")
    split = "dev" if number % config.dev_every == config.dev_every - 1 else "train"
    utterance = draw_wanted(config, split, rng)
    behind = Generator(split, _plain(config.mixture), rng).draw(0, _BEHIND).text
    engine = rng.choices(list(config.engines), list(config.engines.values()))[0]
    if engine not in _recognisers:
        _recognisers[engine] = load(engine, config.window)
    takes: dict[str, Take] = {}
    turns: list[dict[str, Any]] = []
    for speaker, text, spans in around_value(turns_of(utterance), config.max_turns, rng):
        if speaker not in takes:
            takes[speaker] = draw_take(getattr(config.voices, split), config.line, behind, rng)
        turns.append(_hear_turn(text, spans, takes[speaker], engine, config, rng))
    turns = [turn for turn in turns if turn["said"]]
    kept = longest_run(turns)
    row = {
        "id": number,
        "split": split,
        "kind": utterance.kind,
        "frame": utterance.frame,
        "engine": engine,
        "voice": " ".join(take.voice for take in takes.values()),
        "codec": " ".join(take.setting.codec for take in takes.values()),
    }
    if not kept:
        return {**row, "turns": turns, "dropped": turns[0]["dropped"] if turns else "nothing"}
    return {**row, "turns": kept, "turns_dropped": len(turns) - len(kept)}


def turns_of(utterance: Utterance) -> list[Turn]:
    """Who says what with which spans, line by line; a span over two lines is one in each."""
    lines = by_line(utterance.text, utterance.spans)
    speakers = utterance.speakers if len(utterance.speakers) == len(lines) else [""] * len(lines)
    return [(speaker, *line) for speaker, line in zip(speakers, lines, strict=True)]


def around_value(turns: list[Turn], most: int, rng: random.Random) -> list[Turn]:
    """At most that many turns in a row, with what was asked before a value where one is said."""
    valued = [n for n, (_, _, spans) in enumerate(turns) if spans]
    start = max(0, rng.choice(valued) - rng.randrange(1, 3)) if valued else 0
    return turns[min(start, max(0, len(turns) - most)) :][:most]


def longest_run(turns: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The longest run of neighbouring turns of which none was dropped, the first of the longest."""
    best: list[dict[str, Any]] = []
    run: list[dict[str, Any]] = []
    for turn in turns:
        run = [] if "dropped" in turn else [*run, turn]
        best = run if len(run) > len(best) else best
    return best


def _hear_turn(
    text: str, spans: list[Span], take: Take, engine: str, config: HearConfig, rng: random.Random
) -> dict[str, Any]:
    said, spans = speakable(text, spans)
    row: dict[str, Any] = {"said": said, "said_spans": [[s.start, s.end, s.label] for s in spans]}
    heard = _recognisers[engine](speak(with_pauses(said, rng), take)) if said else ""
    row["heard"] = heard
    try:
        if not heard:
            raise Doubtful("nothing")
        carried, likeness = carry(said, spans, heard, config.similar[engine])
    except Doubtful as reason:
        return {**row, "dropped": str(reason)}
    return {
        **row,
        "spans": [[s.start, s.end, s.label] for s in carried],
        "likeness": round(likeness, 3),
    }


def draw_wanted(config: HearConfig, split: str, rng: random.Random) -> Utterance:
    """A sentence that holds what the shares of `wanted` drew, the last tried where none of many
    did.
    """
    wanted = rng.choices(list(config.wanted), list(config.wanted.values()))[0]
    generator = Generator(split, _plain(config.mixture), rng)
    tries = 0
    while True:
        utterance = generator.draw(0)
        tries += 1
        if _longest_turn(utterance) > config.max_words:
            continue
        if _fits(wanted, utterance) or tries >= _TRIES:
            return utterance


def _fits(wanted: str, utterance: Utterance) -> bool:
    """Whether an utterance holds what `wanted` says; see HearConfig."""
    if wanted in ("any", "none"):
        return wanted == "any" or not utterance.spans
    if wanted == "several":
        return any(len(spans) >= _SEVERAL for _, _, spans in turns_of(utterance))
    return any(span.label == wanted for span in utterance.spans)


def _longest_turn(utterance: Utterance) -> int:
    return max(len(turn.split()) for turn in utterance.text.split(TURN))
