"""/openapi.json: what the service takes and gives, with examples (OpenAPI 3.1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from pipeline import __version__
from pipeline.redaction.formats import FORMATS
from pipeline.server.requests import CONTENT_TYPES, Body

Json = dict[str, Any]
_ENTITY = {"start": 11, "end": 15, "label": "PERSON_NAME", "pii": True, "score": 0.99}
_REQUESTS: dict[str, tuple[str, Json]] = {
    "text": ("One text", {"text": "my name is maya"}),
    "list": ("Several texts", {"texts": ["my name is maya", "hello"], "mode": "mask"}),
    "conversation": (
        "A conversation: turns are read with their neighbours",
        {
            "turns": [
                {"speaker": "agent", "text": "what is your name"},
                {"speaker": "caller", "text": "maya"},
            ],
            "keep": ["DATE"],
        },
    ),
}
_ANSWERS: Json = {
    "text": {"value": {"text": "my name is [PERSON_NAME]", "entities": [_ENTITY]}},
    "list": {
        "value": {
            "results": [
                {"text": "my name is ****", "entities": [_ENTITY]},
                {"text": "hello", "entities": []},
            ]
        }
    },
}
_ANSWERS["conversation"] = {
    "value": {
        "turns": [
            {"speaker": "agent", "text": "what is your name", "entities": []},
            {
                "speaker": "caller",
                "text": "[PERSON_NAME]",
                "entities": [_ENTITY | {"start": 0, "end": 4}],
            },
        ]
    }
}
_SPANS: Json = {"text": {"value": {"entities": [_ENTITY]}}}
_LINES = '{"text": "my name is maya"}\n{"text": 1}\n'
_ERRORS = {
    "400": "The body is not JSON in UTF-8.",
    "401": "No valid bearer token.",
    "408": "The body did not come in time.",
    "413": "Too large, too many texts, or nested too deep.",
    "415": "Neither content type nor ?format= names a known format.",
    "422": "The request does not fit, or its one record could not be redacted.",
    "429": "Too many requests; Retry-After says when to come again.",
    "431": "The headers are too large.",
    "503": "Not answered in time; Retry-After says when to come again.",
}


def describe(labels: Sequence[str], token: bool) -> Json:
    """The description of a service whose model knows `labels`."""
    schemas: Json = msgspec.json.schema_components(
        [Body], ref_template="#/components/schemas/{name}"
    )[1]
    schemas["Error"] = {
        "type": "object",
        "properties": {"error": {"type": "string"}},
        "required": ["error"],
    }
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}}
    responses = {
        status: {"description": about, "content": content} for status, about in _ERRORS.items()
    }
    made: Json = {
        "openapi": "3.1.0",
        "info": {
            "title": "pii-redact",
            "version": __version__,
            "description": (
                f"Finds and redacts PII in transcripts. This model knows {', '.join(labels)}."
            ),
        },
        "paths": {
            "/v1/redact": {"post": _post("Redact", "redactText", _ANSWERS, responses)},
            "/v1/spans": {
                "post": _post("Find entities, leave the text", "findSpans", _SPANS, responses)
            },
            "/v1/live": {"get": _live()},
            "/healthz": {"get": _get("The process is alive")},
            "/readyz": {"get": _get("The model is loaded (503 before)")},
            "/metrics": {"get": _get("Prometheus metrics; no content", "text/plain")},
        },
        "components": {"schemas": schemas},
    }
    if token:
        made["components"]["securitySchemes"] = {"token": {"type": "http", "scheme": "bearer"}}
        made["security"] = [{"token": []}]
    return made


def _post(summary: str, operation: str, answers: Json, errors: Json) -> Json:
    asked = {name: {"summary": about, "value": value} for name, (about, value) in _REQUESTS.items()}
    bodies: Json = {
        "application/json": {"schema": {"$ref": "#/components/schemas/Body"}, "examples": asked}
    }
    for kind, name in CONTENT_TYPES.items():
        if name in FORMATS:
            bodies[kind] = {"schema": {"type": "string"}}
    bodies["application/x-ndjson"]["example"] = _LINES
    parameters = [
        _query(
            "format",
            "Format of the file in the body; auto tells it from the content.",
            ["auto", *FORMATS],
        ),
        *(
            _query(name, "As the field of a JSON request, for files.")
            for name in ("entities", "keep", "mode")
        ),
        *(
            _query(name, "As the field of a JSON request, for files.")
            for name in ("digits", "operating_point")
        ),
        _query("threshold", "LABEL=SCORE; may be repeated. For files."),
        _query(
            "turns",
            "For files at /v1/spans: a line of JSON a record, its turns and entities.",
            ["true"],
        ),
        _query("field", "Key of the text in NDJSON, `text` by default. For files."),
    ]
    return {
        "summary": summary,
        "operationId": operation,
        "parameters": parameters,
        "requestBody": {"required": True, "content": bodies},
        "responses": {
            "200": {
                "description": (
                    "In the shape that was asked. A file comes back in its own format; a line of"
                    ' NDJSON that could not be redacted is replaced by {"line": N, "error": "..."}.'
                ),
                "content": {"application/json": {"examples": answers}, "application/x-ndjson": {}},
            },
            **errors,
        },
    }


def _query(name: str, about: str, values: list[str] | None = None) -> Json:
    schema: Json = {"type": "string"} | ({"enum": values} if values else {})
    return {"name": name, "in": "query", "description": about, "schema": schema}


def _get(about: str, kind: str = "application/json") -> Json:
    return {"summary": about, "responses": {"200": {"description": about, "content": {kind: {}}}}}


def _live() -> Json:
    return {
        "summary": (
            "WebSocket: a recogniser's partial and final results in, safe text out (see the README)"
        ),
        "responses": {"101": {"description": "Switching protocols"}},
    }
