"""A transcript as a JSON tree that holds its text several times; every copy comes out redacted.

The format names the copies it knows. Other strings are grouped by their path: a group that tells the same text as a
copy is a copy too; with `scan_all`, running text elsewhere (summaries, headlines) is scanned as well; the rest (names
of speakers, addresses of files) is checked for the values that were found. A key that repeats one is refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, BinaryIO

from pipeline.errors import DataError
from pipeline.redaction import jsonio
from pipeline.redaction.formats.align import find_values, stream_of
from pipeline.redaction.formats.base import Failed, ReadOptions, Record, RenderOptions, entities_json
from pipeline.redaction.formats.copies import Copies
from pipeline.redaction.formats.text_copy import Piece, Place, TextCopy, Unit, prose, walk
from pipeline.spans import Span

#: A format's own part: the copies of a parsed file, the turns first. Raises ValueError where it is another format.
Collect = Callable[[Any], list[TextCopy]]


class TreeRecord:
    """One JSON value with its copies. `entity_key` is where entities go; `always` adds them in every mode."""

    context: frozenset[int] = frozenset()
    lines = 1

    def __init__(
        self,
        line: int,
        root: Any,
        copies: list[TextCopy],
        *,
        entity_key: str = "pii_entities",
        always: bool = False,
        scan_all: bool = True,
        indent: str | None = None,
        end: str = "\n",
    ) -> None:
        self.line, self._root = line, root
        self._entity_key, self._always = entity_key, always
        self._indent, self._end = indent, end
        self._loose: list[tuple[Place, str]] = []
        self.copies = Copies()
        for copy in copies:
            self.copies.add(copy)
        self._elsewhere(scan_all)
        texts = self.copies.to_scan()
        self.turns = [turn for turns in texts for turn in turns]
        self.threads = [len(turns) for turns in texts]

    def _elsewhere(self, scan_all: bool) -> None:
        units = [u for t in self.copies.texts for u in t.units]
        taken = {(id(p.holder), p.key) for u in units for p in (u.place, *(place for _, place in u.also))}
        groups: dict[tuple[str, ...], list[Unit]] = {}
        for path, place, text in walk(self._root):
            if (id(place.holder), place.key) not in taken:
                groups.setdefault(path, []).append(Unit(text, place))
        for group in groups.values():
            copy = TextCopy(group, words=not prose(u.text for u in group), named=False)
            if self.copies.holds(copy) or (scan_all and not copy.words):
                self.copies.add(copy)
            else:
                self._loose.extend((u.place, u.text) for u in group)

    def render(self, found: list[list[Span]], options: RenderOptions) -> str:
        """The tree with every copy redacted, as JSON laid out as it came."""
        spans = self.copies.resolve(found, options.redacted_labels)
        values = [(v, label) for v, (label, _) in self.copies.values(spans, options.redacted_labels).items()]
        if values and not options.spans_only:
            self._check_keys(values)
        for place, text in self._loose:
            place.put(self.copies.leaks(text, values, options))
        for copy, one in zip(self.copies.texts, spans, strict=True):
            copy.write(one, options)
            if not options.spans_only:
                _drop_token_ids(copy, one, options.redacted_labels)
        if self._always or options.spans_only:
            self._add_entities(spans)
        return jsonio.dumps(self._root, self._indent) + self._end

    def _check_keys(self, values: list[tuple[str, str]]) -> None:
        stack, keys = [self._root], set()
        while stack:
            node = stack.pop()
            if isinstance(node, dict):
                keys.update(node)
                stack.extend(node.values())
            elif isinstance(node, list):
                stack.extend(node)
        if any(True for key in keys for _ in find_values(key, stream_of(key), values)):
            raise DataError("a key of the record repeats a redacted value")

    def _add_entities(self, spans: list[list[Span]]) -> None:
        """Beside each text (not beside words) its entities; texts in a bare list get theirs on the record."""
        rows: list[dict[str, Any]] = []
        for copy, one in zip(self.copies.texts, spans, strict=True):
            if copy.words or not copy.named:
                continue
            for number, (unit, parts) in enumerate(zip(copy.units, copy.pieces(one), strict=True)):
                entities = entities_json(_local(parts))
                if isinstance(unit.place.holder, dict):
                    unit.place.holder[self._entity_key] = entities
                else:
                    rows.extend({"turn": number, **entity} for entity in entities)
        if rows and isinstance(self._root, dict):
            self._root[self._entity_key] = [*self._root.get(self._entity_key, []), *rows]


def _drop_token_ids(copy: TextCopy, spans: list[Span], labels: frozenset[str] | set[str]) -> None:
    """Empty the `tokens` beside a redacted text: a recogniser's token ids spell the text out."""
    for unit, parts in zip(copy.units, copy.pieces(spans), strict=True):
        holder = unit.place.holder
        if isinstance(holder, dict) and holder.get("tokens") and any(p.span.label in labels for p in parts):
            holder["tokens"] = []


def _local(parts: Iterable[Piece]) -> list[Span]:
    return [Span(p.start, p.end, p.span.label, p.span.score) for p in parts]


class TreeFormat:
    """A file that is one JSON value; `collect` is the format's own part."""

    adds_entities = True

    def __init__(self, name: str, title: str, collect: Collect) -> None:
        self.name, self._title, self._collect = name, title, collect

    def read(self, stream: BinaryIO, options: ReadOptions) -> Iterator[Record | Failed]:
        """Yield the file as one record."""
        data = stream.read()
        try:
            root = jsonio.loads(data.removeprefix(b"\xef\xbb\xbf"))
            copies = self._collect(root)
        except jsonio.JsonError as error:
            yield Failed(1, str(error))
        except (ValueError, TypeError, AttributeError, KeyError) as error:
            yield Failed(1, f"not {self._title} JSON: {error if type(error) is ValueError else 'it has another shape'}")
        else:
            yield TreeRecord(1, root, copies, indent=indent_of(data), end="\n" if data.endswith(b"\n") else "")


def indent_of(data: bytes) -> str | None:
    """The white space that begins the second line of a laid out JSON file, or None for a compact one."""
    head, newline, rest = data[:65536].partition(b"\n")
    indent = rest[: len(rest) - len(rest.lstrip(b" \t"))]
    return indent.decode() if newline and indent and head.strip() else None
