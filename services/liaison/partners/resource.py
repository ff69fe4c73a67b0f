"""The registry of partners over HTTP, for administrators: `/partners`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, jsonify, request

from services.liaison.partners.partner import Partner
from services.liaison.partners.partners import NewPartner, Partners
from services.liaison.partners.schemas import (
    NewSecret,
    PartnerAnswer,
    PartnerPage,
    PartnerWithSecret,
    WantedPartner,
    WantedPartners,
    is_wanted,
)
from shared.http.blueprint import DocumentedBlueprint
from shared.http.callers import administrator
from shared.http.operations import LOCATION, READING, VERSION_TAG, WRITING, answer, operation
from shared.http.paging import page_of_all
from shared.http.preconditions import IF_MATCH, expected_versions

_ONE = "/<partner_id>"

_EXPECTED = [{"in": "header", "name": IF_MATCH, "schema": {"type": "string"}}]
_LISTED = operation("partners.list", "合作方 / partners", {200: answer(PartnerPage)})
_MADE = operation(
    "partners.add",
    "登记合作方 / register a partner",
    {201: answer(PartnerWithSecret, headers=LOCATION | VERSION_TAG)},
    refuses=WRITING,
)
_READ = operation(
    "partners.read", "合作方 / a partner", {200: answer(PartnerAnswer, headers=VERSION_TAG)}
)
_ROTATED = operation(
    "partners.rotate",
    "更换密钥 / replace the secret",
    {200: answer(PartnerWithSecret, headers=VERSION_TAG)},
    refuses=WRITING | {412},
    parameters=_EXPECTED,
)
_REMOVED = operation(
    "partners.remove",
    "移除合作方 / remove a partner",
    {200: answer(PartnerAnswer, headers=VERSION_TAG)},
    refuses=READING | {409, 412},
    parameters=_EXPECTED,
)


def partners_blueprint(partners: Partners) -> DocumentedBlueprint:
    """Return the routes of partners."""
    blueprint = DocumentedBlueprint(
        "partners", __name__, url_prefix="/api/v1/partners", description="合作方 Partners"
    )

    def listed(wanted: dict[str, Any]) -> dict[str, Any]:
        """列出合作方 List the partners, also those that were removed."""
        administrator()
        found = [each for each in partners.all() if is_wanted(each, wanted)]
        return page_of_all(found, wanted, "id", lambda each: each.id, PartnerAnswer().dump)

    def add(asked: dict[str, Any]) -> Response:
        """登记合作方，密钥只告知一次 Register a partner; its secret is told once."""
        added, secret = partners.add(NewPartner(**asked), by=administrator().subject)
        response = _shown(added, secret)
        response.status_code = 201
        response.headers["Location"] = f"/api/v1/partners/{added.id}"
        return response

    def read(partner_id: str) -> Response:
        """查看合作方 Read a partner."""
        administrator()
        return _shown(partners.find(partner_id))

    def rotate(asked: dict[str, Any], partner_id: str) -> Response:
        """更换密钥，新密钥只告知一次 Replace the secret; the new one is told once."""
        by, expected = administrator().subject, expected_versions(request)
        overlap = timedelta(hours=asked.get("overlap_hours", partners.settings.overlap_hours))
        return _shown(*partners.rotate(partner_id, overlap, by=by, expected=expected))

    def remove(partner_id: str) -> Response:
        """移除合作方，立即拒绝其消息 Remove a partner; its messages are refused at once."""
        by = administrator().subject
        return _shown(partners.remove(partner_id, by=by, expected=expected_versions(request)))

    list_partners = blueprint.arguments(WantedPartners, location="query")(listed)
    add_partner = blueprint.arguments(WantedPartner)(add)
    rotate_secret = blueprint.arguments(NewSecret)(rotate)
    for path, method, view, described in (
        ("", "GET", list_partners, _LISTED),
        ("", "POST", add_partner, _MADE),
        (_ONE, "GET", read, _READ),
        (_ONE, "DELETE", remove, _REMOVED),
        (f"{_ONE}/rotate", "POST", rotate_secret, _ROTATED),
    ):
        blueprint.route(path, methods=[method])(blueprint.doc(**described)(view))
    return blueprint


def _shown(partner: Partner, secret: str | None = None) -> Response:
    told = {} if secret is None else {"secret": secret}
    response = jsonify({**PartnerAnswer().dump(partner), **told})
    response.set_etag(str(partner.version))
    response.headers["Cache-Control"] = "no-store"
    return response
