"""What the benchmark is measured on: texts of one length with a given share that hold PII, and
conversations.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from tokenizers import Tokenizer

from pipeline.errors import DataError
from pipeline.labelled import Labelled, read_parts
from pipeline.labels import redacted_labels
from pipeline.model_settings import TOKENIZER

#: Shares of texts with PII, in percent: none, an ordinary call, people who read out their data.
SHARES = (0, 10, 90)
CONVERSATIONS = "conversations"
#: A text or the turns of a conversation.
Said = str | list[str]


class Sample(NamedTuple):
    """Texts or conversations to measure on; `tokens` of each, [CLS] and [SEP] not counted."""

    records: list[Said]
    tokens: list[int]

    def units(self, at: int, after: int) -> int:
        """Utterances in `records[at:after]`: texts and turns."""
        return sum(1 if isinstance(one, str) else len(one) for one in self.records[at:after])

    def repeated(self, count: int) -> int:
        """Utterances in `count` records, begun anew where the sample ends."""
        whole, rest = divmod(count, len(self.records))
        return whole * self.units(0, len(self.records)) + self.units(0, rest)


def mix(share: int) -> str:
    """The name of the sample of which `share` percent hold PII."""
    return f"{share} % PII"


#: The mix of texts that the baselines answer; what a text holds does not change their time.
ORDINARY = mix(10)


def samples(
    model: str | Path, source: str | Path, tokens: int, count: int, seed: int = 7
) -> dict[str, Sample]:
    """A sample for each of SHARES, of `count` texts as near to `tokens` tokens as `source` has, and
    its conversations.

    The same texts are drawn in every run. Raises DataError where `source` has too few of one kind
    to be measured on.
    """
    tokenizer = Tokenizer.from_file(str(Path(model) / TOKENIZER))
    rows = [row for part in read_parts(source).values() for row in part]
    pii = _nearest(
        tokenizer, [row for row in rows if _is_text(row) and _has_pii(row)], tokens, count
    )
    free = _nearest(
        tokenizer, [row for row in rows if _is_text(row) and not _has_pii(row)], tokens, count
    )
    drawn = {}
    for share in SHARES:
        held = round(count * share / 100)
        if len(pii.records) < held or len(free.records) < count - held:
            raise DataError(
                f"{source}: holds too few texts"
                f" {'with' if len(pii.records) < held else 'without'} PII"
            )
        both = [
            *zip(*_first(pii, held), strict=True),
            *zip(*_first(free, count - held), strict=True),
        ]
        order = np.random.default_rng(seed).permutation(len(both))
        drawn[mix(share)] = Sample(
            *(list(column) for column in zip(*(both[i] for i in order), strict=True))
        )
    chats: list[Said] = [[turn.text for turn in row.turns] for row in rows if row.conversation]
    step = max(1, len(chats) // count)
    chats = chats[::step][:count]
    drawn[CONVERSATIONS] = Sample(chats, [_tokens(tokenizer, "\n".join(chat)) for chat in chats])
    return drawn


def _is_text(row: Labelled) -> bool:
    return not row.conversation


def _has_pii(row: Labelled) -> bool:
    pii = redacted_labels()
    return any(span.label in pii for turn in row.turns for span in turn.spans)


def _nearest(tokenizer: Tokenizer, rows: Sequence[Labelled], tokens: int, count: int) -> Sample:
    """The `count` texts of `rows` whose length is nearest to `tokens`, each once."""
    texts = list(dict.fromkeys(row.turns[0].text for row in rows))
    sizes = {text: _tokens(tokenizer, text) for text in texts}
    chosen = sorted(texts, key=lambda text: abs(sizes[text] - tokens))[:count]
    return Sample(list(chosen), [sizes[text] for text in chosen])


def _first(sample: Sample, count: int) -> Sample:
    return Sample(sample.records[:count], sample.tokens[:count])


def _tokens(tokenizer: Tokenizer, text: str) -> int:
    return len(tokenizer.encode(text, add_special_tokens=False).ids)
