"""The first page after signing in: what burns, and the officer's own cases by due date."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from flask import render_template

from gateway.access import current_officer
from gateway.web.asking import Services
from gateway.web.routes import PageRoutes
from gateway.web.tiles import Burning, burning, counted_rows
from gateway.web.tracks import TrackPages, tracks_of
from gateway.web.worklist import case_row
from shared.casework.assigning import NOBODY
from shared.http.client import ServiceUnavailableError
from shared.http.problems import Problem
from shared.legal_day import TIME_ZONE, today

_SHOWN = 50


def add_routes(routes: PageRoutes, services: Services) -> None:
    """Add the home page."""

    def home() -> str:
        tracks = tracks_of(current_officer())
        whose = _whose(tracks)
        found: list[dict[str, Any]] = []
        for track in tracks:
            asked: dict[str, str | int] = {"sort": "due", "limit": _SHOWN, **whose}
            page = services.get(track.service, f"/{track.collection}", asked)
            found += [case_row(case, track, today()) for case in page["items"]]
        rows = sorted(found, key=lambda row: row["due"].day or "9999")[:_SHOWN]
        return render_template(
            "home.html",
            officer=current_officer(),
            greeting=_greeting(),
            rows=rows,
            more=len(found) >= _SHOWN,
            burning=_burning(services, tracks, whose, rows),
            tracks=tracks,
        )

    routes.add("/", home)


def _whose(tracks: list[TrackPages]) -> dict[str, str]:
    # Who oversees several tracks sees the cases of all; an officer sees their own.
    return {} if len(tracks) > 1 else {"assignee": current_officer().subject}


def _burning(
    services: Services, tracks: list[TrackPages], whose: dict[str, str], rows: list[dict[str, Any]]
) -> Burning:
    """Return the tiles; those of the rows alone where coordination does not answer."""
    on = today().isoformat()
    try:
        counts = services.get("coordination", "/clocks/counts", whose)
        days = services.get("coordination", "/clocks/days", {"from": on, "to": on, **whose})
    except (ServiceUnavailableError, Problem):
        return counted_rows(Counter(row["due"].level for row in rows), rows, today())
    unassigned, inbox = counts["unassigned"], f"/docket?view=list&assignee={NOBODY}"
    if whose:
        track = tracks[0]
        unassigned = services.get(track.service, f"/{track.collection}/counts")["unassigned"]
        inbox = f"/{track.collection}?assignee={NOBODY}&sort=-created"
    due_today = days["items"][0]["total"]
    return burning(counts, due_today, (unassigned, inbox), own=bool(whose), today=today())


def _greeting() -> str:
    hour = datetime.now(TIME_ZONE).hour
    return "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"
