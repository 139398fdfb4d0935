"""Some hundred random JSON trees with planted PII; `fuzz_structure.py` runs as many as wanted by
hand.
"""

from __future__ import annotations

import random

import pytest

from tests.redaction.fuzz_structure import check


@pytest.mark.parametrize("block", range(4))
def test_no_planted_value_is_left_in_a_random_tree(block: int) -> None:
    told = {check(random.Random(f"test/{block}/{number}")) for number in range(100)}
    assert "redacted" in told and told <= {"redacted", "clean", "refused"}
