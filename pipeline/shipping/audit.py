"""What pip-audit found, told apart from what it could not look up."""

from __future__ import annotations

import msgspec

from pipeline.errors import DataError, GateError


def audit_summary(document: bytes) -> str:
    """A sentence on pip-audit's JSON `document`.

    Raises GateError naming each known vulnerability, and DataError where no package could be looked
    up.
    """
    try:
        packages = msgspec.json.decode(document)["dependencies"]
    except (msgspec.DecodeError, KeyError, TypeError):
        raise DataError(
            "not scanned: pip-audit gave no result; no advisory source answers from this machine"
        ) from None
    skipped = [p["name"] for p in packages if "skip_reason" in p]
    found = [f"{p['name']} {p['version']}: {v['id']}" for p in packages for v in p.get("vulns", [])]
    if found:
        raise GateError(f"{len(found)} known vulnerabilities: {'; '.join(found)}")
    if len(skipped) == len(packages):
        raise DataError(
            f"not scanned: no advisory source answers from this machine for any of {len(packages)}"
            " packages"
        )
    left = f"; not looked up: {', '.join(skipped)}" if skipped else ""
    return f"no known vulnerability in {len(packages) - len(skipped)} packages{left}"
