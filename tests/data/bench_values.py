"""How long a value takes: `python tests/data/bench_values.py` prints microseconds of CPU a call for
every slot.

A script and no test: what it prints depends on the machine.
"""

from __future__ import annotations

import random
import time

from pipeline.data.values import Values


def main(calls: int = 20_000) -> None:
    """Print the set-up time and the time a call for every slot and style."""
    start = time.process_time()
    values = Values("train")
    print(f"set-up {time.process_time() - start:.2f} s")
    rng = random.Random(1)
    for slot in values.slots:
        for style in ("spoken", "words", "typed", "written"):
            start = time.process_time()
            for _ in range(calls):
                values.say(slot, rng, style)
            print(f"{slot:22} {style:8} {(time.process_time() - start) / calls * 1e6:6.1f} us")


if __name__ == "__main__":
    main()
