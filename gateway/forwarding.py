"""Passing a request on to the service that answers it, and its answer back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlsplit

import requests
import structlog
from flask import Flask, Response, request

from gateway.access import current_officer
from gateway.known_matters import KnownMatters
from gateway.likely_disputes import LikelyDisputes
from gateway.officer_names import OfficerNames
from gateway.routes import ForwardedRoute
from gateway.vouching import Vouching
from shared.http.bodies import read_body
from shared.http.client import CONNECT_SECONDS, ServiceClient
from shared.http.identity import IDENTITY_HEADER, Identity
from shared.http.problems import MEDIA_TYPE, Problem, not_found
from shared.language import Text

# Only these travel. What a stranger claims about addresses, users or identities does not.
REQUEST_HEADERS = ("Content-Type", "Accept-Language", "If-Match", "Idempotency-Key")
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
_PATH_CHARACTERS = "/:@!$&'()*+,;=~-._"
_QUERY_CHARACTERS = _PATH_CHARACTERS + "?%"
_log = structlog.get_logger(__name__)


def register_forwarding(app: Flask, forwarder: Forwarder, routes: Iterator[ForwardedRoute]) -> None:
    """Let `app` pass each of `routes` on to its service."""
    for route in routes:
        app.add_url_rule(route.path, route.endpoint, forwarder.view(route), methods=[route.method])


@dataclass(frozen=True, slots=True)
class Forwarder:
    """Passes requests on in the name of the officer who makes them."""

    client: ServiceClient
    vouching: Vouching
    matters: KnownMatters
    names: OfficerNames
    likely: LikelyDisputes

    def view(self, route: ForwardedRoute) -> Callable[..., Response]:
        """Return the view of a route."""

        # A function of its own, because Flask-Limiter asks every view for its name.
        def forward(rest: str = "") -> Response:
            del rest
            return self._forward(route)

        return forward

    def _forward(self, route: ForwardedRoute) -> Response:
        body, caller = read_body(request), current_officer()
        if request.method == "POST":
            self.matters.check_body(request.path, body, caller)
        answer = self.client.request(
            route.service,
            request.method,
            target(),
            identity=caller,
            assignee=self.vouching.named_in(body),
            data=body or None,
            headers=_sent(REQUEST_HEADERS),
            timeout=(CONNECT_SECONDS, route.seconds),
        )
        answer = checked(route.service, answer)
        if request.method == "POST":
            self.matters.note(request.path, answer, caller)
        content = self.names.content_of(route.service, answer)
        rehearsed = request.args.get("dry_run") == "true"
        if request.method == "POST" and self.likely.concerns(request.path, rehearsed=rehearsed):
            content = self.likely.content_of(answer, content, caller)
        return returned(answer, content)


def passed_on(
    client: ServiceClient, service: str, caller: Identity, *, also: tuple[str, ...] = ()
) -> Response:
    """Return what `service` answers to a request that no officer makes; `also` sends headers on."""
    answer = client.request(
        service,
        request.method,
        target(),
        identity=caller,
        data=read_body(request) or None,
        headers=_sent((*REQUEST_HEADERS, *also)),
    )
    return returned(checked(service, answer))


def target() -> str:
    """Return the path and query that a request asks of the service behind; 404 for none of ours."""
    # The client library resolves dot segments: `/api/v1/petitions/../../events` would leave the
    # public part of the service. No path of ours has such segments, or empty ones.
    path = request.path
    if any(segment in {"", ".", ".."} for segment in path.split("/")[1:]) or "\\" in path:
        raise not_found()
    query = quote(request.query_string, safe=_QUERY_CHARACTERS)
    return quote(path, safe=_PATH_CHARACTERS) + (f"?{query}" if query else "")


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


def _sent(names: tuple[str, ...]) -> dict[str, str]:
    return {name: request.headers[name] for name in names if name in request.headers}


def _public_location(location: str) -> str:
    """Return the path of a location: the address of the service means nothing outside."""
    parts = urlsplit(location)
    return "/" + parts.path.lstrip("/") + (f"?{parts.query}" if parts.query else "")
