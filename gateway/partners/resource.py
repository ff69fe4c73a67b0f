"""The routes by which an administrator registers partners: `/partners`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import Response, jsonify, request

from gateway.access import ADMIN, Permission, current_officer
from gateway.officer_names import OfficerNames
from gateway.partners.partner import Partner
from gateway.partners.partners import NewPartner, Partners
from gateway.partners.schemas import (
    NewSecret,
    PartnerAnswer,
    PartnerPage,
    PartnerWithSecret,
    WantedPartner,
    WantedPartners,
    is_wanted,
    shown_partner,
)
from shared.http.openapi import DocumentedBlueprint
from shared.http.operations import LOCATION, READING, VERSION_TAG, WRITING, answer, operation
from shared.http.paging import page_of_all
from shared.http.preconditions import IF_MATCH, expected_versions

_NAME = "partners"
PERMISSIONS: dict[str, Permission] = {
    f"{_NAME}.{view}": ADMIN for view in ("listed", "add", "read", "rotate", "remove")
}


def partners_blueprint(partners: Partners, officers: OfficerNames) -> DocumentedBlueprint:
    """Return the routes of partners."""
    blueprint = DocumentedBlueprint(
        _NAME, __name__, url_prefix="/api/v1/partners", description="合作方 Partners"
    )

    def listed(wanted: dict[str, Any]) -> dict[str, Any]:
        """列出合作方 List the partners, also those that were removed."""
        found = [each for each in partners.all() if is_wanted(each, wanted)]
        page = page_of_all(
            found, wanted, "id", lambda each: each.id, lambda each: shown_partner(each, partners)
        )
        return named(page)

    def add(asked: dict[str, Any]) -> Response:
        """登记合作方，密钥只告知一次 Register a partner; its secret is told once."""
        added, secret = partners.add(NewPartner(**asked), by=_by())
        response = shown(added, secret)
        response.status_code = 201
        response.headers["Location"] = f"/api/v1/partners/{added.id}"
        return response

    def read(partner_id: str) -> Response:
        """查看合作方 Read a partner."""
        return shown(partners.find(partner_id))

    def rotate(asked: dict[str, Any], partner_id: str) -> Response:
        """更换密钥，新密钥只告知一次 Replace the secret; the new one is told once."""
        hours = asked.get("overlap_hours", partners.settings.overlap_hours)
        expected = expected_versions(request)
        overlap = timedelta(hours=hours)
        return shown(*partners.rotate(partner_id, overlap, by=_by(), expected=expected))

    def remove(partner_id: str) -> Response:
        """移除合作方，立即拒绝其消息 Remove a partner; its messages are refused at once."""
        return shown(partners.remove(partner_id, by=_by(), expected=expected_versions(request)))

    def named(found: dict[str, Any]) -> dict[str, Any]:
        told: dict[str, Any] = officers.added(found)
        return told

    def shown(partner: Partner, secret: str | None = None) -> Response:
        told = {} if secret is None else {"secret": secret}
        response = jsonify({**named(shown_partner(partner, partners)), **told})
        response.set_etag(str(partner.version))
        response.headers["Cache-Control"] = "no-store"
        return response

    list_partners = blueprint.arguments(WantedPartners, location="query")(listed)
    add_partner = blueprint.arguments(WantedPartner)(add)
    rotate_secret = blueprint.arguments(NewSecret)(rotate)
    one = "/<partner_id>"
    for path, method, view, described in (
        ("", "GET", list_partners, _LISTED),
        ("", "POST", add_partner, _MADE),
        (one, "GET", read, _READ),
        (one, "DELETE", remove, _REMOVED),
        (f"{one}/rotate", "POST", rotate_secret, _ROTATED),
    ):
        blueprint.route(path, methods=[method])(blueprint.doc(**described)(view))
    return blueprint


def _by() -> str:
    return current_officer().subject


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
