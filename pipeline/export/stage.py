"""The export stage: artifacts/checkpoint to the self-contained artifacts/model."""

from __future__ import annotations

import json
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

import msgspec

from pipeline.errors import ConfigError, DataError
from pipeline.export.calibrate import calibration
from pipeline.export.compare import BestTags, TorchForward, agreement
from pipeline.export.config import ExportConfig
from pipeline.export.quantise import to_int8
from pipeline.export.thresholds import operating_points
from pipeline.labelled import Text
from pipeline.labels import TagSet
from pipeline.manifest import read_manifest, stage_folder
from pipeline.model_settings import (
    METRICS,
    MODEL_CARD,
    ONNX_MODEL,
    SETTINGS,
    TOKENIZER,
    Curve,
    ModelSettings,
)
from pipeline.redaction.session import TaggerSession
from pipeline.spans import Span
from pipeline.training.card import write_card
from pipeline.training.metrics import (
    BatchedSession,
    describe_scores,
    find_spans,
    span_scores,
    tagger_over,
)
from pipeline.training.rows import read_parts


def run_export(config: ExportConfig) -> dict[str, Any]:
    """Write `config.out` (model.onnx, tokenizer.json, settings.json, metrics.json, README.md);
    returns the metrics.

    Raises DataError where there is no checkpoint or no dev data.
    """
    checkpoint = Path(config.checkpoint)
    trained = read_manifest(checkpoint, "train")
    parts = read_parts(Path(config.data) / "dev")
    with (
        stage_folder(config.out, "export", msgspec.to_builtins(config)) as folder,
        tempfile.TemporaryDirectory(prefix="pii-export-") as work,
    ):
        to_int8(checkpoint, folder / ONNX_MODEL, Path(work), config)
        shutil.copy(checkpoint / TOKENIZER, folder / TOKENIZER)
        metrics, points, curves = measure(checkpoint, folder, parts, trained.settings, config)
        settings = ModelSettings(
            base_model=trained.settings["base"],
            labels=checkpoint_tags(checkpoint).labels,
            max_length=trained.settings["max_length"],
            calibration=curves,
            operating_points=points,
            operating_point=config.operating_point,
        )
        (folder / SETTINGS).write_bytes(
            msgspec.json.format(msgspec.json.encode(settings), indent=1)
        )
        metrics["size_bytes"] = (folder / ONNX_MODEL).stat().st_size
        (folder / METRICS).write_text(json.dumps(metrics, indent=1))
        write_card(folder / MODEL_CARD, trained.settings, trained.figures, metrics)
    report(config.out, metrics)
    return metrics


def measure(
    checkpoint: Path,
    folder: Path,
    parts: dict[str, list[Text]],
    trained: dict[str, Any],
    config: ExportConfig,
) -> tuple[dict[str, Any], dict[str, dict[str, float]], dict[str, Curve]]:
    """Find spans in every dev part with int8, calibrate, choose the thresholds; on the first
    `compare_examples` of each part, score int8 and PyTorch at the chosen point.
    """
    from tokenizers import Tokenizer

    tokenizer, length = Tokenizer.from_file(str(folder / TOKENIZER)), trained["max_length"]
    tag_set = checkpoint_tags(checkpoint)
    sessions = (
        BestTags(TaggerSession(folder / ONNX_MODEL, len(tag_set))),
        BestTags(BatchedSession(TorchForward(checkpoint))),
    )
    int8, fp32 = (tagger_over(session, tokenizer, length, tag_set) for session in sessions)
    compared = slice(config.compare_examples)
    agree: dict[str, float] = {}
    found: dict[str, tuple[list[list[Span]], list[list[Span]]]] = {}
    for name, rows in parts.items():
        for session in sessions:
            session.tags.clear()
        found[name] = (find_spans(int8, rows), find_spans(fp32, rows[compared]))
        agree[name] = round(agreement(*sessions), 5)
    gold = {name: [row.spans for row in rows] for name, rows in parts.items()}
    true = [spans for name in parts for spans in gold[name]]
    curves = calibration(
        true, [spans for name in parts for spans in found[name][0]], tag_set.labels
    )
    worth = {
        name: (_calibrated(int8, curves), _calibrated(fp32, curves))
        for name, (int8, fp32) in found.items()
    }
    points = operating_points(
        true, [s for name in parts for s in worth[name][0]], tag_set.labels, config
    )
    chosen = points[config.operating_point]

    def above(spans: list[list[Span]]) -> list[list[Span]]:
        return [[span for span in one if span.score >= chosen[span.label]] for one in spans]

    metrics = {
        "operating_point": config.operating_point,
        "parts": {
            name: {
                "utterances": len(rows[compared]),
                "token_agreement": agree[name],
                "int8": span_scores(gold[name][compared], above(worth[name][0][compared])),
                "fp32": span_scores(gold[name][compared], above(worth[name][1])),
            }
            for name, rows in parts.items()
        },
    }
    return metrics, points, curves


def _calibrated(found: list[list[Span]], curves: dict[str, Curve]) -> list[list[Span]]:
    """`found` with each score as its label's curve has it."""
    same = Curve()
    return [
        [s._replace(score=curves.get(s.label, same)(s.score)) for s in spans] for spans in found
    ]


def checkpoint_tags(checkpoint: Path) -> TagSet:
    """The tags that a checkpoint was trained for, as its config.json names them.

    Raises DataError.
    """
    try:
        names = json.loads((checkpoint / "config.json").read_bytes())["id2label"]
        return TagSet.from_tags(names[str(i)] for i in range(len(names)))
    except (OSError, ValueError, KeyError, ConfigError) as error:
        raise DataError(f"{checkpoint}/config.json: names no BIO tags ({error})") from None


def report(out: str, metrics: dict[str, Any]) -> None:
    """The comparison, for people, on stderr."""
    print(f"{out}: model.onnx {metrics['size_bytes'] / 1e6:.1f} MB", file=sys.stderr)
    for name, part in metrics["parts"].items():
        fp32 = (
            "" if not part["fp32"]["pii"]["gold"] else f" (fp32 F1 {part['fp32']['pii']['f1']:.3f})"
        )
        print(
            f"dev {name:12s} int8 {describe_scores(part['int8'], part['utterances'])}{fp32}, "
            f"{part['token_agreement']:.2%} of tokens agree",
            file=sys.stderr,
        )
