"""The int8 reference: a fixed chain of int8 matrix products, run by the runtime that runs the
model.

Its time says how fast this machine, under its load of this moment, does the work an utterance is
made of. The graph is twelve MatMulInteger products of [32, 384] x [384, 1536] and back (the
feed-forward shapes of a 6-layer MiniLM on 32 tokens: 226 million multiply-adds over 7 MB of
weights), so that caches, vector units and threads are loaded alike. The weights are ConstantOfShape
nodes that the runtime folds when it loads the graph, so the file is under 2 kB; int8 products take
the same time whatever the values are. `python -m pipeline.verification.reference` writes the file
anew.
"""

from __future__ import annotations

import importlib
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np

GRAPH = Path(__file__).with_name("reference.onnx")
TOKENS, WIDTH, INNER, PRODUCTS = 32, 384, 1536, 12
#: Runs of the chain in one measurement: about as long as one utterance takes, so that a busy
#: machine's interruptions hit both alike.
CHAINS = 4


def reference_timer() -> Callable[[], float]:
    """A function that runs the chain CHAINS times on one thread and returns the seconds.

    One thread, although the redactor uses more: on a busy machine a chain of short products shared
    by threads slows down by far more than its share of the processor, which would excuse too much.
    """
    # Importing the redactor's session first switches onnxruntime's telemetry off.
    importlib.import_module("pipeline.redaction.session")
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(str(GRAPH), options, providers=["CPUExecutionProvider"])
    feed = {"x": np.ones((TOKENS, WIDTH), dtype=np.uint8)}

    def once() -> float:
        start = time.perf_counter()
        for _ in range(CHAINS):
            session.run(None, feed)
        return time.perf_counter() - start

    return once


def build_graph() -> bytes:
    """The serialised graph.

    Needs the package onnx, which the image does not hold; so the result is committed.
    """
    from onnx import TensorProto, checker, helper

    nodes, initializers, last = [], [], "x"
    for i in range(PRODUCTS):
        rows, columns = (WIDTH, INNER) if i % 2 == 0 else (INNER, WIDTH)
        # A value of its own for each weight, else the runtime would fold equal weights into one.
        value = helper.make_tensor(f"v{i}", TensorProto.INT8, [1], [i + 1])
        initializers.append(helper.make_tensor(f"s{i}", TensorProto.INT64, [2], [rows, columns]))
        nodes.append(helper.make_node("ConstantOfShape", [f"s{i}"], [f"w{i}"], value=value))
        nodes.append(helper.make_node("MatMulInteger", [last, f"w{i}"], [f"p{i}"]))
        if i < PRODUCTS - 1:
            nodes.append(helper.make_node("Cast", [f"p{i}"], [f"c{i}"], to=TensorProto.UINT8))
            last = f"c{i}"
    graph = helper.make_graph(
        nodes,
        "int8-reference",
        [helper.make_tensor_value_info("x", TensorProto.UINT8, [TOKENS, WIDTH])],
        [helper.make_tensor_value_info(f"p{PRODUCTS - 1}", TensorProto.INT32, [TOKENS, WIDTH])],
        initializers,
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    checker.check_model(model)
    return model.SerializeToString(deterministic=True)


if __name__ == "__main__":
    GRAPH.write_bytes(build_graph())
    print(f"{GRAPH}: {GRAPH.stat().st_size} bytes")
