"""A cell of a table of text: where it ends, what it says, how a new value is written in its place.

Two ways of writing are known: a quote in a quoted cell is doubled (RFC 4180), or it has a backslash
in front, as MySQL and Hive export it; the latter write a tab in a cell of a TSV as `\\t` too.
"""

from __future__ import annotations

import re

#: Backslashes and the quotes behind them.
_QUOTES = re.compile(r'(\\*)("+)')
_BACKSLASHED = re.compile(r'"(?:[^"\\]|\\.)*"', re.S)
_ESCAPE = re.compile(r'\\([\\"tnr\n])')
_SAID = {"t": "\t", "n": "\n", "r": "\r"}
_WRITTEN = {"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


class CellEnds:
    """Finds the ends of cells, line after line, apart by `sep`."""

    def __init__(self, sep: str) -> None:
        self._last = (sep, "\r", "\n", "")
        rest = f"[^{sep}\r\n]*"
        #: A cell whose end no backslash makes doubtful.
        self._plain = re.compile(f'"(?:[^"\\\\]|"")*"(?!"){rest}|(?!"){rest}')
        self._rest = re.compile(rest)
        #: Whether this table writes a quote with a backslash.
        self._escaped = False

    def find(self, line: str, at: int, opened: bool) -> int | None:
        """Where the cell ends that begins at `at`, or goes on there if it is `opened`; None where
        it goes on in the next line.
        """
        if not opened:
            plain = self._plain.match(line, at)
            if plain:
                return plain.end()
            at += 1
        for run in _QUOTES.finditer(line, at):
            if self._closes(len(run[1]), len(run[2]), line[run.end() : run.end() + 1]):
                rest = self._rest.match(line, run.end())
                return rest.end() if rest else run.end()
        return None

    def _closes(self, backslashes: int, quotes: int, behind: str) -> bool:
        """Whether so many quotes behind so many backslashes close a cell.

        A backslash means nothing as long as no quote with one stood in the midst of a cell.
        """
        if backslashes % 2 == 0:
            return quotes % 2 == 1
        if quotes == 1 and (self._escaped or behind not in self._last):
            self._escaped = True
            return False
        return (quotes - self._escaped) % 2 == 1


def value_of(raw: str, sep: str) -> str:
    """What a cell says."""
    inner = _inner(raw)
    if _has_backslashes(raw, sep):
        return _ESCAPE.sub(lambda match: _SAID.get(match[1], match[1]), inner)
    return raw if inner is raw else inner.replace('""', '"')


def written(new: str, raw: str, sep: str) -> str:
    """`new` as it is written in the place of the cell `raw`."""
    if _has_backslashes(raw, sep):
        # What stood there as it is stays so.
        kept = {char for char in "\t\r\n" if char in raw}
        kept.update(char for char in '\\"' if _WRITTEN[char] not in raw)
        escaped = "".join(char if char in kept else _WRITTEN.get(char, char) for char in new)
        return f'"{escaped}"' if raw[:1] == '"' else escaped
    if raw[:1] == '"' or any(char in new for char in f'{sep}"\r\n'):
        return '"' + new.replace('"', '""') + '"'
    return new


def _inner(raw: str) -> str:
    quoted = len(raw) > 1 and raw[0] == raw[-1] == '"'
    return raw[1:-1] if quoted else raw


def _has_backslashes(raw: str, sep: str) -> bool:
    """Whether quotes, or the tabs of a cell without quotes, are written with a backslash."""
    if "\\" not in raw:
        return False
    if raw[:1] == '"':
        return '\\"' in raw[:-1] and bool(_BACKSLASHED.fullmatch(raw))
    return sep == "\t" and bool(_ESCAPE.search(raw))
