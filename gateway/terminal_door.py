"""
The way in for terminals and for receipts: bounded here, proven by the service behind.

A terminal has no account; the service knows its key. Here the address of whoever knocks is known,
so here it is counted how often proofs are refused, and how often receipts are asked for in vain.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request
from flask_limiter import Limiter

from gateway.forwarding import passed_on
from gateway.limiting import client_place
from gateway.public_door import EVERYBODY
from gateway.receipt_limits import bounded_receipts, bounded_receipts_of, key_of_code
from shared.http.client import ServiceClient
from shared.http.identity import LIAISON

_NAME = "terminal_door"
ENDPOINTS = (f"{_NAME}.terminal", f"{_NAME}.receipt", f"{_NAME}.public_receipt")
REFUSED_PER_PLACE = "200 per 5 minutes"
REFUSED_PER_TERMINAL_AND_PLACE = "10 per 5 minutes"


def terminal_door(client: ServiceClient, limiter: Limiter) -> Blueprint:
    """Return the routes; whoever calls proves itself to the service behind."""
    blueprint = Blueprint(_NAME, __name__, url_prefix="/api/v1")

    def terminal(rest: str = "") -> Response:
        del rest
        return proving()

    def receipt(code: str) -> Response:
        del code
        return proving()

    def public_receipt(code: str) -> Response:
        del code
        return passed_on(client, LIAISON, EVERYBODY)

    def proving() -> Response:
        return passed_on(client, LIAISON, EVERYBODY, also=("Authorization",))

    proven = _limits_of_proofs(limiter)
    add = blueprint.add_url_rule
    served = proven(terminal)
    add("/terminal", "terminal", served, methods=["GET"])
    add("/terminal/<path:rest>", "terminal", served, methods=["POST"])
    asked = proven(bounded_receipts_of(limiter, receipt, _terminal_and_place, _asked_for))
    add("/terminal/receipts/<code>", "receipt", asked, methods=["GET"])
    # Of whom nothing is proven, what they say of themselves counts for nothing.
    public = bounded_receipts(limiter, public_receipt, _asked_for)
    add("/public/receipts/<code>", "public_receipt", public, methods=["GET"])
    return blueprint


def _limits_of_proofs(limiter: Limiter) -> Callable[[Any], Any]:
    """Count proofs that are refused, by terminal and place; a right key costs nothing."""

    def is_refused(response: Response) -> bool:
        return response.status_code == 401

    def limited(view: Any) -> Any:
        for limit, key in (
            (REFUSED_PER_TERMINAL_AND_PLACE, _terminal_and_place),
            (REFUSED_PER_PLACE, client_place),
        ):
            counted = limiter.shared_limit(limit, "terminal", key_func=key, deduct_when=is_refused)
            view = counted(view)
        return view

    return limited


def _terminal_and_place() -> str:
    """Return which terminal somebody says to be, hashed as strangers choose it, and from where."""
    said = request.headers.get("Authorization", "").partition(":")[0]
    return f"{hashlib.sha256(said.encode()).hexdigest()[:20]} {client_place()}"


def _asked_for() -> str:
    return key_of_code(str((request.view_args or {}).get("code", "")))
