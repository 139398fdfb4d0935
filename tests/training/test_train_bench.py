"""The training benchmark: rows add up, each in a process of its own, as ratios to the first."""

from __future__ import annotations

import pytest

from pipeline.training.bench import CPU_STEPS, GPU_STEPS, PLAIN, run_rows, table
from pipeline.training.config import TrainConfig


@pytest.mark.parametrize("rows", [CPU_STEPS, GPU_STEPS])
def test_every_row_is_a_valid_configuration(rows):
    settings = dict(PLAIN)
    for _, more in rows:
        settings |= {key: value for key, value in more.items() if key not in ("keep_cache", "split")}
        TrainConfig(**settings)
    assert rows[0] == ("plain loop", {})


def test_the_table_gives_ratios_to_the_first_row():
    first = {"name": "plain loop", "examples_per_second": 20.0, "memory_bytes": 1e9, "f1": 0.5}
    second = {"name": "+ more", "examples_per_second": 50.0, "memory_bytes": 4e8, "f1": 0.6}
    lines = table([first, second], first).splitlines()
    assert lines[2] == "| plain loop | 20.0 | 1.00 | 1000 MB | 1.00 | 0.500 |"
    assert lines[3] == "| + more | 50.0 | 2.50 | 400 MB | 0.40 | 0.600 |"


@pytest.mark.slow
def test_rows_are_measured(data_folder, tiny_base, tmp_path):
    job = {
        "data": str(data_folder),
        "cache": str(tmp_path),
        "base": str(tiny_base),
        "steps": 3,
        "batch": 8,
        "gpu": False,
    }
    rows = run_rows(job, [CPU_STEPS[0], CPU_STEPS[2]])
    assert [row["name"] for row in rows] == ["plain loop", "+ grouped by length"]
    assert all(row["examples_per_second"] > 0 and 0 <= row["f1"] <= 1 for row in rows)
