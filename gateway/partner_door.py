"""
The way in for courts and other partners: what they signed goes on as it came.

A partner has no account; liaison knows its secret, and proves it by the signature over the body.
Here it is known which agencies have officers: liaison is told of the one that is addressed, and
of all where a court asks what was filed with it.
"""

from __future__ import annotations

import base64
import binascii

from flask import Blueprint, Response, request

from gateway.agencies import Agencies
from gateway.attachments import SECONDS, handed_in
from gateway.forwarding import passed_on, sent_on, target
from gateway.public_door import EVERYBODY
from shared.attachments.settings import AttachmentSettings
from shared.house import LIAISON
from shared.http.bodies import read_body
from shared.http.client import CONNECT_SECONDS, ServiceClient
from shared.http.passing_on import checked, returned

_NAME = "partner_door"
ENDPOINTS = tuple(f"{_NAME}.{view}" for view in ("notice", "paper", "question", "submissions"))
_NOTICE = "Concord-Notice"
_PROOF = ("webhook-id", "webhook-timestamp", "webhook-signature")
_LONGEST = 8_000  # a header that is longer the process behind does not read, and proves nothing


def partner_door(
    client: ServiceClient, agencies: Agencies, settings: AttachmentSettings
) -> Blueprint:
    """Return the routes; whoever calls proves itself to the service behind."""
    blueprint = Blueprint(_NAME, __name__, url_prefix="/api/v1")

    def notice() -> Response:
        caller = agencies.addressed(read_body(request), EVERYBODY)
        return passed_on(client, LIAISON, caller, also=_proof(), seconds=SECONDS)

    def paper() -> Response:
        caller = agencies.addressed(_notice_in_header(), EVERYBODY)
        also = (*_proof(), _NOTICE)
        return handed_in(client, LIAISON, caller, settings.file_bytes, also=also)

    def question(rest: str = "") -> Response:
        del rest
        return passed_on(client, LIAISON, EVERYBODY, also=_proof(), seconds=SECONDS)

    def submissions(court_case_no: str) -> Response:
        del court_case_no
        answer = client.request(
            LIAISON,
            "GET",
            target(),
            identity=EVERYBODY,
            json={"agencies": [each.as_dict() for each in agencies.all()]},
            headers=sent_on(("Accept-Language", *_proof())),
            timeout=(CONNECT_SECONDS, SECONDS),
        )
        return returned(checked(LIAISON, answer))

    for partner in ("court", "partner"):
        blueprint.add_url_rule(f"/{partner}/notices", "notice", notice, methods=["POST"])
        blueprint.add_url_rule(f"/{partner}/papers", "paper", paper, methods=["POST"])
    for path in ("petitions/<rest>", "suggestions/<rest>", "referrals"):
        blueprint.add_url_rule(f"/partner/{path}", "question", question, methods=["GET"])
    asked = "/court/cases/<court_case_no>/submissions"
    blueprint.add_url_rule(asked, "submissions", submissions, methods=["GET"])
    return blueprint


def _proof() -> tuple[str, ...]:
    return tuple(name for name in _PROOF if len(request.headers.get(name, "")) <= _LONGEST)


def _notice_in_header() -> bytes:
    try:
        return base64.b64decode(request.headers.get(_NOTICE, ""), validate=True)
    except binascii.Error:
        return b""
