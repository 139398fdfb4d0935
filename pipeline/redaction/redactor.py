"""Find and redact PII in texts: tokenise, run the model over windows, decode, give spans of characters."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from pipeline.errors import ConfigError, DataError
from pipeline.labels import LABELS, PII_LABELS
from pipeline.model_settings import ONNX_MODEL, TOKENIZER, ModelSettings, read_settings
from pipeline.redaction.decode import N_TAGS, best_tags, span_score, token_spans
from pipeline.redaction.formats.base import entities_json
from pipeline.redaction.modes import StandIn, redact_text
from pipeline.redaction.second_look import SecondLook
from pipeline.redaction.session import TaggerSession
from pipeline.redaction.tokenize import Encoded, ScanError, TextTokenizer, trim, whole, widen
from pipeline.redaction.windows import Window, batches, windows
from pipeline.spans import Span

#: Tokens given to the session at once, padding included, and the largest share of padding.
BATCH_TOKENS = 2048
BATCH_WASTE = 0.1
#: Tokens decoded together.
DECODE_TOKENS = 32_768


class Redaction(NamedTuple):
    """A redacted text and what was found: [{start, end, label, pii, score}], offsets into the text given."""

    text: str
    entities: list[dict[str, Any]]


class Redactor:
    """A loaded model. Its methods may be called from several threads at once.

    >>> redactor = Redactor.load("artifacts/model")
    >>> redactor.redact("call maya on four two in pune").text
    'call [PERSON_NAME] on [PHONE] in pune'
    >>> [(span.start, span.end, span.label) for span in redactor.find("call maya")]
    [(5, 9, 'PERSON_NAME')]
    >>> [answer.text for answer in redactor.redact_many(["hello", "my number is 4 2"], mode="mask")]
    ['hello', 'my number is ***']
    >>> [answer.text for answer in redactor.stream(iter(["maya", "john"]))]
    ['[PERSON_NAME]', '[PERSON_NAME]']
    """

    def __init__(
        self,
        session: TaggerSession,
        tokenizer: TextTokenizer,
        settings: ModelSettings,
        thresholds: Mapping[str, float] | None = None,
    ):
        self._session = session
        self._tokenizer = tokenizer
        self.settings = settings
        self.thresholds = {label: 0.0 for label in LABELS} | dict(thresholds or {})
        self._body = settings.max_length - len(tokenizer.prefix) - len(tokenizer.suffix)
        if self._body < 1:
            raise DataError(f"settings.json: max_length {settings.max_length} leaves no room for text")

    @classmethod
    def load(
        cls,
        folder: str | Path,
        *,
        threads: int | None = None,
        operating_point: str | None = None,
        thresholds: Mapping[str, float] | None = None,
    ) -> Redactor:
        """Load a model folder as the export stage writes it.

        `threads`: CPU threads of one model run, by default the cores of the container. `operating_point`: a name in the
        model's settings, by default the one chosen there. `thresholds`: least score of a span by label, laid on top.
        Raises DataError for a missing or broken model, ConfigError for an unknown operating point or label.
        """
        folder = Path(folder)
        settings = read_settings(folder)
        chosen = pick_thresholds(settings, operating_point, thresholds or {})
        tokenizer = TextTokenizer(folder / TOKENIZER)
        return cls(TaggerSession(folder / ONNX_MODEL, threads), tokenizer, settings, chosen)

    def find(self, text: str) -> list[Span]:
        """Spans of all entity types in `text`, sorted, apart from each other. Raises ScanError (text unreadable)."""
        return self.find_many([text])[0]

    def find_many(self, texts: list[str]) -> list[list[Span]]:
        """`find` for each text, run together in batches. Raises the first ScanError."""
        return whole(self.scan_many(texts))

    def redact(self, text: str, mode: str = "label", stand_in: StandIn | None = None) -> Redaction:
        """Find PII in `text`, look again at what is left, and replace it; places are reported and left.

        So it may find more than `find`, and changes nothing in a text that it has redacted before. Raises ScanError.
        """
        return self.redact_many([text], mode, stand_in)[0]

    def redact_many(self, texts: list[str], mode: str = "label", stand_in: StandIn | None = None) -> list[Redaction]:
        """`redact` for each text, run together in batches. Raises the first ScanError."""
        found = SecondLook(self, PII_LABELS).find_many(texts)
        return [
            Redaction(
                redact_text(text, [s for s in spans if s.label in PII_LABELS], mode, stand_in), entities_json(spans)
            )
            for text, spans in zip(texts, found, strict=True)
        ]

    def stream(
        self, texts: Iterable[str], look_ahead: int = 64, mode: str = "label", stand_in: StandIn | None = None
    ) -> Iterator[Redaction]:
        """Redact `texts` in order, holding at most `look_ahead` of them; with 1 each is answered as it comes.

        Raises the first ScanError.
        """
        waiting: list[str] = []
        for text in texts:
            waiting.append(text)
            if len(waiting) >= look_ahead:
                yield from self.redact_many(waiting, mode, stand_in)
                waiting = []
        yield from self.redact_many(waiting, mode, stand_in)

    def scan_many(self, texts: list[str]) -> list[list[Span] | ScanError]:
        """`find_many` with a ScanError in the place of each text that cannot be scanned wholly."""
        found: list[list[Span] | ScanError] = []
        encoded = self._tokenizer.encode_many(texts)
        scores = self._scores([e for e in encoded if isinstance(e, Encoded)])
        for one in encoded:
            found.append(one if isinstance(one, ScanError) else [])
        whole = [i for i, one in enumerate(encoded) if isinstance(one, Encoded)]
        for group in batches([len(s) for s in scores], DECODE_TOKENS, 0.5):
            rows = [(encoded[whole[i]], scores[i]) for i in group]
            for i, spans in zip(group, self._decode(rows), strict=True):
                found[whole[i]] = spans
        return found

    def _scores(self, encoded: list[Encoded]) -> list[np.ndarray]:
        """Logits of every token, float32 [tokens, 15] for each text."""
        scores = [np.empty((len(one.ids), N_TAGS), dtype=np.float32) for one in encoded]
        rows: list[tuple[int, Window]] = []
        for i, one in enumerate(encoded):
            if len(one.ids):
                rows += [(i, window) for window in windows(len(one.ids), self._body)]
        lengths = [window.end - window.start for _, window in rows]
        for batch in batches(lengths, BATCH_TOKENS, BATCH_WASTE):
            self._run_batch([rows[i] for i in batch], encoded, scores)
        return scores

    def _run_batch(self, rows: list[tuple[int, Window]], encoded: list[Encoded], scores: list[np.ndarray]) -> None:
        """Run the model on one batch of windows and put the logits to keep into `scores`."""
        prefix, suffix = self._tokenizer.prefix, self._tokenizer.suffix
        lead, extra = len(prefix), len(prefix) + len(suffix)
        longest = max(window.end - window.start for _, window in rows) + extra
        ids = np.zeros((len(rows), longest), dtype=np.int64)
        mask = np.zeros((len(rows), longest), dtype=np.int64)
        ids[:, :lead] = prefix
        for row, (i, window) in enumerate(rows):
            body = window.end - window.start
            ids[row, lead : lead + body] = encoded[i].ids[window.start : window.end]
            ids[row, lead + body : body + extra] = suffix
            mask[row, : body + extra] = 1
        logits = self._session.run(ids, mask)
        for row, (i, window) in enumerate(rows):
            shift = lead - window.start
            scores[i][window.keep_start : window.keep_end] = logits[
                row, window.keep_start + shift : window.keep_end + shift
            ]

    def _decode(self, rows: list[tuple[Encoded, np.ndarray]]) -> list[list[Span]]:
        """Spans of texts of like length, decoded together."""
        longest = max(len(scores) for _, scores in rows)
        if not longest:
            return [[] for _ in rows]
        if len(rows) == 1:
            one, scores = rows[0]
            return [self._spans(one, self._tags(scores[None], one.joined[None], one.protected[None])[0], scores)]
        padded = np.zeros((len(rows), longest, N_TAGS), dtype=np.float32)
        joined = np.zeros((len(rows), longest), dtype=bool)
        forced = np.ones((len(rows), longest), dtype=bool)
        for row, (one, scores) in enumerate(rows):
            padded[row, : len(scores)] = scores
            joined[row, : len(scores)] = one.joined
            forced[row, : len(scores)] = one.protected
        tags = self._tags(padded, joined, forced)
        return [self._spans(one, row, scores) for (one, scores), row in zip(rows, tags, strict=True)]

    def _tags(self, scores: np.ndarray, joined: np.ndarray, forced: np.ndarray) -> np.ndarray:
        if not np.isfinite(scores).all():
            raise DataError("the model gives scores that are no numbers; export it again")
        return best_tags(scores, joined, forced)

    def _spans(self, encoded: Encoded, tags: np.ndarray, scores: np.ndarray) -> list[Span]:
        """Spans above their label's threshold in one text."""
        spans = []
        for begin, stop, label in token_spans(tags):
            first, last = trim(encoded, begin, stop)
            if first == last:
                continue
            score = span_score(scores[first:last], label)
            if score >= self.thresholds[label]:
                start, end = widen(encoded, int(encoded.starts[first]), int(encoded.ends[last - 1]))
                spans.append(Span(start, end, label, score))
        return spans


def pick_thresholds(settings: ModelSettings, point: str | None, over: Mapping[str, float]) -> dict[str, float]:
    """The least score of each label at an operating point, `over` laid on top. Raises ConfigError."""
    points = settings.operating_points
    if point is not None and point not in points:
        known = ", ".join(sorted(points)) or "none"
        raise ConfigError(f"operating point {point!r} is not in the model's settings (it has: {known})")
    chosen = dict(points.get(point or settings.operating_point, {})) | dict(over)
    for label, least in chosen.items():
        if label not in LABELS or not 0 <= least <= 1:
            raise ConfigError(f"threshold {label}={least}: must be one of {', '.join(LABELS)} and between 0 and 1")
    return chosen
