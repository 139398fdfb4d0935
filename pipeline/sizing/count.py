"""Counting a training step's memory: one step on fake tensors, each storage from birth to death.

Fake tensors have shapes and storages but no memory, so a step at any batch takes about 0.2 s
without a GPU. The sums equal those of torch.distributed._tools.mem_tracker.MemTracker (a test
compares them) at a quarter of its time.
"""

from __future__ import annotations

import weakref
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any, NamedTuple
from unittest import mock

import torch
import transformers.models.distilbert.modeling_distilbert as modeling
from torch._subclasses.fake_tensor import FakeTensorMode
from torch.utils._python_dispatch import TorchDispatchMode
from torch.utils._pytree import tree_iter
from transformers import DistilBertForTokenClassification

from pipeline.labels import TagSet, all_labels
from pipeline.training.config import TrainConfig
from pipeline.training.loss import TokenLoss
from pipeline.training.model import adapt, freeze
from pipeline.training.tagger import tagger_config

#: The content of an encoder's config.json, a BERT's or a DistilBERT's.
Shape = Mapping[str, object]
#: bitsandbytes' 8-bit AdamW: two bytes of state an element, and for each 256 elements two float32
#: maxima; smaller tensors keep 32-bit states (bitsandbytes/optim/optimizer.py: min_8bit_size 4096,
#: blocksize 256).
SMALLEST_8BIT, BLOCK_8BIT = 4096, 256


class Step(NamedTuple):
    """What decides a step's memory: the configuration, and `batch` examples of `length` tokens,
    padding included.

    `config` has its optimiser settled (fused, adamw or 8bit). `accumulating`: gradients of an
    earlier micro-batch are there already. `gpu`: CUDA's kernels and allocator, not the CPU's.
    """

    config: TrainConfig
    batch: int
    length: int
    half: bool = False
    accumulating: bool = False
    gpu: bool = True


class Counted(NamedTuple):
    """Bytes of a step: weights, gradients of all that is trained, the optimiser's state; at the
    highest point all of it with what comes and goes besides.
    """

    parameters: int
    gradients: int
    optimizer: int
    peak: int

    def parts(self) -> dict[str, int]:
        """By name; activations are what the rest leaves of the peak."""
        names = ("parameters", "gradients", "optimiser state", "activations")
        return dict(zip(names, (*self[:3], self.peak - sum(self[:3])), strict=True))


class Tracker(TorchDispatchMode):
    """Bytes of the storages that are alive, and the most that ever were."""

    def __init__(self) -> None:
        super().__init__()
        self.total, self.peak = 0, 0
        self.live: dict[int, int] = {}

    def add(self, tensor: torch.Tensor) -> None:
        storage = tensor.untyped_storage()
        if storage._cdata in self.live:
            return
        self.live[storage._cdata] = size = storage.nbytes()
        self.total += size
        self.peak = max(self.peak, self.total)
        weakref.finalize(storage, self.drop, storage._cdata).atexit = False

    def drop(self, key: int) -> None:
        self.total -= self.live.pop(key)

    def __torch_dispatch__(
        self, function: Any, types: Any, args: Any = (), kwargs: Any = None
    ) -> Any:
        result = function(*args, **(kwargs or {}))
        for leaf in tree_iter(result):
            if isinstance(leaf, torch.Tensor):
                self.add(leaf)
        return result


