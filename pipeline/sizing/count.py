"""Counting a training step's memory: one step on fake tensors, every storage followed from birth to
death.

Fake tensors have shapes and storages but no memory, so a step at any batch takes about 0.2 s
without a GPU. The sums equal those of torch.distributed._tools.mem_tracker.MemTracker (a test
compares them) at a quarter of its time, and tell the moments of a step apart, which the search and
the table need.
"""

from __future__ import annotations

import weakref
from collections.abc import Collection, Iterator, Mapping
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
from pipeline.training.tagger import tagger_config

#: The content of an encoder's config.json, a BERT's or a DistilBERT's.
Shape = Mapping[str, object]
#: Bytes that the CUDA caching allocator rounds every tensor up to (kMinBlockSize in
#: CUDACachingAllocator.cpp).
CUDA_BLOCK = 512
#: bitsandbytes' 8-bit AdamW: two bytes of state an element, and for each 256 elements two float32
#: maxima; smaller tensors keep 32-bit states (bitsandbytes/optim/optimizer.py: min_8bit_size 4096,
#: blocksize 256).
SMALLEST_8BIT, BLOCK_8BIT = 4096, 256


class Step(NamedTuple):
    """What decides a step's memory: the configuration, and `batch` examples of `length` tokens,
    padding included.

    `config` gives checkpointing, optimiser (fused, adamw or 8bit), attention, frozen parts and
    adapters.
    `accumulating`: gradients of an earlier micro-batch are there already. `gpu`: CUDA's kernels and
    allocator, not the CPU's.
    """

    config: TrainConfig
    batch: int
    length: int
    half: bool = False
    accumulating: bool = False
    gpu: bool = True


class Counted(NamedTuple):
    """Bytes of a step. `saved` is what is kept for backward; the rest is as at the peak, which
    is at `moment`.
    """

    parameters: int
    gradients: int
    optimizer: int
    activations: int
    temporary: int
    data: int
    moment: str
    saved: int
    all_gradients: int

    @property
    def peak(self) -> int:
        return sum(self[:6])


