"""Whether a request that changes something comes from a page of ours."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import request


def comes_from_elsewhere() -> bool:
    """Say whether the browser tells that another site's page sent the request."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return True
    origin = request.headers.get("Origin")
    return origin not in {None, "null"} and urlsplit(origin or "").netloc != request.host
