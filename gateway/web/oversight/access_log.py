"""Who saw personal numbers in clear, whose, and for what purpose."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import render_template, request
from werkzeug.datastructures import MultiDict

from gateway.access import OVERSIGHT, current_officer
from gateway.access_log import access_page
from gateway.web.asking import Services
from gateway.web.catalogue import page_language
from gateway.web.forms import read_day
from gateway.web.routes import PageRoutes
from gateway.web.tracks import BY_CODE
from shared.http.problems import Problem

_HERE = "/access-log"
_PAGE = "50"
_DAYS = ("from", "to")
_FILTERS = ("officer", "case", *_DAYS)


def add_routes(routes: PageRoutes, services: Services) -> None:
    """Add the log of the agency, narrowed by officer, case and days in the address."""

    def access_log() -> str | tuple[str, int]:
        typed = {name: v for name in _FILTERS if (v := request.args.get(name, "").strip())}
        asked = {name: read_day(v) if name in _DAYS else v for name, v in typed.items()}
        asked["limit"] = _PAGE
        if cursor := request.args.get("cursor"):
            asked["cursor"] = cursor
        try:
            found = access_page(services.client, MultiDict(asked))
        except Problem as problem:
            if problem.status != 422:
                raise
            return _page(typed, refusal=problem), 422
        return _page(typed, found)

    routes.add(_HERE, access_log, permission=OVERSIGHT)


def _page(
    typed: dict[str, str], found: dict[str, object] | None = None, refusal: Problem | None = None
) -> str:
    more = found["next_cursor"] if found else None
    return render_template(
        "oversight/access_log.html",
        officer=current_officer(),
        found=found,
        typed=typed,
        refusal=refusal.as_dict(page_language()) if refusal else None,
        by_code=BY_CODE,
        more=f"{_HERE}?{urlencode({**typed, 'cursor': str(more)})}" if more else None,
    )
