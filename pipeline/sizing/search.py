"""The search: the largest micro-batch that fits, and what to give up when none does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import msgspec

from pipeline.training.config import TrainConfig

#: No micro-batch above this is tried.
LARGEST = 8192


def largest(candidates: Sequence[int], cost: Callable[[int], int], limit: int) -> int | None:
    """The largest of the ascending `candidates` whose `cost` is within `limit`, None where none is.

    A binary search; as memory grows with the batch in a nearly straight line, the first guesses lie on the chord.
    """
    low, high = 0, len(candidates) - 1
    if cost(candidates[high]) <= limit:
        return candidates[high]
    if high == 0 or cost(candidates[low]) > limit:
        return None
    turn = 0
    while high - low > 1:
        one, two = candidates[low], candidates[high]
        guess = one + (two - one) * (limit - cost(one)) / max(1, cost(two) - cost(one))
        below = max(i for i in range(low, high) if candidates[i] <= max(guess, one))
        # Once the guess is the lower end itself, its neighbour decides; every third turn halves, whatever the guess.
        middle = (low + high) // 2 if turn % 3 == 2 else max(below, low + 1)
        low, high = (middle, high) if cost(candidates[middle]) <= limit else (low, middle)
        turn += 1
    return candidates[low]


def divisors(effective: int) -> list[int]:
    """Micro-batches that keep the effective batch exactly."""
    return [n for n in range(1, effective + 1) if effective % n == 0]


def is_power_of_two(n: int) -> bool:
    return n & (n - 1) == 0


def prefer_power_of_two(best: int, candidates: Sequence[int], enough: Callable[[int], bool]) -> int:
    """`best`, or the largest power of two below it among `candidates` that is `enough` of it."""
    powers = [n for n in candidates if n <= best and is_power_of_two(n)]
    return powers[-1] if powers and enough(powers[-1]) else best


def free_candidates(cap: int) -> list[int]:
    """Micro-batches where the effective batch is free: powers of two and multiples of 8, up to `cap`."""
    cap = max(1, min(cap, LARGEST))
    return sorted({n for n in (1, 2, 4, *range(8, cap + 1, 8)) if n <= cap})


def fallbacks(config: TrainConfig, gpu: bool, shortest: int) -> Iterator[tuple[TrainConfig, str]]:
    """`config` as it is, then with one more concession each time, and what it is, in words."""
    yield config, ""
    if not config.gradient_checkpointing:
        config = msgspec.structs.replace(config, gradient_checkpointing=True)
        yield config, "gradient checkpointing is on: without it not even one example fits"
    if gpu and config.optimizer != "8bit":
        config = msgspec.structs.replace(config, optimizer="8bit")
        yield config, "8-bit AdamW: its state takes a quarter of the memory"
    while config.max_length // 2 >= shortest:
        config = msgspec.structs.replace(config, max_length=config.max_length // 2)
        yield config, f"max_length is {config.max_length}: longer utterances are cut into windows, nothing is lost"
