"""A file that is one JSON value, or several one after the other, laid out as people and tools
do.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

from pipeline.redaction import jsonio
from pipeline.redaction.formats.base import Failed, Format, ReadOptions, Record
from pipeline.redaction.formats.jsonl import named_copies
from pipeline.redaction.formats.packed import MAYBE, unpack
from pipeline.redaction.formats.services import SERVICES, Service, service_of
from pipeline.redaction.formats.tree import TreeRecord


class JsonFile:
    """JSON of any tool; with a `service`, of that one only."""

    adds_entities = True

    def __init__(self, service: Service | None = None) -> None:
        self.name = service.name if service else "json"
        self._service = service

    def read(self, stream: BinaryIO, options: ReadOptions) -> Iterator[Record | Failed]:
        """Yield a record for each value of the file; the times and entries of it stay in their
        order.
        """
        data = stream.read().removeprefix(b"\xef\xbb\xbf")
        indent, end = indent_of(data), "\n" if data.endswith(b"\n") else ""
        try:
            values = jsonio.several(data)
        except jsonio.JsonError as error:
            yield Failed(1, str(error))
            return
        for number, (line, root) in enumerate(values, 1):
            if not isinstance(root, (dict, list, str)):
                yield Failed(line, "not a JSON object")
                continue
            top = [root]
            try:
                packed = unpack(top) if MAYBE.search(data) else []
            except jsonio.JsonError as error:
                yield Failed(line, str(error))
                continue
            if self._service:
                copies = self._service.copies(top[0])
            else:
                copies = named_copies(top[0], options.field, service_of(top[0]))
            if self._service and not copies and not self._service.made(top[0]):
                yield Failed(line, f"not {self._service.title} JSON")
                continue
            last = end if number == len(values) else "\n"
            yield TreeRecord(line, top[0], copies, indent=indent, end=last, packed=packed)


def indent_of(data: bytes) -> str | None:
    """The white space that begins the second line of a laid out JSON file, or None for a compact
    one.
    """
    head, newline, rest = data[:65536].partition(b"\n")
    indent = rest[: len(rest) - len(rest.lstrip(b" \t"))]
    return indent.decode() if newline and indent and head.strip() else None


#: The formats of whole files by name.
JSON_FORMATS: list[Format] = [JsonFile(), *(JsonFile(service) for service in SERVICES)]
