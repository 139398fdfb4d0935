"""What a request asks for: its body and fields as records and a policy."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Annotated, Any, Literal

import msgspec
from starlette.datastructures import QueryParams

from pipeline.errors import ConfigError, PipelineError
from pipeline.labels import Surrogate, parse_labels
from pipeline.redaction.formats import FORMATS, Failed, Format, ReadOptions, Record
from pipeline.redaction.policy import Policy
from pipeline.redaction.records import TurnsRecord

Names = str | list[str]
Score = Annotated[float, msgspec.Meta(ge=0, le=1)]
#: Content types of a JSON request: its own, none, and what curl -d sends unless told otherwise.
JSON_TYPES = frozenset({"application/json", "", "application/x-www-form-urlencoded"})
#: Content types of files, and the format that each is; others need ?format=.
CONTENT_TYPES = {
    "application/x-ndjson": "jsonl",
    "application/ndjson": "jsonl",
    "application/jsonl": "jsonl",
    "application/x-jsonlines": "jsonl",
    "text/plain": "text",
    "text/vtt": "vtt",
    "application/x-subrip": "srt",
    "text/srt": "srt",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/ttml+xml": "ttml",
    "text/x-ssa": "ass",
    "application/vnd.apache.parquet": "parquet",
}
#: Formats of which each line is answered as it comes.
STREAMED = ("jsonl", "text")
#: Formats in which a row that fails has a row in its place; the file is answered all the same.
BY_ROW = (*STREAMED, "csv", "tsv")


class Refused(Exception):
    """The request is answered with `status` and a sentence; `retry` says to come again later."""

    def __init__(self, status: int, message: str, retry: bool = False) -> None:
        super().__init__(message)
        self.status, self.message, self.retry = status, message, retry


class Options(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, frozen=True):
    """The options of the command, as fields of a JSON request or of the query."""

    entities: Names | None = None
    keep: Names = ""
    mode: Literal["label", "mask", "pseudonym", "drop"] = "label"
    digits: Literal["model", "closed", "all"] = "closed"
    operating_point: str | None = None
    thresholds: dict[str, Score] = {}

    def policy(self, surrogate: Surrogate | None, spans_only: bool) -> Policy:
        """What they ask for. Raises ConfigError, Refused."""
        if self.mode == "pseudonym" and surrogate is None:
            raise Refused(422, "mode pseudonym is not on: the service was started without a secret")
        entities = None if self.entities is None else _comma(self.entities)
        named = (entities, _comma(self.keep), self.operating_point)
        # What a client names is kept only where it is short.
        make = _policy if len(str(named)) < 500 else _policy.__wrapped__
        return make(
            *named,
            mode=self.mode,
            surrogate=surrogate if self.mode == "pseudonym" else None,
            spans_only=spans_only,
            digits=self.digits,
            thresholds=tuple(_by_label(self.thresholds).items()),
        )


class Body(Options, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A JSON request: one of `text`, `texts` and `turns`."""

    text: str | None = None
    texts: list[str] | None = None
    turns: list[str | dict[str, Any]] | None = None

    def check(self, most: int) -> None:
        """Raise Refused where it does not hold exactly one of the three, or more than `most`
        entries.
        """
        given = [name for name in ("text", "texts", "turns") if getattr(self, name) is not None]
        if len(given) != 1:
            raise Refused(
                422, "give one of text, texts and turns; a file needs ?format= or its content type"
            )
        if max(len(self.texts or ()), len(self.turns or ())) > most:
            raise Refused(413, f"more than {most} texts or turns; send fewer, or NDJSON")

    def records(self) -> list[Record | Failed]:
        """The records to redact; turns make one."""
        if self.text is not None:
            return [TurnsRecord([self.text], 1)]
        if self.texts is not None:
            return [TurnsRecord([text], line) for line, text in enumerate(self.texts, 1)]
        line = msgspec.json.encode({"turns": self.turns}) + b"\n"
        return list(FORMATS["jsonl"].read(io.BytesIO(line), ReadOptions()))


_BODY = msgspec.json.Decoder(Body)


