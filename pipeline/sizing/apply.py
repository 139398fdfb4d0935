"""Writing a plan into a profile's YAML: comments, order and everything else stay as they are."""

from __future__ import annotations

import io
import shutil
import time
from pathlib import Path
from typing import Any

from pipeline.errors import ConfigError
from pipeline.manifest import write_whole


def apply_settings(path: Path, settings: dict[str, Any]) -> Path | None:
    """Set `settings` in the YAML mapping at `path` after a backup beside it, whose path is
    returned.

    None where the file says all that already. The file changes whole or not at all. Raises
    ConfigError.
    """
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    yaml = YAML()
    yaml.preserve_quotes, yaml.width = True, 4096
    yaml.representer.add_representer(
        type(None), lambda r, _: r.represent_scalar("tag:yaml.org,2002:null", "null")
    )
    try:
        before = path.read_text(encoding="utf-8")
        values = yaml.load(before)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read: {error.strerror or error}") from None
    except YAMLError as error:
        raise ConfigError(f"{path}: is not valid YAML: {' '.join(str(error).split())}") from None
    if not isinstance(values, dict):
        raise ConfigError(f"{path}: must hold a mapping of keys to values")
    changed = {
        key: value for key, value in settings.items() if key not in values or values[key] != value
    }
    changed = {
        key: value
        for key, value in changed.items()
        if value is not None or values.get(key) is not None
    }
    if not changed:
        return None
    for key, value in changed.items():
        values[key] = value
    text = io.StringIO()
    yaml.dump(values, text)
    return _write(path, text.getvalue())


def _write(path: Path, text: str) -> Path:
    backup = path.with_name(f"{path.name}.{time.strftime('%Y%m%d-%H%M%S')}.bak")
    number = 1
    while backup.exists():
        number += 1
        backup = path.with_name(f"{path.name}.{time.strftime('%Y%m%d-%H%M%S')}-{number}.bak")
    try:
        shutil.copy2(path, backup)
        write_whole(path, text)
    except OSError as error:
        raise ConfigError(f"{path}: cannot be written: {error.strerror or error}") from None
    return backup
