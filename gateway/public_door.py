"""The way in for everybody: what is public is asked for without an account, and bounded here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from flask import Blueprint, Response, request
from flask_limiter import Limiter

from gateway.forwarding import passed_on
from gateway.limiting import client_place, everybody
from gateway.receipt_limits import bounded_receipts, key_of_code
from shared.house import LIAISON
from shared.http.bodies import MalformedJsonError, parse_json
from shared.http.client import ServiceClient
from shared.http.identity import Identity

View = TypeVar("View", bound=Callable[..., Any])
ALMANAC = "almanac"
_NAME = "public_door"
READINGS_PER_PLACE = "300 per 5 minutes"
READINGS_ALTOGETHER = "6000 per 5 minutes"
CODES_PER_PLACE = "60 per 10 minutes"
CODES_ALTOGETHER = "600 per 10 minutes"
PETITIONS_PER_PLACE = "120 per 10 minutes"
PETITIONS_ALTOGETHER = "3000 per 10 minutes"
EVERYBODY = Identity("public", "", "public")
"""As whom the services are asked where nobody has signed in."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way in: what it is called, where it leads, and what bounds it."""

    name: str
    method: str
    path: str
    service: str
    bound: Callable[[Limiter, View], View]


def public_door(client: ServiceClient, limiter: Limiter) -> Blueprint:
    """Return the routes of what the public reads, asks of the law, and hands in."""
    blueprint = Blueprint(_NAME, __name__, url_prefix="/api/v1/public")
    for way in WAYS:
        blueprint.add_url_rule(
            way.path,
            way.name,
            way.bound(limiter, _passing(client, way)),
            methods=[way.method],
        )
    return blueprint


def _passing(client: ServiceClient, way: Way) -> Callable[..., Response]:
    def passed(**_: str) -> Response:
        return passed_on(client, way.service, EVERYBODY)

    passed.__name__ = way.name
    return passed


def bounded(limiter: Limiter, view: View) -> View:
    """Return a view that may be asked so often from one place, and by all together."""
    return _bounded(limiter, view, "public reading", READINGS_PER_PLACE, READINGS_ALTOGETHER)


def bounded_codes(limiter: Limiter, view: View) -> View:
    """Return a view that may have codes sent so often: each costs the operator a message."""
    return _bounded(limiter, view, "public code", CODES_PER_PLACE, CODES_ALTOGETHER)


def bounded_petitions(limiter: Limiter, view: View) -> View:
    """Return a view that may take petitions so often; a code may be guessed no more often."""
    return _bounded(limiter, view, "public petition", PETITIONS_PER_PLACE, PETITIONS_ALTOGETHER)


def _bounded(limiter: Limiter, view: View, scope: str, of_place: str, altogether: str) -> View:
    limited: Any = view
    for limit, key in ((of_place, client_place), (altogether, everybody)):
        limited = limiter.shared_limit(limit, scope, key_func=key)(limited)
    found: View = limited
    return found


def bounded_corrections(limiter: Limiter, view: View) -> View:
    """Return a view that corrects by a receipt: one is guessed no more often than it is asked."""
    return bounded_petitions(limiter, bounded_receipts(limiter, view, _corrected))


def _corrected() -> str:
    try:
        said = parse_json(request.get_data(cache=True))
    except MalformedJsonError:
        said = None
    return key_of_code(str(said.get("receipt_code", "")) if isinstance(said, dict) else "")


WAYS = (
    Way("decisions", "GET", "/decisions", LIAISON, bounded),
    Way("decision", "GET", "/decisions/<path:rest>", LIAISON, bounded),
    Way("rules", "GET", "/rules", ALMANAC, bounded),
    Way("computation", "POST", "/rules/<rule_id>/compute", ALMANAC, bounded),
    Way("advice", "POST", "/advice/paths", ALMANAC, bounded),
    Way("receptions", "GET", "/receptions", LIAISON, bounded),
    Way("code", "POST", "/codes", LIAISON, bounded_codes),
    Way("petition", "POST", "/petitions", LIAISON, bounded_petitions),
    Way("correction", "POST", "/corrections", LIAISON, bounded_corrections),
)
ENDPOINTS = tuple(f"{_NAME}.{way.name}" for way in WAYS)
