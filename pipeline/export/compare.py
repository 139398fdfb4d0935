"""int8 against PyTorch on the same utterances: token agreement and span scores."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from pipeline.redaction.session import TaggerSession


class TorchSession:
    """A checkpoint folder run by PyTorch in fp32, with the interface of the redactor's session."""

    def __init__(self, checkpoint: Path) -> None:
        import torch
        from transformers import AutoModelForTokenClassification

        self._torch = torch
        self._model = AutoModelForTokenClassification.from_pretrained(checkpoint).float().eval()

    def run(self, input_ids: np.ndarray, attention_mask: np.ndarray) -> np.ndarray:
        """Logits, float32 [batch, tokens, 15], of int64 [batch, tokens] ids and mask."""
        torch = self._torch
        with torch.inference_mode():
            return self._model(torch.from_numpy(input_ids), torch.from_numpy(attention_mask)).logits.numpy()


class BestTags:
    """A session that remembers the best tag of each token it saw, by the batch of ids it was asked about."""

    def __init__(self, session: TaggerSession | TorchSession) -> None:
        self.session = session
        self.tags: dict[bytes, np.ndarray] = {}

    def run(self, input_ids: np.ndarray, attention_mask: np.ndarray) -> np.ndarray:
        """Logits of the session."""
        logits = self.session.run(input_ids, attention_mask)
        # -1 for padding, which both sessions leave out alike.
        self.tags[input_ids.tobytes()] = np.where(attention_mask == 1, logits.argmax(-1), -1).astype(np.int8)
        return logits


def agreement(one: BestTags, two: BestTags) -> float:
    """Share of tokens whose best tag is the same in both; both must have seen the same batches."""
    same = tokens = 0
    for batch, tags in one.tags.items():
        real = tags >= 0
        same += int((tags == two.tags[batch])[real].sum())
        tokens += int(real.sum())
    return same / max(1, tokens)
