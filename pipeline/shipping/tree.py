"""The digest of an image's file tree: contents, modes, owners, times and links of every file."""

from __future__ import annotations

import hashlib
import tarfile
from typing import BinaryIO

#: Docker puts these into every container that it exports; they are no part of the image.
DOCKERS_OWN = {
    ".dockerenv",
    "dev/console",
    "dev/pts",
    "dev/shm",
    "etc/hostname",
    "etc/hosts",
    "etc/mtab",
}
DOCKERS_OWN |= {"etc/resolv.conf"}
#: Folders that Docker touches when it puts the files above into them: their times are its own.
TOUCHED = {"dev", "etc", "proc", "sys"}


def tree_lines(stream: BinaryIO) -> list[str]:
    """One line a member of the tar file in `stream`, sorted by name: type, mode, owner, time,
    name, content or link.
    """
    lines = {}
    with tarfile.open(fileobj=stream, mode="r|") as archive:
        for member in archive:
            name = member.name.strip("/")
            if name in DOCKERS_OWN or not name or name == ".":
                continue
            content = member.linkname or "-"
            if member.isreg() and (file := archive.extractfile(member)):
                content = hashlib.sha256(file.read()).hexdigest()
            time = "-" if name in TOUCHED else str(int(member.mtime))
            kind = member.type.decode()
            lines[name] = (
                f"{kind} {member.mode:o} {member.uid}:{member.gid} {time} {name} {content}"
            )
    return [lines[name] for name in sorted(lines)]


def tree_digest(lines: list[str]) -> str:
    """SHA-256 over the lines, in hex with its prefix."""
    return "sha256:" + hashlib.sha256("\n".join(lines).encode()).hexdigest()
