"""The batch: how many examples a micro-batch holds, how many micro-batches a step."""

from __future__ import annotations

from typing import NamedTuple

from pipeline.errors import DeviceError


class Batch(NamedTuple):
    """Examples and tokens (padding included; None is no limit) of a micro-batch, and micro-batches
    a step.

    Both are of one process; `processes` of them take a step together.
    """

    micro_batch: int
    accumulation: int
    token_budget: int | None = None
    processes: int = 1

    @property
    def effective(self) -> int:
        """Examples of an optimiser step, over all processes."""
        return self.micro_batch * self.accumulation * self.processes

    def __str__(self) -> str:
        tokens = "" if self.token_budget is None else f" within {self.token_budget} tokens"
        several = "" if self.processes == 1 else f" on each of {self.processes} GPUs"
        return f"micro-batch {self.micro_batch}{tokens}, accumulation {self.accumulation}{several}"

    def halved(self) -> Batch:
        """A smaller micro-batch, the same effective batch. Raises DeviceError at one example.

        Without a token budget the micro-batch goes down to the next divisor, at most half, so that
        the effective batch stays exact; with one it is about the same.
        """
        micro = self.micro_batch
        if micro == 1:
            raise DeviceError(
                "out of memory with one example at a time; use a shorter max_length or a smaller"
                " base"
            )
        if self.token_budget is not None:
            budget = max(1, self.token_budget // 2)
            return self._replace(
                micro_batch=(micro + 1) // 2,
                accumulation=2 * self.accumulation,
                token_budget=budget,
            )
        share = micro * self.accumulation
        less = next(n for n in range(micro // 2, 0, -1) if share % n == 0)
        return self._replace(micro_batch=less, accumulation=share // less)