class Tracker(TorchDispatchMode):
    """Live bytes by kind, and by kind at the highest total; `phase` is the kind that new
    storages get.
    """

    def __init__(self, block: int = 1) -> None:
        super().__init__()
        self.block, self.phase, self.moment = block, "data", "forward"
        self.live: dict[int, tuple[str, int]] = {}
        self.now: dict[str, int] = dict.fromkeys(
            ("parameters", "gradients", "activations", "temporary", "data"), 0
        )
        self.kept = 0
        self.total, self.peak, self.peak_total, self.peak_moment = 0, dict(self.now), 0, ""

    def add(self, tensor: torch.Tensor) -> None:
        storage = tensor.untyped_storage()
        key = storage._cdata
        if key in self.live:
            return
        size = self.rounded(storage.nbytes())
        self.live[key] = (self.phase, size)
        self.now[self.phase] += size
        self.total += size
        if self.total > self.peak_total:
            self.peak, self.peak_total, self.peak_moment = dict(self.now), self.total, self.moment
        weakref.finalize(storage, self.drop, key).atexit = False

    def rounded(self, size: int) -> int:
        return -(-size // self.block) * self.block

    def drop(self, key: int) -> None:
        kind, size = self.live.pop(key)
        self.now[kind] -= size
        self.total -= size

    def is_gradient(self, parameter: torch.Tensor) -> None:
        """Called when a gradient is complete: it stays until the optimiser's step."""
        key = parameter.grad.untyped_storage()._cdata
        kind, size = self.live.get(key, ("", 0))
        if kind and kind != "gradients":
            self.live[key] = ("gradients", size)
            self.now[kind] -= size
            self.now["gradients"] += size

    def __torch_dispatch__(
        self,
        function: Any,
        types: Any,
        args: tuple[Any, ...] = (),
        kwargs: dict[str, Any] | None = None,
    ) -> Any:
        result = function(*args, **(kwargs or {}))
        for leaf in tree_iter(result):
            if isinstance(leaf, torch.Tensor):
                self.add(leaf)
        return result


def optimizer_bytes(
    trained: list[torch.nn.Parameter], kind: str, gpu: bool, tables: Collection[int] = ()
) -> tuple[int, int]:
    """Bytes of the optimiser's state (fused, adamw or 8bit), and of its largest temporary.

    `tables`: ids of the parameters whose state keeps 32 bits in 8-bit AdamW.

    The unfused AdamW takes the square root of the second moments of all parameters at once on a GPU
    (foreach), of one after the other, twice over, on a CPU (torch/optim/adam.py). The others have
    none.
    """
    sizes = [p.numel() for p in trained]
    if kind == "8bit":
        wide = [p.numel() < SMALLEST_8BIT or id(p) in tables for p in trained]
        state = (
            8 * n if w else 2 * n + 8 * -(-n // BLOCK_8BIT)
            for n, w in zip(sizes, wide, strict=True)
        )
        return sum(state), 0
    scratch = 4 * sum(sizes) if gpu else 8 * max(sizes, default=0)
    return sum(8 * n + 4 for n in sizes), scratch if kind == "adamw" else 0


def count_step(shape: Shape, step: Step) -> Counted:
    """Memory of one training step of a tagger over an encoder of `shape`, on fake CPU tensors."""
    with FakeTensorMode(allow_non_fake_inputs=True), as_in_training(step):
        return run_step(build(shape, step.config, stand_in=step.gpu), step)


def build(shape: Shape, config: TrainConfig, stand_in: bool = False) -> torch.nn.Module:
    """The tagger as training builds it, with whatever weights it comes with and every registered
    label.

    `stand_in`: on a CPU for a GPU, where attention with dropout is one fused kernel, which the CPU
    has without only.
    """
    from pipeline.training.model import adapt, freeze

    fused = stand_in and config.attention == "sdpa"
    source = tagger_config(
        shape,
        TagSet(config.labels if isinstance(config.labels, tuple) else all_labels()),
        dropout=config.dropout,
        attention_dropout=0.0 if fused else config.attention_dropout,
    )
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
    """The loss of a batch, its storages followed by `tracker`, whose `kept` is then what waits
    for backward.
    """
    tracker.phase = "parameters"
    for tensor in (*model.parameters(), *model.buffers()):
        tracker.add(tensor)
    with tracker:
        if step.accumulating:
            tracker.phase = "gradients"
            for p in model.parameters():
                if p.requires_grad:
                    p.grad = torch.zeros_like(p)
        tracker.phase = "data"
        shape = (step.batch, step.length)
        ids, mask, labels = (torch.ones(shape, dtype=torch.long, device=device) for _ in range(3))
        tracker.phase = "activations"
        half = torch.float16 if device == "cuda" else torch.bfloat16
        with torch.autocast(device, half, enabled=step.half):
            outputs = model(input_ids=ids, attention_mask=mask)
        loss = TokenLoss(step.config.label_smoothing)(outputs, labels, labels.numel())
        del outputs
    tracker.kept = tracker.now["activations"]
    return loss


def run_step(model: torch.nn.Module, step: Step) -> Counted:
    """One step of `model` on fake tensors, followed storage by storage; the optimiser's part is
    computed.
    """
    tracker = Tracker(CUDA_BLOCK if step.gpu else 1)
    trained = [p for p in model.parameters() if p.requires_grad]
    state, scratch = optimizer_bytes(trained, step.config.optimizer, step.gpu, tables(model))
    everywhere = sum(tracker.rounded(p.numel() * p.element_size()) for p in trained)
    hooks = [p.register_post_accumulate_grad_hook(tracker.is_gradient) for p in trained]
    loss = forward(model, step, tracker)
    tracker.phase, tracker.moment = "temporary", "backward"
    with tracker:
        loss.backward()
        del loss
    for hook in hooks:
        hook.remove()
    model.zero_grad(set_to_none=True)
    parts, moment = tracker.peak, tracker.peak_moment
    update = {
        **dict.fromkeys(parts, 0),
        "parameters": parts["parameters"],
        "gradients": everywhere,
        "temporary": scratch,
    }
    if sum(update.values()) > tracker.peak_total:
        parts, moment = update, "optimiser step"
    return Counted(
        **parts, optimizer=state, moment=moment, saved=tracker.kept, all_gradients=everywhere
    )


def tables(model: torch.nn.Module) -> set[int]:
    """The ids of the embedding tables, whose optimiser state is never in 8 bits."""
    return {id(m.weight) for m in model.modules() if isinstance(m, torch.nn.Embedding)}


def mask_of_any_values(patches: ExitStack, step: Step, device: str) -> None:
    """The mask is made from the mask's values, which fake tensors lack: any of its shape will
    do.
    """

    def mask(*args: Any, **kwargs: Any) -> torch.Tensor:
        kind = torch.bool if hasattr(modeling, "create_bidirectional_mask") else torch.float32
        return torch.zeros(step.batch, 1, step.length, step.length, dtype=kind, device=device)

    for name in ("_prepare_4d_attention_mask_for_sdpa", "create_bidirectional_mask"):
        if hasattr(modeling, name):
            patches.enter_context(mock.patch.object(modeling, name, mask))


@contextmanager
def as_in_training(step: Step) -> Iterator[None]:
    """Stand-ins for what a count on fake CPU tensors would get wrong.

    CUDA's dropout keeps a mask of one byte an element, the CPU's one of the input's type. CUDA's
    autocast has layer norms and softmax in float32 (torch.amp, "CUDA Ops that can autocast to
    float32"), the CPU's has not. Fake parameters cannot be moved, as peft does with new adapters,
    and need not be.
    """
    functional = torch.nn.functional
    layer_norm, softmax = functional.layer_norm, functional.softmax

    def dropout(
        x: torch.Tensor, p: float = 0.5, training: bool = True, inplace: bool = False
    ) -> torch.Tensor:
        return torch.native_dropout(x, p, True)[0] if training and p > 0 else x

    stay = mock.patch.object(torch.nn.Module, "to", lambda module, *_, **__: module)
    with ExitStack() as patches:
        patches.enter_context(stay)
        mask_of_any_values(patches, step, "cpu")
        if step.gpu:
            stand_ins = {
                "dropout": dropout,
                "layer_norm": lambda x, *rest, **more: layer_norm(x.float(), *rest, **more),
                "softmax": lambda x, *rest, **more: softmax(x.float(), *rest, **more),
            }
            for name, function in stand_ins.items():
                patches.enter_context(mock.patch.object(functional, name, function))
        yield
