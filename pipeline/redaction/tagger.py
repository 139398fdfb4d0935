"""One look at texts: tokenise, run the model over windows, decode, give spans of characters."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from copy import copy
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple, Protocol

import numpy as np

from pipeline.errors import DataError
from pipeline.labels import TagSet
from pipeline.model_settings import ONNX_MODEL, TOKENIZER, ModelSettings
from pipeline.redaction.decode import Chances, Decoder, softmax
from pipeline.redaction.session import TaggerSession
from pipeline.redaction.tokenize import Encoded, ScanError, TextTokenizer, trim, widen
from pipeline.redaction.windows import Window, token_windows
from pipeline.spans import Span


class Session(Protocol):
    """What runs the model: onnxruntime as it ships, PyTorch while training."""

    def run(self, rows: Sequence[np.ndarray]) -> Iterable[np.ndarray]:
        """Logits, float32 [tokens, tags], of each of `rows`, int64 [tokens] token ids."""
        ...


#: Called with the number of characters scanned since the last call.
Progress = Callable[[int], None]


class Look(NamedTuple):
    """What one look at a text found: its spans, and of each token where it starts and the chance
    that it is of one of the labels that were watched for, 0 where it is in a span of theirs or in a
    placeholder.
    """

    spans: list[Span]
    starts: np.ndarray
    chances: np.ndarray

    def doubt(self, start: int = 0, end: int | None = None) -> float:
        """The largest chance of a token that starts in `text[start:end]`."""
        if not start and end is None:
            return float(self.chances.max(initial=0.0))
        inside = self.starts >= start
        if end is not None:
            inside &= self.starts < end
        return float(self.chances[inside].max(initial=0.0))


class Tagger:
    """A model with its tokenizer. May be used from several threads at once."""

    #: How many callers are answered at the same time: Python serves one.
    at_once = 1

    def __init__(self, session: Session, tokenizer: TextTokenizer, settings: ModelSettings) -> None:
        self._session = session
        self._tokenizer = tokenizer
        self.tagset = TagSet(settings.labels)
        self._decoder = Decoder(self.tagset)
        self._calibration = settings.calibration
        #: Tokens of text that fit the model's window.
        self.room = settings.max_length - len(tokenizer.prefix) - len(tokenizer.suffix)
        if self.room < 1:
            raise DataError(
                f"settings.json: max_length {settings.max_length} leaves no room for text"
            )

    @classmethod
    def load(cls, folder: Path, settings: ModelSettings, threads: int | None = None) -> Tagger:
        """The model of a model folder. Raises DataError for a missing or broken one."""
        tokenizer = TextTokenizer(folder / TOKENIZER)
        tags = len(TagSet(settings.labels))
        return cls(TaggerSession(folder / ONNX_MODEL, tags, threads), tokenizer, settings)

    def of_one_thread(self) -> Tagger:
        """The same model, each run of which takes the caller's thread alone, as PyTorch's do."""
        one = copy(self)
        if isinstance(self._session, TaggerSession):
            one._session = self._session.of_one_thread()
        return one

    def look_many(
        self,
        texts: Sequence[str],
        least: Mapping[str, float] | None = None,
        progress: Progress | None = None,
        watched: Collection[str] | None = None,
    ) -> list[Look | ScanError]:
        """What is in each text; a ScanError in the place of one that cannot be scanned wholly.

        `least`: the least score of a span by label, 0 where there is none. `progress` hears of
        texts in parts. `watched`: the labels whose chances are given, all of them by default.
        """
        encoded = self._tokenizer.encode_many(texts)
        read = [one for one in encoded if isinstance(one, Encoded)]
        watched = frozenset(self.tagset.labels if watched is None else watched)
        firsts = np.cumsum([0, *(len(one.ids) for one in read)]).tolist()
        scores = self._scores(read, firsts, progress)
        looks = iter(self._looks(read, firsts, scores, least or {}, watched))
        return [one if isinstance(one, ScanError) else next(looks) for one in encoded]

    def _scores(
        self, encoded: list[Encoded], firsts: list[int], progress: Progress | None
    ) -> np.ndarray:
        """Logits of every token of all texts, float32 [tokens, tags]; text i has those from
        `firsts[i]` on.
        """
        scores = np.empty((firsts[-1], len(self.tagset)), dtype=np.float32)
        rows: list[tuple[int, Window]] = []
        for i, one in enumerate(encoded):
            if len(one.ids):
                rows += [(i, window) for window in token_windows(len(one.ids), self.room)]
        # Longest first: the cores end together.
        rows.sort(key=lambda row: row[1].start - row[1].end)
        prefix, suffix = self._tokenizer.prefix, self._tokenizer.suffix
        given = [
            np.concatenate((prefix, encoded[i].ids[window.start : window.end], suffix))
            for i, window in rows
        ]
        lead = len(prefix)
        for (i, window), logits in zip(
            rows, self._session.run(given) if given else [], strict=True
        ):
            here, first = firsts[i] + window.first, window.first - window.start + lead
            kept = window.after - window.first
            scores[here : here + kept] = logits[first : first + kept]
            if progress:
                one = encoded[i]
                progress(int(one.ends[window.after - 1] - one.starts[window.first]))
        return scores

    def _worth(self, label: str, score: float) -> float:
        """A score as calibrated on dev."""
        curve = self._calibration.get(label)
        return curve(score) if curve else score

    def _looks(
        self,
        encoded: list[Encoded],
        firsts: list[int],
        scores: np.ndarray,
        least: Mapping[str, float],
        watched: frozenset[str],
    ) -> list[Look]:
        """Spans above their label's least score in each text, and the doubt about the rest of it.

        `firsts`, `scores`: as in `_scores`. The texts are decoded together: most are so short that
        calling numpy for each would take longer than its work.
        """
        if not len(scores):
            return [Look([], one.starts, np.zeros(0)) for one in encoded]
        if not np.isfinite(scores).all():
            raise DataError("the model gives scores that are no numbers; export it again")
        protected = np.concatenate([one.protected for one in encoded])
        tags = self._decoder.best_tags(
            scores,
            np.concatenate([one.joined for one in encoded]),
            protected,
            [first for first, one in zip(firsts, encoded, strict=False) if len(one.ids)],
        )
        chances = Chances(softmax(scores), self.tagset)
        outside = ~protected
        spans: list[list[Span]] = [[] for _ in encoded]
        for begin, stop, label in self._decoder.token_spans(tags):
            text = bisect_right(firsts, begin) - 1
            one, at = encoded[text], firsts[text]
            first, last = trim(one, begin - at, stop - at)
            if first == last:
                continue
            counted = self._decoder.counted(label)
            score = self._worth(label, chances.of_span(first + at, last + at, counted))
            if score >= least.get(label, 0.0):
                start, end = int(one.starts[first]), int(one.ends[last - 1])
                spans[text].append(Span(*widen(one, start, end), label, score))
                outside[begin:stop] &= label not in watched
        doubts = chances.of(watched) * outside
        return [
            Look(own, one.starts, doubts[first:last])
            for own, one, (first, last) in zip(spans, encoded, pairwise(firsts), strict=True)
        ]
