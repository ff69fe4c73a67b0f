"""The docket: every running time limit of the agency, by due date."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import render_template, request

from gateway.access import current_officer
from gateway.web.asking import Services
from gateway.web.dates import OBLIGORS, due_of
from gateway.web.routes import PageRoutes
from gateway.web.tracks import BY_CODE, BY_COLLECTION
from shared.casework.fields import today

_FILTERS = ("due_before", "level", "track", "assignee", "obligor", "status", "cursor")
_PAGE = 50


def add_routes(routes: PageRoutes, services: Services) -> None:
    """Add the page of the docket."""

    def docket() -> str:
        wanted = {name: value for name in _FILTERS if (value := request.args.get(name))}
        asked: dict[str, str | int] = {**wanted, "limit": _PAGE}
        if wanted.get("assignee") == "me":
            asked["assignee"] = current_officer().subject
        page = services.get("coordination", "/clocks", asked)
        more = page["next_cursor"]
        chosen = {name: value for name, value in wanted.items() if name != "cursor"}
        return render_template(
            "docket.html",
            officer=current_officer(),
            clocks=[(clock, due_of(clock, today())) for clock in page["items"]],
            wanted=wanted,
            tracks=BY_COLLECTION.values(),
            by_code=BY_CODE,
            obligors=OBLIGORS,
            chosen=chosen,
            more=f"/docket?{urlencode({**chosen, 'cursor': more})}" if more else None,
        )

    routes.add("/docket", docket)
