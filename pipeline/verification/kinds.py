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
from pipeline.spans import Span

KINDS = ("answers", "pieces", "read_backs", "spelling")
#: Fewer letters and digits than this are in any number that was said before.
_LEAST = 3


def kinds_of(turns: Sequence[Text]) -> list[list[str]]:
    """The kind, one of KINDS, of each labelled span of each turn.

    spelling: most of its words are single letters. read_backs: half of it in a row was said before,
    as part of the same type, by whomever. pieces: the turn before or behind, but for a listener's,
    holds more of the same type. answers: all others.
    """
    forms = [[_form(turn, span) for span in turn.spans] for turn in turns]
    said: dict[str, str] = defaultdict(str)
    kinds = []
    for i, turn in enumerate(turns):
        beside = _said_beside(turns, forms, i)
        own = []
        for span, form in zip(turn.spans, forms[i], strict=True):
            if _is_spelled(turn.text[span.start : span.end]):
                own.append("spelling")
            elif _is_said_again(form, said[span.label]):
                own.append("read_backs")
            else:
                more = any(
                    label == span.label and not _is_said_again(other, form)
                    for label, other in beside
                )
                own.append("pieces" if more else "answers")
            said[span.label] += form
        kinds.append(own)
    return kinds


def _form(turn: Text, span: Span) -> str:
    return canonical(span.label, turn.text[span.start : span.end])


def _is_spelled(value: str) -> bool:
    words = re.findall(r"[^\W\d_]+", value)
    letters = sum(len(word) == 1 for word in words)
    return letters >= _LEAST and 2 * letters >= len(words)


def _is_said_again(form: str, before: str) -> bool:
    if len(form) < _LEAST or not before:
        return False
    same = SequenceMatcher(None, form, before, autojunk=False).find_longest_match()
    return same.size >= max(_LEAST, (len(form) + 1) // 2)


def _said_beside(
    turns: Sequence[Text], forms: Sequence[Sequence[str]], index: int
) -> list[tuple[str, str]]:
    """Type and form of what the nearest turns before and behind hold that are no listener's."""
    beside = []
    for places in (range(index - 1, -1, -1), range(index + 1, len(turns))):
        for place in places:
            turn = turns[place]
            if turn.spans or not is_listening(turn.text):
                beside += [
                    (span.label, form) for span, form in zip(turn.spans, forms[place], strict=True)
                ]
                break
    return beside
