"""A model that is too slow or too imprecise must not become an image: the build fails at its
check and says why.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from pipeline.labels import TagSet, redacted_labels

from .conftest import build_serve, docker

pytestmark = pytest.mark.containers


def edit(model: Path, nodes: list[onnx.NodeProto], weights: list[onnx.TensorProto]) -> None:
    """Let `nodes` compute the graph's output `logits` from what was its output until now,
    `logits_before`.
    """
    graph = onnx.load(str(model))
    for node in graph.graph.node:
        for names in (node.input, node.output):
            names[:] = ["logits_before" if name == "logits" else name for name in names]
    graph.graph.node.extend(nodes)
    graph.graph.initializer.extend(weights)
    onnx.save(graph, str(model))


def slow_down(model: Path, size: int = 1024, rounds: int = 8) -> None:
    """Add `rounds` products of [size, size] matrices whose result counts zero times; they hang
    on the input.
    """
    weights = [
        numpy_helper.from_array(np.eye(size, dtype=np.float32), "slow_matrix"),
        numpy_helper.from_array(np.array(0, dtype=np.float32), "slow_zero"),
    ]
    nodes = [
        helper.make_node("ReduceMax", ["attention_mask"], ["slow_mask"], keepdims=0),
        helper.make_node("Cast", ["slow_mask"], ["slow_one"], to=TensorProto.FLOAT),
        helper.make_node("Mul", ["slow_matrix", "slow_one"], ["slow_0"]),
    ]
    for i in range(rounds):
        nodes.append(helper.make_node("MatMul", [f"slow_{i}", "slow_0"], [f"slow_{i + 1}"]))
    nodes += [
        helper.make_node("ReduceMax", [f"slow_{rounds}"], ["slow_max"], keepdims=0),
        helper.make_node("Mul", ["slow_max", "slow_zero"], ["slow_nothing"]),
        helper.make_node("Add", ["logits_before", "slow_nothing"], ["logits"]),
    ]
    edit(model, nodes, weights)


def mix_up(model: Path) -> None:
    """Let the model call phones names, names e-mail addresses and so on: every span is found,
    none is right.
    """
    tags = TagSet(json.loads((model.parent / "settings.json").read_text())["labels"])
    labels = redacted_labels(tags.labels)
    order = list(range(len(tags)))
    for old, new in zip(labels, labels[1:] + labels[:1], strict=True):
        order[tags.begin(new)], order[tags.inside(new)] = tags.begin(old), tags.inside(old)
    edit(
        model,
        [helper.make_node("Gather", ["logits_before", "mixed_order"], ["logits"], axis=-1)],
        [numpy_helper.from_array(np.array(order, dtype=np.int64), "mixed_order")],
    )


def quicken(configs: Path) -> None:
    """Fewer measurements; the limits stay as they are."""
    text = configs.read_text(encoding="utf-8")
    for key, value in (
        ("utterances", 60),
        ("warmup", 5),
        ("rounds", 2),
        ("max_rounds", 3),
        ("resamples", 200),
    ):
        text, found = re.subn(rf"^(\s+{key}:) \d+", rf"\1 {value}", text, flags=re.MULTILINE)
        assert found == 1, key
    configs.write_text(text, encoding="utf-8")


def shorten(folder: Path, rows: int = 30) -> None:
    """Keep the first rows of the parts that any model does well on: the slow one is very slow."""
    for part in folder.glob("*.jsonl"):
        lines = part.read_bytes().splitlines(keepends=True)[:rows]
        if part.stem in ("clean", "noise-1", "no-entity"):
            part.write_bytes(b"".join(lines))
        else:
            part.unlink()


@pytest.mark.parametrize(
    ("spoil", "gate", "kept"),
    [(slow_down, "latency_p95_ms", "pii_precision"), (mix_up, "pii_precision", "latency_p95_ms")],
    ids=["too slow", "too imprecise"],
)
def test_a_spoilt_model_fails_the_build(
    context: Path, spoil: Callable[[Path], None], gate: str, kept: str
) -> None:
    spoil(context / "artifacts/model/model.onnx")
    quicken(context / "configs/verify.yaml")
    shorten(context / "artifacts/data/test")
    tag = f"pii-redact-spoilt:{gate.replace('_', '-')}"
    built = build_serve(context, tag)
    try:
        assert built.returncode != 0
        assert re.search(rf"{gate}\s.*FAIL", built.stdout), built.stdout[-4000:]
        assert re.search(rf"{kept}\s.*pass", built.stdout), built.stdout[-4000:]
        assert docker("image", "inspect", tag).returncode != 0
    finally:
        docker("rmi", "-f", tag)
