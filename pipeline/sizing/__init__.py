"""Sizing: micro-batch, accumulation, precision, checkpointing and optimiser from the device and the model."""

from pipeline.sizing.live import size_training
from pipeline.sizing.planning import Plan, plan

__all__ = ["Plan", "plan", "size_training"]
