"""YAML configuration, validated on load against a typed msgspec Struct; errors name the file and
key.

class DataConfig(Config):
    seed: int = 7
    size: Annotated[int, msgspec.Meta(ge=1)] = 20_000

load_config("configs/data.yaml", DataConfig, ["size=500"])
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from functools import reduce
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from pipeline.errors import ConfigError


class Config(msgspec.Struct, forbid_unknown_fields=True, kw_only=True, frozen=True):
    """Base of every stage's configuration: immutable, keyword only, unknown keys refused."""


T = TypeVar("T", bound=Config)


def config_dir() -> Path:
    """Where the YAML files live: $PII_REDACT_CONFIGS, else `configs/` beside the package."""
    return Path(os.environ.get("PII_REDACT_CONFIGS") or Path(__file__).parent.parent / "configs")


def read_yaml(path: str | Path) -> dict[str, Any]:
    """Read one YAML mapping; an empty file is an empty mapping. Raises ConfigError."""
    try:
        values = yaml.safe_load(Path(path).read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(f"{path}: no such configuration file") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{path}: cannot be read: {error}") from None
    except yaml.YAMLError as error:
        raise ConfigError(f"{path}: is not valid YAML: {' '.join(str(error).split())}") from None
    if values is None:
        return {}
    if not isinstance(values, dict):
        raise ConfigError(f"{path}: must hold a mapping of keys to values")
    return values


def merge(base: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    """`base` with `over` laid on top, mapping by mapping."""
    merged = dict(base)
    for key, value in over.items():
        old = merged.get(key)
        merged[key] = (
            merge(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
        )
    return merged


def parse_overrides(pairs: Iterable[str]) -> dict[str, Any]:
    """`["training.epochs=2"]` as a nested mapping; values are read as YAML. Raises ConfigError."""
    tree: dict[str, Any] = {}
    for pair in pairs:
        key, sep, value = pair.partition("=")
        if not sep or not key:
            raise ConfigError(f"override {pair!r} must read KEY=VALUE, for example epochs=2")
        try:
            leaf: Any = yaml.safe_load(value)
        except yaml.YAMLError:
            leaf = value
        tree = merge(tree, reduce(lambda inner, part: {part: inner}, key.split(".")[::-1], leaf))
    return tree


def convert(values: dict[str, Any], kind: type[T]) -> T:
    """`values` as a `kind`; the text "8e-4", which YAML 1.1 takes for no number, as one where one
    is wanted. Raises msgspec.ValidationError.
    """
    return msgspec.convert(values, kind, strict=False)


def load_config(
    path: str | Path | Iterable[str | Path], kind: type[T], overrides: Iterable[str] = ()
) -> T:
    """Load one YAML file, or several where later ones win, lay `overrides` on top and validate as
    `kind`.

    Raises ConfigError naming the file(s) and the key of the first value that does not fit.
    """
    paths = [path] if isinstance(path, (str, Path)) else list(path)
    values: dict[str, Any] = {}
    for one in paths:
        values = merge(values, read_yaml(one))
    values = merge(values, parse_overrides(overrides))
    try:
        return convert(values, kind)
    except msgspec.ValidationError as error:
        where = ", ".join(str(p) for p in paths) or kind.__name__
        raise ConfigError(f"{where}: {error}") from None
