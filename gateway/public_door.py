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
    f"{_NAME}.{each}" for each in ("decisions", "decision", "rules", "computation", "advice")
)
READINGS_PER_PLACE = "300 per 5 minutes"
READINGS_ALTOGETHER = "6000 per 5 minutes"
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

    add = blueprint.add_url_rule
    add("/rules", "rules", bounded(limiter, rules), methods=["GET"])
    asked = bounded(limiter, computation)
    add("/rules/<rule_id>/compute", "computation", asked, methods=["POST"])
    add("/advice/paths", "advice", bounded(limiter, advice), methods=["POST"])
    add("/decisions", "decisions", bounded(limiter, decisions), methods=["GET"])
    add("/decisions/<path:rest>", "decision", bounded(limiter, decision), methods=["GET"])
    return blueprint


def bounded(limiter: Limiter, view: View) -> View:
    """Return a view that may be asked so often from one place, and by all together."""
    limited: Any = view
    for limit, key in ((READINGS_PER_PLACE, client_place), (READINGS_ALTOGETHER, everybody)):
        limited = limiter.shared_limit(limit, "public reading", key_func=key)(limited)
    found: View = limited
    return found
