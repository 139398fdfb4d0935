"""The ONNX session: opened for the CPUs this container was given, with telemetry off."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np

from pipeline.errors import DataError
from pipeline.labels import TAGS
from pipeline.redaction.cores import usable_cores

# Read by onnxruntime when it is imported: no uploader, no device id on disk. Transcripts never leave the machine.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

#: Fusions that onnxruntime would make at load and that are slower than what they replace (pipeline/export/quantise.py).
SLOW_FUSIONS = ["SkipLayerNormFusion"]


class TaggerSession:
    """model.onnx of a model folder. `run` may be called from several threads at once."""

    def __init__(self, path: Path, threads: int | None = None):
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or usable_cores()
        options.inter_op_num_threads = 1
        options.log_severity_level = 4
        # Threads that spin for ever halve the speed of busy or rationed cores, those that sleep at once cost idle ones
        # 50 % at batch 1. The gaps between two operators are this short; measured with 0, 1, 2 and 4 busy neighbours.
        options.add_session_config_entry("session.intra_op.spin_duration_us", "10")
        onnxruntime.set_default_logger_severity(4)
        try:
            self._session = onnxruntime.InferenceSession(
                str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW_FUSIONS
            )
        except Exception as error:  # onnxruntime's errors share no public base class
            if not path.is_file():
                raise DataError(f"{path}: no such model; name a model folder with --model") from None
            raise DataError(f"{path}: is not a model that onnxruntime can run ({type(error).__name__})") from None
        inputs = {item.name for item in self._session.get_inputs()}
        outputs = [item for item in self._session.get_outputs() if item.name == "logits"]
        if inputs != {"input_ids", "attention_mask"} or not outputs or outputs[0].shape[-1] != len(TAGS):
            raise DataError(f"{path}: is not a tagger of {len(TAGS)} tags over input_ids and attention_mask")

    def run(self, input_ids: np.ndarray, attention_mask: np.ndarray) -> np.ndarray:
        """Logits, float32 [rows, tokens, 15], of int64 [rows, tokens] ids and mask."""
        return self._session.run(["logits"], {"input_ids": input_ids, "attention_mask": attention_mask})[0]
