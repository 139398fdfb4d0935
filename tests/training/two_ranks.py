"""Training as torchrun starts it, with what a test wants to differ between the processes.

FREE_MIB: free memory of each process, by rank. OUT_AT: "rank,step,size": memory runs out there.
F1: what each process scores at its evaluations, "0.1 0.2,0.1 0.1" by rank.
"""

from __future__ import annotations

import os

import torch
from transformers import Trainer

from pipeline.cli import cli, run
from pipeline.sizing import live

RANK = int(os.environ["RANK"])

if free := os.environ.get("FREE_MIB"):
    mine = int(free.split(",")[RANK]) * 2**20
    read = live.read_cpu
    import msgspec

    live.read_cpu = lambda: msgspec.structs.replace(read(), total=mine, free=mine)

if out := os.environ.get("OUT_AT"):
    rank, step, size = map(int, out.split(","))
    original = Trainer.training_step

    def training_step(self, model, inputs, *args, **kwargs):
        large = len(inputs["input_ids"]) > size
        if rank == RANK and self.state.global_step >= step and large:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return original(self, model, inputs, *args, **kwargs)

    Trainer.training_step = training_step

if f1 := os.environ.get("F1"):
    from pipeline.training.trainer import TaggerTrainer

    own = [float(one) for one in f1.split(",")[RANK].split()]
    measured = TaggerTrainer.score

    def score(self, rows, found=None):
        scores = measured(self, rows, found)
        scores["pii"]["f1"] = own.pop(0) if len(own) > 1 else own[0]
        return scores

    TaggerTrainer.score = score

# Trainer loads to args.device, which is "cpu:0" here; torch.load knows only "cpu".
torch.serialization.register_package(
    0, lambda storage: None, lambda storage, place: storage if place.startswith("cpu:") else None
)

run(cli, prog_name="python -m pipeline")
