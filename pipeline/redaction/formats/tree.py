"""A record that is a JSON value: every string in it is scanned or accounted for, every copy
redacted.

The transcript's copies are those that the service's entry names (`services.py`); the rest is told
by its looks (`fields.py`). A value found anywhere goes from everywhere: from strings that were
left, from numbers, and from keys, which are renamed. Token ids and bytes beside a redacted text are
emptied: they spell it out. Strings that hold JSON are read, redacted inside, and written again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pipeline.errors import DataError
from pipeline.redaction import jsonio
from pipeline.redaction.formats.base import Record, entities_json
from pipeline.redaction.formats.copies import MIN_FIGURES, Copies, Values, without_values
from pipeline.redaction.formats.fields import Rest, figures_of
from pipeline.redaction.formats.packed import Packed
from pipeline.redaction.formats.paths import Leaf, inner
from pipeline.redaction.formats.shapes import LONG
from pipeline.redaction.formats.sub_words import join_parts
from pipeline.redaction.formats.text_copy import Piece, Place, TextCopy
from pipeline.redaction.policy import Policy
from pipeline.spans import Span

#: Keys whose lists spell out a text in numbers.
SPELLED = frozenset(("tokens", "token_ids", "tokenIds", "input_ids", "bytes", "top_logprobs"))
#: Where the entities of fields go.
FIELDS = "field_entities"
#: What our own entities are made of; a list of such is ours, and written anew.
_OURS = {"start", "end", "label", "pii", "score"}


class TreeRecord(Record):
    """One JSON value with the copies of its transcript.

    `entity_key` is where entities go, beside a text; `always` adds them in every mode. `before`
    and `after`: turns around it, only to be scanned with it. `lines`: it is a list of so many rows
    of JSONL. `packed`: strings of JSON that were read in place (`packed.unpack`).
    """

    copies: Copies
    context: frozenset[int] = frozenset()
    lines = 1

    def __init__(
        self,
        line: int,
        root: Any,
        named: list[TextCopy],
        *,
        entity_key: str = "pii_entities",
        always: bool = False,
        indent: str | None = None,
        end: str = "\n",
        before: Iterable[str] = (),
        after: Iterable[str] = (),
        lines: int | None = None,
        packed: Iterable[Packed] = (),
    ) -> None:
        self.line, self.lines, self._root = line, lines or 1, [root]
        self._rows, self._packed = lines is not None, list(packed)
        self._entity_key, self._always = entity_key, always
        self._indent, self._end = indent, end
        for row in root if lines is not None else self._root:
            if isinstance(row, dict) and row.get(FIELDS) and _ours(row[FIELDS]):
                del row[FIELDS]  # what an earlier pass found: written anew
        self._rest = Rest(self._root, named)
        self.copies = Copies()
        join_parts([*named, *self._rest.copies])
        for copy in (*named, *self._rest.copies):
            self.copies.add(copy)
        conversations = self.copies.to_scan()
        if conversations and self.copies.texts[0].named:
            lead, said, tail = [*before], conversations[0], [*after]
            conversations[0] = [*lead, *said, *tail]
            behind = range(len(lead) + len(said), len(conversations[0]))
            self.context = frozenset([*range(len(lead)), *behind])
        self.turns = [turn for turns in conversations for turn in turns]
        self.conversations = [len(turns) for turns in conversations]

    def render(self, found: list[list[Span]], options: Policy) -> str:
        """The value with every copy redacted, as JSON laid out as it came.

        Raises DataError where it is nested too deep.
        """
        try:
            self.redact(found, options)
            if self._rows:
                return "".join(jsonio.dumps(row) + "\n" for row in self._root[0])
            return jsonio.dumps(self._root[0], self._indent) + self._end
        except (RecursionError, jsonio.JsonError):
            raise DataError("cannot be redacted: nested too deep") from None

    def redact(self, found: list[list[Span]], options: Policy) -> None:
        """Redact the value in place."""
        labels = options.labels
        own = [one for i, one in enumerate(found) if i not in self.context]
        spans = self.copies.resolve(own, labels)
        rows = self._add_entities(spans) if self._always or options.spans_only else []
        if not options.spans_only:
            self._redact(spans, options)
        for row in rows:  # a key on the way may hold PII itself, and has its new name now
            row["path"] = _written(row["path"], self._rest.keys)
        for packed in self._packed:
            packed.put_back()

    def _redact(self, spans: list[list[Span]], options: Policy) -> None:
        values = self.copies.values(spans, options.labels)
        changed: list[Place] = []
        for copy, one in zip(self.copies.texts, spans, strict=True):
            changed += copy.write(one, options)
        if not values.fields:
            return
        for leaf in self._rest.loose:
            if isinstance(leaf.value, str):
                new = without_values(leaf.value, values.fields, options)
                if new != leaf.value:
                    leaf.place.put(new)
            else:
                _redact_number(leaf, values, options)
        _empty_spelled(self._root, changed)
        _redact_figure_lists(self._root, values.numbers(MIN_FIGURES))
        self._redact_keys(values.fields, options)

    def _redact_keys(self, values: Mapping[str, str], options: Policy) -> None:
        new = self._rest.keys
        for key in new:
            if new[key] == key:
                new[key] = without_values(key, values, options)
        if any(key != name for key, name in new.items()):
            _rename(self._root[0], new)

    def _add_entities(self, spans: list[list[Span]]) -> list[dict[str, Any]]:
        """Beside each text of the transcript its entities; those of a bare list, and of fields, on
        the record.

        Returns the latter: their `path` is a list of keys and places yet.
        """
        turns: list[dict[str, Any]] = []
        fields: list[dict[str, Any]] = []
        paths = _paths(self._root) if any(spans) else {}
        for copy, one in zip(self.copies.texts, spans, strict=True):
            if copy.words or (not copy.named and not one):
                continue
            for number, (unit, parts) in enumerate(zip(copy.units, copy.pieces(one), strict=True)):
                entities = entities_json(_local(parts))
                holder = unit.place.holder
                if not copy.named:
                    path = paths.get((id(holder), unit.place.key), ())
                    fields += [{"path": path, **entity} for entity in entities if path]
                elif isinstance(holder, dict):
                    holder[free_key(holder, self._entity_key)] = entities
                else:
                    turns += [{"turn": number, **entity} for entity in entities]
        root = self._root[0]
        for rows, key in ((turns, self._entity_key), (fields, FIELDS)):
            if rows and isinstance(root, dict):
                key = free_key(root, key)
                root[key] = [*root.get(key, []), *rows] if rows is turns else rows
        return fields


def _paths(top: list[Any]) -> dict[tuple[int, Any], tuple[Any, ...]]:
    """Every place below `top[0]` with the keys and places in lists on the way."""
    paths: dict[tuple[int, Any], tuple[Any, ...]] = {}
    stack: list[tuple[Any, tuple[Any, ...]]] = [(top[0], ())]
    while stack:
        holder, path = stack.pop()
        rows = (
            holder.items()
            if isinstance(holder, dict)
            else enumerate(holder)
            if isinstance(holder, list)
            else ()
        )
        for key, value in rows:
            paths[id(holder), key] = (*path, key)
            stack.append((value, (*path, key)))
    return paths


def _written(path: Iterable[Any], names: Mapping[str, str]) -> str:
    """A path as people write it, its keys by their new names: `notes.items[3].text`."""
    parts = (f"[{part}]" if isinstance(part, int) else f".{names.get(part, part)}" for part in path)
    return "".join(parts).removeprefix(".")


def free_key(holder: dict[str, Any], key: str) -> str:
    """`key`, unless something of the user's stands there: then `pii_entities`, `pii_entities_2` and
    so on.

    >>> free_key({"entities": [{"type": "name"}]}, "entities")
    'pii_entities'
    """
    names = (key, "pii_entities", *(f"pii_entities_{n}" for n in range(2, len(holder) + 3)))
    return next(name for name in names if name not in holder or _ours(holder[name]))


def _ours(value: Any) -> bool:
    return isinstance(value, list) and all(
        isinstance(v, dict) and set(v) - {"turn", "path"} == _OURS for v in value
    )


def _local(parts: Iterable[Piece]) -> list[Span]:
    return [Span(p.start, p.end, p.span.label, p.span.score) for p in parts]


def _redact_number(leaf: Leaf, values: Values, options: Policy) -> None:
    """A number that was left and holds a redacted one becomes the text that stands for it."""
    figures = figures_of(leaf.value)
    least = MIN_FIGURES if len(figures) < LONG else LONG
    for value, label in values.numbers(least).items():
        if value == figures or (value in figures and least == LONG):
            leaf.place.put(options.replace(figures, [Span(0, len(figures), label)]))
            return


def _redact_figure_lists(root: Any, numbers: Mapping[str, str]) -> None:
    """A list of numbers that reads as a redacted one is set to zeros."""
    for holder in inner(root) if numbers else ():
        if isinstance(holder, list) and len(holder) > 1 and all(type(v) is int for v in holder):
            joined = "".join(str(abs(v)) for v in holder)
            if any(n == joined or (n in joined and len(n) >= LONG) for n in numbers):
                holder[:] = [0] * len(holder)


def _empty_spelled(root: Any, changed: list[Place]) -> None:
    """Empty the token ids and bytes of a redacted text: in its object, or in the nearest above
    that has texts.
    """
    touched = {id(place.holder) for place in changed}
    _spelled_below(root, touched)


def _spelled_below(value: Any, touched: set[int]) -> tuple[bool, bool]:
    """Whether `value` holds texts, and whether a redacted one is among them."""
    if isinstance(value, str):
        return True, False
    if not isinstance(value, (dict, list)):
        return False, False
    below = [
        _spelled_below(v, touched) for v in (value.values() if isinstance(value, dict) else value)
    ]
    hit = id(value) in touched or any(redacted for _, redacted in below)
    if isinstance(value, dict) and hit:
        for key in SPELLED.intersection(value):
            if isinstance(value[key], list) and not any(isinstance(v, str) for v in value[key]):
                value[key] = [] if not _texts_in(value[key]) else value[key]
        if id(value) in touched and type(value.get("id")) is int and "p" in value:
            value["id"] = 0  # whisper.cpp: the token's number in the vocabulary
    return any(texts for texts, _ in below), hit


def _texts_in(rows: list[Any]) -> bool:
    """Whether a list under a spelled key holds texts of its own, as the tokens of whisper.cpp
    do.
    """
    return any(isinstance(v, dict) and ("text" in v or "offsets" in v) for v in rows)


def _rename(root: Any, names: Mapping[str, str]) -> None:
    """Every key of every object by `names`; one that is there already gets a number."""
    for holder in inner(root):
        if isinstance(holder, dict) and any(names.get(key, key) != key for key in holder):
            rows = list(holder.items())
            holder.clear()
            for key, value in rows:
                name = names.get(key, key) or "redacted"
                number = 2
                new = name
                while new in holder or (new != key and any(new == other for other, _ in rows)):
                    new, number = f"{name} {number}", number + 1
                holder[new] = value
