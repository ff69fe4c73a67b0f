"""The first page of oversight: what is late and by whom, what is due, what waits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask import render_template

from gateway.access import OVERSIGHT, current_officer
from gateway.accounts import Accounts
from gateway.web.asking import Services
from gateway.web.dates import due_of
from gateway.web.oversight.load import load_of_officers, officers_with_cases
from gateway.web.routes import PageRoutes
from gateway.web.tracks import BY_CODE
from shared.legal_day import today

_SHOWN = 100
_COLLECTIONS = {track.role: track.collection for track in BY_CODE.values()}
_FOLLOWED = (
    "referrals",
    "urgings",
    "opinions",
    "superior_notices",
    "suggestions",
    "performance_orders",
    "loss_analyses",
)


def add_routes(routes: PageRoutes, services: Services, accounts: Accounts) -> None:
    """Add the page; every number on it leads to the cases behind it."""

    def oversight() -> str:
        now = today()
        yesterday, tomorrow = now - timedelta(days=1), now + timedelta(days=1)
        late = _clocks(services, due_before=yesterday.isoformat())
        soon = _clocks(services, due_from=now.isoformat(), due_before=tomorrow.isoformat())
        followed = services.get("reporting", "/reports/supervision")
        warnings = services.get("reporting", "/reports/warnings")
        officers = officers_with_cases(accounts, current_officer().agency_code)
        return render_template(
            "oversight/overview.html",
            officer=current_officer(),
            late=by_officer(late["items"]),
            late_more=late["next_cursor"] is not None,
            soon=[(clock, due_of(clock, now)) for clock in soon["items"]],
            soon_more=soon["next_cursor"] is not None,
            followed=[followed[name] for name in _FOLLOWED if _is_open(followed[name])],
            hearings=followed["head_attendance"]["ahead"],
            warnings=warnings["items"],
            load=load_of_officers(services, officers),
            sources={
                each.username: f"{_COLLECTIONS[each.role]}:{each.username}" for each in officers
            },
            by_code=BY_CODE,
            yesterday=yesterday.isoformat(),
            tomorrow=tomorrow.isoformat(),
            due_of=lambda clock: due_of(clock, now),
        )

    routes.add("/oversight", oversight, permission=OVERSIGHT)


def by_officer(
    clocks: Sequence[Mapping[str, Any]],
) -> list[tuple[str | None, list[Mapping[str, Any]]]]:
    """Return the clocks of each officer, the officer with the most first."""
    found: dict[str | None, list[Mapping[str, Any]]] = {}
    for clock in clocks:
        found.setdefault(clock["assignee"], []).append(clock)
    return sorted(found.items(), key=lambda each: (-len(each[1]), each[0] or ""))


def _clocks(services: Services, **asked: str) -> dict[str, Any]:
    found: dict[str, Any] = services.get("coordination", "/clocks", {**asked, "limit": _SHOWN})
    return found


def _is_open(section: Mapping[str, Any]) -> bool:
    return any(each["done_on"] is None for each in section["items"])
