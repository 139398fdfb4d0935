"""A JSON request's answer: the same shape as was asked, redacted, with entities."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec

from pipeline.redaction.formats import Failed, entities_json
from pipeline.redaction.policy import Policy
from pipeline.redaction.records import Redacted
from pipeline.server.requests import Body, Refused
from pipeline.server.worker import Worker


async def answer(worker: Worker, body: Body, policy: Policy) -> bytes:
    """Redact a JSON request.

    Raises Refused where its one text or conversation cannot be redacted, Busy.
    """
    records = body.records()
    whole = [one for one in records if not isinstance(one, Failed)]
    answers = iter(await worker.redact(whole, policy) if whole else [])
    found = [one if isinstance(one, Failed) else next(answers) for one in records]
    if body.texts is not None:
        return msgspec.json.encode({"results": [_result(one, policy) for one in found]})
    return _single(found, body, policy)


def _single(found: Sequence[Redacted | Failed], body: Body, policy: Policy) -> bytes:
    only = found[0]
    if isinstance(only, Failed):
        raise Refused(422, only.error)
    if body.turns is not None:  # the record as the command writes it
        return only.output if isinstance(only.output, bytes) else only.output.encode()
    return msgspec.json.encode(_result(only, policy))


def _result(one: Redacted | Failed, policy: Policy) -> dict[str, Any]:
    if isinstance(one, Failed):
        return {"line": one.line, "error": one.error}
    entities = entities_json(one.spans[0])
    return (
        {"entities": entities} if policy.spans_only else {"text": one.output, "entities": entities}
    )
