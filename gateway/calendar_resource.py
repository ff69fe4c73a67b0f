"""`GET /clocks/calendar.ics`: the docket of the caller's agency for calendar programs."""

from __future__ import annotations

from typing import Any

from flask import Response, request

from gateway.access import EVERY_OFFICER, Permission, current_officer
from gateway.calendar_file import MEDIA_TYPE, calendar_file
from shared.casework.docket_query import DocketNarrowing
from shared.http.blueprint import API, DocumentedBlueprint
from shared.http.client import ServiceClient
from shared.http.schemas import load_query

_NAME = "clocks_calendar"
PERMISSIONS: dict[str, Permission] = {f"{_NAME}.calendar": EVERY_OFFICER}


_FILE: dict[str, Any] = {
    "description": "iCalendar (RFC 5545)",
    "content": {MEDIA_TYPE: {"schema": {"type": "string"}}},
}


def clocks_calendar_blueprint(client: ServiceClient) -> DocumentedBlueprint:
    """Return the route; who has no token for it uses the secret address of the docket's page."""
    routes = DocumentedBlueprint(
        _NAME, __name__, url_prefix=f"{API}/clocks", description="期限日历 Calendar of clocks"
    )

    @routes.get("/calendar.ics")
    @routes.reads(DocketNarrowing, location="query")
    @routes.doc(
        summary="期限与开庭的日历文件 / time limits and hearings for calendar programs",
        operationId="clocks.calendar",
        responses={"200": _FILE},
    )
    def calendar() -> Response:
        """期限与开庭的日历文件 Time limits and hearings for calendar programs."""
        load_query(DocketNarrowing(), request.args)
        found = calendar_file(client, current_officer(), request.args.to_dict())
        return Response(found, mimetype=MEDIA_TYPE, headers={"Cache-Control": "no-store"})

    return routes
