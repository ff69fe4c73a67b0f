"""What waits for a decision in all matters of the agency."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import render_template, request

from gateway.access import current_officer
from gateway.web.asking import Services
from gateway.web.routes import PageRoutes
from gateway.web.tracks import BY_CODE, tracks_of
from shared.casework.vocabulary import PARTY_ROLES

_EACH = 20
# What is listed, by which call; a referral waits while nobody took it up.
_LISTS: dict[str, tuple[str, dict[str, str]]] = {
    "conflicts": ("/attention/conflicts", {}),
    "proposals": ("/attention/proposals", {}),
    "people": ("/attention/people-proposals", {}),
    "warnings": ("/attention/limitation-warnings", {}),
    "referrals": ("/referrals", {"state": "offered"}),
    "overdue": ("/referrals", {"state": "overdue"}),
}
# Where an item of a list is a matter, what waits in it.
_IN_A_MATTER = {"conflicts": "conflicts", "people": "people_proposals", "warnings": "rights"}


def add_routes(routes: PageRoutes, services: Services) -> None:
    """Add the page; `list` and `cursor` in the address turn one of its lists over."""

    def attention() -> str:
        turned, cursor = request.args.get("list", ""), request.args.get("cursor", "")
        pages: dict[str, Any] = {}
        for name, (path, narrowed) in _LISTS.items():
            at = {"cursor": cursor} if cursor and name == turned else {}
            pages[name] = services.get("coordination", path, {**narrowed, **at, "limit": _EACH})
        return render_template(
            "attention.html",
            officer=current_officer(),
            lists={name: page["items"] for name, page in pages.items()},
            counts={
                name: _count(name, page)
                for name, page in pages.items()
                if page["items"] and not (cursor and name == turned)
            },
            party_roles=PARTY_ROLES,
            more={
                name: f"/attention?{urlencode({'list': name, 'cursor': following})}#{name}"
                for name, page in pages.items()
                if (following := page["next_cursor"])
            },
            by_code=BY_CODE,
            own=tracks_of(current_officer()),
        )

    routes.add("/attention", attention)


def _count(name: str, page: Mapping[str, Any]) -> str:
    """Return how much waits, with a plus where there is more than the page shows."""
    within = _IN_A_MATTER.get(name)
    waiting = sum(len(item[within]) if within else 1 for item in page["items"])
    return f"{waiting}+" if page["next_cursor"] else str(waiting)
