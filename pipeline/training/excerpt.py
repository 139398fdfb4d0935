"""A small copy of the data, so that a check or a comparison takes minutes."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import msgspec

from pipeline.errors import DataError
from pipeline.manifest import MANIFEST, read_manifest, write_manifest


def excerpt(data: Path, out: Path, train: int, dev: int, longest: int | None = None) -> Path:
    """The first `train` rows of the training file and `dev` rows of each part of dev, in `out`.

    `longest`: rows of more characters are passed over, and so are conversations, which have no
    text of their own. Raises DataError where there is no data.
    """
    files = [Path("train.jsonl"), *(p.relative_to(data) for p in data.glob("dev/*.jsonl"))]
    if len(files) == 1 or not (data / files[0]).is_file():
        raise DataError(f"{data}: no training data here; run `python -m pipeline data` first")
    for file in files:
        (out / file).parent.mkdir(parents=True, exist_ok=True)
        with (data / file).open("rb") as rows, (out / file).open("wb") as copy:
            wanted = (row for row in rows if longest is None or _is_short(row, longest))
            copy.writelines(islice(wanted, train if file == files[0] else dev))
        if not (out / file).stat().st_size:
            (out / file).unlink()
    if (data / MANIFEST).is_file():  # it names the labels
        write_manifest(out, "data", read_manifest(data, "data").settings)
    return out


def _is_short(row: bytes, longest: int) -> bool:
    return len(msgspec.json.decode(row).get("text", " " * (longest + 1))) <= longest
