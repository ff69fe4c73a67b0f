"""The way in for everybody: what is public is asked for without an account, and bounded here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Blueprint, Response
from flask_limiter import Limiter

from gateway.forwarding import passed_on
from gateway.limiting import client_place, everybody
from shared.http.client import ServiceClient
from shared.http.identity import LIAISON, Identity

View = TypeVar("View", bound=Callable[..., Any])
ALMANAC = "almanac"
_NAME = "public_door"
ENDPOINTS = tuple(
    f"{_NAME}.{each}"
    for each in (
        "decisions",
        "decision",
        "rules",
        "computation",
        "advice",
        "receptions",
        "code",
        "petition",
        "correction",
    )
)
READINGS_PER_PLACE = "300 per 5 minutes"
READINGS_ALTOGETHER = "6000 per 5 minutes"
CODES_PER_PLACE = "60 per 10 minutes"
CODES_ALTOGETHER = "600 per 10 minutes"
PETITIONS_PER_PLACE = "120 per 10 minutes"
PETITIONS_ALTOGETHER = "3000 per 10 minutes"
EVERYBODY = Identity("public", "", "public")
"""As whom the services are asked where nobody has signed in."""


def public_door(client: ServiceClient, limiter: Limiter) -> Blueprint:
    """Return the routes of what the public reads, and asks of the law."""
    blueprint = Blueprint(_NAME, __name__, url_prefix="/api/v1/public")

    def decisions() -> Response:
        return passed_on(client, LIAISON, EVERYBODY)

    def decision(rest: str) -> Response:
        del rest
        return passed_on(client, LIAISON, EVERYBODY)

    def rules() -> Response:
        return passed_on(client, ALMANAC, EVERYBODY)

    def computation(rule_id: str) -> Response:
        del rule_id
        return passed_on(client, ALMANAC, EVERYBODY)

    def advice() -> Response:
        return passed_on(client, ALMANAC, EVERYBODY)

    def receptions() -> Response:
        return passed_on(client, LIAISON, EVERYBODY)

    def code() -> Response:
        return passed_on(client, LIAISON, EVERYBODY)

    def petition() -> Response:
        return passed_on(client, LIAISON, EVERYBODY)

    def correction() -> Response:
        return passed_on(client, LIAISON, EVERYBODY)

    add = blueprint.add_url_rule
    add("/receptions", "receptions", bounded(limiter, receptions), methods=["GET"])
    add("/codes", "code", bounded_codes(limiter, code), methods=["POST"])
    add("/petitions", "petition", bounded_petitions(limiter, petition), methods=["POST"])
    add("/corrections", "correction", bounded_petitions(limiter, correction), methods=["POST"])
    add("/rules", "rules", bounded(limiter, rules), methods=["GET"])
    asked = bounded(limiter, computation)
    add("/rules/<rule_id>/compute", "computation", asked, methods=["POST"])
    add("/advice/paths", "advice", bounded(limiter, advice), methods=["POST"])
    add("/decisions", "decisions", bounded(limiter, decisions), methods=["GET"])
    add("/decisions/<path:rest>", "decision", bounded(limiter, decision), methods=["GET"])
    return blueprint


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
