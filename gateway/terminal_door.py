"""
The way in for terminals and for receipts: bounded here, proven by the service behind.

A terminal has no account; the service knows its key. Here the address of whoever knocks is known,
so here it is counted how often proofs are refused, and how often receipts are asked for in vain.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import requests
from flask import Blueprint, Response, request
from flask_limiter import Limiter

from gateway.attachments import handed_in
from gateway.forwarding import passed_on
from gateway.limiting import client_place
from gateway.public_door import EVERYBODY, bounded_petitions
from gateway.receipt_limits import bounded_receipts, bounded_receipts_of, key_of_code
from shared.attachments.hall_settings import HallFileSettings
from shared.house import LIAISON
from shared.http.client import ServiceClient
from shared.http.passing_on import checked, returned
from shared.http.streaming import Streamed, expected

_NAME = "terminal_door"
ENDPOINTS = tuple(
    f"{_NAME}.{view}" for view in ("terminal", "file", "receipt", "public_receipt", "public_file")
)
_OWN, _OF_PROOF = "/api/v1/terminal", ("Authorization", "Accept-Language")
REFUSED_PER_PLACE = "200 per 5 minutes"
REFUSED_PER_TERMINAL_AND_PLACE = "10 per 5 minutes"


def terminal_door(client: ServiceClient, limiter: Limiter) -> Blueprint:
    """Return the routes; whoever calls proves itself to the service behind."""
    blueprint = Blueprint(_NAME, __name__, url_prefix="/api/v1")
    most_bytes = HallFileSettings.from_environment().request_bytes

    def terminal(rest: str = "") -> Response:
        del rest
        return proving()

    def file() -> Response:
        body = expected(most_bytes)
        headers = {n: request.headers[n] for n in _OF_PROOF if n in request.headers}
        answer = client.request(LIAISON, "GET", _OWN, identity=EVERYBODY, headers=headers)
        if not answer.ok:
            return _refused(body, checked(LIAISON, answer))
        return handed_in(client, LIAISON, EVERYBODY, most_bytes, also=("Authorization",))

    def receipt(code: str) -> Response:
        del code
        return proving()

    def public_receipt(code: str) -> Response:
        del code
        return passed_on(client, LIAISON, EVERYBODY)

    def public_file(code: str) -> Response:
        body = expected(most_bytes)
        # Nobody else than who has the receipt moves megabytes through here.
        path = f"/api/v1/public/receipts/{quote(code, safe='')}"
        asked = {"phone_tail": request.args.get("phone_tail", "")}
        answer = client.request(LIAISON, "GET", path, identity=EVERYBODY, params=asked)
        if not answer.ok:
            return _refused(body, checked(LIAISON, answer))
        return handed_in(client, LIAISON, EVERYBODY, most_bytes)

    def proving() -> Response:
        return passed_on(client, LIAISON, EVERYBODY, also=("Authorization",))

    proven = _limits_of_proofs(limiter)
    add = blueprint.add_url_rule
    served = proven(terminal)
    add("/terminal", "terminal", served, methods=["GET"])
    add("/terminal/<path:rest>", "terminal", served, methods=["POST"])
    add("/terminal/files", "file", proven(file), methods=["POST"])
    asked = proven(bounded_receipts_of(limiter, receipt, _terminal_and_place, _asked_for))
    add("/terminal/receipts/<code>", "receipt", asked, methods=["GET"])
    # Of whom nothing is proven, what they say of themselves counts for nothing.
    public = bounded_receipts(limiter, public_receipt, _asked_for)
    add("/public/receipts/<code>", "public_receipt", public, methods=["GET"])
    file_of_receipt = bounded_petitions(limiter, bounded_receipts(limiter, public_file, _asked_for))
    add("/public/receipts/<code>/files", "public_file", file_of_receipt, methods=["POST"])
    return blueprint


def _refused(body: Streamed, answer: requests.Response) -> Response:
    """Return a refusal once the body is read: a caller who still sends would not hear it."""
    for _ in body:
        pass
    return returned(answer)


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
