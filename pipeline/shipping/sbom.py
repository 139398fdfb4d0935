"""The bill of materials: cyclonedx-py's document of the Python packages, with the Debian packages
added.

Debian's copyright files are machine-readable (DEP-5): a `License:` field names each licence a
package is under.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

LICENCE = re.compile(r"^License:[ \t]*(\S.*)$", re.MULTILINE)


def with_debian(document: bytes, rootfs: Path) -> dict[str, Any]:
    """The CycloneDX JSON `document` with one component for each package in `rootfs`'s
    dpkg/status.d.
    """
    bill = msgspec.json.decode(document)
    packages = sorted((rootfs / "var/lib/dpkg/status.d").iterdir())
    bill.setdefault("components", []).extend(
        debian_component(path.read_text(), rootfs) for path in packages
    )
    return bill


def debian_component(control: str, rootfs: Path) -> dict[str, Any]:
    """A CycloneDX component from a package's control file."""
    fields = dict(
        line.split(": ", 1) for line in control.splitlines() if re.match(r"[A-Za-z-]+: ", line)
    )
    name, version, arch = fields["Package"], fields["Version"], fields["Architecture"]
    purl = f"pkg:deb/debian/{name}@{quote(version, safe='.+-~')}?arch={arch}&distro=debian-12"
    component: dict[str, Any] = {
        "type": "library",
        "bom-ref": purl,
        "name": name,
        "version": version,
        "purl": purl,
    }
    component["licenses"] = debian_licences(rootfs / "usr/share/doc" / name / "copyright")
    return component


def debian_licences(copyright_file: Path) -> list[dict[str, Any]]:
    """CycloneDX licences: the names in a copyright file, sorted, or its whole text where it is
    free text.
    """
    if not copyright_file.is_file():
        return []
    text = copyright_file.read_text(errors="replace")
    if names := sorted({found.strip() for found in LICENCE.findall(text)}):
        return [{"license": {"name": name}} for name in names]
    return [
        {"license": {"name": "see text", "text": {"contentType": "text/plain", "content": text}}}
    ]
