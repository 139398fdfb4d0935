"""A small phrase grammar: sentence frames composed from parts, split into three sides.

A rule is a text of one alternative a line. Inside an alternative `[a|b|]` chooses, `<rule>` refers to another
rule, `{SLOT}` stands for a value, and a leading `3*` makes the line three times as likely. The tokens `,` `.` `?`
are written by engines that punctuate and dropped for the others.

Rules are of two kinds. Those in `shared` are closed classes (my/our, mobile/cell) and serve every split. Those in
`phrases` are carriers: each alternative goes to train, dev or test, never to two of them, by rank of its CRC-32.
"""

from __future__ import annotations

import random
import re
import zlib
from collections.abc import Mapping
from typing import Any

from pipeline.data.lexicon.sides import DEV, SIDES, TEST, TRAIN, Draw

#: Share of the alternatives of each phrase rule that only dev uses, and that only test uses.
HELD_OUT = 0.07
_TOKEN = re.compile(r"\[|\]|\||<\w+>|[^\s\[\]|<>]+")
_WEIGHT = re.compile(r"(\d+)\*\s")

#: Words, or a list of alternatives, each a list of nodes.
Node = str | list[Any]


class Grammar:
    """Expands rules for one side of the split."""

    def __init__(self, phrases: Mapping[str, str], shared: Mapping[str, str], split: str) -> None:
        self._rules: dict[str, list[Any]] = {name: [] for name in (*phrases, *shared)}
        for name, text in shared.items():
            self._rules[name].extend(self._compile(_lines(text)))
        for name, text in phrases.items():
            self._rules[name].extend(self._compile(split_lines(_lines(text))[split]))

    def expand(self, rule: str, rng: random.Random) -> str:
        """One random expansion of `rule`: words, `{SLOT}`s and punctuation, separated by single spaces."""
        out: list[str] = []
        alternatives = self._rules[rule]
        _emit(alternatives[int(rng.random() * len(alternatives))], rng.random, out)
        return " ".join(out)

    def _compile(self, lines: list[str]) -> list[list[Node]]:
        compiled: list[list[Node]] = []
        for line in lines:
            weight = _WEIGHT.match(line)
            nodes, rest = self._parse(_TOKEN.findall(line[weight.end() :] if weight else line))
            if rest or len(nodes) != 1:
                raise ValueError(f"unbalanced brackets in {line!r}")
            compiled.extend(nodes * (int(weight[1]) if weight else 1))
        return compiled

    def _parse(self, tokens: list[str]) -> tuple[list[list[Node]], list[str]]:
        """Alternatives up to the closing bracket or the end, and the tokens that are left."""
        alternatives: list[list[Node]] = [[]]
        while tokens:
            token, *tokens = tokens
            if token == "]":
                return alternatives, ["]", *tokens]
            if token == "|":
                alternatives.append([])
            elif token == "[":
                inner, tokens = self._parse(tokens)
                if tokens[:1] != ["]"]:
                    raise ValueError("a bracket is not closed")
                tokens = tokens[1:]
                alternatives[-1].append(inner)
            elif token[0] == "<":
                alternatives[-1].append(self._rules[token[1:-1]])
            elif alternatives[-1] and isinstance(alternatives[-1][-1], str):
                alternatives[-1][-1] += f" {token}"  # words that always stand together are one node
            else:
                alternatives[-1].append(token)
        return alternatives, tokens


def split_lines(lines: list[str]) -> dict[str, list[str]]:
    """The alternatives of one phrase rule by side, by rank of CRC-32, so the same on every machine."""
    ranked = sorted(set(lines), key=lambda line: (zlib.crc32(line.encode()), line))
    count = max(1, round(len(ranked) * HELD_OUT))
    side = (
        dict.fromkeys(ranked, TRAIN)
        | dict.fromkeys(ranked[:count], DEV)
        | dict.fromkeys(ranked[count : 2 * count], TEST)
    )
    return {name: [line for line in lines if side[line] == name] for name in SIDES}


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _emit(nodes: list[Node], draw: Draw, out: list[str]) -> None:
    for node in nodes:
        if isinstance(node, str):
            out.append(node)
        else:
            _emit(node[int(draw() * len(node))], draw, out)
