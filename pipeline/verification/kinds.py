"""In what way a value is said in a conversation: as an answer, in pieces, read back, spelled.

Told from the labelled turns alone, so that any labelled conversation serves; each way has a gate.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from difflib import SequenceMatcher

from pipeline.labelled import Text
from pipeline.redaction.conversation import is_listening
from pipeline.redaction.spoken import canonical

KINDS = ("answers", "pieces", "read_backs", "spelling")
#: Fewer letters and digits than this are in any number that was said before.
_LEAST = 3


def kinds_of(turns: Sequence[Text]) -> list[list[str]]:
    """The kind, one of KINDS, of each labelled span of each turn.

    spelling: most of its words are single letters. read_backs: half of it in a row was said before,
    as part of the same type, by whomever. pieces: the turn before or behind, but for a listener's,
    has a span of the same type. answers: all others.
    """
    said: dict[str, str] = defaultdict(str)
    kinds = []
    for i, turn in enumerate(turns):
        beside = _labels_beside(turns, i)
        own = []
        for span in turn.spans:
            value = turn.text[span.start : span.end]
            form = canonical(span.label, value)
            if _is_spelled(value):
                own.append("spelling")
            elif _is_said_again(form, said[span.label]):
                own.append("read_backs")
            else:
                own.append("pieces" if span.label in beside else "answers")
            said[span.label] += form
        kinds.append(own)
    return kinds


def _is_spelled(value: str) -> bool:
    words = re.findall(r"[^\W\d_]+", value)
    letters = sum(len(word) == 1 for word in words)
    return letters >= _LEAST and 2 * letters >= len(words)


def _is_said_again(form: str, before: str) -> bool:
    if len(form) < _LEAST or not before:
        return False
    same = SequenceMatcher(None, form, before, autojunk=False).find_longest_match()
    return same.size >= max(_LEAST, (len(form) + 1) // 2)


def _labels_beside(turns: Sequence[Text], index: int) -> set[str]:
    """The types in the nearest turns before and behind that are no listener's."""
    labels: set[str] = set()
    for side in (reversed(turns[:index]), turns[index + 1 :]):
        for turn in side:
            if turn.spans or not is_listening(turn.text):
                labels.update(span.label for span in turn.spans)
                break
    return labels
