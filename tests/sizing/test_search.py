from hypothesis import given
from hypothesis import strategies as st

from pipeline.sizing.search import divisors, fallbacks, free_candidates, largest
from pipeline.training.config import TrainConfig


@given(
    st.lists(st.integers(1, 5000), min_size=1, unique=True).map(sorted),
    st.integers(1, 50),
    st.integers(0, 5000),
    st.integers(0, 300_000),
)
def test_largest_is_what_trying_all_finds(candidates, slope, floor, limit):
    asked = []

    def cost(n):
        asked.append(n)
        return max(floor, slope * n)

    fitting = [n for n in candidates if cost(n) <= limit]
    asked.clear()
    assert largest(candidates, cost, limit) == (fitting[-1] if fitting else None)
    assert len(set(asked)) <= 3 * len(candidates).bit_length() + 3


@given(st.integers(1, 600))
def test_divisors_keep_the_effective_batch(effective):
    assert all(effective // n * n == effective for n in divisors(effective))


@given(st.integers(1, 9000))
def test_free_candidates_are_round_and_within_the_cap(cap):
    found = free_candidates(cap)
    assert found == sorted(set(found)) and found[-1] <= cap and all(n % 8 == 0 or n in (1, 2, 4) for n in found)


def test_fallbacks_come_in_order_and_keep_what_went_before():
    tried = list(fallbacks(TrainConfig(optimizer="fused", max_length=128), gpu=True, shortest=32))
    assert [(c.gradient_checkpointing, c.optimizer, c.max_length) for c, _ in tried] == [
        (False, "fused", 128), (True, "fused", 128), (True, "8bit", 128), (True, "8bit", 64), (True, "8bit", 32),
    ]  # fmt: skip
    assert tried[0][1] == "" and all(note for _, note in tried[1:])
