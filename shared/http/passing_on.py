"""Handing on what a service behind answered, as far as it says something to the caller."""

from __future__ import annotations

from urllib.parse import urlsplit

import requests
import structlog
from flask import Response

from shared.http.identity import IDENTITY_HEADER
from shared.http.problems import MEDIA_TYPE, Problem
from shared.language import Text

# Only these travel. What a service says to its own callers about itself does not.
RESPONSE_HEADERS = (
    "Allow",
    "Cache-Control",
    "Content-Disposition",
    "Content-Language",
    "Content-Type",
    "ETag",
    "Link",
    "Location",
    "Retry-After",
    "Vary",
    "WWW-Authenticate",
)
_JSON = {"application/json", MEDIA_TYPE}
_REFUSED = 300
_log = structlog.get_logger(__name__)


class RefusedBehindError(Exception):
    """A service behind refused; whoever asks is answered what it answered."""

    def __init__(self, answer: requests.Response) -> None:
        super().__init__(answer.status_code)
        self.answer = answer


def checked(service: str, answer: requests.Response) -> requests.Response:
    """Return an answer that can be passed on; 502 for one that says nothing to the caller."""
    media_type = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    # A service that proves callers itself asks for another proof than that of our identity.
    asked_for = answer.headers.get("WWW-Authenticate", IDENTITY_HEADER)
    refused_us = answer.status_code == 401 and asked_for == IDENTITY_HEADER
    unreadable = answer.status_code >= 400 and media_type not in _JSON
    if refused_us or unreadable:
        # An officer proved themselves here: a 401 from behind is about us, not about them.
        _log.error("service_answered_badly", callee=service, status=answer.status_code)
        text = Text("后端服务的应答无法使用。", "A service behind gave an unusable answer.")
        raise Problem(502, "bad-gateway", text)
    return answer


def accepted(answer: requests.Response) -> requests.Response:
    """Return a `checked` answer that is no refusal; `RefusedBehindError` for one that is."""
    if answer.status_code >= _REFUSED:
        raise RefusedBehindError(answer)
    return answer


def returned(answer: requests.Response, content: bytes | None = None) -> Response:
    """
    Return the response that passes on what `answer` says to the caller, and no more.

    `content` stands in place of its own where more is to be said.
    """
    response = Response(answer.content if content is None else content, answer.status_code)
    response.headers.remove("Content-Type")
    for name in RESPONSE_HEADERS:
        if name in answer.headers:
            response.headers[name] = answer.headers[name]
    location = response.headers.get("Location")
    if location is not None:
        response.headers["Location"] = _public_location(location)
    return response


def _public_location(location: str) -> str:
    """Return the path of a location: the address of the service means nothing outside."""
    parts = urlsplit(location)
    return "/" + parts.path.lstrip("/") + (f"?{parts.query}" if parts.query else "")
