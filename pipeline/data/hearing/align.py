"""A global alignment of two texts by sound: what was said and what was heard.

Needleman and Wunsch (1970) over the letters of the words as spoken ("82809" is "eight two eight
zero nine"), so that joined, split and misheard words still lie on what they came from. Letters that
sound alike cost little.
"""

from __future__ import annotations

from pipeline.data.hearing.speakable import Word, sounds

_CLASSES = ("aeiouy", "ckqg", "szxcj", "td", "pb", "fvw", "mn", "lr")
_ALIKE = {(one, other): 0.8 for group in _CLASSES for one in group for other in group}
_SAME, _WORD_START = 2.0, 0.6
_GAP, _LIGHT_GAP = -1.0, -0.6
_LIGHT = frozenset("aeiouyhr'")


class Alignment:
    """Of `said` to `heard`: for each letter of what was heard, the letter said that it lies on,
    or -1.
    """

    def __init__(self, said: str, heard: str) -> None:
        self.said_text, self.heard_text = said, heard
        self.said, self.heard = sounds(said), sounds(heard)
        self._a, self._word_a = _letters(self.said)
        self._b, self._word_b = _letters(self.heard)
        self._on = _align(self._a, self._b, _starts(self._word_a), _starts(self._word_b))

    def letters_on(self) -> list[int]:
        """For each letter heard, in a row without spaces, the index of the letter said that it
        lies on, or -1.
        """
        return self._on

    @property
    def likeness(self) -> float:
        """Share of letters, of the longer of both, that lie on the same or a similar letter."""
        longer = max(len(self._a), len(self._b))
        return sum(self._votes()) / longer if longer else 1.0

    def _votes(self) -> list[float]:
        return [self._vote(j) for j in range(len(self._b))]

    def _vote(self, j: int) -> float:
        i = self._on[j]
        if i < 0:
            return 0.0
        one, other = self._a[i], self._b[j]
        return 1.0 if one == other else 0.5 if (one, other) in _ALIKE else 0.1

    def shares(self) -> list[dict[int, float]]:
        """For each heard word, how much of it (in letters, a mismatch counting little) lies on
        which said words.
        """
        table: list[dict[int, float]] = [{} for _ in self.heard]
        for j, i in enumerate(self._on):
            if i >= 0:
                row = table[self._word_b[j]]
                row[self._word_a[i]] = row.get(self._word_a[i], 0.0) + self._vote(j)
        return table

    def came_through(self) -> list[float]:
        """For each said word, the share of its letters that were heard."""
        heard = [0.0] * len(self.said)
        for row in self.shares():
            for i, vote in row.items():
                heard[i] += vote
        return [
            min(1.0, vote / len(word.sound)) for vote, word in zip(heard, self.said, strict=True)
        ]


def _letters(words: list[Word]) -> tuple[str, list[int]]:
    """All letters in a row, and the word each belongs to."""
    text = "".join(word.sound for word in words)
    return text, [n for n, word in enumerate(words) for _ in word.sound]


def _starts(owner: list[int]) -> list[bool]:
    return [n == 0 or owner[n - 1] != one for n, one in enumerate(owner)]


def _align(a: str, b: str, starts_a: list[bool], starts_b: list[bool]) -> list[int]:
    """For each letter of `b` the index of the letter of `a` on it, or -1.

    Time and memory grow as len(a) * len(b).
    """
    gaps_b = [_LIGHT_GAP if letter in _LIGHT else _GAP for letter in b]
    row = [0.0]
    for gap in gaps_b:
        row.append(row[-1] + gap)
    steps: list[bytearray] = []
    for letter, start in zip(a, starts_a, strict=True):
        gap_a = _LIGHT_GAP if letter in _LIGHT else _GAP
        new = [row[0] + gap_a]
        step = bytearray(len(b))
        last = new[0]
        for j, other in enumerate(b):
            score = _SAME if letter == other else _ALIKE.get((letter, other), -0.8)
            if start and starts_b[j]:
                score += _WORD_START
            best, way = row[j] + score, 0
            if row[j + 1] + gap_a > best:
                best, way = row[j + 1] + gap_a, 1
            if last + gaps_b[j] > best:
                best, way = last + gaps_b[j], 2
            new.append(best)
            last = best
            step[j] = way
        steps.append(step)
        row = new
    on = [-1] * len(b)
    i, j = len(a), len(b)
    while i and j:
        way = steps[i - 1][j - 1]
        if way == 0:
            i, j = i - 1, j - 1
            on[j] = i
        elif way == 1:
            i -= 1
        else:
            j -= 1
    return on
