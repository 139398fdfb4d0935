"""int8 against PyTorch on the same utterances: token agreement and span scores."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from pipeline.redaction.tagger import Session


class TorchForward:
    """A checkpoint folder run by PyTorch in fp32, on padded batches."""

    def __init__(self, checkpoint: Path) -> None:
        import torch
        from transformers import AutoModelForTokenClassification

        self._torch = torch
        self._model = AutoModelForTokenClassification.from_pretrained(checkpoint).float().eval()

    def run(self, input_ids: np.ndarray, attention_mask: np.ndarray) -> np.ndarray:
        """Logits, float32 [batch, tokens, tags], of int64 [batch, tokens] ids and mask."""
        torch = self._torch
        with torch.inference_mode():
            return self._model(
                torch.from_numpy(input_ids), torch.from_numpy(attention_mask)
            ).logits.numpy()


class BestTags:
    """A session that remembers the best tag of each token it saw, by the token ids that it was
    asked about.
    """

    def __init__(self, session: Session) -> None:
        self.session = session
        self.tags: dict[bytes, np.ndarray] = {}

    def run(self, rows: Sequence[np.ndarray]) -> Iterator[np.ndarray]:
        """Logits of the session."""
        for row, logits in zip(rows, self.session.run(rows), strict=True):
            self.tags[row.tobytes()] = logits.argmax(-1).astype(np.int16)
            yield logits


def agreement(one: BestTags, two: BestTags) -> float:
    """Share of the tokens that `two` saw whose best tag is the same in `one`, which saw all of
    them.
    """
    same = tokens = 0
    for row, tags in two.tags.items():
        same += int((tags == one.tags[row]).sum())
        tokens += len(tags)
    return same / max(1, tokens)
