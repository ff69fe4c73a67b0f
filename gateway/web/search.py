"""Finding a case from any page."""

from __future__ import annotations

from flask import redirect, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from gateway.access import current_officer
from gateway.web.asking import Services
from gateway.web.routes import PageRoutes
from gateway.web.tracks import tracks_of
from gateway.web.worklist import case_row
from shared.casework.fields import today

_EACH = 20


def add_routes(routes: PageRoutes, services: Services) -> None:
    """Add the pages that lead to cases."""

    def all_cases() -> AnyResponse:
        return redirect(f"/{tracks_of(current_officer())[0].collection}?sort=-created", 303)

    def search() -> str:
        words = request.args.get("q", "").strip()[:120]
        tracks = tracks_of(current_officer())
        rows = []
        for track in tracks if words else ():
            page = services.get(track.service, f"/{track.collection}", {"q": words, "limit": _EACH})
            rows += [case_row(case, track, today()) for case in page["items"]]
        return render_template(
            "search.html", officer=current_officer(), words=words, rows=rows, tracks=tracks
        )

    routes.add("/cases", all_cases)
    routes.add("/search", search)