def read_body(data: bytes, depth: int, records: int) -> Body:
    """The JSON request `data`. Raises Refused: nested deeper than `depth`, no such request."""
    check_depth(data, depth)
    try:
        body = _BODY.decode(data)
    except msgspec.ValidationError as error:
        # Its message names the field and types; an unknown field's name may hold anything.
        message = str(error)
        if "unknown field" in message:
            message = (
                "it holds a field that is not known; a file needs ?format= or its content type"
            )
        raise Refused(422, f"the request does not fit: {message}") from None
    except (msgspec.DecodeError, UnicodeDecodeError):
        raise Refused(400, "the body is not JSON in UTF-8") from None
    body.check(records)
    return body


def check_depth(data: bytes, most: int) -> None:
    """Raise Refused where JSON is nested deeper than `most`; brackets inside strings do not
    count.
    """
    if data.count(b"[") + data.count(b"{") <= most:
        return
    depth = 0
    for char in _brackets(data):
        depth += 1 if char in b"[{" else -1
        if depth > most:
            raise Refused(413, f"the JSON is nested deeper than {most}")


def _brackets(data: bytes) -> Iterator[int]:
    """The brackets of `data` outside strings: with escapes gone, every other piece between
    quotes is a string.
    """
    outside = data.replace(b"\\\\", b"").replace(b'\\"', b"").split(b'"')[::2]
    kept = b"".join(outside).translate(None, delete=_NO_BRACKETS)
    return iter(kept)


_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))


def read_query(query: QueryParams) -> tuple[Options, ReadOptions]:
    """The fields of a file's request, in its query. Raises Refused."""
    fields: dict[str, Any] = {}
    reading: dict[str, Any] = {}
    for name, value in query.multi_items():
        if name in ("format", "turns"):
            continue
        if name == "threshold":
            label, _, score = value.partition("=")
            fields.setdefault("thresholds", {})[label] = score
        elif name in ("field", "group_by"):
            reading[name] = value
        elif name == "columns":
            reading[name] = tuple(value.split(","))
        else:
            fields[name] = value
    try:
        return msgspec.convert(fields, Options, strict=False), ReadOptions(**reading)
    except msgspec.ValidationError:
        known = (
            "format, turns, field, group_by, columns, entities, keep, mode, digits,"
            " operating_point, threshold=LABEL=SCORE"
        )
        raise Refused(422, f"the query does not fit; its fields are {known}") from None


def named_format(content_type: str, query: QueryParams) -> str | None:
    """The name of the format of a file's request, "auto" included; None for a JSON request.

    Raises Refused.
    """
    name = query.get("format")
    kind = content_type.partition(";")[0].strip().lower()
    if name is None:
        if kind in JSON_TYPES:
            return None
        name = CONTENT_TYPES.get(kind)
    if name is None or (name != "auto" and name not in FORMATS):
        known = ", ".join(FORMATS)
        raise Refused(
            415, f"send JSON as application/json, a file with ?format=, one of auto, {known}"
        )
    return name


def checked(chosen: Format, policy: Policy) -> Format:
    """`chosen`, where it has place for what `policy` asks for. Raises Refused."""
    if policy.spans_only and not chosen.adds_entities:
        raise Refused(422, f"{chosen.name} has no place for entities")
    return chosen


def refusal(error: PipelineError) -> Refused:
    """What a client hears of an error of ours."""
    return Refused(422 if isinstance(error, ConfigError) else 500, str(error))


@lru_cache(256)
def _policy(
    entities: str | None,
    keep: str,
    operating_point: str | None,
    thresholds: tuple[tuple[str, float], ...],
    **options: Any,
) -> Policy:
    """The policy of a request's options; most requests have the same."""
    return Policy.of(
        entities, keep, operating_point=operating_point, thresholds=dict(thresholds), **options
    )


def _comma(names: Names) -> str:
    return names if isinstance(names, str) else ",".join(names)


def _by_label(scores: Mapping[str, float]) -> dict[str, float]:
    return {label: score for names, score in scores.items() for label in parse_labels(names)}
