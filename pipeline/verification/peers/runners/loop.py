"""The loop every runner shares; standard library only, since each runner runs in its tool's own environment.

Standard input: {"text"} a line. Standard output: {"seconds", "entities": [{start, end, type, score}]} a line in the
same order, then one line {"load_s", "peak_mb"}. Types are the tool's own; the scorer maps them.
"""

import json
import os
import resource
import sys
import time
import warnings

WARM_UP = 20


def run(load):
    """`load()` gives a function from a text to [(start, end, type, score)]."""
    warnings.simplefilter("ignore")
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    start = time.perf_counter()
    find = load()
    load_s = time.perf_counter() - start
    texts = [json.loads(line)["text"] for line in sys.stdin.buffer]
    for text in texts[:WARM_UP]:
        find(text)
    for text in texts:
        start = time.perf_counter()
        spans = find(text)
        seconds = time.perf_counter() - start
        entities = [{"start": s, "end": e, "type": t, "score": score} for s, e, t, score in spans]
        print(json.dumps({"seconds": seconds, "entities": entities}), file=channel)
    # ru_maxrss is in KiB on Linux.
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"load_s": load_s, "peak_mb": peak_mb}), file=channel, flush=True)
