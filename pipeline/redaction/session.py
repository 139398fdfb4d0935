"""The ONNX session: opened for the CPUs this container was given, with telemetry off."""

from __future__ import annotations

import os
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from functools import lru_cache, partial
from pathlib import Path
from threading import Lock
from typing import Any

import numpy as np

from pipeline.errors import DataError
from pipeline.redaction.cores import usable_cores

# Read by onnxruntime when it is imported: no uploader, no device id on disk. Transcripts never
# leave the machine.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

#: Fusions that onnxruntime would make at load and that are slower than what they replace
#: (pipeline/export/quantise.py).
SLOW_FUSIONS = ["SkipLayerNormFusion"]


class TaggerSession:
    """model.onnx of a model folder. `run` may be called from several threads at once.

    Rows are run each by itself, one on each core. An int8 model scales its activations by the
    largest of all it is given, so rows run together would change each other's answers (measured: in
    2 % of utterances); and they would gain nothing (two cores, MiniLM, 22 rows: 1.00 ms of CPU a
    row together, 1.07 alone).
    """

    def __init__(self, path: Path, tags: int, threads: int | None = None):
        self._path, self._threads = path, bounded(threads)
        self._session = open_session(path, self._threads)
        inputs = {item.name for item in self._session.get_inputs()}
        outputs = [item for item in self._session.get_outputs() if item.name == "logits"]
        known = {"input_ids", "attention_mask"}
        if inputs != known or not outputs or outputs[0].shape[-1] != tags:
            raise DataError(f"{path}: is not a tagger of {tags} tags over {' and '.join(known)}")
        self._lock = Lock()
        self._narrow: Any = self._session if self._threads == 1 else None
        self._pool: ThreadPoolExecutor | None = None

    def run(self, rows: Sequence[np.ndarray]) -> Iterable[np.ndarray]:
        """Logits, float32 [tokens, tags], of each of `rows`, int64 [tokens] token ids, as they
        are done.
        """
        if len(rows) == 1:
            return [_logits(self._session, rows[0])]
        session, pool = self._for_rows()
        return (pool.map if pool else map)(partial(_logits, session), rows)

    def of_one_thread(self) -> TaggerSession:
        """The same model, each run of which takes the caller's thread alone."""
        one = copy(self)
        one._threads, one._pool, (one._session, _) = 1, None, self._for_rows()
        one._narrow = one._session
        return one

    def _for_rows(self) -> tuple[Any, ThreadPoolExecutor | None]:
        """A session of one thread and as many workers as there are cores, made when first
        needed.
        """
        if self._narrow is None:
            with self._lock:
                if self._narrow is None:
                    self._pool = ThreadPoolExecutor(self._threads, thread_name_prefix="rows")
                    self._narrow = open_session(self._path, 1)
        return self._narrow, self._pool


def bounded(threads: int | None) -> int:
    """`threads`, at most as many as the container has cores; all of them for None."""
    cores = usable_cores()
    return min(threads, cores) if threads else cores


def _logits(session: Any, ids: np.ndarray) -> np.ndarray:
    feed = {"input_ids": ids[None], "attention_mask": _ones(len(ids))}
    logits: np.ndarray = session.run(["logits"], feed)[0][0]
    return logits


@lru_cache(1024)
def _ones(size: int) -> np.ndarray:
    return np.ones((1, size), dtype=np.int64)


def open_session(path: Path, threads: int) -> Any:
    """An onnxruntime.InferenceSession on the CPU. Raises DataError for a missing or broken file."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = threads
    options.inter_op_num_threads = 1
    options.log_severity_level = 4
    # Threads that spin for ever halve the speed of busy or rationed cores, those that sleep at once
    # cost idle ones 50 % at batch 1. The gaps between two operators are this short; measured with
    # 0, 1, 2 and 4 busy neighbours.
    options.add_session_config_entry("session.intra_op.spin_duration_us", "10")
    onnxruntime.set_default_logger_severity(4)
    try:
        return onnxruntime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"], disabled_optimizers=SLOW_FUSIONS
        )
    except Exception as error:  # onnxruntime's errors share no public base class
        if not path.is_file():
            raise DataError(f"{path}: no such model; name a model folder with --model") from None
        raise DataError(
            f"{path}: is not a model that onnxruntime can run ({type(error).__name__})"
        ) from None
