"""The registry of partners over HTTP, for administrators: `/partners`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, TypeAlias

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
    with_secret,
)
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.callers import administrator
from shared.http.identity import current_identity
from shared.http.operations import LOCATION, VERSION_TAG
from shared.http.paging import page_of_all
from shared.http.preconditions import Expected, version_tag

Headers: TypeAlias = dict[str, str]


class PartnersResource:
    """Serves the registry to administrators; a secret is told once."""

    routes = DocumentedBlueprint(
        "partners", __name__, url_prefix=f"{API}/partners", description="合作方 Partners"
    )

    def __init__(self, partners: Partners) -> None:
        self._partners = partners

    def blueprint(self) -> DocumentedBlueprint:
        """Return the routes."""
        return self.routes.bound_to(self)

    @routes.get("")
    @routes.asked_by(administrator)
    @routes.arguments(WantedPartners, location="query")
    @routes.response(200, PartnerPage)
    @routes.doc(summary="合作方 / partners", operationId="partners.list")
    def listed(self, wanted: dict[str, Any]) -> dict[str, Any]:
        """列出合作方 List the partners, also those that were removed."""
        found = [each for each in self._partners.all() if is_wanted(each, wanted)]
        return page_of_all(found, wanted, "id", lambda each: each.id, lambda each: each)

    @routes.post("")
    @routes.asked_by(administrator)
    @routes.arguments(WantedPartner)
    @routes.unstored
    @routes.response(201, PartnerWithSecret, headers=LOCATION | VERSION_TAG)
    @routes.doc(summary="登记合作方 / register a partner", operationId="partners.add")
    def add(self, asked: Mapping[str, Any]) -> tuple[dict[str, Any], int, Headers]:
        """登记合作方，密钥只告知一次 Register a partner; its secret is told once."""
        by = current_identity().subject
        added, secret = self._partners.add(NewPartner(**asked), by=by)
        location = {"Location": f"{API}/partners/{added.id}"}
        return with_secret(added, secret), 201, location | version_tag(added.version)

    @routes.get("/<partner_id>")
    @routes.asked_by(administrator)
    @routes.unstored
    @routes.response(200, PartnerAnswer, headers=VERSION_TAG)
    @routes.doc(summary="合作方 / a partner", operationId="partners.read")
    def read(self, partner_id: str) -> tuple[Partner, Headers]:
        """查看合作方 Read a partner."""
        found = self._partners.find(partner_id)
        return found, version_tag(found.version)

    @routes.delete("/<partner_id>")
    @routes.asked_by(administrator)
    @routes.expecting
    @routes.unstored
    @routes.response(200, PartnerAnswer, headers=VERSION_TAG)
    @routes.alt_response(409)
    @routes.doc(summary="移除合作方 / remove a partner", operationId="partners.remove")
    def remove(self, expected: Expected | None, partner_id: str) -> tuple[Partner, Headers]:
        """移除合作方，立即拒绝其消息 Remove a partner; its messages are refused at once."""
        by = current_identity().subject
        removed = self._partners.remove(partner_id, by=by, expected=expected)
        return removed, version_tag(removed.version)

    @routes.post("/<partner_id>/rotate")
    @routes.asked_by(administrator)
    @routes.arguments(NewSecret)
    @routes.expecting
    @routes.unstored
    @routes.response(200, PartnerWithSecret, headers=VERSION_TAG)
    @routes.doc(summary="更换密钥 / replace the secret", operationId="partners.rotate")
    def rotate(
        self, asked: Mapping[str, Any], expected: Expected | None, partner_id: str
    ) -> tuple[dict[str, Any], Headers]:
        """更换密钥，新密钥只告知一次 Replace the secret; the new one is told once."""
        usual = self._partners.settings.overlap_hours
        overlap = timedelta(hours=asked.get("overlap_hours", usual))
        by = current_identity().subject
        changed, secret = self._partners.rotate(partner_id, overlap, by=by, expected=expected)
        return with_secret(changed, secret), version_tag(changed.version)
