"""What waits for a decision in all matters of the agency."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from flask import render_template, request

from gateway.access import current_officer
from gateway.web.asking import Services
from gateway.web.routes import PageRoutes
from gateway.web.tracks import BY_CODE, tracks_of

_EACH = 20
# What is listed, by which call; a referral waits while nobody took it up.
_LISTS: dict[str, tuple[str, dict[str, str]]] = {
    "conflicts": ("/attention/conflicts", {}),
    "proposals": ("/attention/proposals", {}),
    "warnings": ("/attention/limitation-warnings", {}),
    "referrals": ("/referrals", {"state": "offered"}),
    "overdue": ("/referrals", {"state": "overdue"}),
}


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
            more={
                name: f"/attention?{urlencode({'list': name, 'cursor': following})}#{name}"
                for name, page in pages.items()
                if (following := page["next_cursor"])
            },
            by_code=BY_CODE,
            own=tracks_of(current_officer()),
        )

    routes.add("/attention", attention)
