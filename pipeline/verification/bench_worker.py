"""One contender of the benchmark in a process of its own: `python -m
pipeline.verification.bench_worker NAME ...`.

Reads one JSON object a line, writes one a line: {"records": [...], "batch": n, "warm": k} is
answered by the seconds each batch took, after k records untimed, and the peak memory so far. A
record is a text or the turns of a conversation. What libraries print goes to standard error,
standard output is the protocol's alone.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from typing import Any, TextIO

Answer = Callable[[Sequence[Any]], Any]


def our_redactor(model: str, checkpoint: str) -> Answer:
    """`redact_records` as the command calls it: records in, redacted records out."""
    from pipeline.redaction import Policy, Redactor

    redactor, policy = Redactor.load(model), Policy()
    return lambda records: redactor.redact_records(records, policy)


def bare_session(model: str, checkpoint: str) -> Answer:
    """model.onnx run on token ids made beforehand: the floor under our own code.

    One text a call only.
    """
    from functools import cache
    from pathlib import Path

    import numpy as np
    from tokenizers import Tokenizer

    from pipeline.labels import TagSet
    from pipeline.model_settings import ONNX_MODEL, TOKENIZER, read_settings
    from pipeline.redaction.session import TaggerSession

    tags = len(TagSet(read_settings(model).labels))
    session = TaggerSession(Path(model) / ONNX_MODEL, tags)
    tokenizer = Tokenizer.from_file(str(Path(model) / TOKENIZER))

    @cache  # filled by the warm-up pass over all texts, so no measured call tokenises
    def ids(text: str) -> np.ndarray:
        return np.array(tokenizer.encode(text).ids, dtype=np.int64)

    return lambda texts: list(session.run([ids(texts[0])]))


def fp32_pipeline(model: str, checkpoint: str) -> Answer:
    """transformers' token-classification pipeline on the checkpoint, fp32, PyTorch's own number
    of threads.
    """
    from transformers import AutoModelForTokenClassification, AutoTokenizer, pipeline

    network = AutoModelForTokenClassification.from_pretrained(checkpoint, dtype="float32").eval()
    return _pipeline(pipeline, network, AutoTokenizer.from_pretrained(checkpoint))


def int8_pipeline(model: str, checkpoint: str) -> Answer:
    """The same pipeline with PyTorch's dynamic int8 quantisation of all linear layers."""
    import torch
    from transformers import AutoModelForTokenClassification, AutoTokenizer, pipeline

    network = AutoModelForTokenClassification.from_pretrained(checkpoint, dtype="float32").eval()
    network = torch.ao.quantization.quantize_dynamic(network, {torch.nn.Linear}, dtype=torch.qint8)
    return _pipeline(pipeline, network, AutoTokenizer.from_pretrained(checkpoint))


def _pipeline(factory: Any, network: Any, tokenizer: Any) -> Answer:
    tag = factory(
        "token-classification",
        model=network,
        tokenizer=tokenizer,
        aggregation_strategy="simple",
        device=-1,
    )
    return lambda texts: tag(list(texts), batch_size=len(texts))


CONTENDERS: dict[str, Callable[[str, str], Answer]] = {
    "redact": our_redactor,
    "session": bare_session,
    "fp32": fp32_pipeline,
    "int8": int8_pipeline,
}


def serve(answer: Answer, channel: TextIO) -> None:
    """Answer requests from standard input until it ends."""
    for line in sys.stdin:
        request = json.loads(line)
        records, batch, seconds = request["records"], request["batch"], []
        for i in range(0, min(request["warm"], len(records)), batch):
            answer(records[i : i + batch])
        for i in range(0, len(records), batch):
            group = records[i : i + batch]
            start = time.perf_counter()
            answer(group)
            seconds.append(time.perf_counter() - start)
        # ru_maxrss is in KiB on Linux.
        reply = {
            "seconds": seconds,
            "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
        }
        print(json.dumps(reply), file=channel, flush=True)


def main() -> None:
    """Be the contender that the command line names."""
    name, model, checkpoint = sys.argv[1:]
    channel = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    warnings.simplefilter("ignore")
    try:
        answer = CONTENDERS[name](model, checkpoint)
    except Exception as error:
        print(
            json.dumps({"error": f"{type(error).__name__}: {' '.join(str(error).split())[:200]}"}),
            file=channel,
        )
        sys.exit(1)
    serve(answer, channel)


if __name__ == "__main__":
    main()
