"""Passing a request on to the service that answers it, and its answer back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from urllib.parse import quote

from flask import Flask, Response, request

from gateway.access import current_officer
from gateway.known_matters import KnownMatters
from gateway.likely_disputes import LikelyDisputes
from gateway.officer_names import OfficerNames
from gateway.routes import ForwardedRoute
from gateway.vouching import Vouching
from shared.http.bodies import read_body
from shared.http.client import CONNECT_SECONDS, READ_SECONDS, ServiceClient
from shared.http.identity import Identity
from shared.http.passing_on import checked, returned
from shared.http.problems import not_found

# Only these travel. What a stranger claims about addresses, users or identities does not.
REQUEST_HEADERS = ("Content-Type", "Accept-Language", "If-Match", "Idempotency-Key")
_PATH_CHARACTERS = "/:@!$&'()*+,;=~-._"
_QUERY_CHARACTERS = _PATH_CHARACTERS + "?%"


def register_forwarding(app: Flask, forwarder: Forwarder, routes: Iterable[ForwardedRoute]) -> None:
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
            headers=sent_on(REQUEST_HEADERS),
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
    client: ServiceClient,
    service: str,
    caller: Identity,
    *,
    also: tuple[str, ...] = (),
    seconds: float = READ_SECONDS,
) -> Response:
    """
    Return what `service` answers to a request that no officer makes.

    `also` sends headers on, `seconds` is how long the answer may take.
    """
    answer = client.request(
        service,
        request.method,
        target(),
        identity=caller,
        data=read_body(request) or None,
        headers=sent_on((*REQUEST_HEADERS, *also)),
        timeout=(CONNECT_SECONDS, seconds),
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


def sent_on(names: tuple[str, ...]) -> dict[str, str]:
    """Return those of the headers named that the request has."""
    return {name: request.headers[name] for name in names if name in request.headers}
