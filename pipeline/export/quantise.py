"""Checkpoint to int8 ONNX: optimum's export, onnxruntime's fused graph, dynamic int8."""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline.errors import PipelineError
from pipeline.export.config import ExportConfig

os.environ["ORT_DISABLE_TELEMETRY"] = "1"


@contextmanager
def quiet() -> Iterator[None]:
    """Exporters warn about their own insides; none of it is for the person who waits."""
    before = logging.root.manager.disable
    logging.disable(logging.WARNING)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    finally:
        logging.disable(before)


def export_onnx(checkpoint: Path, work: Path, opset: int) -> Path:
    """fp32 ONNX of a token classifier: inputs input_ids, attention_mask [batch, tokens], output
    logits.
    """
    from optimum.exporters.onnx import main_export

    try:
        main_export(
            str(checkpoint),
            str(work),
            task="token-classification",
            opset=opset,
            do_validation=False,
        )
    except (OSError, ValueError) as error:
        raise PipelineError(f"{checkpoint}: cannot be exported to ONNX: {error}") from None
    return work / "model.onnx"


def fuse(onnx_folder: Path, work: Path, level: int) -> Path:
    """The same graph with attention, layer norms and GELU fused into onnxruntime's own operators.

    Layer norms stay apart from the additions before them: onnxruntime's fused operator for the two
    is scalar code on CPUs and takes a quarter of the run; apart they take a tenth at 1 row, a
    sixteenth at 22 (measured with int8 MiniLM).
    """
    from optimum.onnxruntime import ORTOptimizer
    from optimum.onnxruntime.configuration import OptimizationConfig

    optimizer = ORTOptimizer.from_pretrained(str(onnx_folder))
    config = OptimizationConfig(optimization_level=level, disable_skip_layer_norm_fusion=True)
    optimizer.optimize(config, save_dir=str(work), file_suffix="")
    return work / "model.onnx"


def quantise(source: Path, target: Path, config: ExportConfig) -> None:
    """Dynamic int8: weights QInt8, one scale a channel, activations at run time as QUInt8.

    u8 by s8 is what VNNI multiplies; the full 8 bits are used (no reduced range). Fused operators
    carry no type information, hence DefaultTensorType (1 is float32).
    """
    from onnxruntime.quantization import QuantType, quantize_dynamic

    kinds = ["MatMul", "Attention", "Gemm"] + (["Gather"] if config.quantize_embeddings else [])
    quantize_dynamic(
        str(source),
        str(target),
        op_types_to_quantize=kinds,
        per_channel=config.per_channel,
        reduce_range=False,
        weight_type=QuantType.QInt8,
        extra_options={"DefaultTensorType": 1, "WeightSymmetric": True},
    )


def to_int8(checkpoint: Path, target: Path, work: Path, config: ExportConfig) -> None:
    """Export, fuse and quantise `checkpoint` into the file `target`; `work` is an empty folder
    for the steps.
    """
    with quiet():
        export_onnx(checkpoint, work / "fp32", config.opset)
        fused = fuse(work / "fp32", work / "fused", config.optimization_level)
        quantise(fused, target, config)
