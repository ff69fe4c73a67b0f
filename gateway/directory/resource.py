"""The routes of the directory: `/officers`, `/agencies`, `/regions`."""

from __future__ import annotations

from typing import Any

from gateway.access import EVERY_OFFICER, Permission, current_officer
from gateway.accounts import Accounts
from gateway.directory.people import Directory, KnownAgency, shown_officer
from gateway.directory.schemas import (
    AgencyPage,
    OfficerPage,
    RegionPage,
    WantedNames,
    WantedOfficers,
)
from shared.casework.regions import Region, region_name, regions_like, source
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.client import ServiceClient
from shared.http.paging import page_of_all

_NAME = "directory"
PERMISSIONS: dict[str, Permission] = {
    f"{_NAME}.{view}": EVERY_OFFICER for view in ("officers", "agencies", "regions")
}


def directory_blueprint(accounts: Accounts, client: ServiceClient) -> DocumentedBlueprint:
    """Return the lists from which an officer, an agency or an area is chosen."""
    directory = Directory(accounts, client)
    routes = DocumentedBlueprint(_NAME, __name__, url_prefix=API, description="名录 The directory")

    @routes.get("/officers")
    @routes.arguments(WantedOfficers, location="query")
    @routes.response(200, OfficerPage)
    @routes.doc(
        summary="承办人名录 / officers of the caller's agency", operationId="directory.officers"
    )
    def officers(wanted: dict[str, Any]) -> dict[str, Any]:
        """列出本机关的承办人，管理员可见全部 List the officers of the caller's agency."""
        role = wanted.get("role")
        found = directory.officers(current_officer())
        shown = [each for each in found if role in {None, each.role}]
        return page_of_all(shown, wanted, "username", lambda each: each.username, shown_officer)

    @routes.get("/agencies")
    @routes.arguments(WantedNames, location="query")
    @routes.response(200, AgencyPage)
    @routes.doc(
        summary="机关名录 / agencies and courts known here", operationId="directory.agencies"
    )
    def agencies(wanted: dict[str, Any]) -> dict[str, Any]:
        """列出已知的机关和法院 List the agencies and courts known here."""
        found = directory.agencies(wanted["q"], current_officer())
        return page_of_all(found, wanted, "name", _key, _shown_agency)

    @routes.get("/regions")
    @routes.arguments(WantedNames, location="query")
    @routes.response(200, RegionPage)
    @routes.doc(summary="行政区划 / areas of GB/T 2260", operationId="directory.regions")
    def regions(wanted: dict[str, Any]) -> dict[str, Any]:
        """列出行政区划 List areas of GB/T 2260."""
        found = regions_like(wanted["q"])
        listed = page_of_all(found, wanted, "code", lambda each: each.code, _shown_region)
        return {**listed, "source": source()}

    return routes


def _key(agency: KnownAgency) -> str:
    return "\t".join((agency.kind, agency.name, agency.code or ""))


def _shown_agency(agency: KnownAgency) -> dict[str, Any]:
    return {
        "code": agency.code,
        "name": agency.name,
        "kind": agency.kind,
        "region": agency.region,
        "region_name": region_name(agency.region),
    }


def _shown_region(region: Region) -> dict[str, Any]:
    return {
        "code": region.code,
        "name": region.name,
        "full_name": region.full_name,
        "level": region.level,
    }
