"""The first page after signing in: what burns, and the officer's own cases by due date."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any

from flask import render_template

from gateway.access import current_officer
from gateway.web.asking import Services
from gateway.web.routes import PageRoutes
from gateway.web.tracks import tracks_of
from gateway.web.worklist import case_row
from shared.casework.fields import TIME_ZONE, today

_SHOWN = 50


def add_routes(routes: PageRoutes, services: Services) -> None:
    """Add the home page."""

    def home() -> str:
        officer = current_officer()
        tracks = tracks_of(officer)
        found: list[dict[str, Any]] = []
        for track in tracks:
            page = services.get(
                track.service,
                f"/{track.collection}",
                {"sort": "due", "limit": _SHOWN, **_whose(len(tracks))},
            )
            found += [case_row(case, track, today()) for case in page["items"]]
        rows = sorted(found, key=lambda row: row["due"].day or "9999")[:_SHOWN]
        return render_template(
            "home.html",
            officer=officer,
            greeting=_greeting(),
            rows=rows,
            tiles=Counter(row["due"].level for row in rows),
            due_today=sum(row["due"].day == today().isoformat() for row in rows),
            tracks=tracks,
        )

    routes.add("/", home)


def _whose(tracks: int) -> dict[str, str]:
    # Who oversees several tracks sees the cases of all; an officer sees their own.
    return {} if tracks > 1 else {"assignee": current_officer().subject}


def _greeting() -> str:
    hour = datetime.now(TIME_ZONE).hour
    return "morning" if hour < 12 else "afternoon" if hour < 18 else "evening"
