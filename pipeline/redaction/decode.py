"""Class scores of tokens to spans: the best tag sequence that is legal BIO and never splits a word.

Viterbi decoding over log-probabilities. The model's raw logits serve as well: they differ from
log-softmax by a constant a token, which moves no maximum. Where each token's own best tag already
makes a legal sequence, that is the answer.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import groupby

import numpy as np

from pipeline.labels import TagSet, redacted_labels


class Decoder:
    """Decodes texts tagged with the tags of one label set; holds no state between calls."""

    def __init__(self, tagset: TagSet) -> None:
        self.tagset = tagset
        tags = range(len(tagset))
        self._inside = np.array([tagset.is_inside(tag) for tag in tags])
        # allowed[joined, previous tag, tag]: joined is 1 where the token goes on the word of the
        # one before.
        self._allowed = np.zeros((2, len(tags), len(tags)), dtype=bool)
        self._allowed[0, :, ~self._inside] = True
        self._allowed[1, 0, 0] = True
        for before in tags:
            for tag in tags:
                if tagset.goes_on(before, tag):
                    self._allowed[:, before, tag] = True
        self._hidden = frozenset(redacted_labels(tagset.labels))
        # What a step costs, [joined][tag, previous tag].
        free, barred = np.float32(0), np.float32(-np.inf)
        self._cost = [np.where(allowed.T, free, barred).copy() for allowed in self._allowed]

    def best_tags(
        self,
        scores: np.ndarray,
        joined: np.ndarray,
        forced: np.ndarray,
        firsts: Sequence[int] = (0,),
    ) -> np.ndarray:
        """The best legal tag sequence of each of some texts, one behind the other.

        `scores`: float [tokens, tags], logits or log-probabilities, left as they are. `joined`:
        bool [tokens], the token goes on the word of the one before. `forced`: bool [tokens], tokens
        that must be O (placeholders). `firsts`: the first token of each text, rising. Returns int
        [tokens].
        """
        tags = np.where(forced, 0, scores.argmax(axis=1))
        bounds = [*firsts, len(tags)]
        wrong = self._wrong(tags, joined, firsts).tolist()
        for text, places in groupby(wrong, key=lambda at: bisect_right(firsts, at) - 1):
            part = slice(bounds[text], bounds[text + 1])
            own = [at - part.start for at in places]
            self._repair(tags[part], scores[part], joined[part], forced[part], own)
        return tags

    def is_legal(self, tags: np.ndarray, joined: np.ndarray) -> bool:
        """Whether the `tags` [tokens] of one text are legal; `joined` is bool of the same shape."""
        return not len(self._wrong(tags, joined, [0]))

    def _wrong(self, tags: np.ndarray, joined: np.ndarray, firsts: Sequence[int]) -> np.ndarray:
        """Tokens that may not follow the one before, or not begin a text."""
        if not len(tags):
            return tags
        wrong = np.empty(len(tags), dtype=bool)
        wrong[1:] = ~self._steps(tags, joined)
        begins = np.array(firsts)
        wrong[begins] = self._inside[tags[begins]]
        return np.flatnonzero(wrong)

    def _steps(self, tags: np.ndarray, joined: np.ndarray) -> np.ndarray:
        steps: np.ndarray = self._allowed[joined[1:].astype(np.int8), tags[:-1], tags[1:]]
        return steps

    def _repair(
        self,
        tags: np.ndarray,
        scores: np.ndarray,
        joined: np.ndarray,
        forced: np.ndarray,
        wrong: Sequence[int],
    ) -> None:
        """Make the best tags of a text legal, in place, by decoding only the stretches that are
        not: those with the tokens `wrong`.

        The text is cut where a token begins a word and its best tag is O or B-, which may follow
        anything. Stretches that each have their best sequence and begin so make up the best
        sequence of the whole. A stretch whose best sequence would rather begin with I- is decoded
        again together with the stretch before it.
        """
        # Plain lists: on a short text numpy's set functions would take longer than the decoding.
        cuts = np.flatnonzero(~joined & ~self._inside[tags]).tolist()
        if cuts[:1] != [0]:
            cuts.insert(0, 0)
        cuts.append(len(tags))
        for place in sorted({bisect_right(cuts, at) - 1 for at in wrong}):
            end = cuts[place + 1]
            while True:
                part = slice(cuts[place], end)
                best = self.viterbi(scores[part], joined[part], forced[part], start_free=place > 0)
                if place == 0 or not self._inside[best[0]]:
                    break
                place -= 1
            tags[part] = best

    def viterbi(
        self, scores: np.ndarray, joined: np.ndarray, forced: np.ndarray, start_free: bool = False
    ) -> np.ndarray:
        """As `best_tags`, without the shortcut: O(tokens * tags^2).

        With `start_free` the stretch may begin with I-, going on what came before it.
        """
        tokens = len(scores)
        if not tokens:
            return np.zeros(0, dtype=np.int64)
        scores = scores.astype(np.float32, copy=True)
        scores[forced, 1:] = -np.inf
        scores[forced, 0] = 0
        total = scores[0] if start_free else np.where(self._inside, np.float32(-np.inf), scores[0])
        back = np.empty((tokens, len(self.tagset)), dtype=np.int64)
        for t, step in enumerate(joined[1:].tolist(), 1):
            paths = total + self._cost[step]
            paths.argmax(axis=1, out=back[t])
            total = paths.max(axis=1) + scores[t]
        tags = np.empty(tokens, dtype=np.int64)
        tag = tags[-1] = int(total.argmax())
        for t in range(tokens - 1, 0, -1):
            tag = tags[t - 1] = back[t, tag]
        return tags

    def token_spans(self, tags: np.ndarray) -> list[tuple[int, int, str]]:
        """(first token, one past the last, label) of every span in a legal tag sequence."""
        begins = np.flatnonzero((tags != 0) & ~self._inside[tags])
        spans = []
        for begin in begins.tolist():
            tag = int(tags[begin])
            end = begin + 1
            while end < len(tags) and self.tagset.goes_on(tag, int(tags[end])):
                end += 1
            spans.append((begin, end, self.tagset.label(tag)))
        return spans

    def counted(self, label: str) -> frozenset[str]:
        """The labels whose chances make up the score of a span of `label`: of one that is redacted
        by default all those.

        What may be an account or a policy number is personal either way. (Measured with thresholds
        that leave the same leak: 0.5 instead of 1.8 false alarms in 100 real voice commands.)
        """
        return self._hidden if label in self._hidden else frozenset((label,))


class Chances:
    """The chances of sets of labels for each token, from probabilities, float [tokens, tags]."""

    def __init__(self, probabilities: np.ndarray, tagset: TagSet) -> None:
        self._probabilities, self._tagset = probabilities, tagset
        self._sums: dict[frozenset[str], np.ndarray] = {}

    def of(self, labels: frozenset[str]) -> np.ndarray:
        """The chance of each token that it is of any of `labels`, float [tokens]."""
        if labels not in self._sums:
            # Column by column: numpy's own order of adding goes by how many rows there are.
            total = np.zeros(len(self._probabilities))
            for column in self._tagset.columns(labels):
                total += self._probabilities[:, column]
            self._sums[labels] = total
        return self._sums[labels]

    def of_span(self, first: int, last: int, labels: frozenset[str]) -> float:
        """Their mean over tokens first..last-1."""
        return float(self.of(labels)[first:last].sum()) / (last - first)


def softmax(scores: np.ndarray) -> np.ndarray:
    """Probabilities, float64 [tokens, tags], of logits of the same shape."""
    powers = np.exp(scores - scores.max(axis=1, keepdims=True), dtype=np.float64)
    total: np.ndarray = powers / powers.sum(axis=1, keepdims=True)
    return total
