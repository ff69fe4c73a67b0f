"""Published decisions for everybody: found by agency, year, kind and words, and read."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote, urlencode

from flask import Response, make_response, render_template, request
from flask_limiter import Limiter

from gateway.access import PUBLIC
from gateway.web.asking import ServiceRefusal, page_or_refusal, words_of
from gateway.web.public.asking import Everybody, bounded_page, refused
from gateway.web.routes import PageRoutes
from shared.house import LIAISON
from shared.legal_day import today

ASKED = ("q", "agency", "year", "kind", "cursor")
_YEARS = 8


def add_routes(routes: PageRoutes, everybody: Everybody, limiter: Limiter) -> None:
    """Add the list and the pages of decisions."""

    def public_decisions() -> Response:
        asked = {name: value for name in ASKED if (value := request.args.get(name, "").strip())}
        found, refusal = page_or_refusal(lambda: everybody.get(LIAISON, "/decisions", **asked))
        filters = everybody.get(LIAISON, "/decisions/filters")
        page = render_template(
            "public/decisions.html",
            asked=asked,
            found=found,
            agencies=filters["agencies"],
            kinds=filters["kinds"],
            years=range(today().year, today().year - _YEARS, -1),
            following=_following(asked, found["next_cursor"]),
            refusal=refusal,
        )
        return make_response(page, 422 if refusal else 200)

    def public_decision(decision_id: str) -> Response:
        try:
            decision = everybody.get(LIAISON, f"/decisions/{quote(decision_id, safe='')}")
        except ServiceRefusal as refusal:
            return refused(words_of(refusal), refusal.status)
        return make_response(render_template("public/decision.html", decision=decision))

    for path, view in (
        ("/public/decisions", public_decisions),
        ("/public/decisions/<decision_id>", public_decision),
    ):
        routes.add(path, bounded_page(limiter, view), permission=PUBLIC, name=view.__name__)


def _following(asked: Mapping[str, str], cursor: str | None) -> str | None:
    return f"/public/decisions?{urlencode({**asked, 'cursor': cursor})}" if cursor else None
