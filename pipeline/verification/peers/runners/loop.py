"""The loop every runner shares; standard library only, since each runner runs in its tool's own
environment.

Standard input: {"turns": [text, ...]} a line, one turn for a single text. Standard output:
{"seconds", "entities": [{start, end, type, score}]} a line in the same order, then one line
{"load_s", "peak_mb"}. Offsets are those of the turns joined by newlines, types are the tool's own;
the scorer maps both.
"""

import json
import os
import resource
import sys
import time
import warnings

WARM_UP = 20


def run(load, joined=True):
    """`load()` gives a function from a text (not `joined`: from a list of turns) to [(start,
    end, type, score)].
    """
    warnings.simplefilter("ignore")
    channel = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    start = time.perf_counter()
    find = load()
    load_s = time.perf_counter() - start
    records = [json.loads(line)["turns"] for line in sys.stdin.buffer]
    records = ["\n".join(turns) for turns in records] if joined else records
    for record in records[:WARM_UP]:
        find(record)
    for record in records:
        start = time.perf_counter()
        spans = find(record)
        seconds = time.perf_counter() - start
        entities = [{"start": s, "end": e, "type": t, "score": score} for s, e, t, score in spans]
        print(json.dumps({"seconds": seconds, "entities": entities}), file=channel)
    # ru_maxrss is in KiB on Linux.
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(json.dumps({"load_s": load_s, "peak_mb": peak_mb}), file=channel, flush=True)
