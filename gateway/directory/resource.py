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
from shared.http.blueprint import DocumentedBlueprint
from shared.http.client import ServiceClient
from shared.http.operations import answer, operation
from shared.http.paging import page_of_all

_NAME = "directory"
PERMISSIONS: dict[str, Permission] = {
    f"{_NAME}.{view}": EVERY_OFFICER for view in ("officers", "agencies", "regions")
}


def directory_blueprint(accounts: Accounts, client: ServiceClient) -> DocumentedBlueprint:
    """Return the lists from which an officer, an agency or an area is chosen."""
    directory = Directory(accounts, client)
    blueprint = DocumentedBlueprint(
        _NAME, __name__, url_prefix="/api/v1", description="名录 The directory"
    )

    def officers(wanted: dict[str, Any]) -> dict[str, Any]:
        """列出本机关的承办人，管理员可见全部 List the officers of the caller's agency."""
        role = wanted.get("role")
        found = directory.officers(current_officer())
        shown = [each for each in found if role in {None, each.role}]
        return page_of_all(shown, wanted, "username", lambda each: each.username, shown_officer)

    def agencies(wanted: dict[str, Any]) -> dict[str, Any]:
        """列出已知的机关和法院 List the agencies and courts known here."""
        found = directory.agencies(wanted["q"], current_officer())
        return page_of_all(found, wanted, "name", _key, _shown_agency)

    def regions(wanted: dict[str, Any]) -> dict[str, Any]:
        """列出行政区划 List areas of GB/T 2260."""
        found = regions_like(wanted["q"])
        listed = page_of_all(found, wanted, "code", lambda each: each.code, _shown_region)
        return {**listed, "source": source()}

    for view, schema, described in (
        (officers, WantedOfficers, _OFFICERS),
        (agencies, WantedNames, _AGENCIES),
        (regions, WantedNames, _REGIONS),
    ):
        read = blueprint.arguments(schema, location="query")(view)
        blueprint.route(f"/{view.__name__}", methods=["GET"])(blueprint.doc(**described)(read))
    return blueprint


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


_OFFICERS = operation(
    "directory.officers", "承办人名录 / officers of the caller's agency", {200: answer(OfficerPage)}
)
_AGENCIES = operation(
    "directory.agencies", "机关名录 / agencies and courts known here", {200: answer(AgencyPage)}
)
_REGIONS = operation(
    "directory.regions", "行政区划 / areas of GB/T 2260", {200: answer(RegionPage)}
)