def optimizer_bytes(
    trained: Iterable[torch.nn.Parameter], kind: str, tables: Collection[int] = ()
) -> int:
    """Bytes of the optimiser's state (fused, adamw or 8bit).

    `tables`: ids of the parameters whose state keeps 32 bits in 8-bit AdamW.
    """

    def of_one(p: torch.nn.Parameter) -> int:
        n = p.numel()
        if kind != "8bit":
            return 8 * n + 4
        small = n < SMALLEST_8BIT or id(p) in tables
        return 8 * n if small else 2 * n + 8 * -(-n // BLOCK_8BIT)

    return sum(map(of_one, trained))


def count_step(shape: Shape, step: Step) -> Counted:
    """Memory of one training step of a tagger over an encoder of `shape`, on fake CPU tensors.

    The optimiser's state is computed; its step needs no more than the end of backward does.
    """
    with FakeTensorMode(allow_non_fake_inputs=True), as_in_training(step):
        model = build(shape, step.config, stand_in=step.gpu)
        tracker = Tracker()
        loss = forward(model, step, tracker)
        with tracker:
            loss.backward()
        trained = [p for p in model.parameters() if p.requires_grad]
        tables = {id(m.weight) for m in model.modules() if isinstance(m, torch.nn.Embedding)}
        state = optimizer_bytes(trained, step.config.optimizer, tables)
        weights = sum(t.nbytes for t in (*model.parameters(), *model.buffers()))
        return Counted(weights, sum(p.nbytes for p in trained), state, tracker.peak + state)


def build(shape: Shape, config: TrainConfig, stand_in: bool = False) -> torch.nn.Module:
    """The tagger as training builds it, but of random weights; where no labels are named, all are.

    `stand_in`: on a CPU for a GPU, whose fused attention kernel does dropout too; the CPU's has
    none.
    """
    fused = stand_in and config.attention == "sdpa"
    tags = TagSet(config.labels if isinstance(config.labels, tuple) else all_labels())
    attention_dropout = 0.0 if fused else config.attention_dropout
    source = tagger_config(shape, tags, dropout=config.dropout, attention_dropout=attention_dropout)
    source._attn_implementation = config.attention
    model = DistilBertForTokenClassification(source)
    # It looks at values, which fake tensors have none of.
    model.distilbert.warn_if_padding_and_no_attention_mask = lambda *_, **__: None
    freeze(model, config)
    if config.gradient_checkpointing:
        model.gradient_checkpointing_enable({"use_reentrant": False})
    return (model if config.lora is None else adapt(model, config.lora)).train()


def forward(
    model: torch.nn.Module, step: Step, tracker: Tracker, device: str = "cpu"
) -> torch.Tensor:
    """A batch's loss; `tracker` follows its storages: its `total` is what waits for backward."""
    for tensor in (*model.parameters(), *model.buffers()):
        tracker.add(tensor)
    with tracker:
        if step.accumulating:
            for p in model.parameters():
                p.grad = torch.zeros_like(p) if p.requires_grad else None
        shape = (step.batch, step.length)
        ids, mask, labels = (torch.ones(shape, dtype=torch.long, device=device) for _ in range(3))
        half = torch.float16 if device == "cuda" else torch.bfloat16
        with torch.autocast(device, half, enabled=step.half):
            outputs = model(input_ids=ids, attention_mask=mask)
        return TokenLoss(step.config.label_smoothing)(outputs, labels, labels.numel())


def mask_of_any_values(patches: ExitStack, step: Step, device: str) -> None:
    """sdpa's mask depends on the values of ours, which fake tensors lack: any of its shape does."""
    shape = (step.batch, 1, step.length, step.length)
    name = "_prepare_4d_attention_mask_for_sdpa"
    made = mock.patch.object(modeling, name, lambda *_, **__: torch.zeros(shape, device=device))
    patches.enter_context(made)


@contextmanager
def as_in_training(step: Step) -> Iterator[None]:
    """Stand-ins for what a count on fake CPU tensors would get wrong.

    CUDA's dropout keeps a mask of one byte an element, the CPU's one of the input's type. CUDA's
    autocast has layer norms and softmax in float32 (torch.amp, "CUDA Ops that can autocast to
    float32"). Fake parameters cannot be moved, as peft does with new adapters, and need not be.
    """
    functional = torch.nn.functional
    layer_norm, softmax = functional.layer_norm, functional.softmax

    def dropout(x: Any, p: float = 0.5, training: bool = True, inplace: bool = False) -> Any:
        return torch.native_dropout(x, p, True)[0] if training and p > 0 else x

    stand_ins = {
        "dropout": dropout,
        "layer_norm": lambda x, *rest, **more: layer_norm(x.float(), *rest, **more),
        "softmax": lambda x, *rest, **more: softmax(x.float(), *rest, **more),
    }
    with ExitStack() as patches:
        stay = mock.patch.object(torch.nn.Module, "to", lambda module, *_, **__: module)
        patches.enter_context(stay)
        mask_of_any_values(patches, step, "cpu")
        for name, function in stand_ins.items() if step.gpu else ():
            patches.enter_context(mock.patch.object(functional, name, function))
        yield
