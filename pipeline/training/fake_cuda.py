"""For `make gpu-test`: what sizing counts on fake CPU tensors, counted on fake CUDA ones instead.

torch's CUDA build makes them without a GPU, under CUDA's own autocast and kernels. How far they go:
forward is counted; backward they refuse (the engine asks for the device's context), and without a
device torch chooses no fused attention.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from unittest import mock

import torch
from torch._subclasses.fake_tensor import FakeTensorMode

from pipeline.sizing.count import (
    Shape,
    Step,
    Tracker,
    as_in_training,
    build,
    forward,
    mask_of_any_values,
)


def count_forward(shape: Shape, step: Step, fake_cuda: bool = False) -> int:
    """Bytes that a forward pass keeps for backward: on fake CPU tensors with stand-ins, or on
    fake CUDA ones.
    """
    patched = as_if_cuda(step) if fake_cuda else as_in_training(step)
    tracker = Tracker()
    with FakeTensorMode(allow_non_fake_inputs=True), patched:
        model = build(shape, step.config, stand_in=step.gpu and not fake_cuda)
        if fake_cuda:
            model = on_cuda(model)
        loss = forward(model, step, tracker, "cuda" if fake_cuda else "cpu")
        kept = tracker.total
        del loss
        return kept


def on_cuda(model: torch.nn.Module) -> torch.nn.Module:
    """The fake `model` with fake CUDA tensors in the place of its own (`Module.to` refuses fake
    ones).
    """
    for module in model.modules():
        for name, p in list(module._parameters.items()):
            if p is not None:
                fake = torch.empty_like(p, device="cuda")
                module._parameters[name] = torch.nn.Parameter(fake, requires_grad=p.requires_grad)
        for name, b in list(module._buffers.items()):
            if b is not None:
                module._buffers[name] = torch.empty_like(b, device="cuda")
    return model


@contextmanager
def as_if_cuda(step: Step) -> Iterator[None]:
    """Autocast asks whether there is a GPU; the mask's values decide its kind, and are not
    there.
    """
    with ExitStack() as patches:
        for name in ("is_available", "is_bf16_supported"):
            patches.enter_context(mock.patch.object(torch.cuda, name, lambda *_: True))
        mask_of_any_values(patches, step, "cuda")
        yield
