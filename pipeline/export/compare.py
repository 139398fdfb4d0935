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


class Agreement:
    """Runs int8, and PyTorch beside it, and counts the tokens whose best tag is the same; answers with int8's."""

    def __init__(self, int8: TaggerSession, reference: TorchSession) -> None:
        self.int8, self.reference = int8, reference
        self.same = self.tokens = 0

    def run(self, input_ids: np.ndarray, attention_mask: np.ndarray) -> np.ndarray:
        """Logits of the int8 model."""
        logits = self.int8.run(input_ids, attention_mask)
        other = self.reference.run(input_ids, attention_mask)
        equal = logits.argmax(-1) == other.argmax(-1)
        self.same += int((equal & (attention_mask == 1)).sum())
        self.tokens += int(attention_mask.sum())
        return logits

    def share(self) -> float:
        """Share of tokens that agree since the start."""
        return self.same / max(1, self.tokens)
