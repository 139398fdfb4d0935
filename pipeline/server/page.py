"""GET /: the page to try it on. One file, nothing from elsewhere, nothing stored."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import msgspec
from starlette.responses import Response

from pipeline.labels import redacted_labels


def page(labels: Sequence[str], token: bool) -> Response:
    """The page for a model that knows `labels`; with `token` it asks for one.

    Its policy lets the browser run and show what is in the file, and talk to this service, nothing
    else.
    """
    hidden = redacted_labels(labels)
    facts = {
        "labels": [{"name": name, "redacted": name in hidden} for name in labels],
        "token": token,
    }
    told = msgspec.json.encode(facts).decode().replace("<", "\\u003c")
    html = (
        Path(__file__).with_name("page.html").read_text(encoding="utf-8").replace("{{facts}}", told)
    )
    policy = {
        "default-src": "'none'",
        "script-src": _hashes(html, "script"),
        "style-src": _hashes(html, "style"),
        "connect-src": "'self'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
    }
    headers = {
        "content-security-policy": "; ".join(f"{name} {value}" for name, value in policy.items()),
        "cache-control": "no-store",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
    }
    return Response(html, headers=headers, media_type="text/html")


def _hashes(html: str, tag: str) -> str:
    """The Content-Security-Policy sources of what stands in the elements `tag` (CSP level 3,
    section 2.3.1).
    """
    found = re.findall(rf"<{tag}[^>]*>(.*?)</{tag}>", html, re.DOTALL)
    return " ".join(
        f"'sha256-{base64.b64encode(hashlib.sha256(one.encode()).digest()).decode()}'"
        for one in found
    )
