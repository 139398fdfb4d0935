"""A toy model folder: a real ONNX graph that gives each word of a small vocabulary its tag, made
in no time.
"""

from __future__ import annotations

from pathlib import Path

import msgspec
import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from pipeline.labels import TagSet, label_set
from pipeline.redaction.spoken import ONE_WORDS, words_of
from pipeline.training.tokenizer import word_pieces

NAMES = ["maya", "john", "smith", "nair", "jo", "##se"]
CITIES = ["pune", "paris"]
DIGITS = [*"0123456789", *ONE_WORDS]
PLAIN = words_of("call me my number is the in card phone name on and ##s hello a")
MONTHS = ["may", "june"]
LETTERS = [prefix + letter for letter in "abcdefghijklmnopqrstuvwxyz" for prefix in ("", "##")]
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]"]
TAG_SET = TagSet(label_set("core"))
VOCAB = list(dict.fromkeys([*SPECIAL, *NAMES, *CITIES, *DIGITS, *PLAIN, *MONTHS, *LETTERS]))
TAGGED = {"PERSON_NAME": NAMES, "CITY": CITIES, "PHONE": DIGITS, "DATE": MONTHS}


def word_scores() -> np.ndarray:
    """Logits by token id [vocabulary, tags]: a tagged word leans a little more to I- than B-, so
    Viterbi has work.
    """
    scores = np.zeros((len(VOCAB), len(TAG_SET)), dtype=np.float32)
    scores[:, 0] = 4.0
    for label, words in TAGGED.items():
        for word in words:
            row = VOCAB.index(word)
            scores[row, TAG_SET.begin(label)] = 8.0
            scores[row, TAG_SET.inside(label)] = 8.5
    return scores


def build_model(
    folder: Path, scores: np.ndarray | None = None, max_length: int = 16, **settings: object
) -> Path:
    """Write a model folder whose logits are `scores[input_ids]`."""
    folder.mkdir(parents=True, exist_ok=True)
    table = numpy_helper.from_array(word_scores() if scores is None else scores, "table")
    shape = ["rows", "tokens"]
    graph = helper.make_graph(
        [
            helper.make_node("Gather", ["table", "input_ids"], ["looked"], axis=0),
            helper.make_node("Cast", ["attention_mask"], ["mask"], to=TensorProto.FLOAT),
            helper.make_node("Unsqueeze", ["mask", "last"], ["mask3"]),
            helper.make_node("Mul", ["looked", "mask3"], ["logits"]),
        ],
        "toy",
        [
            helper.make_tensor_value_info(n, TensorProto.INT64, shape)
            for n in ("input_ids", "attention_mask")
        ],
        [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [*shape, len(TAG_SET)])],
        [table, numpy_helper.from_array(np.array([2], dtype=np.int64), "last")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8)
    onnx.save(model, str(folder / "model.onnx"))
    word_pieces(VOCAB).save(str(folder / "tokenizer.json"))
    content = {"base_model": "toy", "labels": TAG_SET.labels, "max_length": max_length} | settings
    (folder / "settings.json").write_bytes(msgspec.json.encode(content))
    return folder
