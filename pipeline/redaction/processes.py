"""Processes that look at texts for this one: in one process only one thread at a time runs Python,
and what stands round the model is Python.

Measured on two cores with 6,000 utterances: a model in each of two processes answers 1.5 times the
lines of two threads in one.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import threading
from collections.abc import Collection, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from functools import cached_property
from pathlib import Path
from queue import LifoQueue
from typing import Any, BinaryIO, NoReturn

from pipeline.errors import PipelineError
from pipeline.labels import TagSet
from pipeline.model_settings import ModelSettings
from pipeline.redaction.tagger import Look, Progress, Tagger
from pipeline.redaction.tokenize import ScanError

#: Texts that one process is given at once.
TOGETHER = 64
#: More would wait for the process that reads and writes.
MOST = 8


class GoneError(Exception):
    """The other process has ended."""


class TaggerProcess:
    """A model in a process of its own, loaded when it is first asked; one thread at a time asks.

    It ends when this process does, in whatever way.
    """

    def __init__(self, folder: Path, settings: ModelSettings) -> None:
        asked, ask = os.pipe()
        told, tell = os.pipe()
        if not os.fork():
            _answer(folder, settings, asked, tell)
        os.close(asked)
        os.close(tell)
        self._ask, self._told = os.fdopen(ask, "wb"), os.fdopen(told, "rb")

    def room(self) -> int:
        """Tagger.room of its model. Raises GoneError; DataError for a missing or broken model."""
        room: int = self._answer_to(None)
        return room

    def look_many(
        self,
        texts: Sequence[str],
        least: Mapping[str, float] | None,
        watched: Collection[str] | None,
    ) -> list[Look | ScanError]:
        """As Tagger.look_many. Raises GoneError, and what that raises."""
        looks: list[Look | ScanError] = self._answer_to((texts, least, None, watched))
        return looks

    def _answer_to(self, question: Any) -> Any:
        try:
            pickle.dump(question, self._ask, pickle.HIGHEST_PROTOCOL)
            self._ask.flush()
            answer = pickle.load(self._told)
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise GoneError from error
        if isinstance(answer, Exception):
            raise answer
        return answer


def _answer(folder: Path, settings: ModelSettings, asked: int, tell: int) -> NoReturn:
    """What the other process does: answer until nobody is left to ask."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for who asks
        _leave_files(asked, tell)
        with os.fdopen(asked, "rb") as questions, os.fdopen(tell, "wb") as answers:
            _serve(folder, settings, questions, answers)
    finally:
        os._exit(0)


def _leave_files(*kept: int) -> None:
    """Close what was open when this process began: others wait for the end of some of it."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in range(3):
        os.dup2(nowhere, standard)
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2 and int(name) not in kept:
            with suppress(OSError):
                os.close(int(name))


def _serve(folder: Path, settings: ModelSettings, questions: BinaryIO, answers: BinaryIO) -> None:
    tagger: Tagger | None = None
    with suppress(OSError, EOFError):
        while True:
            question = pickle.load(questions)
            answer: Any
            try:
                tagger = tagger or Tagger.load(folder, settings, threads=1)
                answer = tagger.look_many(*question) if question else tagger.room
            except PipelineError as error:
                answer = error
            except Exception as error:  # its message could hold content
                answer = RuntimeError(type(error).__name__)
            pickle.dump(answer, answers, pickle.HIGHEST_PROTOCOL)
            answers.flush()


class ManyTaggers:
    """One model in several processes. May be used from several threads.

    Where one of them is lost (the kernel may want its memory) this process does its part.
    """

    def __init__(
        self, folder: Path, settings: ModelSettings, processes: Sequence[TaggerProcess]
    ) -> None:
        self._folder, self._settings = folder, settings
        self.tagset, self.at_once = TagSet(settings.labels), len(processes)
        #: Who is free; the last to come back is the first to go: who is not needed loads no model.
        self._free: LifoQueue[Tagger | TaggerProcess] = LifoQueue()
        for one in processes:
            self._free.put(one)
        self._threads = ThreadPoolExecutor(self.at_once, thread_name_prefix="looks")
        try:
            self.room = processes[-1].room()
        except GoneError:
            self.room = self._own.room

    @cached_property
    def _own(self) -> Tagger:
        """The model in this process, which stands in for any that are lost."""
        return Tagger.load(self._folder, self._settings, threads=1)

    def of_one_thread(self) -> Tagger:
        """The model in this process alone."""
        return self._own

    def look_many(
        self,
        texts: Sequence[str],
        least: Mapping[str, float] | None = None,
        progress: Progress | None = None,
        watched: Collection[str] | None = None,
    ) -> list[Look | ScanError]:
        """As Tagger.look_many."""

        def look(part: Sequence[str]) -> list[Look | ScanError]:
            with suppress(GoneError), self._one() as one:
                if isinstance(one, Tagger):
                    return one.look_many(part, least, progress, watched)
                looks = one.look_many(part, least, watched)
                if progress:
                    progress(sum(map(len, part)))
                return looks
            return look(part)

        parts = [texts[at : at + TOGETHER] for at in range(0, len(texts), TOGETHER)]
        some = map(look, parts) if len(parts) < 2 else self._threads.map(look, parts)
        return [one for looks in some for one in looks]

    @contextmanager
    def _one(self) -> Iterator[Tagger | TaggerProcess]:
        """One that is free; in the place of a process that has gone this one stands in."""
        one = self._free.get()
        try:
            yield one
        except GoneError:
            one = self._own
            raise
        finally:
            self._free.put(one)


def processes_of(folder: Path, settings: ModelSettings, cores: int) -> list[TaggerProcess]:
    """A process for each of `cores`; none for a single one, and none where this process cannot be
    copied safely: where other threads run, or the runtime of the model has been loaded.
    """
    made: list[TaggerProcess] = []
    alone = threading.active_count() == 1 and "onnxruntime" not in sys.modules
    if cores > 1 and alone and sys.platform == "linux":
        with suppress(OSError):  # no more processes are allowed
            while len(made) < min(cores, MOST):
                made.append(TaggerProcess(folder, settings))
    return made
