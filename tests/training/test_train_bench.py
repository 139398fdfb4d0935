"""The training benchmark: rows add up, each in a process of its own, as ratios to the first."""

from __future__ import annotations

from types import SimpleNamespace

import numpy as np
import pytest

from pipeline.training.bench import (
    CPU_STEPS,
    GPU_STEPS,
    PLAIN,
    measure_device,
    run_rows,
    table,
    useful_flops,
)
from pipeline.training.config import train_config


@pytest.mark.parametrize("rows", [CPU_STEPS, GPU_STEPS])
def test_every_row_is_a_valid_configuration(rows):
    settings = dict(PLAIN)
    for _, more in rows:
        settings |= {
            key: value
            for key, value in more.items()
            if key not in ("keep_cache", "split", "kernel_cache")
        }
        assert set(settings) <= set(train_config().__struct_fields__)
    assert rows[0] == ("plain loop", {})


def test_the_table_gives_ratios_to_the_first_row():
    first = {
        "name": "plain loop",
        "examples_per_second": 20.0,
        "memory_bytes": 1e9,
        "f1": 0.5,
        "share_of_peak": 0.1,
    }
    second = {
        "name": "+ more",
        "examples_per_second": 50.0,
        "memory_bytes": 4e8,
        "f1": 0.6,
        "share_of_peak": 0.25,
    }
    lines = table([first, second], first).splitlines()
    assert lines[2] == "| plain loop | 20.0 | 1.00 | 1000 MB | 1.00 | 0.500 | 10.0% |"
    assert lines[3] == "| + more | 50.0 | 2.50 | 400 MB | 0.40 | 0.600 | 25.0% |"
    assert table([{"name": "+ too much"}], first, header=False).startswith(
        "| + too much | out of memory |"
    )


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
    rows = run_rows(job, [CPU_STEPS[0], CPU_STEPS[2]], peak=measure_device(False, 1024)["peak"])
    assert [row["name"] for row in rows] == ["plain loop", "+ grouped by length"]
    assert all(row["examples_per_second"] > 0 and 0 <= row["f1"] <= 1 for row in rows)
    assert all(0 < row["share_of_peak"] < 1 for row in rows)


def test_useful_flops_are_six_for_each_weight_and_token():
    model = SimpleNamespace(config=SimpleNamespace(n_layers=1, dim=2, hidden_dim=8))
    weights = 4 * 2 * 2 + 2 * 2 * 8  # query, key, value, output; two of the feed-forward part
    assert useful_flops(np.array([3, 5]), model) == 6 * weights * 8 + 12 * 2 * (9 + 25)
